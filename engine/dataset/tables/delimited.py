"""CSV, TSV and their kin: which delimiter, quotes and header; then row by row."""

from __future__ import annotations

import csv
import io
import re
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import IO

from engine.dataset.tables.encoding import detect_encoding
from engine.dataset.unreadable import UnreadableFileError

HEAD_BYTES = 1 << 20
_HEAD_ROWS = 200
_MOST_ABOVE = 12  # rows of titles and notes above a table at most
_LONGEST_LINE = 16 << 20  # signs
_DELIMITERS = (",", "\t", ";", "|", "^", "~")
_NUMBER = re.compile(r"\s*[-+]?(\d[\d,]*\.?\d*|\.\d+)([eE][-+]?\d+)?%?\s*")


@dataclass(frozen=True)
class Dialect:
    """How a delimited file is written.

    ``consistent``: share of rows with the usual width; ``skipped``: rows above the table (titles, notes).
    """

    encoding: str
    delimiter: str
    quoted: bool
    header: bool
    width: int
    consistent: float
    skipped: int = 0


def sniff(head: bytes, whole: bool, hint: str | None = None) -> Dialect:
    """The dialect of a file that begins with ``head``. Raises ``UnreadableFileError``.

    ``hint``: a delimiter that the suffix promises; it wins where two fit equally well.
    """
    if not head:
        raise UnreadableFileError("empty_file")
    encoding = detect_encoding(head, whole)
    text = _decode_head(head, encoding)
    if not whole:
        text = text.rpartition("\n")[0] or text
    if "\0" in text[:65536] or not text.strip():
        raise UnreadableFileError("not_a_table" if text.strip() else "empty_file")
    best: tuple[float, Dialect] | None = None
    for delimiter in _DELIMITERS:
        for quoted in (True, False):
            rows = [
                row
                for row in islice(_rows(io.StringIO(text, newline=""), delimiter, quoted), _HEAD_ROWS)
                if row
            ]
            if not rows:
                continue
            width, times = Counter(len(row) for row in rows).most_common(1)[0]
            consistent = times / len(rows)
            score = consistent * (1.0 if width > 1 else 0.4) + 0.02 * (delimiter == hint) + 0.01 * quoted
            score -= 0.03 * (len(rows[0]) != width)  # a header is written as its rows are
            score += 0.0005 * min(width, 20) - (0.3 if quoted and _swallowed(rows) else 0.0)
            if best is None or score > best[0]:
                skipped = rows_above(rows, width)
                header = has_header(rows[skipped], rows[skipped + 1 :], width)
                best = score, Dialect(encoding, delimiter, quoted, header, width, consistent, skipped)
    if best is None:
        raise UnreadableFileError("not_a_table")
    return best[1]


def read_rows(stream: IO[bytes], dialect: Dialect) -> Iterator[list[str]]:
    """All rows, the header too; what stands above it and blank lines are left out.

    Raises ``UnreadableFileError``.
    """
    text = io.TextIOWrapper(stream, encoding=dialect.encoding, errors="replace", newline="")
    with text:
        rows = (row for row in _rows(text, dialect.delimiter, dialect.quoted) if row)
        for row in islice(rows, dialect.skipped, None):
            if len(row) > 1 or row[0].strip():
                yield row


def rows_above(rows: Sequence[Sequence[str]], width: int) -> int:
    """How many of the first rows are a title or a note rather than the table's header or its rows.

    Such a row fills less than half of the columns, or it mixes numbers with words that stand
    above nothing but numbers.
    """
    if width < 2:
        return 0
    for place, row in enumerate(rows[:_MOST_ABOVE]):
        filled = sum(bool(cell.strip()) for cell in row)
        gaps = filled < width and any(_is_full_header(rows, later, width) for later in (place + 1, place + 2))
        if (filled > width // 2 and not gaps) or len(rows) < place + 3:
            return place + _counts_and_names(row, rows[place + 1 :])
    return 0


def looks_numeric(cell: str) -> bool:
    """Whether a cell is a number as people write them (``1,200.5``, ``-3e4``, ``12%``)."""
    return _NUMBER.fullmatch(cell) is not None


def _is_full_header(rows: Sequence[Sequence[str]], place: int, width: int) -> bool:
    """Whether a row has a name for every column, above columns of which some are numbers."""
    if len(rows) < place + 8:
        return False
    cells = [cell.strip() for cell in rows[place]]
    named = len(set(cells)) == width and all(cells) and not any(map(looks_numeric, cells))
    return named and _differs_in_kind(cells, [list(below) for below in rows[place + 1 :]])


def _counts_and_names(row: Sequence[str], rest: Sequence[Sequence[str]]) -> bool:
    numbers = sum(map(looks_numeric, row))
    return numbers > 0 and len(rest) >= 8 and _differs_in_kind(list(row), [list(below) for below in rest])


def _lines(text: IO[str]) -> Iterator[str]:
    """Lines up to a limit: gigabytes without a line break are no table and must not fill the memory."""
    while line := text.readline(_LONGEST_LINE):
        if len(line) == _LONGEST_LINE:
            raise UnreadableFileError("not_a_table")
        yield line


def _rows(text: IO[str], delimiter: str, quoted: bool) -> Iterator[list[str]]:
    if quoted:
        reader = csv.reader(_lines(text), delimiter=delimiter)
    else:
        reader = csv.reader(_lines(text), delimiter=delimiter, quoting=csv.QUOTE_NONE)
    while True:
        try:
            row = next(reader)
        except StopIteration:
            return
        except csv.Error:  # a field longer than the csv module's limit: a stray quote or no table
            raise UnreadableFileError("not_a_table") from None
        except (OSError, ValueError, EOFError, zipfile.BadZipFile, zlib.error):
            raise UnreadableFileError("read_error") from None
        yield row


def _decode_head(head: bytes, encoding: str) -> str:
    return head.decode(encoding, errors="replace").removeprefix("\ufeff")


def _swallowed(rows: Sequence[list[str]]) -> bool:
    """A stray quote eats the lines that follow: whole rows then stand inside one cell."""
    return any(
        cell.count("\n") > 5 and ("\t" in cell or cell.count("\n") > 30) for row in rows for cell in row
    )


def has_header(first: list[str], rest: Sequence[list[str]], width: int) -> bool:
    """A header has names only: no numbers, no blanks but one, nothing twice, nothing as long as a text."""
    cells = [cell.strip() for cell in first]
    if any(_is_sentence_of(cell, rest, index) for index, cell in enumerate(cells)):
        return False
    if len(cells) != width or any(looks_numeric(cell) for cell in cells) or max(map(len, cells)) > 80:
        return False
    if sum(not cell for cell in cells) > 1 or len(set(cells)) < len(cells):
        return len(set(cells)) >= max(2, len(cells) // 2) and _differs_in_kind(cells, rest)
    below = {row[i].strip() for row in rest for i in range(min(len(row), width))}
    repeated = sum(cell in below for cell in cells if cell)
    return repeated == 0 or _differs_in_kind(cells, rest) or _names_a_text(cells, rest)


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


def _differs_in_kind(cells: list[str], rest: Sequence[list[str]]) -> bool:
    """Whether some column is numbers below a first cell that is none."""
    for index, cell in enumerate(cells):
        column = [row[index] for row in rest if index < len(row) and row[index].strip()]
        if column and cell.strip() and not looks_numeric(cell) and all(map(looks_numeric, column)):
            return True
    return False
