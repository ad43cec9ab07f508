"""Recordings that are one another's copy: encoded anew, louder, cut a little at the ends.

A string of bits a recording, each saying whether one band grew against its neighbour from
one moment to the next; after Haitsma and Kalker, "A Highly Robust Audio Fingerprinting
System" (ISMIR 2002), with moments short enough for single words.
"""

from __future__ import annotations

import numpy
from numpy.typing import NDArray

from engine.audit.alike.joining import meeting_pairs

RATE = 8000  # samples a second that a recording is brought to first
_LEAST_RATE, _MOST_RATE = 4000, 400_000  # of a recording that has a signature
_WINDOW, _STEP = 512, 64  # samples: a sixteenth of a second, every 8 ms
_BANDS = 33
_LOWEST, _HIGHEST = 200.0, 3400.0  # Hz
MOST = 6000  # moments kept: 48 s
_FEWEST = 8
_KEYS = 128  # moments of a long recording by which its copies are looked up
_WRONG = 0.31  # share of bits that differ in a copy at most; strangers differ in about half
_WRONG_SHORT = 0.8  # over the moments: by so much less, for of few moments chance makes more alike
_SHIFTS = 16  # moments that a copy may begin earlier or later
_HEARD, _FEWEST_BANDS = 1e-6, 24  # of the loudest band's energy; a lone tone leaves the others to rounding
_SILENT = 1e-4  # of the loudest moment's energy: what lies below at both ends is cut off

Bits = NDArray[numpy.uint32]
Floats = NDArray[numpy.float32]


