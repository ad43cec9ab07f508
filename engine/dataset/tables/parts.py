"""Which files together are one table: parts of it, the same once more, or another one."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from itertools import islice, zip_longest

import xxhash

from engine.dataset.tables.headings import looks_numeric
from engine.dataset.tables.roles import is_missing
from engine.dataset.tables.sources import Source
from engine.dataset.unreadable import UnreadableFileError

_FORMATS = (
    "delimited",
    "parquet",
    "arrow",
    "workbook",
    "jsonl",
    "json",
    "sqlite",
    "xml",
    "tmx",
    "labelled",
    "tagged",
)  # which copy is read, best first
_HEAD = 50
_WEIGHED = 1000  # rows
_MOST_SUMMED = 3_000_000  # rows; a workbook's take thirty times as long
_HEADLESS = "table_without_header"
_ALL_BITS = (1 << 64) - 1
_ROW_NUMBER = re.compile(r"column_1|Unnamed: 0|__index_level_0__")
_DATE = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[ T]00:00(?::00(?:\.0+)?)?)?")


@dataclass(frozen=True)
class Family:
    """One table. ``parts`` make it up; ``again``: files with the very same rows; ``weight``: bytes."""

    parts: tuple[Source, ...]
    again: tuple[Source, ...]
    weight: float

    @property
    def main(self) -> Source:
        """The part that tells what the columns are."""
        return self.parts[0]

    @property
    def names(self) -> frozenset[str]:
        """The names of its columns as they compare."""
        return frozenset(_folded(self.main).values())


def gather(sources: Sequence[Source], sizes: Mapping[str, int]) -> list[Family]:
    """Sort files by equal columns, in whatever order; the table with the most bytes comes first."""
    shares = _shares(sources)
    families: dict[frozenset[str], list[Source]] = {}
    for source in sources:
        families.setdefault(frozenset(_folded(source).values()), []).append(source)
    families = _with_headless(families)
    tables = [
        _family(members, sum(sizes.get(s.path, 0) * shares[s.name] for s in members))
        for members in families.values()
    ]
    return sorted(tables, key=lambda family: -family.weight)


def _shares(sources: Sequence[Source]) -> dict[str, float]:
    """Of its file: how much each table is, by the cells of its first rows where a file holds several."""
    several = Counter(source.path for source in sources)
    cells: dict[str, int] = {}
    for source in sources:
        cells[source.name] = 1
        if several[source.path] > 1:
            with suppress(UnreadableFileError):
                cells[source.name] += sum(
                    len(list(filter(None, row))) for row in islice(source.rows(), _WEIGHED)
                )
    whole: Counter[str] = Counter()
    for source in sources:
        whole[source.path] += cells[source.name]
    return {source.name: cells[source.name] / whole[source.path] for source in sources}


def _with_headless(families: dict[frozenset[str], list[Source]]) -> dict[frozenset[str], list[Source]]:
    """Files without a header join those that have one and hold the same kinds of cells, name by name."""
    bare = [s for members in families.values() for s in members if _HEADLESS in s.oddities]
    named = [members for members in families.values() if _HEADLESS not in members[0].oddities]
    if not bare or not named:
        return families
    kept: dict[frozenset[str], list[Source]] = {}
    joined: dict[str, list[Source]] = {}
    for names, members in families.items():
        for source in members:
            model = next((other[0] for other in named if _continues(source, other[0])), None)
            if model is None:
                kept.setdefault(names, []).append(source)
            else:
                joined.setdefault(model.name, []).append(replace(source, columns=model.columns))
    for members in kept.values():
        members.extend(joined.pop(members[0].name, []))
    return kept


def _continues(source: Source, model: Source) -> bool:
    """Whether a file without header is the next part of another: called as it is, the same kinds of cells."""
    if _HEADLESS not in source.oddities or len(source.columns) != len(model.columns):
        return False
    called, calling = (re.sub(r"\d+", "#", s.path) for s in (source, model))
    if called != calling or source.format != model.format or len(source.columns) < 2:
        return False
    return _numeric_columns(source) == _numeric_columns(model)


def _numeric_columns(source: Source) -> list[bool]:
    with suppress(UnreadableFileError):
        rows = list(islice(source.rows(), _HEAD))
        return [
            bool(filled := [row[place] for row in rows if row[place].strip()])
            and sum(map(looks_numeric, filled)) >= 0.9 * len(filled)
            for place in range(len(source.columns))
        ]
    return []


def _family(members: list[Source], weight: float) -> Family:
    members.sort(key=lambda s: (_FORMATS.index(s.format), s.path))
    parts: list[Source] = []
    again: list[Source] = []
    alike: dict[tuple[str, ...], list[Source]] = {}
    for source in (_aligned(source, members[0]) for source in members):
        begun_so = alike.setdefault(_beginning(source), [])
        if any(_same_rows(source, part) for part in begun_so):
            again.append(source)
        else:
            parts.append(source)
            begun_so.append(source)
    whole = _whole(parts)
    if whole is not None:
        parts.remove(whole)
        again.append(whole)
    return Family(tuple(sorted(parts, key=lambda s: s.path)), tuple(again), weight)


def _beginning(source: Source) -> tuple[str, ...]:
    """The first row, fractions cut off: files that begin otherwise need no closer look."""
    try:
        first = next(source.rows(), [])
    except UnreadableFileError:
        return ()
    return tuple(_without_fraction(canonical(cell)) for cell in first)


def _without_fraction(cell: str) -> str:
    try:
        return str(int(float(cell)))
    except (ValueError, OverflowError):
        return cell


def aligned_to(source: Source, columns: Sequence[str]) -> Source:
    """The table with these columns in this order; those that it lacks are blank."""
    folded = {name.lower(): place for place, name in enumerate(source.columns)}
    order = [folded.get(name.lower()) for name in columns]

    def rows() -> Iterator[list[str]]:
        return (["" if place is None else row[place] for place in order] for row in source.rows())

    return replace(source, columns=tuple(columns), rows=rows)


def canonical(cell: str) -> str:
    """A cell as it compares across formats: 1, 1.0 and " 1" are one value, so are dates however written."""
    cell = cell.strip()
    if is_missing(cell):
        return ""
    try:
        return f"{float(cell):.12g}"
    except ValueError:
        pass
    date = _DATE.fullmatch(cell)
    return f"{date[1]}-{int(date[2]):02d}-{int(date[3]):02d}" if date else cell


def _folded(source: Source) -> dict[str, str]:
    """Column → its name as it compares; a row number that a tool wrote along is no column of the table."""
    counted = {name for name in source.columns if _ROW_NUMBER.fullmatch(name) and _counts(source, name)}
    names = {name: name.lower() for name in source.columns if name not in counted}
    own_names = any(not name.startswith("column_") for name in names)
    return names if own_names else {name: name.lower() for name in source.columns}


def _counts(source: Source, name: str) -> bool:
    """Whether a column without a name begins with a number: dates there are the time of a series."""
    try:
        first = next(source.rows(), None)
    except UnreadableFileError:
        return True
    return first is None or first[source.columns.index(name)].strip().isdecimal()


def _aligned(source: Source, model: Source) -> Source:
    """The same table with its columns in the order of the model's."""
    place = {folded: source.columns.index(name) for name, folded in _folded(source).items()}
    kept = _folded(model)
    order = [place[folded] for folded in kept.values()]
    if order == list(range(len(source.columns))):
        return source
    return replace(
        source, columns=tuple(kept), rows=lambda: ([row[index] for index in order] for row in source.rows())
    )


