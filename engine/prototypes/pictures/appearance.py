"""What a picture looks like in a few numbers, for any picture and without labels, and how two crowds of
pictures differ by it.

A fixed network of two layers, after the scattering networks of Bruna and Mallat (2013): how strong the edges
of each direction are in each part of the picture, how those strengths change from place to place, and
coarse colours. The numbers in which a set's own pictures differ most are kept. Blurred, noisy or
broken shapes tell themselves in the second layer even where each pixel is as bright as it should be.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from engine.prototypes.metrics import Evidence

KEPT = 32
CELLS = 4  # of a side, over which strengths are averaged
DIRECTIONS = 8  # of edges; their changes are taken in four
COLOUR, EDGES, CHANGES = 1.0, 2.0, 4.0  # weights that make the layers count about alike
LOT = 256
FITTED_TO = 1500
LEAST_SPREAD = 1e-2  # a single real picture has none

Pictures = NDArray[np.float32]
"""[n, channels, side, side], 0 … 1; the side a multiple of 8."""


class Appearance:
    """Features in which the pictures that it was made from differ most. ``spread``: how much they differ in
    them, all features together, as a standard deviation."""

    def __init__(self, pictures: Pictures) -> None:
        """``pictures``: of the training side; at most some 1,500 of them, evenly, are looked at."""
        step = max(1, len(pictures) // FITTED_TO)
        raw = raw_features(pictures[::step])
        self._middle = raw.mean(0)
        centred = (raw - self._middle).astype(np.float64)
        squares, axes = np.linalg.eigh(centred.T @ centred / len(centred))
        self.spread = float(np.sqrt(max(squares[-KEPT:].sum(), 0)))
        self._axes = axes[:, ::-1][:, :KEPT].astype(np.float32)

    def rows(self, pictures: Pictures) -> NDArray[np.float64]:
        """[n, 32]."""
        return np.asarray((raw_features(pictures) - self._middle) @ self._axes, dtype=np.float64)


def raw_features(pictures: Pictures) -> Pictures:
    """[n, channels, side, side] → [n, 16 · channels + 640]."""
    lots = [pictures[start : start + LOT] for start in range(0, len(pictures), LOT)]
    return np.concatenate([_raw(lot) for lot in lots])


def relative_frechet(evidence: Sequence[Evidence]) -> float:
    """How far made pictures are from real ones as crowds: the Fréchet distance of the Gaussians through
    their features (Heusel et al. 2017), in units of the real ones' own spread. 0: the same.

    Evidence of a sample: two rows, the features of a made picture and of a real one.
    """
    rows = np.stack(evidence)
    made, real = _moments(rows[:, 0]), _moments(rows[:, 1])
    values, axes = np.linalg.eigh(real[1])
    root = (axes * np.sqrt(np.maximum(values, 0))) @ axes.T
    common = np.sqrt(np.maximum(np.linalg.eigvalsh(root @ made[1] @ root), 0)).sum()
    spread = np.trace(real[1])
    apart = np.square(made[0] - real[0]).sum() + np.trace(made[1]) + spread - 2 * common
    return float(max(apart, 0) / max(spread, LEAST_SPREAD))


def nearest(rows: NDArray[np.float64], known: NDArray[np.float64]) -> tuple[NDArray[np.int64], Evidence]:
    """Of each row the place of the nearest known one, and how far away it is."""
    squares = np.square(rows).sum(1)[:, None] + np.square(known).sum(1) - 2 * rows @ known.T
    places = squares.argmin(1)
    return places, np.sqrt(np.maximum(squares[np.arange(len(rows)), places], 0))


def _raw(pictures: Pictures) -> Pictures:
    side = pictures.shape[-1]
    edges = _rectified(pictures.mean(1), DIRECTIONS)
    changes = _rectified(_averaged(edges, side // 2), DIRECTIONS // 2)
    parts = (
        COLOUR * _averaged(pictures, CELLS),
        EDGES * _averaged(edges, CELLS),
        CHANGES * _averaged(changes, CELLS),
    )
    return np.concatenate([part.reshape(len(pictures), -1) for part in parts], axis=1)


def _rectified(maps: Pictures, directions: int) -> Pictures:
    """How fast each map rises in each direction: [n, …, h, w] → [n, … · directions, h, w]."""
    down, across = np.gradient(maps, axis=(-2, -1))
    angles = np.arange(directions) * 2 * np.pi / directions
    rising = [np.maximum(np.float32(np.cos(a)) * across + np.float32(np.sin(a)) * down, 0) for a in angles]
    return np.stack(rising, axis=1).reshape(len(maps), -1, *maps.shape[-2:])


def _averaged(maps: Pictures, cells: int) -> Pictures:
    """Means over ``cells`` × ``cells`` parts: [n, k, h, w] → [n, k, cells, cells]."""
    count, kinds, high, _ = maps.shape
    size = high // cells
    return np.asarray(maps.reshape(count, kinds, cells, size, cells, size).mean((3, 5)), np.float32)


def _moments(rows: NDArray[np.float64]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    middle = rows.mean(0)
    centred = rows - middle
    return middle, centred.T @ centred / max(1, len(rows) - 1)
