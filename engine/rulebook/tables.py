"""Which rows of a decision table hold for given facts, by the table's hit policy."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TypeVar

from engine.rulebook.conditions import holds
from engine.rulebook.types import HitPolicy, Row, RuleBook

_AnyRow = TypeVar("_AnyRow", bound=Row)


def rows_of(book: RuleBook) -> list[Row]:
    """Every row of every decision table."""
    advice = [row for table in book.advice for row in table.rows]
    return [*book.verdicts.rows, *book.today.rows, *book.framing.rows, *advice]


def hits(rows: Sequence[_AnyRow], policy: HitPolicy, values: Mapping[str, str]) -> list[_AnyRow]:
    """The rows that count: all that hold for ``collect``, else the first that does.

    A sound ``unique`` table never has a second one.
    """
    if policy == "collect":
        return [row for row in rows if holds(row.when, values)]
    return [row for row in rows if holds(row.when, values)][:1]
