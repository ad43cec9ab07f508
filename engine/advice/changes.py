"""What would lead to a better verdict: the fewest deciding facts that would have to be others.

The values of the verdict's inputs stand in the table with the best first. Data is paired,
labelled and collected, so a fact may move towards the first value; nobody is told to
throw pairs or labels away.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import combinations, product

from engine.advice.book_index import BookIndex
from engine.advice.nearly import need_of
from engine.advice.types import Change, Ruling
from engine.interview.what_if import WhatIf
from engine.rulebook.types import Verdict, VerdictRow

_RANK: Mapping[Verdict, int] = {"start": 0, "prepare": 1, "push_back": 2}
_UNDECIDED = len(_RANK)
_MOST_FACTS = 3  # changed at once; more is no advice any more

_Changed = dict[str, str]  # fact → the value that it would have to get


def changes_of(index: BookIndex, what_if: WhatIf, ruling: Ruling | None) -> tuple[Change, ...]:
    """Minimal sets of changed facts that lead to a better verdict, or to any where there is none.

    Fewer facts come first, and among as many the better verdict.
    """
    found = _minimal(index, what_if, _UNDECIDED if ruling is None else _RANK[ruling.verdict])
    grouped: dict[tuple[tuple[str, ...], str], tuple[VerdictRow, list[_Changed]]] = {}
    for changed, row in found:
        grouped.setdefault((tuple(changed), row.id), (row, []))[1].append(changed)
    place = {row.id: number for number, row in enumerate(index.verdicts.entries)}
    told = [_change(index, what_if, row, box) for row, cells in grouped.values() for box in _boxes(cells)]
    return tuple(sorted(told, key=lambda entry: (len(entry.needs), _RANK[entry.verdict], place[entry.rule])))


def _minimal(index: BookIndex, what_if: WhatIf, bar: int) -> list[tuple[_Changed, VerdictRow]]:
    """Every change that brings a verdict below the bar, unless a part of it brings one as good."""
    found: list[tuple[_Changed, VerdictRow]] = []
    if bar == 0:
        return found
    better = {name: _better(index, name, what_if.values.get(name)) for name in index.book.verdicts.inputs}
    for size in range(1, min(_MOST_FACTS, len(better)) + 1):
        for names in combinations(better, size):
            for values in product(*(better[name] for name in names)):
                changed = dict(zip(names, values, strict=True))
                fired = index.verdicts.holding(what_if.changed(changed))
                row = index.verdicts.first(fired)
                if row is None or _RANK[row.verdict] >= bar or _has_part(found, changed, row):
                    continue
                found.append((changed, row))
    return found


def _better(index: BookIndex, name: str, now: str | None) -> tuple[str, ...]:
    values = index.book.verdicts.inputs[name]
    return values[: values.index(now)] if now in values else values


def _has_part(found: list[tuple[_Changed, VerdictRow]], changed: _Changed, row: VerdictRow) -> bool:
    return any(
        smaller.items() < changed.items() and _RANK[other.verdict] <= _RANK[row.verdict]
        for smaller, other in found
    )


def _boxes(cells: list[_Changed]) -> Iterator[dict[str, tuple[str, ...]]]:
    """The cells, which name the same facts, gathered into as few boxes as a simple pass finds."""
    boxes: list[dict[str, tuple[str, ...]]] = [
        {name: (value,) for name, value in cell.items()} for cell in cells
    ]
    for name in cells[0]:
        merged: dict[tuple[tuple[str, tuple[str, ...]], ...], dict[str, tuple[str, ...]]] = {}
        for box in boxes:
            rest = tuple((other, values) for other, values in box.items() if other != name)
            known = merged.setdefault(rest, {**box, name: ()})
            known[name] = (*known[name], *box[name])
        boxes = list(merged.values())
    yield from boxes


def _change(index: BookIndex, what_if: WhatIf, row: VerdictRow, box: Mapping[str, tuple[str, ...]]) -> Change:
    needs = tuple(need_of(index, name, what_if.values.get(name), values) for name, values in box.items())
    return Change(needs, row.verdict, row.id, row.pack, row.headline, index.sources[row.id])
