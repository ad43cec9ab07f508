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
_PROOF = 4.2
"""Key points that look like nothing else, times the fourth power of the likeness of what they span:
parts of one make share many and are alike in outline only, the same thing is alike all over."""
_TURNED = 1.35
"""So many times the proof where one picture must be mirrored or turned over: there are more ways to
be alike by chance."""
_FULL = 13.0
"""Proof at which a relation's score is 1."""
_LEVELS = 25  # grey levels that a plain ground may span
_NONE = Relation("none")


def verify(first: Features, second: Features, mirrored: bool, matches: NDArray[np.int32]) -> Relation:
    """The relation of two images that share these key points, (n, 2) rows of the first and second."""
    found = agree(first, second, mirrored, matches)
    if found is None:
        return _NONE
    places = second.points[found.rows[:, 1], :2]
    count, alone = _apart(places), _apart(places[found.alone])
    if _weak(count, alone):
        return _NONE
    grey = np.ascontiguousarray(first.grey[:, ::-1]) if mirrored else first.grey
    overlap = compare(grey, second.grey, found.move, places)
    proof = _proof(alone, found.move, mirrored, overlap)
    kind = decide(count, alone, proof, found.move, overlap)
    if kind == "swap" and proof < _FULL and _same_ground(first.grey, second.grey):
        return _NONE
    score = proof / _FULL if kind == "swap" else max(0.0, overlap.inside) * overlap.held / 40
    return Relation(kind, count, found.move.scale, found.move.angle, mirrored, round(min(1.0, score), 3))


def _proof(alone: int, move: Similarity, mirrored: bool, overlap: Overlap) -> float:
    proof = alone * max(0.0, overlap.likeness) ** 4
    return proof / _TURNED if mirrored or abs(move.angle) > 60 else proof


def _same_ground(first: Grey, second: Grey) -> bool:
    """Whether both are drawn, written or lie on the same plain ground: then what they share may be
    letters, strokes or parts, and it must be more of them."""
    shares, levels = zip(*(_ground(grey) for grey in (first, second)), strict=True)
    return bool(min(shares) > 0.5 and abs(levels[0] - levels[1]) < _LEVELS)


def _ground(grey: Grey) -> tuple[float, int]:
    """The share of the pixels of about the commonest grey, and that grey."""
    counts = np.convolve(np.bincount(grey.ravel(), minlength=256), np.ones(_LEVELS, np.int64), "same")
    return float(counts.max()) / grey.size, int(counts.argmax())


def _apart(places: Plane) -> int:
    """Places that are at least about 3 pixels apart."""
    return len(np.unique(np.floor(places / 3), axis=0))


def decide(count: int, alone: int, proof: float, move: Similarity, overlap: Overlap) -> Kind:
    """The verdict by what two aligned images have in common."""
    if _weak(count, alone):
        return "none"
    if _near(overlap):
        return "near"
    if _same_place(move, overlap):
        return "same_background"
    if overlap.held < LEAST_AGREEING or _marks(move, overlap):
        return "none"
    shown = overlap.hull >= 0.006 and overlap.inside >= 0.8
    return "swap" if shown and proof >= _PROOF else "none"


def _weak(count: int, alone: int) -> bool:
    """Whether the key points alone say that there is nothing: most pairs end here."""
    return count < LEAST_AGREEING or alone < max(LEAST_ALONE, min(_ALONE_ENOUGH, 0.35 * count))


def _same_place(move: Similarity, overlap: Overlap) -> bool:
    """Whether what is around the thing is the same; nobody zooms a camera that is fixed."""
    if overlap.ring >= 0.5:
        return not (abs(move.scale - 1) > 0.1 and overlap.textured >= 0.85 and overlap.likeness >= 0.9)
    if overlap.inside >= 0.97 and overlap.hull >= 0.2 and overlap.blob < 0.1:  # it fills the picture
        return False
    return overlap.rim >= 0.35 and (_still(move, 0.03, 2) or (overlap.rim >= 0.5 and _still(move, 0.1, 5)))


def _near(overlap: Overlap) -> bool:
    if overlap.cover < 0.7 or overlap.blob >= 0.012:
        return False
    least = 0.9
    if overlap.blob < 0.004 and overlap.likeness > 0.93:
        least = 0.6 if overlap.rim >= 0.85 else 0.8
    if overlap.textured < least:
        return False
    return overlap.flat_off < (0.4 if overlap.textured > 0.97 else 0.15)


def _still(move: Similarity, grown: float, turned: float) -> bool:
    return abs(move.scale - 1) < grown and _turn(move) < turned


def _turn(move: Similarity) -> float:
    """Degrees by which a plate of words is turned: upside down and mirrored its outline is the same."""
    return min(abs(move.angle), 180 - abs(move.angle))


def _marks(move: Similarity, overlap: Overlap) -> bool:
    """Whether what agrees is a strip or hugs the border, at its own place: a watermark, a banner, a logo."""
    if abs(move.scale - 1) > 0.25 or _turn(move) > 8:
        return False
    if overlap.thin < 0.09 or overlap.brim < 0.27:
        return True
    return _still(move, 0.06, 3) and overlap.thin < 0.13 and overlap.hull > 2.4 * overlap.thin**2
