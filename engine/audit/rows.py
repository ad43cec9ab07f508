"""The records of a table: a few bytes a row in arrays, for there may be millions of rows.

Of a row its content is kept as a hash of 64 bits, its label as a number of 32 bits (its place
among the classes, or a hash of it), and which of its cells are missing as the place of that
pattern. What the checks ask is answered from the arrays; a record is made only where it is shown.
"""

from __future__ import annotations

import sys
from array import array
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import overload

import numpy
import xxhash
from numpy.typing import NDArray

from engine.audit.records import MAX_NAMED, Concerned, Record, Records, TieKind, side_of

_NO_LABEL = (1 << 32) - 1
_MOST_NAMES = 100_000
_MOST_PATTERNS = (1 << 16) - 1
_SLICE = 1 << 19
MOST_SIGNED = 100_000
"""Texts of which a signature is kept: half a kilobyte each."""
_MIX = 0x9E3779B97F4A7C15  # odd, so that multiplying loses nothing

Places = NDArray[numpy.int64]
Cells = tuple[tuple[str, str], ...]
_Signed = tuple[str, str, str, Cells, tuple[tuple[str, float], ...]]  # bits, script, sight, …, measures


@dataclass
class _Run:
    """Rows in succession of one file: its name, the number of its first row here, and its part."""

    start: int
    name: str
    number: int
    part: int


@dataclass
class RowStore(Sequence[Record]):
    """All rows in arrays; an element is made into a record when it is asked for."""

    contents: array[int] = field(default_factory=lambda: array("Q"))
    labels: array[int] = field(default_factory=lambda: array("I"))
    patterns: array[int] = field(default_factory=lambda: array("H"))
    names: dict[str, int] = field(default_factory=dict)
    kinds: dict[tuple[tuple[str, ...], bool], int] = field(default_factory=lambda: {((), False): 0})
    runs: list[_Run] = field(default_factory=list)
    signed: list[_Signed] = field(default_factory=list)  # of the first rows

    def append(self, record: Record) -> None:
        """Keep what counts of a row's record."""
        name, _, number = record.id.rpartition("#")
        last = self.runs[-1] if self.runs else None
        place = len(self.contents)
        if last is None or last.name != name or last.part != record.part:
            self.runs.append(_Run(place, name, int(number), record.part))
        self.contents.append(record.content or 0)
        if (record.bits or record.sight) and len(self.signed) == place < MOST_SIGNED:
            script = sys.intern(record.script)
            self.signed.append((record.bits, script, record.sight, record.cells, record.measures))
        self.labels.append(_NO_LABEL if record.label is None else self._code(record.label))
        kind = (record.missing, record.empty)
        code = self.kinds.get(kind)
        if code is None and len(self.kinds) <= _MOST_PATTERNS:
            code = self.kinds[kind] = len(self.kinds)
        if code is None:  # a pattern beyond counting: the row lacks something, which is enough to know
            code = self.kinds.get((record.missing[:1], record.empty), 1)
        self.patterns.append(code)

    def _code(self, label: str) -> int:
        code = self.names.get(label)
        if code is None and len(self.names) < _MOST_NAMES:
            code = self.names[label] = len(self.names)
        if code is None:
            code = _MOST_NAMES + xxhash.xxh32_intdigest(label.encode("utf-8", "surrogatepass")) % (
                _NO_LABEL - _MOST_NAMES
            )
        return code

    def so_far(self) -> RowStore:
        """The rows of now, while more are added to these: arrays that are looked into can't grow."""
        arrays = self.contents[:], self.labels[:], self.patterns[:]
        return RowStore(*arrays, dict(self.names), dict(self.kinds), self.runs[:], self.signed[:])

    def __len__(self) -> int:
        return len(self.contents)

    @overload
    def __getitem__(self, place: int) -> Record: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[Record]: ...
    def __getitem__(self, place: int | slice) -> Record | Sequence[Record]:
        if isinstance(place, slice):
            return [self[each] for each in range(*place.indices(len(self)))]
        if place < 0:
            place += len(self)
        if not 0 <= place < len(self):
            raise IndexError(place)
        run = self.run_of(place)
        missing, empty = self._kind_list[self.patterns[place]]
        return Record(
            f"{run.name}#{run.number + place - run.start}",
            self.contents[place],
            label=self.label_of(place),
            missing=missing,
            empty=empty,
            part=run.part,
        )

    def run_of(self, place: int) -> _Run:
        """The run in which a row stands."""
        low, high = 0, len(self.runs)
        while high - low > 1:
            middle = (low + high) // 2
            low, high = (middle, high) if self.runs[middle].start <= place else (low, middle)
        return self.runs[low]

    def name_of(self, place: int) -> str:
        """The id of a row's sample."""
        run = self.run_of(place)
        return f"{run.name}#{run.number + place - run.start}"

    def label_of(self, place: int) -> str | None:
        """The label of a row; a number where there were too many to keep their names."""
        code = self.labels[place]
        if code == _NO_LABEL:
            return None
        return self.name_of_code(code)

    def name_of_code(self, code: int) -> str:
        """A label by the number that stands for it."""
        return self._name_list[code] if code < len(self._name_list) else str(code)

    @cached_property
    def _name_list(self) -> list[str]:
        return list(self.names)

    @cached_property
    def _kind_list(self) -> list[tuple[tuple[str, ...], bool]]:
        return list(self.kinds)