def sound_signature(samples: Floats, rate: int) -> Bits:
    """The bits of a recording, one number of 32 bits a moment: (moments,).

    None for silence, a click or a lone tone. ``samples``: (any,) one channel.
    """
    if not _LEAST_RATE <= rate <= _MOST_RATE:
        return numpy.zeros(0, dtype=numpy.uint32)
    plain = _at_rate(samples, rate)
    if len(plain) < _WINDOW + _FEWEST * _STEP or float(numpy.abs(plain).max()) < 1e-4:
        return numpy.zeros(0, dtype=numpy.uint32)
    count = min(MOST + 1, (len(plain) - _WINDOW) // _STEP + 1)
    moments = numpy.lib.stride_tricks.sliding_window_view(plain, _WINDOW)[::_STEP][:count]
    edges = _LOWEST * (_HIGHEST / _LOWEST) ** (numpy.arange(_BANDS + 1) / _BANDS)
    bins = numpy.round(edges * _WINDOW / RATE).astype(int)
    starts, ends = bins[:-1], numpy.maximum(bins[1:], bins[:-1] + 1)
    energy = numpy.empty((count, _BANDS), dtype=numpy.float64)
    window = numpy.hanning(_WINDOW).astype(numpy.float32)
    for first in range(0, count, 512):
        spectrum = numpy.abs(numpy.fft.rfft(moments[first : first + 512] * window, axis=1)) ** 2
        summed = numpy.concatenate([numpy.zeros((len(spectrum), 1)), spectrum.cumsum(axis=1)], axis=1)
        energy[first : first + 512] = summed[:, ends] - summed[:, starts]
    heard = energy[_sounding(energy.sum(axis=1))]
    whole = heard.sum(axis=0)
    if len(heard) <= _FEWEST or (whole > _HEARD * whole.max()).sum() < _FEWEST_BANDS:
        return numpy.zeros(0, dtype=numpy.uint32)
    level = numpy.log(heard + 1e-9 * heard.max() + 1e-12)
    grown = numpy.diff(numpy.diff(level, axis=1), axis=0) > 0
    bits = grown.astype(numpy.uint32) << numpy.arange(32, dtype=numpy.uint32)
    return numpy.asarray(bits.sum(axis=1, dtype=numpy.uint32))


def _sounding(loudness: NDArray[numpy.float64]) -> slice:
    """From the first to the last moment that is more than silence."""
    loud = numpy.flatnonzero(loudness > _SILENT * loudness.max())
    return slice(int(loud[0]), int(loud[-1]) + 1)


def near_sounds(signatures: list[Bits]) -> NDArray[numpy.int64]:
    """Pairs of recordings that are near copies: (pairs, 2) places in ``signatures``."""
    found = [pair for pair in _candidates(signatures) if _is_copy(signatures[pair[0]], signatures[pair[1]])]
    return numpy.array(found, dtype=numpy.int64).reshape(-1, 2)


def _candidates(signatures: list[Bits]) -> list[tuple[int, int]]:
    """Pairs with a few moments of nearly the same bits, looked up by quarters of them."""
    owners: list[NDArray[numpy.int64]] = []
    parts: list[NDArray[numpy.uint64]] = []
    for owner, bits in enumerate(signatures):
        if len(bits) < _FEWEST:
            continue
        chosen = bits.astype(numpy.uint64)
        # Two moments, a part of their bits: copies share some of them, strangers hardly any.
        joined = (chosen[:-2] << numpy.uint64(32)) | chosen[2:]
        keys = _thinned(numpy.stack([_picked(joined, mask) for mask in _MASKS], axis=1))
        parts.append(keys[keys.any(axis=1)])
        owners.append(numpy.full(len(parts[-1]), owner, dtype=numpy.int64))
    if not parts:
        return []
    pairs = meeting_pairs(numpy.concatenate(parts))
    owned = numpy.concatenate(owners)
    met = owned[pairs]
    met.sort(axis=1)
    apart = met[met[:, 0] != met[:, 1]]
    return [(int(one), int(other)) for one, other in numpy.unique(apart, axis=0)]


def _thinned(keys: NDArray[numpy.uint64]) -> NDArray[numpy.uint64]:
    """Of a long recording's keys a part, chosen by the keys themselves: its copies choose the same."""
    shift = max(0, (len(keys) // _KEYS).bit_length() - 1)
    rest = (keys >> numpy.uint64(40)) & numpy.uint64((1 << shift) - 1)
    return numpy.asarray(numpy.where(rest == 0, keys, numpy.uint64(0)))


def _picked(table: NDArray[numpy.uint64], mask: int) -> NDArray[numpy.uint64]:
    return numpy.asarray((table & numpy.uint64(mask)) * numpy.uint64(0x9E3779B97F4A7C15) | numpy.uint64(1))


def _is_copy(one: Bits, other: Bits) -> bool:
    """Whether at some shift so few bits differ that no stranger could do it."""
    short, long = (one, other) if len(one) <= len(other) else (other, one)
    if len(short) < 0.7 * len(long):
        return False
    least = 1.0
    for shift in range(-_SHIFTS, len(long) - len(short) + _SHIFTS + 1):
        start, end = max(0, shift), min(len(long), shift + len(short))
        if end - start < max(_FEWEST, 0.7 * len(short)):
            continue
        apart = numpy.bitwise_count(long[start:end] ^ short[start - shift : end - shift])
        least = min(least, float(apart.mean()) / 32)
    return least <= _WRONG - _WRONG_SHORT / len(short)


def _at_rate(samples: Floats, rate: int) -> Floats:
    """Brought to ``RATE`` samples a second, without what lies above half of it."""
    from math import gcd

    from scipy.signal import resample_poly

    if rate > RATE:  # of odd rates, such as 44,099, the filter would be as long as the recording
        rate = round(rate / 25) * 25
    if rate == RATE:
        return samples.astype(numpy.float32)
    shared = gcd(rate, RATE)
    return numpy.asarray(resample_poly(samples, RATE // shared, rate // shared), dtype=numpy.float32)


def _drawn_masks() -> tuple[int, ...]:
    rng = numpy.random.default_rng(7)
    return tuple(sum(1 << int(bit) for bit in rng.choice(64, 26, replace=False)) for _ in range(10))


_MASKS = _drawn_masks()
