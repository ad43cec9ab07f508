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

from engine.audit.deep.codes import WORDS, Hasher, Words, bucket, choose_bits
from engine.audit.deep.store import StoredFeatures

Whole = NDArray[np.int64]

_SIGNATURES = "signatures"
_CHUNK = 1 << 16
_RUNS, _RUN = 400, 125
"""Of so many runs of so many descriptors the middle is taken."""
_PART = 2_000_000
"""Entries of a part of the buckets: what is sorted at once."""
_SPREAD = 60_000
"""Matches go to files by the first image, this many key points a file."""
_FEWEST_BITS = 16  # of a table
_BITS = 28  # of a key point's number: 268 million
_LOW = (1 << _BITS) - 1
_ENTRY = np.uint64((1 << 32) - 1)


@dataclass(frozen=True)
class JoinSettings:
    """``tables`` of ``bits`` bits (for a million key points) find the buckets; ``reach``: how many next
    images each one is joined with; ``differing``: bits of 128 in which two key points may differ;
    ``votes``: key points that must agree; ``most``: candidates an image at most."""

    tables: int = 12
    bits: int = 20
    reach: int = 12
    differing: int = 29
    votes: int = 3
    most: int = 8


def spans(stored: StoredFeatures) -> int:
    """How many files the matches are spread over."""
    return 1 + int(stored.starts[-1]) // _SPREAD


def allot_signatures(stored: StoredFeatures) -> None:
    """Make room for the signatures of all key points."""
    with (stored.folder / _SIGNATURES).open("wb") as file:
        file.truncate(int(stored.starts[-1]) * WORDS * 8)


def write_signatures(stored: StoredFeatures, part: int, parts: int) -> None:
    """One of ``parts`` equal parts of the signatures, into the room that was made for them."""
    total = int(stored.starts[-1])
    runs = [total * run // _RUNS for run in range(_RUNS)]
    sample = [stored.descriptors(first, min(total, first + _RUN)) for first in runs]
    hasher, words = Hasher.of(np.concatenate(sample)), _words(stored, "r+")
    last = total * (part + 1) // parts
    for first in range(total * part // parts, last, _CHUNK):
        end = min(first + _CHUNK, last)
        words[:, first:end] = hasher.signatures(stored.descriptors(first, end)).T


def write_matches(
    stored: StoredFeatures, table: int, settings: JoinSettings, tick: Callable[[], None] = lambda: None
) -> None:
    """One table's matches into files by span: key point of the lower image, of the higher, in a mirror."""
    total = int(stored.starts[-1])
    mask = choose_bits(table, max(_FEWEST_BITS, settings.bits + round(math.log2(max(total, 1) / 1e6))))
    words = _words(stored)
    parts = 1 + 2 * total // _PART
    _partition(stored.folder, table, words, mask, parts)
    for part in range(parts):
        tick()
        path = _part(stored.folder, table, part)
        packed = np.sort(np.fromfile(path, np.uint64))
        path.unlink()
        matches = list(_alike(packed, words, stored.owners, settings))
        if matches:
            _spread(stored.folder, table, np.concatenate(matches))


def read_matches(stored: StoredFeatures, span: int, tables: int) -> tuple[Whole, Whole, Whole]:
    """All tables' matches of one span, each once: first and second key point, in a mirror (1) or not."""
    paths = [_span(stored.folder, table, span) for table in range(tables)]
    found = [np.fromfile(path, np.int64) for path in paths if path.exists()]
    every = np.sort(np.concatenate(found)) if found else np.zeros(0, np.int64)
    every = every[np.diff(every, prepend=-1) > 0]  # numpy's unique goes by a hash, which is slower
    for path in paths:
        path.unlink(missing_ok=True)
    return every >> (_BITS + 1), (every >> 1) & _LOW, every & 1


def _words(stored: StoredFeatures, mode: Literal["r", "r+"] = "r") -> Words:
    """(``WORDS``, n): all signatures."""
    shape = (WORDS, int(stored.starts[-1]))
    return np.memmap(stored.folder / _SIGNATURES, np.uint64, mode, shape=shape).view(np.ndarray)


def _partition(folder: Path, table: int, words: Words, mask: Words, parts: int) -> None:
    """Every entry (bucket, key point, in a mirror) into the file of its part of the buckets."""
    cuts = np.array([(number << 64) // parts for number in range(1, parts)], np.uint64)
    files = [_part(folder, table, part).open("wb") for part in range(parts)]
    try:
        for first in range(0, words.shape[1], _CHUNK):
            plain, mirror = words[:, first : first + _CHUNK]
            entry = np.arange(first, first + len(plain), dtype=np.uint64) << np.uint64(1)
            keys = np.concatenate([bucket(plain, mirror, mask), bucket(mirror, plain, mask)])
            packed = keys << np.uint64(32) | np.concatenate([entry, entry | np.uint64(1)])
            if parts > 1:
                packed.sort()
            bounds = [0, *np.searchsorted(packed, cuts).tolist(), len(packed)]
            for number, file in enumerate(files):
                file.write(packed[bounds[number] : bounds[number + 1]].tobytes())
    finally:
        for file in files:
            file.close()


def _alike(packed: Words, words: Words, owners: NDArray[np.int32], settings: JoinSettings) -> Iterator[Whole]:
    """Matches among the sorted entries of whole buckets: of two images, the first of the lower one."""
    keys, point = packed >> np.uint64(32), ((packed & _ENTRY) >> np.uint64(1)).astype(np.int64)
    owned = owners[point]
    # An image's repeated texture fills no bucket: one key point each. What is alone has no match.
    once = np.ones(len(keys), bool)
    once[1:] = (keys[1:] != keys[:-1]) | (owned[1:] != owned[:-1])
    keys, point, mirror = keys[once], point[once], (packed[once] & np.uint64(1)).astype(bool)
    alive = np.flatnonzero(keys[1:] == keys[:-1])
    left, right = words[0, point], words[1, point]
    left, right = np.where(mirror, right, left), np.where(mirror, left, right)
    for step in range(1, settings.reach + 1):
        alive = alive[: np.searchsorted(alive, len(keys) - step)]
        other = alive + step
        same = keys[alive] == keys[other]
        alive, other = alive[same], other[same]
        if not len(alive):
            return
        far = np.bitwise_count(left[alive] ^ left[other]) + np.bitwise_count(right[alive] ^ right[other])
        # Two entries in a mirror say what two plain ones say.
        good = (far <= settings.differing) & ~(mirror[alive] & mirror[other])
        one, two = alive[good], other[good]
        yield (point[one] << (_BITS + 1)) | (point[two] << 1) | (mirror[one] ^ mirror[two])


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
