"""One move (scale, turn, shift, perhaps a mirror) that takes key points of one image to another's."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine.audit.deep.descriptors import mirrored as in_mirror
from engine.audit.deep.descriptors import squared_distance
from engine.audit.deep.types import Features, Plane, Points

_TURN = 25.0  # degrees in which two key points' own angles may miss the move
_GROW = 0.6  # octaves
_ALIKE = 0.45
"""Squared distance of descriptors of length 1 up to which two key points at the right place match."""

_MATCHES = 160
_REACH = 9.0  # pixels by which the first, coarse move may be wrong
_BESIDE = 6.0  # pixels: key points so near say the same
_RATIO = 0.72
"""Lowe's ratio test on squared distances."""


@dataclass(frozen=True)
class Similarity:
    """x -> factor * x + shift in complex numbers; the pixels of a mirrored picture are turned first."""

    factor: complex
    shift: complex

    @property
    def scale(self) -> float:
        """How much larger the second image shows it."""
        return abs(self.factor)

    @property
    def angle(self) -> float:
        """Degrees, clockwise on the screen, -180 to 180."""
        return float(np.degrees(np.angle(self.factor)))

    @property
    def matrix(self) -> NDArray[np.float64]:
        """(2, 3) as OpenCV takes it."""
        along, across = self.factor.real, self.factor.imag
        return np.array([[along, -across, self.shift.real], [across, along, self.shift.imag]])

    def apply(self, places: NDArray[np.complex64]) -> NDArray[np.complex64]:
        """Where these places of the first image fall in the second."""
        return (places * self.factor + self.shift).astype(np.complex64)

    def inverse(self) -> Similarity:
        """From the second image to the first."""
        return Similarity(1 / self.factor, -self.shift / self.factor)


@dataclass(frozen=True)
class Agreement:
    """A move and the key points, (n, 2) rows of the first and second image, that agree with it.

    ``alone``: of each row, whether nothing elsewhere in the second image looks nearly as alike:
    letters, windows and wallpapers repeat themselves and prove little.
    """

    move: Similarity
    rows: NDArray[np.int64]
    alone: NDArray[np.bool_]


def turned(features: Features, mirrored: bool) -> Points:
    """Points, as they would be of the picture turned left to right if ``mirrored``."""
    points = features.points
    if not mirrored:
        return points
    points = points.copy()
    points[:, 0] = features.grey.shape[1] - 1 - points[:, 0]
    points[:, 3] = (180 - points[:, 3]) % 360
    return points


