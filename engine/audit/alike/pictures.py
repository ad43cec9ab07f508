"""Pictures that are one another's copy at another size, quality, brightness or format, or mirrored.

Looked up by parts of a 128-bit print, proved on a thumbnail. Crops and other backgrounds are
the deep pass's.
"""

from __future__ import annotations

import base64
from collections.abc import Sequence

import numpy
from numpy.typing import NDArray

from engine.audit.alike.joining import meeting_pairs
from engine.audit.quality.pictures import FLAT, THUMBNAIL, PictureLook

_TABLES = 24
_BITS = 24  # of the 128, drawn anew for each table: half of a copy's tables meet with six wrong bits
_ALIKE = 0.985  # correlation of the thumbnails
_LEFT_OVER = 0.11  # of the spread, once brightness and contrast are made the same
_WRONG = 14  # bits of the print that may differ

Floats = NDArray[numpy.float32]


def near_pictures(looks: Sequence[PictureLook | None]) -> NDArray[numpy.int64]:
    """Pairs of pictures that are near copies: (pairs, 2) places in ``looks``."""
    known = numpy.array(
        [n for n, look in enumerate(looks) if look and look.spread >= FLAT], dtype=numpy.int64
    )
    shown = [look for look in looks if look and look.spread >= FLAT]
    if len(shown) < 2:
        return numpy.zeros((0, 2), dtype=numpy.int64)
    prints = numpy.array([look.print for look in shown] + [look.mirrored for look in shown], numpy.uint64)
    pairs = meeting_pairs(_keys(prints))
    pairs = pairs[pairs[:, 0] < len(shown)]  # two mirror images say nothing new
    apart = numpy.bitwise_count(prints[pairs[:, 0]] ^ prints[pairs[:, 1]]).sum(axis=1)
    pairs = pairs[(apart <= _WRONG) & (pairs[:, 0] != pairs[:, 1] - len(shown))]
    close = pairs[_are_copies(_thumbnails(shown), pairs)]
    found = known[close % len(shown)]
    found.sort(axis=1)
    return numpy.unique(found, axis=0)


def _keys(prints: NDArray[numpy.uint64]) -> NDArray[numpy.uint64]:
    """(prints, tables): a part of the bits of each, the same bits throughout a table."""
    masked = prints[:, None, :] & _MASKS[None, :, :]
    mixed = masked[..., 0] * numpy.uint64(0x9E3779B97F4A7C15) ^ masked[..., 1] * numpy.uint64(
        0xC2B2AE3D27D4EB4F
    )
    return numpy.asarray(mixed | numpy.uint64(1))


def _thumbnails(shown: Sequence[PictureLook]) -> NDArray[numpy.uint8]:
    """(pictures, THUMBNAIL, THUMBNAIL)"""
    data = b"".join(base64.b64decode(look.thumbnail) for look in shown)
    return numpy.frombuffer(data, numpy.uint8).reshape(-1, THUMBNAIL, THUMBNAIL)


def _centred(thumbnails: NDArray[numpy.uint8], places: NDArray[numpy.int64]) -> Floats:
    """(places, pixels), each of mean 0. Places beyond the last picture are mirror images."""
    chosen = thumbnails[places % len(thumbnails)]
    turned = places >= len(thumbnails)
    chosen[turned] = chosen[turned][:, :, ::-1]
    plain = chosen.reshape(len(places), -1).astype(numpy.float32)
    return numpy.asarray(plain - plain.mean(axis=1, keepdims=True))


def _are_copies(thumbnails: NDArray[numpy.uint8], pairs: NDArray[numpy.int64]) -> NDArray[numpy.bool_]:
    said = numpy.zeros(len(pairs), dtype=bool)
    for start in range(0, len(pairs), 4096):
        one, other = (_centred(thumbnails, pairs[start : start + 4096, side]) for side in (0, 1))
        lengths = numpy.linalg.norm(one, axis=1) * numpy.linalg.norm(other, axis=1)
        alike = (one * other).sum(axis=1) / numpy.maximum(lengths, 1e-6)
        # The worst cells speak too: another thing in a corner of the same room is another picture.
        gain = (one * other).sum(axis=1, keepdims=True) / numpy.maximum(
            (one**2).sum(axis=1, keepdims=True), 1e-6
        )
        left = numpy.sort(numpy.abs(gain * one - other), axis=1)[:, -8:].mean(axis=1)
        spread = numpy.maximum(other.std(axis=1), 8.0)
        said[start : start + 4096] = (alike >= _ALIKE) & (left <= 4 * _LEFT_OVER * spread)
    return said


def _drawn_masks() -> NDArray[numpy.uint64]:
    rng = numpy.random.default_rng(11)
    chosen = [rng.choice(128, _BITS, replace=False) for _ in range(_TABLES)]
    halves = [
        [sum(1 << int(bit % 64) for bit in bits if bit // 64 == half) for half in (0, 1)] for bits in chosen
    ]
    return numpy.array(halves, dtype=numpy.uint64)


_MASKS = _drawn_masks()
