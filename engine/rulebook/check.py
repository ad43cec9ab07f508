"""Proves a rule book sound. Each check yields problems; none of them stops the others, so one
run lists everything."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from engine.rulebook.check_library import check_framing, check_guides, check_library
from engine.rulebook.check_names import (
    check_conditions,
    check_ids,
    check_packs,
    check_sources,
    check_twice,
)
from engine.rulebook.check_questions import check_cuts, check_questions, check_reached
from engine.rulebook.check_tables import check_advice, check_successors, check_tables
from engine.rulebook.check_text import check_promises, check_texts
from engine.rulebook.conditions import box_of, size, uncovered
from engine.rulebook.golden import check_golden
from engine.rulebook.layers import Placed
from engine.rulebook.places import Places
from engine.rulebook.problems import Coverage, Problem, TableCoverage
from engine.rulebook.reader import Content
from engine.rulebook.tables import rows_of
from engine.rulebook.types import DecisionTable, Row


def check_book(content: Content, placed: Sequence[Placed], places: Places) -> Iterator[Problem]:
    """Every fault of a book whose entries have the right shape."""
    book, library, golden = content.book, content.library, content.golden
    ordered = list(check_questions(book, places))
    yield from ordered
    yield from check_ids(placed, places)
    yield from check_twice(book, library, places)
    yield from check_packs(book, places)
    yield from check_sources(content, placed, places)
    yield from check_cuts(book, places)
    yield from check_conditions(book, golden, places)
    yield from check_tables(book, places)
    yield from check_advice(book, places)
    yield from check_successors(book, places)
    yield from check_guides(book, places)
    yield from check_framing(book, placed, places)
    yield from check_library(book, library, places)
    if not ordered:  # questions in a circle would have no end of ways
        yield from check_reached(book, places)
    yield from check_texts(placed)
    promises = list(check_promises(book, placed))
    yield from promises
    if not {problem.code for problem in promises} & {"bad_pattern", "slow_pattern"}:
        yield from check_golden(book, library, golden, places)


def coverage_of(content: Content) -> Coverage:
    """How much the book holds and how much of its tables is covered."""
    book, library = content.book, content.library
    return Coverage(
        tables=tuple(_table(table) for table in (book.verdicts, book.today, book.framing)),
        advice_rows=sum(len(table.rows) for table in book.advice),
        questions=len(book.questions),
        promises=len(book.never_say),
        sources=len(book.sources),
        guides=len(book.guides),
        cards=len(library.cards) + len(library.cases),
        notes=len(library.notes),
        practice=len(library.practice),
        examples=sum(len(row.examples) for row in rows_of(book)),
        golden=len(content.golden),
    )


def _table(table: DecisionTable[Row]) -> TableCoverage:
    cells = size(box_of({}, table.inputs))
    gaps = uncovered(table.inputs, [row.when for row in table.rows])
    return TableCoverage(table.id, cells, cells - sum(size(gap) for gap in gaps), len(table.rows))
