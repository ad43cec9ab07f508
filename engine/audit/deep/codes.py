"""Binary signatures of key points: signs of random projections, for buckets and for a quick distance."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from engine.audit.deep.descriptors import DIMENSIONS
from engine.audit.deep.types import Descriptors, Plane

WORDS = 2
"""64-bit words a signature."""
_BITS = 64 * WORDS
_CHUNK = 1 << 17


@dataclass(frozen=True)
class Hasher:
    """Turns descriptors into signatures. ``centre``: (``DIMENSIONS``,) about their median.

    The same for every image of a set, or signatures cannot be compared; where sets are to be
    merged later, take the centre of the first.
    """

    centre: Plane
    seed: int = 1

    def signatures(self, descriptors: Descriptors) -> NDArray[np.uint64]:
        """(n, ``WORDS``) signatures of (n, ``DIMENSIONS``) descriptors."""
        found = np.empty((len(descriptors), WORDS), np.uint64)
        for first in range(0, len(descriptors), _CHUNK):
            part = np.asarray(descriptors[first : first + _CHUNK], np.float32) - self.centre
            signs = np.packbits(part @ self._directions > 0, axis=1, bitorder="little")
            found[first : first + _CHUNK] = signs.view(np.uint64)
        return found

    @cached_property
    def _directions(self) -> Plane:
        rng = np.random.default_rng(self.seed)
        turns = [np.linalg.qr(rng.normal(size=(DIMENSIONS, DIMENSIONS)))[0] for _ in range(WORDS)]
        return np.concatenate(turns, axis=1).astype(np.float32)

    def choose_bits(self, table: int, bits: int) -> NDArray[np.uint64]:
        """A table's mask of ``bits`` of the signature's bits, (``WORDS``,)."""
        chosen = np.random.default_rng((self.seed, table)).choice(_BITS, bits, replace=False)
        flags = np.zeros(_BITS, np.uint8)
        flags[chosen] = 1
        return np.packbits(flags, bitorder="little").view(np.uint64)


def bucket(signatures: NDArray[np.uint64], mask: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """One number a key point: equal for those whose chosen bits are equal (bar a collision in 2^32)."""
    mixed = (signatures[:, 0] & mask[0]) * np.uint64(0x9E3779B97F4A7C15)
    for word in range(1, WORDS):
        mixed ^= (signatures[:, word] & mask[word]) * np.uint64(0xC2B2AE3D27D4EB4F)
        mixed ^= mixed >> np.uint64(29)
        mixed *= np.uint64(0xBF58476D1CE4E5B9)
    return np.asarray(mixed >> np.uint64(32), np.uint64)


def distance(first: NDArray[np.uint64], second: NDArray[np.uint64]) -> NDArray[np.int32]:
    """How many of the signatures' bits differ, row by row."""
    return np.asarray(np.bitwise_count(first ^ second).sum(axis=1, dtype=np.int32))
