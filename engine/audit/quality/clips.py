"""One look at a clip's moments: is anything lit, does anything move."""

from __future__ import annotations

from collections.abc import Sequence

import numpy
from numpy.typing import NDArray

BLACK = 40.0
"""Brightest hundredth of the pixels (0–255) of the brightest moment; below, nothing is ever seen."""
FROZEN = 2.0
"""Grey levels (0–255) by which some part of the picture (``PARTS`` a side) changes at most; below, it is
one picture. Noise and coding alone come to 1.3: they even out within a part, and a small thing does not."""
PARTS = 16
_FEWEST = 2


def watch(moments: Sequence[NDArray[numpy.uint8]]) -> dict[str, float]:
    """``clip_light`` and ``clip_motion`` of grey pictures at even shares of the length."""
    if len(moments) < _FEWEST:
        return {}
    first = moments[0].astype(numpy.float32)
    motion = max(_change(one.astype(numpy.float32) - first) for one in moments[1:])
    light = max(float(numpy.percentile(one, 99)) for one in moments)
    return {"clip_light": light, "clip_motion": motion}


def _change(apart: NDArray[numpy.float32]) -> float:
    import cv2

    parts = numpy.asarray(cv2.resize(apart, (PARTS, PARTS), interpolation=cv2.INTER_AREA))
    return float(numpy.abs(parts).max())
