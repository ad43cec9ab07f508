"""Counts a table's cells, column by column, with the labels that stand in their rows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from engine.dataset.tables.roles import is_date

MOST_ROWS = 100_000
"""Rows of a table that are looked at; what is said of a column is said of these."""
MOST_CELLS = 1_500_000
"""Of a wide table fewer rows: as many cells as take about a second."""
_AT_ONCE = 5000  # rows
_DATED = 0.95  # of the filled cells of the first rows


@dataclass
class ColumnTally:
    """``pairs``: how often each cell stands beside each label ("" without one)."""

    name: str
    rows: int = 0
    pairs: Counter[tuple[str, str]] = field(default_factory=Counter)

    def __add__(self, other: ColumnTally) -> ColumnTally:
        """Of both tables' rows together."""
        return ColumnTally(self.name, self.rows + other.rows, self.pairs + other.pairs)

    def meeting(self) -> float:
        """The chance that two rows have the same cell."""
        cells: Counter[str] = Counter()
        for (cell, _), count in self.pairs.items():
            cells[cell] += count
        return sum((count / self.rows) ** 2 for count in cells.values()) if self.rows else 0.0

    def take(self, cells: Sequence[str], labels: Sequence[str]) -> None:
        """Count some more rows."""
        self.rows += len(cells)
        self.pairs.update(zip(cells, labels, strict=True))


class TableTally:
    """All columns of one table, fed row by row; rows beyond the first are let pass."""

    def __init__(self) -> None:
        self.columns: dict[str, ColumnTally] = {}
        self.groups: dict[str, list[str]] = {}  # of the columns that are asked for: the cell of each row
        self.kept: list[int] = []  # a hash of each row without its dates, 0 of one with too little in it
        self.dates: frozenset[str] | None = None
        self.taken = 0
        self._most = 0
        self._rows: list[Sequence[str]] = []
        self._labels: list[str] = []

    @property
    def wants_more(self) -> bool:
        """Whether further rows would be looked at."""
        return not self.columns or self.taken < self._most

    def take(self, row: Mapping[str, str], label: str) -> None:
        """One row: its cells by column, the target left out."""
        if not self.columns:
            self.columns = {name: ColumnTally(name) for name in row}
            self._most = min(MOST_ROWS, MOST_CELLS // max(1, len(row)))
        if self.taken >= self._most:
            return
        self.taken += 1
        self._rows.append(tuple(row.values()))
        self._labels.append(label)
        if len(self._rows) == _AT_ONCE:
            self.flush()

    def keep(self, names: Sequence[str]) -> None:
        """Ask for the cells of some columns row by row; before the first row is flushed."""
        self.groups |= {name: [] for name in names}

    def flush(self) -> None:
        """Count what has come so far."""
        if not self._rows:
            return
        by_column = list(zip(*self._rows, strict=True))
        for tally, cells in zip(self.columns.values(), by_column, strict=True):
            tally.take(cells, self._labels)
            if tally.name in self.groups:
                self.groups[tally.name] += cells
        if self.dates is None:
            self.dates = frozenset(
                name for name, cells in zip(self.columns, by_column, strict=True) if _is_dated(cells)
            )
        self._hash(by_column)
        self._rows, self._labels = [], []

    def _hash(self, by_column: Sequence[Sequence[str]]) -> None:
        dates = self.dates or frozenset()
        lasting = [c for name, c in zip(self.columns, by_column, strict=True) if name not in dates]
        if not dates or len(lasting) < 2:
            return
        rows = zip(*lasting, self._labels, strict=True)
        self.kept += [hash(row) or 1 for row in rows]


def _is_dated(cells: Sequence[str]) -> bool:
    filled = [cell.strip() for cell in cells[:200] if cell.strip()]
    dated = sum(map(is_date, filled))
    return bool(filled) and dated >= _DATED * len(filled)