class RowRecords(Records):
    """The records of a table, answered from arrays."""

    @property
    def store(self) -> RowStore:
        """The rows."""
        assert isinstance(self.inputs, RowStore)  # noqa: S101 - made so in ``of_rows``
        return self.inputs

    @cached_property
    def readable(self) -> Sequence[Record]:
        """All rows: one that could not be read ends its file."""
        return self.store

    def files(self) -> Iterator[Record]:
        """None: rows are no files."""
        return iter(())

    @cached_property
    def labels(self) -> Mapping[str, int]:
        """Rows a class, of the parts whose target is one; the largest first."""
        sizes: dict[str, int] = {}
        for part, places in self._places_by_part():
            if self.said_of(Record("", None, part=part)).target_modality != "category":
                continue
            codes, counts = numpy.unique(self._codes[places], return_counts=True)
            for code, count in zip(codes.tolist(), counts.tolist(), strict=True):
                if code != _NO_LABEL:
                    name = self.store._name_list[code] if code < len(self.store.names) else str(code)
                    sizes[name] = sizes.get(name, 0) + count
        return dict(sorted(sizes.items(), key=lambda entry: -entry[1]))

    def paired(self) -> int:
        """How many rows have a target."""
        return int((self._codes != _NO_LABEL).sum())

    def distinct(self, *kinds: TieKind) -> int:
        """How many different usable rows there are; of a paired set only those with a target."""
        if self.ties and kinds:
            return super().distinct(*kinds)
        keys = self._keys()[self.counted()]
        keys.sort()
        return int(len(keys) > 0) + int((keys[1:] != keys[:-1]).sum())

    def counted(self) -> NDArray[numpy.bool_]:
        """(rows,) whether each is usable and, in a paired set, has a target."""
        if self.recognition.form == "paired":
            return numpy.asarray(self._usable & (self._codes != _NO_LABEL))
        return self._usable

    def _equal(self) -> Places:
        _, first, same = numpy.unique(self._keys(), return_index=True, return_inverse=True)
        return numpy.asarray(first[same], dtype=numpy.int64)

    def measured(self) -> Iterator[tuple[int, Record]]:
        """The first rows, with their signatures and what they are weighed by."""
        for place, (bits, script, sight, cells, measures) in enumerate(self.store.signed):
            record = self.store[place]
            record.bits, record.script, record.sight, record.cells = bits, script, sight, cells
            record.measures = measures
            yield place, record

    def distinct_labels(self, *kinds: TieKind) -> dict[str, int]:
        """How many different usable rows each label has."""
        allowed = numpy.flatnonzero(self.counted())
        if self.ties and kinds:
            first = numpy.unique(self.heads(*kinds)[allowed])
        else:
            first = allowed[numpy.unique(self._keys()[allowed], return_index=True)[1]]
        codes, counts = numpy.unique(self._codes[first], return_counts=True)
        found = zip(codes.tolist(), counts.tolist(), strict=True)
        return {self.store.name_of_code(code): count for code, count in found}

    def sides(self) -> Sequence[str]:
        """For each row the split that its file is."""
        found: list[str] = []
        ends = [*(run.start for run in self.store.runs[1:]), len(self.store)]
        for run, end in zip(self.store.runs, ends, strict=True):
            found += [side_of(f"{run.name}#1")] * (end - run.start)
        return found

    def copies(self) -> Concerned:
        """Rows equal to an earlier one, with the first of their kind."""
        places, keys = self._coming_twice(self._keys())
        if not len(places):
            return Concerned()
        _, first, same = numpy.unique(keys, return_index=True, return_inverse=True)
        originals = places[first][same]
        again = places != originals
        shown = zip(places[again][:MAX_NAMED].tolist(), originals[again][:MAX_NAMED].tolist(), strict=True)
        name = self.store.name_of
        return Concerned(int(again.sum()), tuple((name(place), name(original)) for place, original in shown))

    def conflicts(self) -> Concerned:
        """Rows of equal content of which some have another label."""
        labelled = self._usable & (self._codes != _NO_LABEL)
        places, keys = self._coming_twice(self._contents, labelled)
        if not len(places):
            return Concerned()
        _, same = numpy.unique(keys, return_inverse=True)
        codes = self._codes[places].astype(numpy.int64)
        least = numpy.full(int(same.max()) + 1, 1 << 40)
        most = numpy.full(len(least), -1)
        numpy.minimum.at(least, same, codes)
        numpy.maximum.at(most, same, codes)
        torn = places[(least != most)[same]]
        shown = torn[:MAX_NAMED].tolist()
        named = tuple((self.store.name_of(place), self.store.label_of(place) or "") for place in shown)
        return Concerned(len(torn), named)

    def incomplete(self) -> Concerned:
        """Rows with missing cells, and their columns."""
        lacking = numpy.array([bool(missing) for missing, _ in self.store.kinds], dtype=bool)
        return self._shown(
            lacking[numpy.frombuffer(self.store.patterns, dtype=numpy.uint16)],
            lambda record: ", ".join(record.missing),
        )

    def without_target(self) -> Concerned:
        """Rows without a target."""
        return self._shown(self._codes == _NO_LABEL, lambda _: "")

    def without_content(self) -> Concerned:
        """Rows with nothing in them."""
        return self._shown(~self._usable, lambda _: "")

    def of_part(self, place: int) -> Records:
        """The rows of one part of a mixed set, with its own form."""
        found = next((places for part, places in self._places_by_part() if part == place), None)
        rows = RowStore()
        if found is not None:
            rows.contents.frombytes(self._contents[found].tobytes())
            rows.labels.frombytes(self._codes[found].tobytes())
            rows.patterns.frombytes(numpy.frombuffer(self.store.patterns, numpy.uint16)[found].tobytes())
        rows.names, rows.kinds = self.store.names, self.store.kinds
        rows.runs = [_Run(0, "", 1, 0)]
        return RowRecords(self.recognition_of(place), rows)

    def _shown(self, mask: NDArray[numpy.bool_], detail: Callable[[Record], str]) -> Concerned:
        places = numpy.flatnonzero(mask)[:MAX_NAMED].tolist()
        records = [self.store[place] for place in places]
        return Concerned(int(mask.sum()), tuple((record.id, detail(record)) for record in records))

    def _coming_twice(
        self, keys: NDArray[numpy.uint64], allowed: NDArray[numpy.bool_] | None = None
    ) -> tuple[Places, NDArray[numpy.uint64]]:
        """The places of usable rows whose key comes more than once, and those keys."""
        allowed = self._usable if allowed is None else allowed
        ordered = keys[allowed]
        ordered.sort()
        twice = numpy.unique(ordered[1:][ordered[1:] == ordered[:-1]])
        del ordered
        found: list[Places] = [numpy.empty(0, numpy.int64)]
        for start in range(0, len(keys) if len(twice) else 0, _SLICE):
            piece = keys[start : start + _SLICE]
            near = numpy.minimum(numpy.searchsorted(twice, piece), len(twice) - 1)
            mask = (twice[near] == piece) & allowed[start : start + _SLICE]
            found.append(numpy.flatnonzero(mask) + start)
        places = numpy.concatenate(found)
        return places, keys[places]

    def _keys(self) -> NDArray[numpy.uint64]:
        """What makes two rows the same: their content, and in a table of cells their label too."""
        if self.recognition.input_modality != "table":
            return self._contents
        mixed = self._codes.astype(numpy.uint64)
        mixed *= numpy.uint64(_MIX)
        mixed ^= self._contents
        return mixed

    def _places_by_part(self) -> Iterator[tuple[int, Places | slice]]:
        """The places of the rows of each part."""
        runs = self.store.runs
        ends = [*(run.start for run in runs[1:]), len(self.store)]
        for part in sorted({run.part for run in runs}):
            own = [(run.start, end) for run, end in zip(runs, ends, strict=True) if run.part == part]
            if len(own) == len(runs):
                yield part, slice(None)
            else:
                yield part, numpy.concatenate([numpy.arange(start, end) for start, end in own])

    @cached_property
    def _contents(self) -> NDArray[numpy.uint64]:
        return numpy.frombuffer(self.store.contents, dtype=numpy.uint64)

    @cached_property
    def _codes(self) -> NDArray[numpy.uint32]:
        return numpy.frombuffer(self.store.labels, dtype=numpy.uint32)

    @cached_property
    def _usable(self) -> NDArray[numpy.bool_]:
        full = numpy.array([not empty for _, empty in self.store.kinds], dtype=bool)
        return full[numpy.frombuffer(self.store.patterns, dtype=numpy.uint16)]
