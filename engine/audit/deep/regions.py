"""Where two aligned pictures show the same: over the thing, around it, along the border."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from engine.audit.deep.geometry import Similarity
from engine.audit.deep.types import Grey, Plane

_WINDOW = (9, 9)
_TEXTURE = 12.0  # variance of grey levels above which a place has texture
_STRONG = 40.0  # the same, above any grain of the sensor or of compression
_GRAIN = 4.0  # the same, of grain: so little correlates with anything
_SAME = 0.55  # correlation of two textured places that show the same
_SURE = 0.7  # the same, around a key point
_FEWEST = 6  # key points that span something
_OTHER = 0.3
_LEVEL = 16.0  # grey levels by which two flat places may differ
_CUT = 0.005  # of the pixels; fewer that are cut at white say nothing
_RING = 12  # pixels
_SOLID = 5  # pixels; thinner places that show the same do so by chance
_JOINED = 5  # pixels between two places that still hang together
_LEAST = 60  # pixels; of less nothing is said

Flags = NDArray[np.bool_]


@dataclass(frozen=True)
class Overlap:
    """Shares, 0 to 1; -1 where there was too little to say.

    ``cover``: of the smaller picture that the other one holds; ``textured``: of the places with texture,
    those that show the same; ``flat_off``: of the overlap, flat places of another brightness;
    ``held``: agreeing key points that hang together, ``hull``: what they span, of the picture, and
    ``inside``: how much of its texture is the same, with ``likeness``, a low correlation in it;
    ``ring``: of the texture along the overlap's border, what is the same, ``rim``: of all along it;
    ``blob``: the largest
    connected place that is different, of the overlap. ``thin``: the short side of what they span and
    ``brim``: how far it reaches from the nearest border, of the picture's side: marks lie in strips.
    """

    cover: float
    textured: float
    flat_off: float
    held: int
    hull: float
    inside: float
    likeness: float
    ring: float
    rim: float
    blob: float
    thin: float
    brim: float


def compare(first: Grey, second: Grey, move: Similarity, places: Plane) -> Overlap:
    """Lay the first picture over the second by ``move`` and say where they agree.

    ``places``: (n, 2) key points of the second picture that agree. The picture that shows the thing
    larger is the one that is warped, so that none is enlarged.
    """
    if move.scale > 1:
        back = move.inverse()
        points = back.apply((places[:, 0] + 1j * places[:, 1]).astype(np.complex64))
        return compare(second, first, back, np.stack([points.real, points.imag], axis=1))
    high, wide = second.shape
    soft = (
        cv2.GaussianBlur(first, (0, 0), max(0.3, 0.5 * float(np.sqrt(1 / move.scale**2 - 1))))
        if move.scale < 0.97
        else first
    )
    laid = cv2.warpAffine(soft, move.matrix, (wide, high), flags=cv2.INTER_LINEAR)
    whole = np.full(first.shape, 255, np.uint8)
    seen = cv2.warpAffine(whole, move.matrix, (wide, high), flags=cv2.INTER_NEAREST)
    valid = cv2.erode(seen, np.ones((7, 7), np.uint8), borderType=cv2.BORDER_REPLICATE) > 0
    return _measure(np.asarray(laid, np.uint8), second, valid, places, move, first.shape)


def _measure(
    laid: Grey, second: Grey, valid: Flags, places: Plane, move: Similarity, shape: tuple[int, ...]
) -> Overlap:
    correlation, same, different, variance = _agreement(laid, second, places)
    textured = variance > _TEXTURE
    places = _sure(_held(places, same & valid), correlation)
    hull = _hull(places, second.shape)
    overlap = int(valid.sum())
    inside = (hull > 0) & valid & textured
    ring = valid & (cv2.erode(valid.astype(np.uint8), np.ones((_RING, _RING), np.uint8), borderValue=0) == 0)
    ring_texture = ring & (variance > _STRONG)
    says = ring_texture.sum() > 0.25 * ring.sum()
    high, wide = second.shape
    thin, brim = _strip(places, high, wide)
    return Overlap(
        cover=overlap / min(high * wide, shape[0] * shape[1] * move.scale**2),
        textured=_share(same, valid & textured),
        flat_off=float((valid & ~textured & ~same).sum()) / max(1, overlap),
        held=len(np.unique(np.floor(places / 3), axis=0)),
        hull=float((hull > 0).sum()) / (high * wide),
        inside=_share(same, inside),
        likeness=float(np.percentile(correlation[inside], 20)) if inside.sum() >= _LEAST else -1.0,
        ring=min(_share(same, ring_texture), _share(same, ring)) if says else -1.0,
        rim=_share(same, ring),
        blob=_largest(different & valid) / max(1, overlap),
        thin=thin,
        brim=brim,
    )


def _strip(places: Plane, high: int, wide: int) -> tuple[float, float]:
    """The short side of what the key points span, and how far it reaches from the nearest border."""
    if len(places) < 3:
        return 0.0, 0.0
    side = float(np.sqrt(high * wide))
    _, sides, _ = cv2.minAreaRect(places.astype(np.float32))
    (left, top), (right, bottom) = places.min(axis=0), places.max(axis=0)
    return min(sides) / side, float(min(right, bottom, wide - left, high - top)) / side


def _agreement(laid: Grey, second: Grey, places: Plane) -> tuple[Plane, Flags, Flags, Plane]:
    """Of each pixel: how the places around it correlate, whether both show the same, whether they
    differ for sure, and the variance of the one that has more."""
    one = cv2.GaussianBlur(laid, (0, 0), 1.0).astype(np.float32)
    two = cv2.GaussianBlur(second, (0, 0), 1.0).astype(np.float32)
    moments = _moments(one, two)
    gain, lift = _light(moments, places)
    lit, dimmed = _clipped(one, two, gain, lift)
    if lit is not one or dimmed is not two:
        moments = _moments(lit, dimmed)
        gain, lift = (1.0, 0.0) if gain > 1 else (gain, lift)
    mean_one, mean_two, vary_one, vary_two, together = moments
    vary_one, together = vary_one * gain * gain, together * gain
    variance: Plane = np.maximum(vary_one, vary_two)
    textured = variance > _TEXTURE
    spread = np.sqrt((vary_one + _GRAIN) * (vary_two + _GRAIN))
    correlation = np.asarray((together + _GRAIN) / spread, np.float32)
    apart = np.abs(mean_one * gain + lift - mean_two)
    level = apart < _LEVEL
    same = np.where(textured, correlation > _SAME, level)
    different = np.where(textured, (correlation < _OTHER) & (variance > _STRONG), apart > 2 * _LEVEL)
    return correlation, same, different, variance


def _moments(one: Plane, two: Plane) -> tuple[Plane, Plane, Plane, Plane, Plane]:
    """Around each pixel: both means, both variances, the covariance."""
    mean_one, mean_two = _mean(one), _mean(two)
    vary_one = np.maximum(_mean(one * one) - mean_one**2, 0)
    vary_two = np.maximum(_mean(two * two) - mean_two**2, 0)
    return mean_one, mean_two, vary_one, vary_two, _mean(one * two) - mean_one * mean_two


def _light(moments: tuple[Plane, Plane, Plane, Plane, Plane], places: Plane) -> tuple[float, float]:
    """Gain and lift that make the first as bright as the second where key points agree."""
    mean_one, mean_two, vary_one, vary_two, _ = moments
    rows = np.clip(places[:, 1].round().astype(int), 0, mean_one.shape[0] - 1)
    columns = np.clip(places[:, 0].round().astype(int), 0, mean_one.shape[1] - 1)
    gain = float(np.sqrt(np.median((vary_two[rows, columns] + 4) / (vary_one[rows, columns] + 4))))
    gain = float(np.clip(gain, 0.4, 2.5))
    return gain, float(np.median(mean_two[rows, columns] - gain * mean_one[rows, columns]))


def _clipped(one: Plane, two: Plane, gain: float, lift: float) -> tuple[Plane, Plane]:
    """The darker picture as bright as the other one where that would cut its lights: what the brighter
    one lost, this one then has lost as well. The same two where hardly anything is cut."""
    if gain > 1:
        lit = one * gain + lift
        return (np.minimum(lit, 255), two) if (lit > 257).mean() > _CUT else (one, two)
    lit = (two - lift) / gain
    if (lit > 257).mean() <= _CUT:
        return one, two
    return one, np.asarray(np.minimum(lit, 255) * gain + lift, np.float32)


def _held(places: Plane, same: Flags) -> Plane:
    """The key points that lie in the one connected place that holds most of them and shows the same."""
    solid = cv2.morphologyEx(same.astype(np.uint8), cv2.MORPH_OPEN, np.ones((_SOLID, _SOLID), np.uint8))
    joined = cv2.dilate(solid, np.ones((_JOINED, _JOINED), np.uint8))
    _, labels = cv2.connectedComponents(joined, connectivity=4)
    rows = np.clip(places[:, 1].round().astype(int), 0, same.shape[0] - 1)
    columns = np.clip(places[:, 0].round().astype(int), 0, same.shape[1] - 1)
    found = np.where(joined[rows, columns] > 0, labels[rows, columns], 0)
    counts = np.bincount(found)
    if len(counts) < 2:
        return places[:0]
    return np.asarray(places[found == int(counts[1:].argmax()) + 1], np.float32)


def _sure(places: Plane, correlation: Plane) -> Plane:
    """Without the key points around which little is alike, if enough remain: one that agrees by chance
    would stretch what they span."""
    rows = np.clip(places[:, 1].round().astype(int), 0, correlation.shape[0] - 1)
    columns = np.clip(places[:, 0].round().astype(int), 0, correlation.shape[1] - 1)
    sure = correlation[rows, columns] >= _SURE
    return np.asarray(places[sure] if sure.sum() >= _FEWEST else places, np.float32)


def _mean(plane: Plane) -> Plane:
    return np.asarray(cv2.boxFilter(plane, -1, _WINDOW, borderType=cv2.BORDER_REFLECT), np.float32)


def _hull(places: Plane, shape: tuple[int, ...]) -> Grey:
    mask = np.zeros(shape, np.uint8)
    if not len(places):
        return mask
    outline = cv2.convexHull(places.round().astype(np.int32))
    cv2.fillConvexPoly(mask, outline, 255)
    return mask


def _share(flags: Flags, where: Flags) -> float:
    count = int(where.sum())
    return float((flags & where).sum()) / count if count >= _LEAST else -1.0


def _largest(flags: Flags) -> float:
    opened = cv2.morphologyEx(flags.astype(np.uint8), cv2.MORPH_OPEN, np.ones((5, 5), np.uint8))
    count, _, stats, _ = cv2.connectedComponentsWithStats(opened, connectivity=4)
    return float(stats[1:, cv2.CC_STAT_AREA].max()) if count > 1 else 0.0
