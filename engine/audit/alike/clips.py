"""Clips that are one another's copy: encoded anew, smaller, brighter, faster or slower.

A clip is a few moments at even shares of its length, a hash of the picture each: a copy at
another speed shows the same pictures in the same order. Before a fixed camera all clips do;
so the places where something moves count as well.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy
from numpy.typing import NDArray

from engine.audit.alike.joining import meeting_pairs

MOMENTS = 16
_SIDE = 8
_WRONG = 10  # of 64 bits, on average over the moments
_PARTS = 4
_MOVES = 0.3  # of the most that a cell of the clip differs from what usually is there: something moves
_STILL = 4.0  # grey levels; where no cell differs by more, nothing moves
_TOGETHER = 0.35  # of the cells in which something moves: so many are the same; of copies over 0.7

Hashes = NDArray[numpy.uint64]
Floats = NDArray[numpy.float64]


def clip_signature(moments: Sequence[NDArray[numpy.uint8]]) -> Hashes:
    """(2 * MOMENTS,): the hashes of the moments, and 64 cells of each that tell where something moves."""
    hashes = [picture_hash(moment) for moment in moments]
    usual = numpy.median(numpy.stack(moments), axis=0) if moments else numpy.zeros((1, 1))
    moved = [_cells(numpy.abs(moment - usual), _SIDE, _SIDE) for moment in moments]
    most = max((float(cells.max()) for cells in moved), default=0.0)
    least = max(_MOVES * most, 1e-6) if most >= _STILL else numpy.inf
    return numpy.array(hashes + [_packed(cells >= least) for cells in moved], dtype=numpy.uint64)


def picture_hash(grey: NDArray[numpy.uint8]) -> int:
    """64 bits of one picture: whether brightness grows from each cell to the next."""
    return _packed(numpy.diff(_cells(grey, _SIDE, _SIDE + 1), axis=1) > 0.5)


def _cells(grey: NDArray[numpy.uint8] | Floats, down: int, across: int) -> Floats:
    """(down, across) mean brightness."""
    rows = numpy.linspace(0, grey.shape[0], down + 1).astype(int)
    columns = numpy.linspace(0, grey.shape[1], across + 1).astype(int)
    summed = numpy.pad(grey.astype(numpy.float64).cumsum(axis=0).cumsum(axis=1), ((1, 0), (1, 0)))
    corners = summed[numpy.ix_(rows, columns)]
    cells = corners[1:, 1:] - corners[1:, :-1] - corners[:-1, 1:] + corners[:-1, :-1]
    area = numpy.maximum(numpy.diff(rows)[:, None] * numpy.diff(columns)[None, :], 1)
    return numpy.asarray(cells / area)


def _packed(bits: NDArray[numpy.bool_]) -> int:
    return int.from_bytes(numpy.packbits(bits.ravel()).tobytes(), "big")


def near_clips(signatures: list[Hashes]) -> NDArray[numpy.int64]:
    """Pairs of clips that are near copies: (pairs, 2) places in ``signatures``.

    A signature: see :func:`clip_signature`; empty for a clip that could not be seen.
    """
    table = numpy.zeros((len(signatures), MOMENTS), dtype=numpy.uint64)
    moving = table.copy()
    for place, signature in enumerate(signatures):
        if len(signature) == 2 * MOMENTS:
            table[place], moving[place] = signature[:MOMENTS], signature[MOMENTS:]
    # 16 of a picture's bits are exactly the same in some picture of a copy.
    parts = [(table >> numpy.uint64(16 * part)) & numpy.uint64(0xFFFF) for part in range(_PARTS)]
    shown = numpy.concatenate(parts, axis=1)
    places = numpy.arange(shown.shape[1], dtype=numpy.uint64)
    plain = (shown == 0) | (shown == 0xFFFF)  # nothing to be seen there: everything would meet
    pairs = meeting_pairs(numpy.where(plain, 0, (shown << numpy.uint64(8)) | (places + numpy.uint64(1))))
    apart = numpy.bitwise_count(table[pairs[:, 0]] ^ table[pairs[:, 1]]).mean(axis=1)
    one, other = moving[pairs[:, 0]], moving[pairs[:, 1]]
    both, either = (numpy.bitwise_count(cells).sum(axis=1) for cells in (one & other, one | other))
    return numpy.asarray(pairs[(apart <= _WRONG) & (both >= _TOGETHER * either)])
