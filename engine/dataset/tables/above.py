"""How many rows above a table are titles and notes rather than its names or its rows."""

from __future__ import annotations

from collections.abc import Sequence

from engine.dataset.tables.header import differs_in_kind
from engine.dataset.tables.headings import counts_columns, heading_rows, looks_numeric

_MOST_ABOVE = 40  # rows of titles and notes above a table at most


def rows_above(rows: Sequence[Sequence[str]], width: int) -> int:
    """How many of the first rows are a title or a note rather than the table's header or its rows.

    Such a row fills less than half of the columns, or it mixes numbers with words that stand
    above nothing but numbers.
    """
    if width < 2:
        return 0
    for place, row in enumerate(rows[:_MOST_ABOVE]):
        filled = sum(bool(cell.strip()) for cell in row)
        if _names_groups(row, rows[place + 1 :], width):
            return place
        gaps = filled < width and any(_is_full_header(rows, later, width) for later in (place + 1, place + 2))
        if (filled > width // 2 and not gaps) or len(rows) < place + 3:
            return place + _counts_and_names(row, rows[place + 1 :])
    return 0


def _names_groups(row: Sequence[str], rest: Sequence[Sequence[str]], width: int) -> bool:
    """Whether a row with gaps names groups of columns: where the next row has a gap, it has a name."""
    if not rest or len(rest[0]) != width or len(row) > width:
        return False
    names = [cell.strip() for cell in row] + [""] * (width - len(row))
    below = [cell.strip() for cell in rest[0]]
    own = any(name and not cell for name, cell in zip(names, below, strict=True))
    return own and sum(map(bool, names)) >= 2 and heading_rows([row, *rest], width) > 1


def _is_full_header(rows: Sequence[Sequence[str]], place: int, width: int) -> bool:
    """Whether a row has a name for every column, above columns of which some are numbers."""
    if len(rows) < place + 8:
        return False
    cells = [cell.strip() for cell in rows[place]]
    named = len(set(cells)) == width and all(cells) and not any(map(looks_numeric, cells))
    return named and differs_in_kind(cells, [list(below) for below in rows[place + 1 :]])


def _counts_and_names(row: Sequence[str], rest: Sequence[Sequence[str]]) -> bool:
    numbers = sum(map(looks_numeric, row))
    return (
        numbers > 0
        and not counts_columns(row)
        and len(rest) >= 8
        and differs_in_kind(list(row), [list(below) for below in rest])
    )
