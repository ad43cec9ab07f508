"""One look at a recording: silent, clipped."""

from __future__ import annotations

from dataclasses import dataclass

import numpy
from numpy.typing import NDArray

SILENT = 0.001
"""Loudness (root of the mean square, of 1.0 at most); below (−60 dB), nothing is to be heard."""
CLIPPED = 0.001
"""Share of samples that stand at the loudest value several in a row; above, the recording was cut off."""
_IN_A_ROW = 3
_LOUD = 0.5  # a quiet recording that stands still is not cut off
_TOP, _BELOW = 0.999, 0.99  # of the peak: a tone dwells near its peak too, but as long just below it


@dataclass(frozen=True, slots=True)
class SoundLook:
    """``loudness``: root of the mean square; ``clipped``: share of samples cut off."""

    loudness: float
    clipped: float


def listen_to(samples: NDArray[numpy.float32]) -> SoundLook:
    """``samples``: (any,) one channel, between −1 and 1."""
    if not len(samples):
        return SoundLook(0.0, 0.0)
    size = numpy.abs(samples)
    peak = float(size.max())
    loudness = float(numpy.sqrt(numpy.mean(samples.astype(numpy.float64) ** 2)))
    if peak < _LOUD:
        return SoundLook(loudness, 0.0)
    top = size >= peak * _TOP
    if top.sum() <= (size >= peak * _BELOW).sum() - top.sum():
        return SoundLook(loudness, 0.0)
    standing = top.astype(numpy.int8)
    runs = numpy.convolve(standing, numpy.ones(_IN_A_ROW, dtype=numpy.int8), mode="valid") == _IN_A_ROW
    return SoundLook(loudness, float(runs.mean()) if len(runs) else 0.0)
