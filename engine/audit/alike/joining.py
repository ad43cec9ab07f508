"""Which signatures share a part, without comparing all with all; and which samples hang together."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import numpy
from numpy.typing import NDArray

CROWD = 60
"""Samples with the same part; in a larger crowd each is compared only with those next to it."""
_NEXT = 8

Places = NDArray[numpy.int64]


def meeting_pairs(keys: NDArray[numpy.uint64]) -> NDArray[numpy.int64]:
    """Pairs of rows that have a key in common, each pair once: (pairs, 2), smaller place first.

    ``keys``: (samples, bands), one table of keys a band; a key of 0 meets nothing.
    """
    count = numpy.int64(max(len(keys), 1))
    found = [numpy.zeros(0, dtype=numpy.int64)]
    for band in keys.T:
        order = numpy.argsort(band, kind="stable")
        order = order[band[order] != 0]
        for one, other in _met(order, band[order]):
            found.append(numpy.minimum(one, other) * count + numpy.maximum(one, other))
    pairs = numpy.unique(numpy.concatenate(found))
    return numpy.stack([pairs // count, pairs % count], axis=1)


def _met(order: Places, keys: NDArray[numpy.uint64]) -> Iterator[tuple[Places, Places]]:
    """Those that share a key, which stand one after the other: each with the next, the next but one …"""
    starts = numpy.flatnonzero(numpy.diff(keys, prepend=keys[:1] ^ numpy.uint64(1)))
    sizes = numpy.diff(starts, append=len(keys))
    several = numpy.repeat(sizes > 1, sizes)
    order, sizes, starts = order[several], sizes[sizes > 1], starts[sizes > 1]
    left = numpy.repeat(numpy.cumsum(sizes), sizes) - numpy.arange(len(order)) - 1  # of its crowd, after it
    own = numpy.repeat(sizes, sizes)
    crowded = numpy.flatnonzero(own > CROWD)
    if len(crowded):
        first = numpy.cumsum(sizes)[numpy.repeat(numpy.arange(len(sizes)), sizes)[crowded]] - own[crowded]
        later = first != crowded
        yield order[first[later]], order[crowded[later]]
    places = numpy.flatnonzero(left > 0)
    step = 1
    while len(places):
        yield order[places], order[places + step]
        step += 1
        places = places[(left[places] >= step) & ((own[places] <= CROWD) | (step <= _NEXT))]


class Groups:
    """Samples that hang together through pairs; merging two of these is order-free."""

    def __init__(self, count: int, heads: Sequence[int] = ()) -> None:
        """``heads``: of each sample, where some hang together already; see :meth:`heads`."""
        self._above = list(heads or range(count))

    def tie(self, pairs: Iterable[Sequence[int]]) -> None:
        """Put the two of each pair into one group."""
        for one, other in pairs:
            first, second = sorted((self.head(int(one)), self.head(int(other))))
            self._above[second] = first

    def head(self, place: int) -> int:
        """The first sample of a sample's group."""
        while self._above[place] != place:
            self._above[place] = self._above[self._above[place]]
            place = self._above[place]
        return place

    def heads(self) -> list[int]:
        """The head of every sample."""
        return [self.head(place) for place in range(len(self._above))]

    def groups(self) -> Iterator[list[int]]:
        """Groups of two and more."""
        together: dict[int, list[int]] = {}
        for place, head in enumerate(self.heads()):
            together.setdefault(head, []).append(place)
        return (members for members in together.values() if len(members) > 1)
