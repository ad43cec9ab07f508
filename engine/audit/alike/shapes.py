"""Meshes that are one another's copy: moved, turned, saved anew, with fewer triangles.

What stays the same of a body that is moved: its area, how it stretches in its three
directions, and how far apart two points on its surface lie (Osada et al., "Shape
Distributions", 2002). Size counts: two teeth of one shape and other size are two teeth.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy
from numpy.typing import NDArray

from engine.audit.alike.joining import meeting_pairs

_POINTS = 6000  # drawn on the surface
_BINS = 48
_REACH = 4.0  # times the spread: no two points lie farther apart
_AREA = 0.03  # share by which a copy's area and spreads may differ
_STRETCH = 0.012
_TURNS = 17  # each point is measured against so many others, less one
_APART = 0.012  # of the shares in both histograms, summed

Floats = NDArray[numpy.float64]


@dataclass(frozen=True)
class ShapeSignature:
    """``area``: squared units; ``stretch``: (3,) spreads, largest first.

    ``distances``: shares of lengths between two points, then from the middle.
    """

    area: float
    stretch: Floats
    distances: Floats


def shape_signature(vertices: Floats, faces: NDArray[numpy.int64]) -> ShapeSignature | None:
    """The signature of a mesh (``vertices``: (v, 3); ``faces``: (f, 3), none: a cloud of points).

    None where there is nothing to draw points from.
    """
    if len(vertices) < 4 or not numpy.isfinite(vertices).all():
        return None
    drawn, area = _drawn(vertices, faces)
    if drawn is None:
        return None
    points = drawn - drawn.mean(axis=0)
    stretch = numpy.sqrt(numpy.maximum(numpy.linalg.eigvalsh(numpy.cov(points.T))[::-1], 0))
    spread = float(numpy.sqrt((stretch**2).sum()))
    if spread <= 0:
        return None
    apart = [
        numpy.linalg.norm(points - numpy.roll(points, turn, axis=0), axis=1) for turn in range(1, _TURNS)
    ]
    out = numpy.linalg.norm(points, axis=1)
    shares = numpy.concatenate([_shares(numpy.concatenate(apart) / spread), _shares(out / spread)])
    return ShapeSignature(area, stretch, shares)


def _shares(lengths: Floats) -> Floats:
    counts, _ = numpy.histogram(lengths, bins=_BINS, range=(0, _REACH))
    return numpy.convolve(counts / len(lengths), [0.25, 0.5, 0.25], mode="same")


def near_shapes(signatures: list[ShapeSignature | None]) -> NDArray[numpy.int64]:
    """Pairs of meshes that are near copies: (pairs, 2) places in ``signatures``."""
    known = [place for place, one in enumerate(signatures) if one is not None]
    if len(known) < 2:
        return numpy.zeros((0, 2), dtype=numpy.int64)
    sizes = numpy.array([float(one.stretch[0]) for one in signatures if one is not None])
    step = numpy.log(numpy.maximum(sizes, 1e-12)) / numpy.log(1 + 2 * _STRETCH)
    keys = numpy.zeros((len(signatures), 2), dtype=numpy.uint64)
    for column, shift in enumerate((0.0, 0.5)):  # a copy falls into the same step of one of two rulers
        keys[known, column] = (numpy.floor(step + shift).astype(numpy.int64) + 2**40).astype(numpy.uint64)
    pairs = meeting_pairs(keys)
    near = [_is_copy(signatures[one], signatures[other]) for one, other in pairs]
    return numpy.asarray(pairs[numpy.array(near, dtype=bool)] if len(pairs) else pairs)


def _is_copy(one: ShapeSignature | None, other: ShapeSignature | None) -> bool:
    if one is None or other is None:
        return False
    scale = max(one.stretch[0], other.stretch[0])
    return bool(
        abs(one.area - other.area) <= _AREA * max(one.area, other.area)
        and (numpy.abs(one.stretch - other.stretch) <= _STRETCH * scale).all()
        and numpy.abs(one.distances - other.distances).sum() / 2 <= _APART
    )


def _drawn(vertices: Floats, faces: NDArray[numpy.int64]) -> tuple[Floats | None, float]:
    """Points spread evenly over the surface, always the same way; and the area."""
    rng = numpy.random.default_rng(0)
    if not len(faces):
        return vertices[rng.integers(0, len(vertices), _POINTS)], 0.0
    corners = vertices[faces]
    sides = numpy.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])
    areas = numpy.linalg.norm(sides, axis=1) / 2
    total = float(areas.sum())
    if total <= 0 or not numpy.isfinite(total):
        return None, 0.0
    # Steps of equal area over the faces, not chance alone: a fourth of the spread of a plain draw.
    steps = (numpy.arange(_POINTS) + rng.random(_POINTS)) / _POINTS * total
    chosen = numpy.minimum(numpy.searchsorted(areas.cumsum(), steps), len(areas) - 1)
    chosen = rng.permutation(chosen)
    one, other = rng.random((2, _POINTS))
    root = numpy.sqrt(one)
    weights = numpy.stack([1 - root, root * (1 - other), root * other], axis=1)
    return numpy.einsum("nij,ni->nj", corners[chosen], weights), total
