"""Key points that look alike: a join by hash buckets, on disk, a part of the buckets at a time.

In a bucket each image is joined with its next few only, in the order of the images: so the work
grows with the number of key points alone, and a picture that comes a thousand times is still
joined, copy to copy, into one chain.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from engine.audit.deep.codes import WORDS, Hasher, bucket, distance
from engine.audit.deep.descriptors import mirrored as in_mirror
from engine.audit.deep.store import StoredFeatures
from engine.audit.deep.types import Plane

Whole = NDArray[np.int64]
Words = NDArray[np.uint64]

_SIGNATURES = ("signatures", "mirrored")
_CHUNK = 1 << 18
_PART = 2_000_000
"""Entries of a part of the buckets: what is sorted at once."""
_SPREAD = 60_000
"""Matches go to files by the first image, this many key points a file."""
_BITS = 28  # of a key point's number: 268 million


@dataclass(frozen=True)
class JoinSettings:
    """``tables`` of ``bits`` bits (more for many images) find the buckets; ``reach``: how many next
    images each one is joined with; ``differing``: bits of 128 in which two key points may differ;
    ``votes``: key points that must agree; ``most``: candidates an image at most."""

    tables: int = 8
    bits: int = 20
    reach: int = 12
    differing: int = 29
    votes: int = 3
    most: int = 12


def spans(stored: StoredFeatures) -> int:
    """How many files the matches are spread over."""
    return 1 + int(stored.starts[-1]) // _SPREAD


def allot_signatures(stored: StoredFeatures) -> None:
    """Make room for the signatures of all key points, and for those of their mirror images."""
    for name in _SIGNATURES:
        with (stored.folder / name).open("wb") as file:
            file.truncate(int(stored.starts[-1]) * WORDS * 8)


def write_signatures(stored: StoredFeatures, part: int, parts: int) -> None:
    """One of ``parts`` equal parts of the signatures, into the room that was made for them."""
    step = max(1, len(stored.descriptors) // 50_000)
    centre: Plane = np.median(np.asarray(stored.descriptors[::step], np.float32), axis=0).astype(np.float32)
    hasher = Hasher(centre)
    total = len(stored.descriptors)
    plain, turned = (_signatures(stored.folder / name, total, "r+") for name in _SIGNATURES)
    last = total * (part + 1) // parts
    for first in range(total * part // parts, last, _CHUNK):
        rows = slice(first, min(first + _CHUNK, last))
        descriptors = np.asarray(stored.descriptors[rows])
        plain[rows] = hasher.signatures(descriptors)
        turned[rows] = hasher.signatures(in_mirror(descriptors))


def write_matches(
    stored: StoredFeatures, table: int, settings: JoinSettings, tick: Callable[[], None] = lambda: None
) -> None:
    """One table's matches into files by span: key point of the lower image, of the higher, in a mirror."""
    folder = stored.folder
    total = int(stored.starts[-1])
    bits = settings.bits + max(0, round(math.log2(max(total, 1) / 1e6)))
    mask = Hasher(np.zeros(0, np.float32)).choose_bits(table, bits)
    plain, turned = (_signatures(folder / name, total) for name in _SIGNATURES)
    owners = np.repeat(np.arange(len(stored), dtype=np.int32), stored.counts)
    parts = 1 + 2 * total // _PART
    _partition(folder, table, (plain, turned), mask, parts)
    for part in range(parts):
        tick()
        path = _part(folder, table, part)
        packed = np.sort(np.fromfile(path, np.uint64))
        path.unlink()
        kept: list[Whole] = []
        for one, two in _neighbours(packed, owners, settings.reach):
            kept.append(_alike(one, two, plain, turned, settings.differing))
        if kept:
            _spread(folder, table, np.concatenate(kept))


