"""Inputs in one file and their targets, row by row, in another: ``X_train.csv`` and ``y_train.csv``."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import islice, zip_longest

from engine.dataset.kinds import stem_of
from engine.dataset.tables.roles import is_date
from engine.dataset.tables.sources import Row, Source, unique_names
from engine.dataset.unreadable import UnreadableFileError
from engine.dataset.vocabulary import tokens

_SIDES = (
    ("x", "y"), ("data", "labels"), ("data", "label"), ("data", "target"), ("features", "labels"),
    ("features", "label"), ("features", "target"), ("inputs", "targets"), ("input", "target"),
    ("inputs", "outputs"), ("input", "output"), ("입력", "정답"), ("데이터", "라벨"),
)  # fmt: skip
_TAILS = ("labels", "label", "targets", "target", "classes", "y", "라벨", "정답")
_MOST_COUNTED = 2_000_000  # rows
_MOST_TARGETS = 3  # columns
_MOST_FILES = 200


def joined_by_row(sources: Sequence[Source]) -> list[Source]:
    """The tables; two of which one is called after the other's targets and has as many rows are one."""
    keyed = {_key(source): source for source in sources[:_MOST_FILES] if not source.sheet}
    joined: dict[str, Source] = {}
    taken: set[str] = set()
    for source in keyed.values():
        for key in _partners(source):
            partner = keyed.get(key)
            if partner is None or partner is source or partner.name in taken:
                continue
            if len(partner.columns) <= _MOST_TARGETS and _row_count(source) == _row_count(partner):
                joined[source.name] = _side_by_side(source, partner)
                taken.add(partner.name)
                break
    return [joined.get(source.name, source) for source in sources if source.name not in taken]


def _partners(source: Source) -> Iterator[tuple[str, ...]]:
    """The keys that a table of its targets might have."""
    yield from (_key(source, first, second) for first, second in _SIDES)
    yield from ((*_key(source), tail) for tail in _TAILS)


def _key(source: Source, word: str = "", instead: str = "") -> tuple[str, ...]:
    """Folder and words of a name, one of them replaced; nothing where the word isn't in it."""
    folder = source.path.rpartition("/")[0]
    words = tokens(stem_of(source.path))
    if word and word not in words:
        return ("", "?")
    return (folder, *(instead if each == word and word else each for each in words))


def _row_count(source: Source) -> int:
    try:
        return sum(1 for _ in islice(source.rows(), _MOST_COUNTED))
    except UnreadableFileError:
        return -1


def _side_by_side(source: Source, partner: Source) -> Source:
    wide = len(source.columns)
    kept = [place for place in range(len(partner.columns)) if not _counts(partner, place)]
    kept = kept or list(range(len(partner.columns)))
    first = next(partner.rows(), [])
    undated = [place for place in kept if place >= len(first) or not is_date(first[place])]
    kept = undated or kept
    columns = list(source.columns)
    for place in kept:
        bare = "table_without_header" in partner.oddities
        columns.append("target" if bare and len(kept) == 1 else partner.columns[place])

    def rows() -> Iterator[Row]:
        blank = [""] * len(partner.columns)
        for row, target in zip_longest(source.rows(), partner.rows(), fillvalue=None):
            cells = target or blank
            yield [*(row or [""] * wide), *(cells[place] for place in kept)]

    told: dict[str, int | str] = {"first": source.path, "second": partner.path}
    return replace(
        source, columns=unique_names(columns), rows=rows, told=(("table_row_by_row", told), *source.told)
    )


def _counts(source: Source, place: int) -> bool:
    """A column of row numbers that a tool wrote along."""
    if (
        source.columns[place].lower() not in ("column_1", "unnamed: 0", "id", "index")
        or len(source.columns) < 2
    ):
        return False
    numbers = [row[place].strip() for row in islice(source.rows(), 3)]
    return len(set(numbers)) == len(numbers) and all(map(str.isdecimal, numbers))
