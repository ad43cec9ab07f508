"""Binary signatures of key points: signs of random projections, for buckets and for a quick distance.

A mirror changes the signs of some dimensions alone. The projections come in pairs, each beside its
mirror image, so the signature of a key point seen in a mirror is its own with the two halves swapped.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from engine.audit.deep.descriptors import DIMENSIONS
from engine.audit.deep.descriptors import mirrored as in_mirror
from engine.audit.deep.types import Descriptors, Plane

WORDS = 2
"""64-bit words a signature: one of projections, one of their mirror images."""
_BITS = 64 * WORDS
_CHUNK = 1 << 17

Words = NDArray[np.uint64]


@dataclass(frozen=True)
class Hasher:
    """Turns descriptors into signatures. ``centre``: (``DIMENSIONS``,) about their median, equal to
    its own mirror image.

    The same for every image of a set, or signatures cannot be compared; where sets are to be
    merged later, take the centre of the first.
    """

    centre: Plane
    seed: int = 1

    @classmethod
    def of(cls, descriptors: Descriptors) -> Hasher:
        """One that halves these descriptors."""
        middle = np.median(np.asarray(descriptors, np.float32), axis=0).astype(np.float32)
        return cls(np.where(_signs() > 0, middle, np.float32(0)))

    def signatures(self, descriptors: Descriptors) -> Words:
        """(n, ``WORDS``) signatures of (n, ``DIMENSIONS``) descriptors."""
        found = np.empty((len(descriptors), WORDS), np.uint64)
        least = self.centre @ self._directions
        for first in range(0, len(descriptors), _CHUNK):
            part = np.asarray(descriptors[first : first + _CHUNK], np.float32) @ self._directions
            signs = np.packbits(part > least, axis=1, bitorder="little")
            found[first : first + _CHUNK] = signs.view(np.uint64)
        return found

    @cached_property
    def _directions(self) -> Plane:
        rng = np.random.default_rng(self.seed)
        turn = np.linalg.qr(rng.normal(size=(DIMENSIONS, DIMENSIONS)))[0]
        return np.concatenate([turn, turn * _signs()[:, None]], axis=1).astype(np.float32)


def choose_bits(table: int, bits: int, seed: int = 1) -> Words:
    """A table's mask of ``bits`` of the signature's bits, (``WORDS``,)."""
    chosen = np.random.default_rng((seed, table)).choice(_BITS, bits, replace=False)
    flags = np.zeros(_BITS, np.uint8)
    flags[chosen] = 1
    return np.packbits(flags, bitorder="little").view(np.uint64)


def bucket(first: Words, second: Words, mask: Words) -> Words:
    """One number a signature, given by its two words, (n,) each: equal where the chosen bits are
    (bar a collision in 2^32)."""
    mixed = (first & mask[0]) * np.uint64(0x9E3779B97F4A7C15)
    mixed ^= (second & mask[1]) * np.uint64(0xC2B2AE3D27D4EB4F)
    mixed ^= mixed >> np.uint64(29)
    mixed *= np.uint64(0xBF58476D1CE4E5B9)
    return np.asarray(mixed >> np.uint64(32), np.uint64)


def _signs() -> NDArray[np.int8]:
    return np.asarray(in_mirror(np.ones((1, DIMENSIONS), np.int8))[0], np.int8)
