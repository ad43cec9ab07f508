"""Key points' descriptors on a small fixed basis, where a mirror is a change of signs.

SIFT's 4 x 4 cells x 8 directions (Lowe, IJCV 2004) go through a square root (Arandjelovic and
Zisserman, CVPR 2012), a cosine transform over the cells and a Fourier transform over the
directions. The lowest frequencies hold nearly all that differs between key points, so they do what
a principal component analysis would, without looking at any data. Turning the picture left to
right reverses the rows of cells and the sense of the directions: odd cosines over the rows and
all sines change their sign, and nothing else happens.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from engine.audit.deep.types import Descriptors, Plane

DIMENSIONS = 64
_STEP = 1 / 220
"""Of the 8-bit values; what lies beyond 127 steps is cut, which no real descriptor reaches often."""


def compress(sift: Plane) -> Descriptors:
    """(n, 128) SIFT descriptors as (n, ``DIMENSIONS``) 8-bit ones; their distances stay."""
    rooted = np.sqrt(sift / (sift.sum(axis=1, keepdims=True) + 1e-9))
    values = (rooted - _basis().mean) @ _basis().matrix
    return np.asarray(np.clip(np.rint(values / _STEP), -127, 127), np.int8)


def mirrored(descriptors: Descriptors) -> Descriptors:
    """The descriptors of the same key points seen in a mirror."""
    return np.asarray(descriptors * _basis().signs, np.int8)


def squared_distance(steps: NDArray[np.int32] | Plane) -> Plane:
    """A squared distance in steps as one of descriptors of length 1: 0 to 2."""
    return np.asarray(steps, np.float32) * np.float32(_STEP * _STEP)


@dataclass(frozen=True)
class _Basis:
    matrix: Plane  # (128, DIMENSIONS), orthonormal columns
    signs: NDArray[np.int8]  # (DIMENSIONS,) what a mirror does to each
    mean: float  # about what every rooted value is


@cache
def _basis() -> _Basis:
    """The ``DIMENSIONS`` lowest frequencies but the constant one, lowest first."""
    cells = np.array([[np.cos(np.pi * u * (2 * i + 1) / 8) for i in range(4)] for u in range(4)])
    turns = 2 * np.pi * np.arange(8) / 8
    waves = [(0, False, np.ones(8))]
    for order in (1, 2, 3):
        waves += [(order, False, np.cos(order * turns)), (order, True, np.sin(order * turns))]
    waves.append((4, False, np.cos(4 * turns)))
    rows: list[tuple[float, int, NDArray[np.float64]]] = []
    for u in range(4):
        for v in range(4):
            for order, odd, wave in waves:
                row = np.einsum("i,j,o->ijo", cells[u], cells[v], wave).ravel()
                sign = (-1) ** u * (-1 if odd else 1)
                rows.append((np.hypot(u, v) + 0.8 * order, sign, row / np.linalg.norm(row)))
    chosen = sorted(rows, key=lambda row: row[0])[1 : DIMENSIONS + 1]
    return _Basis(
        matrix=np.stack([row for _, _, row in chosen], axis=1).astype(np.float32),
        signs=np.array([sign for _, sign, _ in chosen], np.int8),
        mean=0.0,
    )
