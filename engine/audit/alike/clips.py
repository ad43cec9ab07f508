"""Clips that are one another's copy: encoded anew, smaller, brighter, faster or slower.

A clip is a few moments at even shares of its length, a hash of the picture each: a copy at
another speed shows the same pictures in the same order.
"""

from __future__ import annotations

import numpy
from numpy.typing import NDArray

from engine.audit.alike.joining import meeting_pairs

MOMENTS = 16
_SIDE = 8
_WRONG = 10  # of 64 bits, on average over the moments
_PARTS = 4

Hashes = NDArray[numpy.uint64]


def picture_hash(grey: NDArray[numpy.uint8]) -> int:
    """64 bits of one picture: whether brightness grows from each cell to the next."""
    rows = numpy.linspace(0, grey.shape[0], _SIDE + 1).astype(int)
    columns = numpy.linspace(0, grey.shape[1], _SIDE + 2).astype(int)
    summed = numpy.pad(grey.astype(numpy.float64).cumsum(axis=0).cumsum(axis=1), ((1, 0), (1, 0)))
    corners = summed[numpy.ix_(rows, columns)]
    cells = corners[1:, 1:] - corners[1:, :-1] - corners[:-1, 1:] + corners[:-1, :-1]
    area = numpy.maximum(numpy.diff(rows)[:, None] * numpy.diff(columns)[None, :], 1)
    bits = numpy.diff(cells / area, axis=1).ravel() > 0.5
    return int.from_bytes(numpy.packbits(bits).tobytes(), "big")


def near_clips(signatures: list[Hashes]) -> NDArray[numpy.int64]:
    """Pairs of clips that are near copies: (pairs, 2) places in ``signatures``.

    A signature: (MOMENTS,) hashes of pictures in order; empty for a clip that could not be seen.
    """
    table = numpy.zeros((len(signatures), MOMENTS), dtype=numpy.uint64)
    for place, hashes in enumerate(signatures):
        if len(hashes) == MOMENTS:
            table[place] = hashes
    # 16 of a picture's bits are exactly the same in some picture of a copy.
    parts = [(table >> numpy.uint64(16 * part)) & numpy.uint64(0xFFFF) for part in range(_PARTS)]
    shown = numpy.concatenate(parts, axis=1)
    places = numpy.arange(shown.shape[1], dtype=numpy.uint64)
    plain = (shown == 0) | (shown == 0xFFFF)  # nothing to be seen there: everything would meet
    pairs = meeting_pairs(numpy.where(plain, 0, (shown << numpy.uint64(8)) | (places + numpy.uint64(1))))
    apart = numpy.bitwise_count(table[pairs[:, 0]] ^ table[pairs[:, 1]]).mean(axis=1)
    return numpy.asarray(pairs[apart <= _WRONG])
