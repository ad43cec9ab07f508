"""One look at a clip's moments: is anything lit, does anything move."""

from __future__ import annotations

from collections.abc import Sequence

import numpy
from numpy.typing import NDArray

BLACK = 40.0
"""Brightest hundredth of the pixels (0–255) of the brightest moment; below, nothing is ever seen."""
FROZEN = 0.5
"""Grey levels (0–255) by which the two least alike moments differ on average; below, it is one picture.

Noise of a sensor alone comes to 1 and more."""
_FEWEST = 2


def watch(moments: Sequence[NDArray[numpy.uint8]]) -> dict[str, float]:
    """``clip_light`` and ``clip_motion`` of grey pictures at even shares of the length."""
    if len(moments) < _FEWEST:
        return {}
    first = moments[0].astype(numpy.int16)
    apart = [float(numpy.abs(one.astype(numpy.int16) - first).mean()) for one in moments[1:]]
    light = max(float(numpy.percentile(one, 99)) for one in moments)
    return {"clip_light": light, "clip_motion": max(apart)}
