"""Whether the first row of a table names its columns."""

from __future__ import annotations

from collections.abc import Sequence

from engine.dataset.tables.headings import counts_columns, looks_numeric

_ENOUGH = 20  # rows that show what comes again


def has_header(first: Sequence[str], rest: Sequence[Sequence[str]], width: int) -> bool:
    """A header has names only: no numbers, no blanks but one, nothing twice, nothing as long as a text."""
    cells = [cell.strip() for cell in first]
    if len(cells) == width and counts_columns(cells):
        return not any(counts_columns(row) for row in rest)
    if len(cells) == width and _names_columns(cells, rest):
        return True
    if any(_is_sentence_of(cell, rest, index) for index, cell in enumerate(cells)):
        return False
    if len(cells) != width or any(looks_numeric(cell) for cell in cells) or max(map(len, cells)) > 80:
        return False
    said = [
        cell for place, cell in enumerate(cells) if cell or any(any(row[place : place + 1]) for row in rest)
    ]
    if sum(not cell for cell in said) > 1 or len(set(said)) < len(said):
        return len(set(cells)) >= max(2, len(cells) // 2) and differs_in_kind(cells, rest)
    below = {row[i].strip() for row in rest for i in range(min(len(row), width))}
    repeated = sum(cell in below for cell in cells if cell)
    return repeated == 0 or differs_in_kind(cells, rest) or _names_a_text(cells, rest)


def _names_columns(cells: Sequence[str], rest: Sequence[Sequence[str]]) -> bool:
    """Whether in several columns the first cell is none of what comes again and again below it."""
    if sum(not cell for cell in cells) > 1 or any(map(looks_numeric, cells)) or len(set(cells)) < len(cells):
        return False
    strange = 0
    for index, cell in enumerate(cells):
        column = [row[index].strip() for row in rest if index < len(row) and row[index].strip()]
        if len(column) < _ENOUGH or not cell:
            continue
        values = set(column)
        if cell in values:
            return False
        strange += len(values) <= 0.2 * len(column) or _are_dates(column, cell)
    return strange >= 2


def _are_dates(column: Sequence[str], first: str) -> bool:
    return all(cell[:4].isdecimal() for cell in column) and not any(map(str.isdecimal, first))


def _is_sentence_of(cell: str, rest: Sequence[Sequence[str]], index: int) -> bool:
    """Whether a first cell is one more of the sentences below it rather than their name."""
    column = [row[index] for row in rest if index < len(row)]
    usual = sum(map(len, column)) / max(len(column), 1)
    return len(cell.split()) >= 4 and usual >= 18 and len(cell) >= 0.5 * usual


def _names_a_text(cells: Sequence[str], rest: Sequence[Sequence[str]]) -> bool:
    """Whether a first cell is one word, shorter than each of the sentences below it."""
    for index, cell in enumerate(cells):
        lengths = [len(row[index]) for row in rest if index < len(row) and row[index].strip()]
        long = len(lengths) >= 8 and sum(lengths) >= 12 * len(lengths)
        if long and len(cell.split()) == 1 and len(cell) < min(lengths):
            return True
    return False


def names_rows(first: Sequence[str], rest: Sequence[Sequence[str]], width: int) -> bool:
    """Whether a header is one short since the column of the rows' own names has none, as R writes it."""
    if len(first) != width - 1 or width < 3 or len(rest) < 3 or any(map(looks_numeric, first)):
        return False
    own = [row[0] for row in rest if len(row) == width]
    apart = len(set(own)) == len(own) == len(rest)
    return apart and len(set(first)) == len(first) and differs_in_kind(["", *first], rest)


def differs_in_kind(cells: Sequence[str], rest: Sequence[Sequence[str]]) -> bool:
    """Whether some column is numbers below a first cell that is none."""
    for index, cell in enumerate(cells):
        column = [row[index] for row in rest if index < len(row) and row[index].strip()]
        if column and cell.strip() and not looks_numeric(cell) and all(map(looks_numeric, column)):
            return True
    return False
