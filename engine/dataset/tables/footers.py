"""What stands below a table: totals and notes. They are none of its rows."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Sequence

from engine.dataset.tables.headings import looks_numeric
from engine.dataset.tables.sources import Row
from engine.dataset.vocabulary import words

MOST_BELOW = 8
_TOTALS = words(
    "합계 총계 총합 총합계 누계 소계 계 평균 전체합계 total totals grandtotal sum subtotal average mean summe"
    " gesamt 合計 总计 合计 小計"
)
_LEAST_WIDTH = 3  # columns: in a narrower table a row with one cell is a row with gaps
_NOTE = 6  # signs


def without_footer(rows: Iterable[Row]) -> Iterator[Row]:
    """The rows but for totals and notes after the last of them; a few rows are held back for that."""
    held: deque[Row] = deque()
    for row in rows:
        held.append(row)
        if len(held) > MOST_BELOW + 1:
            yield held.popleft()
    last = list(held)
    yield from last[: len(last) - rows_below(last)]


def rows_below(last: Sequence[Sequence[str]]) -> int:
    """How many of the last rows are totals or notes."""
    usual = max((_filled(row) for row in last), default=0)
    count = 0
    for row in reversed(last[1:]):
        if count == MOST_BELOW or not (_is_total(row) or _is_note(row, usual)):
            break
        count += 1
    return count


def _is_total(row: Sequence[str]) -> bool:
    """A word for a total, and beside it nothing but numbers and gaps."""
    cells = [cell.strip() for cell in row if cell.strip()]
    if len(row) < _LEAST_WIDTH or not cells or "".join(cells[0].lower().split()).rstrip(":") not in _TOTALS:
        return False
    return len(cells) > 1 and all(map(looks_numeric, cells[1:]))


def _is_note(row: Sequence[str], usual: int) -> bool:
    """One cell of words alone at the left, below rows that fill most of their columns."""
    left = row[0].strip() if row else ""
    alone = _filled(row) == 1 and len(left) >= _NOTE and not looks_numeric(left)
    return alone and len(row) >= _LEAST_WIDTH and usual >= max(3, 0.6 * len(row))


def _filled(row: Sequence[str]) -> int:
    return sum(bool(cell.strip()) for cell in row)
