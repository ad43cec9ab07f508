"""Which signatures share a part, without comparing all with all; and which samples hang together."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import numpy
from numpy.typing import NDArray

CROWD = 60
"""Samples with the same part; in a larger crowd each is compared only with those next to it."""
_NEXT = 8


def meeting_pairs(keys: NDArray[numpy.uint64]) -> NDArray[numpy.int64]:
    """Pairs of rows that have a key in common, each pair once: (pairs, 2), smaller place first.

    ``keys``: (samples, bands), one table of keys a band; a key of 0 meets nothing.
    """
    found = [numpy.zeros((0, 2), dtype=numpy.int64)]
    for band in keys.T:
        order = numpy.argsort(band, kind="stable")
        order = order[band[order] != 0]
        ends = numpy.flatnonzero(numpy.diff(band[order])) + 1
        found += [_pairs_of(crowd) for crowd in numpy.split(order, ends) if len(crowd) > 1]
    pairs = numpy.concatenate(found)
    pairs.sort(axis=1)
    return numpy.unique(pairs, axis=0)


def _pairs_of(crowd: NDArray[numpy.int64]) -> NDArray[numpy.int64]:
    if len(crowd) <= CROWD:
        one, other = numpy.triu_indices(len(crowd), 1)
        return numpy.stack([crowd[one], crowd[other]], axis=1)
    steps = [numpy.stack([crowd[:-n], crowd[n:]], axis=1) for n in range(1, _NEXT + 1)]
    first = numpy.stack([numpy.full(len(crowd) - 1, crowd[0]), crowd[1:]], axis=1)
    return numpy.concatenate([*steps, first])


class Groups:
    """Samples that hang together through pairs; merging two of these is order-free."""

    def __init__(self, count: int) -> None:
        self._above = list(range(count))

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
