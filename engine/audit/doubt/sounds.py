"""A sound as numbers: how loud each band of pitch is, how that varies, and how it goes on in time."""

from __future__ import annotations

import math
from functools import lru_cache
from itertools import pairwise

import numpy

from engine.audit.doubt.held_out import Floats

LENGTH = 264
_BANDS = 40
_COARSE = 18  # bands in each part of the time
_PARTS = 8
_LOWEST, _HIGHEST = 60.0, 8000.0  # Hz
_MOMENT = 0.032  # seconds; half of it from one to the next
_QUIET = 1e-6  # of the loudest moment's energy, so that silence has a loudness too
_SILENT = 1e-3  # of the loudest moment's energy: what lies below at both ends is no part of the sound
_LEAST_RATE, _MOST_RATE = 1000, 400_000
_LOT = 512  # moments at once


def sound_features(samples: Floats, rate: int) -> Floats:
    """Loudness by bands of the mel scale: mean, spread and change of each, and their course: (264,).

    ``samples``: (any,) one channel. Nought where there is nothing to be heard. The course is what
    tells words apart, the rest what tells voices, tools and machines apart; it is freed of how loud
    the whole was recorded, and stretched to one length.
    """
    size = max(16, round(rate * _MOMENT))
    if not _LEAST_RATE <= rate <= _MOST_RATE or len(samples) < size:
        return numpy.zeros(LENGTH, dtype=numpy.float32)
    loudness = _loudness(samples, rate, size)
    whole = loudness.sum(axis=1)
    if float(whole.max()) <= 0:
        return numpy.zeros(LENGTH, dtype=numpy.float32)
    sounding = numpy.flatnonzero(whole > _SILENT * whole.max())
    level = numpy.log(loudness[sounding[0] : sounding[-1] + 1] / whole.max() + _QUIET)
    change = numpy.abs(numpy.diff(level, axis=0)).mean(axis=0) if len(level) > 1 else numpy.zeros(_BANDS)
    return numpy.concatenate(
        [level.mean(axis=0), level.std(axis=0), change, _course(level)], dtype=numpy.float32
    )


def _loudness(samples: Floats, rate: int, size: int) -> Floats:
    """(moments, bands)."""
    moments = numpy.lib.stride_tricks.sliding_window_view(samples, size)[:: max(1, size // 2)]
    window = numpy.hanning(size).astype(numpy.float32)
    bands = _bands(rate, size)
    found = [
        (numpy.abs(numpy.fft.rfft(moments[first : first + _LOT] * window, axis=1)) ** 2) @ bands
        for first in range(0, len(moments), _LOT)
    ]
    return numpy.nan_to_num(numpy.concatenate(found)).astype(numpy.float32)


@lru_cache(maxsize=8)
def _bands(rate: int, size: int) -> Floats:
    """(frequencies, bands): triangles, evenly wide to the ear (mel after O'Shaughnessy 1987)."""
    frequencies = numpy.fft.rfftfreq(size, 1 / rate)
    lowest, highest = (2595 * math.log10(1 + pitch / 700) for pitch in (_LOWEST, _HIGHEST))
    edges = 700 * (10 ** (numpy.linspace(lowest, highest, _BANDS + 2) / 2595) - 1)
    # A band is never narrower than what one moment can tell apart.
    half = numpy.maximum(numpy.diff(edges), rate / size)
    middles = edges[1:-1]
    rising = 1 - (middles - frequencies[:, None]) / half[:-1]
    falling = 1 - (frequencies[:, None] - middles) / half[1:]
    return numpy.asarray(numpy.clip(numpy.minimum(rising, falling), 0, 1), dtype=numpy.float32)


def _course(level: Floats) -> Floats:
    """(parts x coarse bands,): each part of the time against the whole, in wider bands."""
    bands = [part.mean(axis=1) for part in numpy.array_split(level, _COARSE, axis=1)]
    coarse = numpy.stack(bands, axis=1)
    edges = numpy.linspace(0, len(coarse), _PARTS + 1)
    parts = [
        coarse[int(start) : max(int(start) + 1, int(end))].mean(axis=0) for start, end in pairwise(edges)
    ]
    return numpy.ravel(numpy.stack(parts) - coarse.mean(axis=0))
