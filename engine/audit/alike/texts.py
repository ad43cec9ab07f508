"""Texts that are one another's copy but for a few edits.

The share of three-sign pieces that two texts have in common, estimated from the smallest
hashes of each (Broder 1997) and joined in bands. Numbers must be the same: a form letter
with another amount is another letter.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

import numpy
import xxhash
from numpy.typing import NDArray

from engine.audit.alike.joining import meeting_pairs

HASHES = 96
_BANDS = 24  # of four hashes each: six tenths in common meet in 96 of 100 cases
_COMMON = 0.55
_SHORTEST = 16  # signs; shorter texts are copies only when they are equal
_PIECE = 3
_LONGEST = 20_000  # signs that are looked at

Hashes = NDArray[numpy.uint32]


@dataclass(frozen=True)
class TextSignature:
    """``hashes``: (HASHES,), None for a text too short.

    ``numbers``: a hash of all its numbers; ``plain``: of its words, 0 where there are none.
    """

    hashes: Hashes | None
    numbers: int
    plain: int


def text_signature(text: str) -> TextSignature:
    """The signature of one text; case, spacing and punctuation don't count."""
    folded = unicodedata.normalize("NFKC", text[:_LONGEST]).casefold()
    plain = " ".join(re.findall(r"\w+", folded))
    numbers = xxhash.xxh3_64_intdigest(" ".join(re.findall(r"\d+", plain)).encode())
    whole = xxhash.xxh3_64_intdigest(plain.encode("utf-8", "surrogatepass")) if plain else 0
    if len(plain) < _SHORTEST:
        return TextSignature(None, numbers, whole)
    signs = numpy.frombuffer(plain.encode("utf-32-le", "surrogatepass"), dtype=numpy.uint32).astype(
        numpy.uint64
    )
    pieces = numpy.zeros(len(signs) - _PIECE + 1, dtype=numpy.uint64)
    for place in range(_PIECE):
        pieces = pieces * numpy.uint64(1_000_003) + signs[place : len(signs) - _PIECE + 1 + place]
    pieces = numpy.unique(pieces)
    factors, terms = _FACTORS
    hashed = (pieces[None, :] * factors[:, None] + terms[:, None]) >> numpy.uint64(32)
    return TextSignature(hashed.min(axis=1).astype(numpy.uint32), numbers, whole)


def near_texts(signatures: list[TextSignature]) -> NDArray[numpy.int64]:
    """Pairs of texts that are near copies: (pairs, 2) places in ``signatures``."""
    if not signatures:
        return numpy.zeros((0, 2), dtype=numpy.int64)
    table = numpy.stack([_NOTHING if one.hashes is None else one.hashes for one in signatures])
    long = numpy.array([one.hashes is not None for one in signatures])
    numbers = numpy.array([one.numbers for one in signatures], dtype=numpy.uint64)
    plain = numpy.array([one.plain for one in signatures], dtype=numpy.uint64)
    pairs = meeting_pairs(numpy.concatenate([_bands(table, long), plain[:, None]], axis=1))
    one, other = pairs[:, 0], pairs[:, 1]
    common = (table[one] == table[other]).mean(axis=1)
    near = (common >= _COMMON) & (numbers[one] == numbers[other]) & long[one] & long[other]
    return numpy.asarray(pairs[near | ((plain[one] == plain[other]) & (plain[one] != 0))])


def _bands(table: Hashes, long: NDArray[numpy.bool_]) -> NDArray[numpy.uint64]:
    rows = HASHES // _BANDS
    keys = numpy.zeros((len(table), _BANDS), dtype=numpy.uint64)
    for place in range(rows):
        keys = keys * numpy.uint64(0x9E3779B97F4A7C15) + table[:, place::rows] + numpy.uint64(1)
    keys[~long] = 0
    return keys


def _drawn() -> tuple[NDArray[numpy.uint64], NDArray[numpy.uint64]]:
    rng = numpy.random.default_rng(20261121)
    factors = rng.integers(1, 2**63, HASHES, dtype=numpy.uint64) | numpy.uint64(1)
    return factors, rng.integers(0, 2**63, HASHES, dtype=numpy.uint64)


_FACTORS = _drawn()
_NOTHING: Hashes = numpy.zeros(HASHES, dtype=numpy.uint32)
