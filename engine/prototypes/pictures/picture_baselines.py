"""The simple ways from a picture to a picture: no network, a second of work."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Sequence

import cv2
import numpy as np
from numpy.typing import NDArray
from sklearn.tree import DecisionTreeRegressor

from engine.prototypes.metrics import Evidence
from engine.prototypes.pictures.picture_pairs import planes, psnr_evidence
from engine.prototypes.system import Baseline
from engine.runtime.preprocess import Pixels

Floats = NDArray[np.float32]
PIXELS_LEARNT = 60_000
LEAST_OF_A_LEAF = 40
BLURS = (1.5, 4.0, 10.0)  # pixels of 64: how far around a pixel the tree looks
THUMB = 24  # side of what is compared to find the nearest picture
AT_ONCE = 64


class PictureBaseline(Baseline):
    """``truth``: of all examples, [n, h, w, 3]."""

    def __init__(self, truth: Pixels) -> None:
        self._truth = truth

    @abstractmethod
    def made(self, indices: Sequence[int]) -> Floats:
        """What it makes of these examples, [n, 3, h, w] of 0 … 1."""

    def evidence(self, indices: Sequence[int]) -> list[Evidence]:
        """How alike each picture is to its truth, in dB."""
        found: list[Evidence] = []
        for start in range(0, len(indices), AT_ONCE):
            some = list(indices[start : start + AT_ONCE])
            found += psnr_evidence(self.made(some), planes(self._truth[some]))
        return found


class Unchanged(PictureBaseline):
    """The input is the answer."""

    name = "unchanged_picture"

    def __init__(self, sources: Pixels, truth: Pixels) -> None:
        super().__init__(truth)
        self._sources = sources

    def made(self, indices: Sequence[int]) -> Floats:
        """The inputs."""
        return planes(self._sources[list(indices)])


class MeanPicture(PictureBaseline):
    """Always the mean of the training side's targets."""

    name = "mean_picture"

    def __init__(self, truth: Pixels, train: Sequence[int]) -> None:
        super().__init__(truth)
        self._mean = truth[list(train)].mean(axis=0, dtype=np.float64).astype(np.float32) / 255

    def made(self, indices: Sequence[int]) -> Floats:
        """The one mean, again and again."""
        return np.repeat(self._mean.transpose(2, 0, 1)[None], len(indices), axis=0)


class NearestPicture(PictureBaseline):
    """The target of that training example whose input is most alike, seen as a small blurred picture."""

    name = "nearest_picture"

    def __init__(self, sources: Pixels, truth: Pixels, train: Sequence[int]) -> None:
        super().__init__(truth)
        self._train = np.asarray(train)
        self._seen = np.stack([_thumb(one) for one in sources])

    def made(self, indices: Sequence[int]) -> Floats:
        """Targets of the training side."""
        return planes(self._truth[self.nearest(indices)])

    def nearest(self, indices: Sequence[int]) -> NDArray[np.int64]:
        """The training example nearest to each of these."""
        known, asked = self._seen[self._train], self._seen[list(indices)]
        distance = np.square(known).sum(1)[None] - 2 * asked @ known.T
        return np.asarray(self._train[distance.argmin(1)], dtype=np.int64)


class PixelTree(PictureBaseline):
    """A regression tree from a pixel's colour, the colours around it and its place to the target's colour."""

    name = "pixel_tree"

    def __init__(self, sources: Pixels, truth: Pixels, train: Sequence[int], seed: int) -> None:
        super().__init__(truth)
        self._sources = sources
        self._tree = DecisionTreeRegressor(min_samples_leaf=LEAST_OF_A_LEAF, random_state=seed)
        random = np.random.default_rng(seed)
        high, wide = truth.shape[1:3]
        each = min(high * wide, max(1, PIXELS_LEARNT // len(train)))
        inputs, targets = [], []
        for index in random.permutation(np.asarray(train))[: max(1, PIXELS_LEARNT // each)]:
            places = random.choice(high * wide, each, replace=False)
            inputs.append(around(sources[index]).reshape(high * wide, -1)[places])
            targets.append(truth[index].reshape(high * wide, 3)[places])
        self._tree.fit(np.concatenate(inputs), np.concatenate(targets).astype(np.float32) / 255)

    def made(self, indices: Sequence[int]) -> Floats:
        """Pixel by pixel."""
        high, wide = self._truth.shape[1:3]
        answers = [
            self._tree.predict(around(self._sources[index]).reshape(high * wide, -1)).reshape(high, wide, 3)
            for index in indices
        ]
        return np.stack(answers).astype(np.float32).transpose(0, 3, 1, 2)


def around(picture: Pixels) -> Floats:
    """Of each pixel its colour, the mean colours of ever wider surroundings, and its place:
    [h, w, 3] → [h, w, 14]."""
    high, wide = picture.shape[:2]
    scale = (high * wide) ** 0.5 / 64
    colours: Floats = picture.astype(np.float32) / np.float32(255)
    means = [blurred(colours, blur * scale) for blur in BLURS]
    down, right = np.mgrid[0 : 1 : complex(0, high), 0 : 1 : complex(0, wide)].astype(np.float32)
    return np.dstack([colours, *means, down, right]).astype(np.float32)


def blurred(picture: Floats, radius: float) -> Floats:
    """A Gaussian blur; a wide one is done on a smaller picture, for it leaves nothing that one lacks."""
    high, wide = picture.shape[:2]
    times = max(1, int(radius / 2))
    size = max(1, wide // times), max(1, high // times)
    small = cv2.resize(picture, size, interpolation=cv2.INTER_AREA) if times > 1 else picture
    soft = cv2.GaussianBlur(small, (0, 0), radius / times)
    back = cv2.resize(soft, (wide, high), interpolation=cv2.INTER_LINEAR) if times > 1 else soft
    return np.asarray(back, np.float32)


def _thumb(picture: Pixels) -> Floats:
    small = cv2.resize(picture, (THUMB, THUMB), interpolation=cv2.INTER_AREA).astype(np.float32) / 255
    return np.asarray(small.ravel(), dtype=np.float32)
