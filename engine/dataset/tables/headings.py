"""The names of columns where they stand in one row, in two or three, or under merged cells."""

from __future__ import annotations

import re
from collections.abc import Sequence

_MOST_ROWS = 3
_ENOUGH_ROWS = 3
_LONGEST_UNIT = 10  # signs
_NOTHING = frozenset({"", "-", "na", "n/a", "nan", "null", "none", "?"})
_CURRENCY, _UNIT = "[₩￦$€£¥]", "(?:%|원|천원|만원|백만원|억원|달러|유로|엔|개|명|건|점|℃|°C)"
NUMBER = re.compile(
    rf"\s*[-+]?(?:{_CURRENCY}\s?)?[-+]?(\d[\d,]*\.?\d*|\.\d+|\d{{1,3}}(\.\d{{3}})*,\d+)([eE][-+]?\d+)?"
    rf"\s?{_UNIT}?\s*",
)


def looks_numeric(cell: str) -> bool:
    """Whether a cell is a number as people write them (``1,200.5``, ``1.200,5``, ``-3e4``, ``12%``,
    ``3,000원``)."""
    return NUMBER.fullmatch(cell) is not None


def without_unit(cell: str) -> str:
    """A number without the currency or unit that it is told in."""
    return re.sub(rf"{_CURRENCY}\s?|\s?{_UNIT}$", "", cell.strip())


def is_nothing(cell: str) -> bool:
    """Whether a cell says that there is no value."""
    return cell.strip().lower() in _NOTHING


def heading_rows(rows: Sequence[Sequence[str]], width: int) -> int:
    """Over how many of the first rows the names are spread: one, but where the first has gaps.

    The next row belongs to the names where it has no number, fills gaps of the row above, and
    either stands over numbers or leaves blank what the row above has named.
    """
    if len(rows) > _ENOUGH_ROWS and (_repeats(rows, width) or are_units(rows[1], rows[0], rows[2:], width)):
        return 2
    count = 1
    while count < min(_MOST_ROWS, len(rows) - 1) and _goes_on(rows[count - 1], rows[count:], width):
        count += 1
    return count


def joined_names(rows: Sequence[Sequence[str]], width: int) -> list[str]:
    """One name a column; a name above a gap counts for the gap, where something stands below it."""
    names: list[str] = []
    width = max([width, *map(len, rows)])
    padded = [[*row, *[""] * (width - len(row))] for row in rows]
    filled = [_spread(row, padded[place + 1 :]) for place, row in enumerate(padded)]
    if len(rows) == 2 and all(padded[0]) and len(set(padded[0])) == width and _are_short(padded[1]):
        filled[1] = [f"({unit})" if (unit := cell.strip(" -()[]")) else "" for cell in filled[1]]
    for column in zip(*filled, strict=True):
        parts = [" ".join(cell.split()) for cell in column]
        names.append(" ".join(dict.fromkeys(part for part in parts if part)))
    return names


def counts_columns(cells: Sequence[str]) -> bool:
    """Whether a row is a name and then years or numbers that rise (``country, 1990, 1991 …``)."""
    first, *rest = [cell.strip() for cell in cells] or [""]
    if looks_numeric(first) or not first or len(rest) < 3 or not all(map(str.isdecimal, rest)):
        return False
    numbers = [int(cell) for cell in rest if len(cell) < 12]
    return len(numbers) == len(rest) and len(set(numbers)) == len(numbers) and _rises(rest, numbers)


def _rises(cells: Sequence[str], numbers: Sequence[int]) -> bool:
    return list(numbers) == sorted(numbers) or list(cells) == sorted(cells)


def _goes_on(above: Sequence[str], rest: Sequence[Sequence[str]], width: int) -> bool:
    row, below = rest[0], rest[1:]
    cells = [*row, *[""] * (width - len(row))][:width]
    upper = [*above, *[""] * (width - len(above))][:width]
    if any(map(looks_numeric, cells)) or not any(cell.strip() for cell in cells):
        return False
    fills = [place for place in range(width) if cells[place].strip() and not upper[place].strip()]
    if not fills:
        return False
    leaves = [place for place in range(width) if upper[place].strip() and not cells[place].strip()]
    spans = any(upper[place - 1].strip() or _blank_run(upper, place) for place in fills if place)
    if not spans:
        return False
    numbers = [place for place in range(width) if cells[place].strip() and _are_numbers(below, place)]
    return bool(numbers) or (bool(leaves) and len(below) < _ENOUGH_ROWS)


def _repeats(rows: Sequence[Sequence[str]], width: int) -> bool:
    """Two rows of names written out in full, where spreadsheets merge cells: some come again below."""
    first, second, rest = ([cell.strip() for cell in rows[0]], [cell.strip() for cell in rows[1]], rows[2:])
    if len(first) != width or len(second) != width or not all(first) or not all(second):
        return False
    same = [place for place in range(width) if first[place] == second[place]]
    words = not any(map(looks_numeric, second)) and len(set(zip(first, second, strict=True))) == width
    spread = len(set(first)) < width - 1
    numbers = [place for place in range(width) if place not in same and _are_numbers(rest, place)]
    return bool(same) and words and spread and len(numbers) >= max(2, 0.5 * (width - len(same)))


def are_units(row: Sequence[str], above: Sequence[str], rest: Sequence[Sequence[str]], width: int) -> bool:
    """Whether a row below the names says in what each is measured: short words over numbers."""
    if len(row) != width or len(above) != width or not all(cell.strip() for cell in above):
        return False
    if any(map(looks_numeric, (*row, *above))) or not _are_short(row):
        return False
    numbers = [place for place in range(width) if _are_numbers(rest, place)]
    said = [place for place in numbers if not is_nothing(row[place])]
    return len(said) >= 2 and len(said) >= 0.6 * len(numbers)


def _are_short(row: Sequence[str]) -> bool:
    return all(len(cell.strip()) <= _LONGEST_UNIT for cell in row)


def _blank_run(cells: Sequence[str], place: int) -> bool:
    return any(cells[before].strip() for before in range(place))


def _are_numbers(rows: Sequence[Sequence[str]], place: int) -> bool:
    column = [row[place] for row in rows if place < len(row) and row[place].strip()]
    return bool(column) and sum(map(looks_numeric, column)) >= 0.8 * len(column)


def _spread(row: Sequence[str], below: Sequence[Sequence[str]]) -> list[str]:
    """The row with its gaps filled from the left, where a lower row has a name of its own there."""
    filled: list[str] = []
    for place, cell in enumerate(row):
        own = cell.strip()
        if not own and filled and any(lower[place].strip() for lower in below):
            own = filled[-1]
        filled.append(own)
    return filled
