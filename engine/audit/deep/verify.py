"""The verdict on two images: the same picture, the same thing elsewhere, the same place, or nothing."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from engine.audit.deep.geometry import Similarity, agree
from engine.audit.deep.regions import Overlap, compare
from engine.audit.deep.types import Features, Kind, Plane, Relation

LEAST_AGREEING = 6
LEAST_ALONE = 4
_ALONE_ENOUGH = 8
"""Fewer that look like nothing else in their image must be a good part of all."""
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
    score = min(1.0, overlap.held / 40) * max(0.0, overlap.inside)
    return Relation(kind, count, found.move.scale, found.move.angle, mirrored, round(score, 3))


def _apart(places: Plane) -> int:
    """Places that are at least about 3 pixels apart."""
    return len(np.unique(np.floor(places / 3), axis=0))


def decide(count: int, alone: int, move: Similarity, overlap: Overlap) -> Kind:
    """The verdict by what two aligned images have in common."""
    if count < LEAST_AGREEING or alone < max(LEAST_ALONE, min(_ALONE_ENOUGH, 0.35 * count)):
        return "none"
    if _near(overlap):
        return "near"
    if overlap.ring >= 0.5 or (overlap.rim >= 0.55 and _still(move)):
        return "same_background"
    if overlap.held < LEAST_AGREEING or _marks(move, overlap):
        return "none"
    sure = 0.7 if alone >= _ALONE_ENOUGH else 0.85
    if overlap.inside >= 0.8 and overlap.hull >= 0.006 and overlap.likeness >= sure:
        return "swap"
    return "none"


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
    return overlap.thin < 0.15 and overlap.hull > 2 * overlap.thin**2
