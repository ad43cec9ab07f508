"""The simple ways to find places on meshes: where they usually are, where its own axes put them."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import permutations, product

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import RidgeCV

from engine.prototypes.meshes.crowns import Crown, Floats
from engine.prototypes.metrics import Evidence
from engine.prototypes.system import Baseline

STRENGTHS = (1.0, 10.0, 100.0)  # of the ridge, chosen by leaving out one mesh after the other
ENDS = (0.02, 0.5, 0.98)  # of the points along each axis, by which a crown's shape is told


class MeanOffset(Baseline):
    """Always as far from the middle as on average."""

    name = "mean_offset"

    def __init__(self, crowns: Sequence[Crown], train: Sequence[int]) -> None:
        self._crowns = crowns
        self._offset = np.mean([places_of(crowns[index]) for index in train], 0)

    def evidence(self, indices: Sequence[int]) -> list[Evidence]:
        """How far off each place is."""
        return [apart(self._offset, self._crowns[index]) for index in indices]


class PrincipalAxes(Baseline):
    """Turned along its main axes (PCA), a place is told by a mesh's extents (ridge regression)."""

    name = "pca_axes"

    def __init__(self, crowns: Sequence[Crown], train: Sequence[int]) -> None:
        self._crowns = crowns
        frames = [own_frame(crowns[index].cloud[:, :3]) for index in train]
        shapes = [_shape(crowns[index], frame) for index, frame in zip(train, frames, strict=True)]
        places = [
            (places_of(crowns[index]) @ frame.T).ravel() for index, frame in zip(train, frames, strict=True)
        ]
        self._level, self._spread = np.mean(shapes, 0), np.std(shapes, 0) + 1e-6
        self._model = RidgeCV(STRENGTHS).fit((shapes - self._level) / self._spread, places)

    def evidence(self, indices: Sequence[int]) -> list[Evidence]:
        """How far off each place is."""
        found = []
        for one in (self._crowns[index] for index in indices):
            frame = own_frame(one.cloud[:, :3])
            shape = (_shape(one, frame) - self._level) / self._spread
            said = self._model.predict(shape[None]).reshape(-1, 3) @ frame
            found.append(apart(said, one))
        return found


def apart(said: NDArray[np.floating], one: Crown) -> Evidence:
    """[k]: how far places are from the true ones, in the mesh's unit."""
    return np.asarray(np.linalg.norm(said - places_of(one), axis=1), np.float64)


def places_of(one: Crown) -> Floats:
    """The true places, from the middle."""
    if one.places is None:
        raise ValueError("a mesh without its places neither teaches nor judges")
    return one.places


def own_frame(points: Floats) -> NDArray[np.float64]:
    """[3, 3]: the main axes of a cloud as rows, named and pointed so that they lie as close as they can to
    those of the file."""
    axes = np.linalg.eigh(np.cov(points.T.astype(np.float64)))[1].T
    best, closest = axes, -np.inf
    for order in permutations(range(3)):
        for signs in product((1.0, -1.0), repeat=3):
            frame = axes[list(order)] * np.asarray(signs)[:, None]
            if np.linalg.det(frame) > 0 and np.trace(frame) > closest:
                best, closest = frame, float(np.trace(frame))
    return best


def _shape(one: Crown, frame: NDArray[np.float64]) -> NDArray[np.float64]:
    """[12]: where the points end along each axis, and how lopsided they are."""
    turned = one.cloud[:, :3] @ frame.T
    lopsided = (turned**3).mean(0) / np.maximum((turned**2).mean(0) ** 1.5, 1e-9)
    return np.concatenate([np.quantile(turned, ENDS, axis=0).ravel(), lopsided])