def _whole(parts: Sequence[Source]) -> Source | None:
    """The file that holds the rows of all others together (``ratings`` beside its train and test parts)."""
    if len(parts) < 3:
        return None
    sums: list[tuple[int, int]] = []
    left = _MOST_SUMMED
    try:
        for part in parts:
            slow = 30 if part.format == "workbook" else 1
            sums.append(_sum_of_rows(part, left // slow))
            left -= slow * sums[-1][0]
    except UnreadableFileError:
        return None
    if left <= 0:
        return None
    rows, hashes = sum(count for count, _ in sums), sum(total for _, total in sums) & _ALL_BITS
    for part, (count, total) in zip(parts, sums, strict=True):
        if 2 * count == rows and (2 * total) & _ALL_BITS == hashes:
            return part
    return None


def _sum_of_rows(source: Source, most: int) -> tuple[int, int]:
    """How many rows (of ``most``), and the sum of their hashes: the same in whatever order and parts."""
    count = total = 0
    for row in islice(source.rows(), max(most, 0)):
        count += 1
        cells = "\x1f".join(map(canonical, row))
        total += xxhash.xxh3_64_intdigest(cells.encode("utf-8", "surrogatepass"))
    return count, total & _ALL_BITS


def _same_rows(one: Source, other: Source) -> bool:
    """Compared from the top: two different tables part company within a few rows."""
    try:
        head = list(islice(zip_longest(one.rows(), other.rows()), _HEAD))
        if not head or not all(_equal(a, b) for a, b in head):
            return False
        return all(_equal(a, b) for a, b in zip_longest(one.rows(), other.rows()))
    except UnreadableFileError:
        return False


def _equal(one: Sequence[str] | None, other: Sequence[str] | None) -> bool:
    if one is None or other is None:
        return False
    return all(a == b or _same_value(canonical(a), canonical(b)) for a, b in zip(one, other, strict=True))


def _same_value(one: str, other: str) -> bool:
    """Equal, or the same fraction in single and in double precision."""
    if one == other:
        return True
    try:
        return ("." in one or "." in other) and math.isclose(float(one), float(other), rel_tol=1e-6)
    except ValueError:
        return False
