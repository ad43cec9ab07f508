"""One picture to its features: reduced to a common size, its key points found and described."""

from __future__ import annotations

from functools import lru_cache

import cv2
import numpy as np

from engine.audit.deep.descriptors import DIMENSIONS, compress
from engine.audit.deep.smooth import holds_smooth_thing
from engine.audit.deep.types import Features, Grey

SIDE = 160
"""The reduced picture has about this many pixels squared, whatever its shape."""
MOST_POINTS = 560
_LONGEST = 2 * SIDE
_SHORTEST = 16
_CONTRAST = 0.016
_FAINT = 0.007
_FEW = 120
"""With fewer key points a fainter contrast is tried too: smooth pictures are the hard ones."""


def extract(grey: Grey) -> Features:
    """The features of an upright 8-bit grey picture of any size of at least one pixel."""
    reduced = reduce(grey)
    points, sift = _detect(reduced, _CONTRAST)
    if len(points) < _FEW:
        points, sift = _detect(reduced, _FAINT)
    if not points or sift is None:
        none = np.zeros((0, 4), np.float32)
        return Features(reduced, none, np.zeros((0, DIMENSIONS), np.int8), holds_smooth_thing(reduced, none))
    places = np.array([(*point.pt, point.size, point.angle) for point in points], np.float32)
    places = places[:MOST_POINTS]
    return Features(reduced, places, compress(sift[:MOST_POINTS]), holds_smooth_thing(reduced, places))


def reduce(grey: Grey) -> Grey:
    """The picture at the common size: about ``SIDE`` squared pixels, its shape kept within 1 to 4."""
    high, wide = grey.shape
    scale = SIDE / float(np.sqrt(high * wide))
    size = (
        int(np.clip(round(wide * scale), _SHORTEST, _LONGEST)),
        int(np.clip(round(high * scale), _SHORTEST, _LONGEST)),
    )
    how = cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC
    return np.asarray(cv2.resize(grey, size, interpolation=how), np.uint8)


def _detect(reduced: Grey, contrast: float) -> tuple[tuple[cv2.KeyPoint, ...], np.ndarray | None]:
    points, sift = _detector(contrast).detectAndCompute(reduced, None)
    return tuple(points), sift


@lru_cache(maxsize=2)
def _detector(contrast: float) -> cv2.SIFT:
    return cv2.SIFT.create(nfeatures=MOST_POINTS, contrastThreshold=contrast, edgeThreshold=12)
