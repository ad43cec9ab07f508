"""One picture to its features: reduced to a common size, its key points found and described."""

from __future__ import annotations

from functools import cache

import cv2
import numpy as np

from engine.audit.deep.descriptors import DIMENSIONS, compress
from engine.audit.deep.keypoints import Detector
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
    places, sift = _detector()(reduced)
    descriptors = compress(sift) if len(places) else np.zeros((0, DIMENSIONS), np.int8)
    return Features(reduced, places, descriptors, holds_smooth_thing(reduced, places))


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


@cache
def _detector() -> Detector:
    return Detector(MOST_POINTS, _CONTRAST, _FAINT, _FEW)