def read_matches(stored: StoredFeatures, span: int, tables: int) -> tuple[Whole, Whole, NDArray[np.bool_]]:
    """All tables' matches of one span, each once: first and second key point, in a mirror or not."""
    paths = [_span(stored.folder, table, span) for table in range(tables)]
    found = [np.fromfile(path, np.int64) for path in paths if path.exists()]
    every = np.sort(np.concatenate(found)) if found else np.zeros(0, np.int64)
    every = every[np.diff(every, prepend=-1) > 0]  # numpy's unique goes by a hash, which is slower
    for path in paths:
        path.unlink(missing_ok=True)
    low = (1 << _BITS) - 1
    return every >> (_BITS + 1), (every >> 1) & low, (every & 1).astype(bool)


def _signatures(path: Path, total: int, mode: Literal["r", "r+"] = "r") -> Words:
    return np.memmap(path, np.uint64, mode, shape=(total, WORDS)).view(np.ndarray)


def _partition(folder: Path, table: int, sides: tuple[Words, Words], mask: Words, parts: int) -> None:
    """Every entry (bucket, key point, in a mirror) into the file of its part of the buckets."""
    files = [_part(folder, table, part).open("wb") for part in range(parts)]
    try:
        for turned, signatures in enumerate(sides):
            for first in range(0, len(signatures), _CHUNK):
                keys = bucket(np.asarray(signatures[first : first + _CHUNK]), mask)
                place = np.arange(first, first + len(keys), dtype=np.uint64) * np.uint64(2) + np.uint64(
                    turned
                )
                packed = keys << np.uint64(32) | place
                part = (keys * np.uint64(parts)) >> np.uint64(32)
                for number, file in enumerate(files):
                    file.write((packed[part == number] if parts > 1 else packed).tobytes())
    finally:
        for file in files:
            file.close()


def _neighbours(packed: Words, owners: NDArray[np.int32], reach: int) -> Iterator[tuple[Words, Words]]:
    """Pairs of entries of one bucket and of two images, the first of the lower image."""
    keys, place = packed >> np.uint64(32), packed & np.uint64(0xFFFFFFFF)
    owned = owners[(place >> np.uint64(1)).astype(np.int64)]
    once = np.ones(len(keys), bool)  # an image's repeated texture fills no bucket: one key point each
    once[1:] = (keys[1:] != keys[:-1]) | (owned[1:] != owned[:-1])
    keys, place = keys[once], place[once]
    alive = np.arange(max(0, len(keys) - 1))
    for step in range(1, reach + 1):
        alive = alive[: np.searchsorted(alive, len(keys) - step)]
        alive = alive[keys[alive] == keys[alive + step]]
        if not len(alive):
            return
        one, two = place[alive], place[alive + step]
        useful = (one & two & np.uint64(1)) == 0  # two mirrored ones say what two plain ones say
        yield one[useful], two[useful]


def _alike(one: Words, two: Words, plain: Words, turned: Words, differing: int) -> Whole:
    first, second = (one >> np.uint64(1)).astype(np.int64), (two >> np.uint64(1)).astype(np.int64)
    one_turned, two_turned = (one & np.uint64(1)).astype(bool), (two & np.uint64(1)).astype(bool)
    left, right = plain[first], plain[second]
    left[one_turned], right[two_turned] = turned[first[one_turned]], turned[second[two_turned]]
    mirror = one_turned != two_turned
    keep = distance(left, right) <= differing
    packed: Whole = (first << (_BITS + 1)) | (second << 1) | mirror
    return packed[keep]


def _spread(folder: Path, table: int, matches: Whole) -> None:
    matches = np.sort(matches)
    span = (matches >> (_BITS + 1)) // _SPREAD
    cuts = np.flatnonzero(np.diff(span)) + 1
    for group in np.split(matches, cuts):
        if len(group):
            with _span(folder, table, int((group[0] >> (_BITS + 1)) // _SPREAD)).open("ab") as file:
                file.write(group.tobytes())


def _part(folder: Path, table: int, part: int) -> Path:
    return folder / f"bucket-{table}-{part}"


def _span(folder: Path, table: int, span: int) -> Path:
    return folder / f"match-{table}-{span}"
