"""The simple ways to guess a pose: the mean one, and that of the most similar picture."""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np
from numpy.typing import NDArray
from sklearn.neighbors import NearestNeighbors

from engine.prototypes.metrics import Evidence
from engine.prototypes.places.poses import Joints, found_share
from engine.prototypes.system import Baseline
from engine.runtime.preprocess import Pixels

THUMB = 16  # pixels of the side of what is compared


class MeanPose(Baseline):
    """Each joint where it is on the mean."""

    name = "mean_pose"

    def __init__(self, joints: Sequence[Joints], train: Sequence[int]) -> None:
        self._joints = joints
        own = np.stack([joints[index] for index in train]).astype(np.float64)
        known = own[:, :, 2:] > 0
        self._mean = (own[:, :, :2] * known).sum(0) / np.maximum(known.sum(0), 1)

    def evidence(self, indices: Sequence[int]) -> list[Evidence]:
        """Which joints happen to be there."""
        return [found_share(self._mean, self._joints[index]) for index in indices]


class NearestPose(Baseline):
    """The pose of the training picture that looks most alike, small and set to its own mean and contrast."""

    name = "nearest_pose"

    def __init__(self, pixels: Sequence[Pixels], joints: Sequence[Joints], train: Sequence[int]) -> None:
        self._joints, self._train = joints, list(train)
        self._thumbs = np.stack([_thumb(one) for one in pixels])
        self._nearest = NearestNeighbors(n_neighbors=1).fit(self._thumbs[self._train])

    def evidence(self, indices: Sequence[int]) -> list[Evidence]:
        """Which joints lie where they lie in the most similar picture."""
        places = self._nearest.kneighbors(self._thumbs[list(indices)], return_distance=False)[:, 0]
        return [
            found_share(self._joints[self._train[place]][:, :2], self._joints[index])
            for place, index in zip(places, indices, strict=True)
        ]


def _thumb(pixels: Pixels) -> NDArray[np.float32]:
    small = cv2.resize(pixels, (THUMB, THUMB), interpolation=cv2.INTER_AREA).astype(np.float32).ravel()
    centred = small - small.mean()
    return np.asarray(centred / (centred.std() + 1), np.float32)
