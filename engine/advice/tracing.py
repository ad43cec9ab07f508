"""How a line of advice came about: the rule, its reason, the facts it used, its sources."""

from __future__ import annotations

from engine.advice.book_index import BookIndex
from engine.advice.types import Cell, Trace
from engine.interview.types import Facts
from engine.rulebook.types import Row


def trace_of(index: BookIndex, row: Row, table: str, facts: Facts) -> Trace:
    """The trace of ``row``, with a cell for every fact that it names and that is known."""
    cells = tuple(Cell(name, facts[name].value, facts[name].origin) for name in row.when if name in facts)
    return Trace(row.id, table, row.pack, row.because, cells, index.sources[row.id])
