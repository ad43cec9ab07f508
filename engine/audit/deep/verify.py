"""The verdict on two images: the same picture, the same thing elsewhere, the same place, or nothing."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from engine.audit.deep.geometry import Similarity, agree
from engine.audit.deep.regions import Overlap, compare
from engine.audit.deep.types import Features, Grey, Kind, Plane, Relation

LEAST_AGREEING = 6
LEAST_ALONE = 4
_ALONE_ENOUGH = 8
"""Fewer that look like nothing else in their image must be a good part of all."""
_ALONE_PLENTY = 25
_LEVELS = 25
_NONE = Relation("none")


def verify(first: Features, second: Features, mirrored: bool, matches: NDArray[np.int32]) -> Relation:
    """The relation of two images that share these key points, (n, 2) rows of the first and second."""
    found = agree(first, second, mirrored, matches)
    if found is None:
        return _NONE
    places = second.points[found.rows[:, 1], :2]
    count, alone = _apart(places), _apart(places[found.alone])
    if count < LEAST_AGREEING:
        return _NONE
    grey = np.ascontiguousarray(first.grey[:, ::-1]) if mirrored else first.grey
    overlap = compare(grey, second.grey, found.move, places)
    kind = decide(count, alone, found.move, overlap)
    if kind == "swap" and _same_ground(first.grey, second.grey):
        return _NONE
    score = min(1.0, overlap.held / 40) * max(0.0, overlap.inside)
    return Relation(kind, count, found.move.scale, found.move.angle, mirrored, round(score, 3))


def _same_ground(first: Grey, second: Grey) -> bool:
    """Whether both are drawn, written or lie on the same plain ground: then no background was swapped,
    and what they share are letters, strokes or parts."""
    shares, levels = zip(*(_ground(grey) for grey in (first, second)), strict=True)
    return bool(min(shares) > 0.5 and abs(levels[0] - levels[1]) < _LEVELS)


def _ground(grey: Grey) -> tuple[float, int]:
    """The share of the pixels of about the commonest grey, and that grey."""
    counts = np.convolve(np.bincount(grey.ravel(), minlength=256), np.ones(_LEVELS, np.int64), "same")
    return float(counts.max()) / grey.size, int(counts.argmax())


def _apart(places: Plane) -> int:
    """Places that are at least about 3 pixels apart."""
    return len(np.unique(np.floor(places / 3), axis=0))


def decide(count: int, alone: int, move: Similarity, overlap: Overlap) -> Kind:
    """The verdict by what two aligned images have in common."""
    if count < LEAST_AGREEING or alone < max(LEAST_ALONE, min(_ALONE_ENOUGH, 0.35 * count)):
        return "none"
    if _near(overlap):
        return "near"
    if overlap.ring >= 0.5 or (overlap.rim >= 0.35 and _still(move)):
        return "same_background"
    if overlap.held < LEAST_AGREEING or _marks(move, overlap):
        return "none"
    return "swap" if overlap.hull >= 0.006 and _shows_it(alone, overlap) else "none"


def _shows_it(alone: int, overlap: Overlap) -> bool:
    """Whether what the key points span is the same: the fewer they are, the more exactly."""
    if alone >= _ALONE_PLENTY:
        return overlap.inside >= 0.7
    return overlap.inside >= 0.8 and overlap.likeness >= (0.7 if alone >= _ALONE_ENOUGH else 0.85)


def _near(overlap: Overlap) -> bool:
    if overlap.cover < 0.7 or overlap.blob >= 0.012:
        return False
    least = 0.9
    if overlap.blob < 0.004 and overlap.likeness > 0.93:
        least = 0.6 if overlap.rim >= 0.85 else 0.8
    if overlap.textured < least:
        return False
    return overlap.flat_off < (0.4 if overlap.textured > 0.97 else 0.15)


def _still(move: Similarity) -> bool:
    return abs(move.scale - 1) < 0.03 and abs(move.angle) < 2


def _marks(move: Similarity, overlap: Overlap) -> bool:
    """Whether what agrees is a strip or hugs the border, at its own place: a watermark, a banner, a logo."""
    if abs(move.scale - 1) > 0.25 or abs(move.angle) > 8:
        return False
    if overlap.thin < 0.09 or overlap.brim < 0.22:
        return True
    if abs(move.scale - 1) > 0.06 or abs(move.angle) > 3 or overlap.likeness > 0.95:
        return False
    return overlap.thin < 0.13 and overlap.hull > 2.4 * overlap.thin**2