def agree(first: Features, second: Features, mirrored: bool, matches: NDArray[np.int32]) -> Agreement | None:
    """The move that most of the ``matches`` share, grown over all key points; None without one."""
    one = turned(first, mirrored)
    matches = matches[:: 1 + len(matches) // _MATCHES]  # a few hundred are as good as all
    move = _consensus(one[matches[:, 0]], second.points[matches[:, 1]])
    if move is None:
        return None
    looks = (in_mirror(first.descriptors) if mirrored else first.descriptors).astype(np.float32)
    others = second.descriptors.astype(np.float32)
    met = _meet(one, second.points, move)
    far = squared_distance(((looks[met.rows[:, 0]] - others[met.rows[:, 1]]) ** 2).sum(axis=1))
    met, far = met.of(far < _ALIKE), far[far < _ALIKE]
    rows = met.rows[:0]
    for tolerance in (7.0, 4.5, 3.0):
        rows = _gather(met, far, move, tolerance)
        if len(rows) < 3:
            return None
        fitted = _fit(_places(one[rows[:, 0]]), _places(second.points[rows[:, 1]]))
        if fitted is None:
            return None
        move = fitted
    return Agreement(move, rows, _alone(looks, second.points, others, rows))


def _alone(looks: Plane, two: Points, others: Plane, rows: NDArray[np.int64]) -> NDArray[np.bool_]:
    left, right = looks[rows[:, 0]], others[rows[:, 1]]
    far = ((left - right) ** 2).sum(axis=1)
    every = (left**2).sum(axis=1)[:, None] + (others**2).sum(axis=1)[None, :] - 2 * left @ others.T
    here, places = two[rows[:, 1], :2], two[:, :2]
    beside = (here[:, :1] - places[:, 0]) ** 2 + (here[:, 1:] - places[:, 1]) ** 2 < _BESIDE**2
    every[beside] = np.inf
    return np.asarray(far < _RATIO * every.min(axis=1))


def _places(points: Points) -> NDArray[np.complex64]:
    return (points[:, 0] + 1j * points[:, 1]).astype(np.complex64)


def _consensus(one: Points, two: Points) -> Similarity | None:
    """Every match alone says a whole move: the one that the most others agree with, fitted to them."""
    size = two[:, 2] / one[:, 2]
    turn = two[:, 3] - one[:, 3]
    factors = (size * np.exp(1j * np.radians(turn))).astype(np.complex64)
    start, end = _places(one), _places(two)
    apart = start[None, :] - start[:, None]
    error = np.abs(end[:, None] + factors[:, None] * apart - end[None, :])
    allowed = 4.0 + 0.12 * np.abs(apart) * size[:, None]
    angles = np.abs((turn[:, None] - turn[None, :] + 180) % 360 - 180)
    grows = np.abs(np.log2(size)[:, None] - np.log2(size)[None, :])
    agreed = (error < allowed) & (angles < _TURN) & (grows < _GROW)
    cells = np.floor(end.real / 3).astype(np.int64) * 4096 + np.floor(end.imag / 3).astype(np.int64)
    order = np.argsort(cells, kind="stable")
    starts = np.flatnonzero(np.diff(cells[order], prepend=-(1 << 40)))
    support = np.logical_or.reduceat(agreed[:, order], starts, axis=1).sum(axis=1)
    best = int(support.argmax())
    if support[best] < 3:
        return None
    chosen = agreed[best]
    return _fit(start[chosen], end[chosen])


def _fit(start: NDArray[np.complex64], end: NDArray[np.complex64]) -> Similarity | None:
    """The least squares move."""
    from_middle, to_middle = start.mean(), end.mean()
    spread = start - from_middle
    power = float((np.abs(spread) ** 2).sum())
    if power < 1:
        return None
    factor = complex((np.conj(spread) * (end - to_middle)).sum() / power)
    if not 0.25 < abs(factor) < 4:
        return None
    return Similarity(factor, complex(to_middle - factor * from_middle))


@dataclass(frozen=True)
class _Met:
    """(n, 2) ``rows`` of key points that a move brings somewhere near each other, with what each pair
    says of the move: where it starts and ends, its turn in degrees and its octaves of growth."""

    rows: NDArray[np.int64]
    start: NDArray[np.complex64]
    end: NDArray[np.complex64]
    turn: Plane
    grow: Plane

    def of(self, kept: NDArray[np.bool_]) -> _Met:
        """Some of them."""
        return _Met(self.rows[kept], self.start[kept], self.end[kept], self.turn[kept], self.grow[kept])


def _meet(one: Points, two: Points, move: Similarity) -> _Met:
    """Pairs of key points that the move, which is only about right, brings somewhere near each other."""
    landed, reach = move.apply(_places(one)), _REACH * max(1.0, move.scale)
    order = np.argsort(two[:, 0])
    across = two[order, 0]
    low = np.searchsorted(across, landed.real - reach)
    counts = np.searchsorted(across, landed.real + reach) - low
    left = np.repeat(np.arange(len(one)), counts)
    skipped = np.repeat(low - np.cumsum(counts) + counts, counts)
    right = order[np.arange(len(left)) + skipped]
    near = np.abs(landed.imag[left] - two[right, 1]) < reach
    left, right = left[near], right[near]
    turn, grow = two[right, 3] - one[left, 3], np.log2(two[right, 2] / one[left, 2])
    alike = (_between(turn, move.angle) < 1.5 * _TURN) & (np.abs(grow - np.log2(move.scale)) < 1.5 * _GROW)
    left, right = left[alike], right[alike]
    rows = np.stack([left, right], axis=1)
    return _Met(rows, _places(one[left]), _places(two[right]), turn[alike], grow[alike])


def _between(turn: Plane, angle: float) -> Plane:
    return np.asarray(np.abs((turn - angle + 180) % 360 - 180), np.float32)


def _gather(met: _Met, far: Plane, move: Similarity, tolerance: float) -> NDArray[np.int64]:
    """(n, 2) of the pairs that the move brings together, one to one, the most alike first."""
    apart = np.abs(move.apply(met.start) - met.end)
    fits = apart < tolerance * max(1.0, move.scale)
    fits &= _between(met.turn, move.angle) < _TURN
    fits &= np.abs(met.grow - np.log2(move.scale)) < _GROW
    chosen = met.rows[fits][np.argsort(far[fits], kind="stable")]
    mutual = np.zeros((2, len(chosen)), bool)
    for side in (0, 1):
        mutual[side, np.unique(chosen[:, side], return_index=True)[1]] = True
    return np.asarray(chosen[mutual.all(axis=0)], np.int64)
