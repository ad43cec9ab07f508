"""CSV, TSV and their kin: which delimiter, quotes and header; then row by row."""

from __future__ import annotations

import csv
import io
import re
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import IO, cast

from engine.dataset.tables.encoding import PATCHED, MendedLines, detect_encoding, is_mixed
from engine.dataset.tables.footers import MOST_BELOW, rows_below
from engine.dataset.tables.headings import counts_columns, heading_rows, looks_numeric
from engine.dataset.tables.sources import Row, fitted
from engine.dataset.unreadable import UnreadableFileError

HEAD_BYTES = 1 << 20
_HEAD_ROWS = 200
_MOST_ABOVE = 12  # rows of titles and notes above a table at most
_EVERY = 0.99
_ENOUGH = 20  # rows that show what comes again
_LONGEST_LINE = 16 << 20  # signs
_DELIMITERS = (",", "\t", ";", "|", "^", "~", "::")
_BLANKS = {"blanks": re.compile(r'"[^"]*"|\S+'), "wide blanks": re.compile(r"\S+(?: \S+)*")}
"""Columns parted by white space: by any, or by two blanks at least."""


@dataclass(frozen=True)
class Dialect:
    """How a delimited file is written.

    ``consistent``: share of rows with the usual width; ``skipped``: rows above the table (titles,
    notes); ``headings``: over how many rows its names are spread; ``comments``: lines that begin with
    # are none of its rows; ``names``: what such a line says the columns are called; ``row_names``:
    what to call the first column where the header lacks its name, as R writes it; ``mixed``: not all bytes
    fit the encoding; ``judged``: rows that were looked at; ``below``: totals and notes below the table, where
    the end of the file was seen.
    """

    encoding: str
    delimiter: str
    quoted: bool
    header: bool
    width: int
    consistent: float
    skipped: int = 0
    headings: int = 1
    comments: bool = False
    names: tuple[str, ...] = ()
    row_names: str = ""
    mixed: bool = False
    judged: int = 0
    below: int = 0


def sniff(head: bytes, whole: bool, hint: str | None = None) -> Dialect:
    """The dialect of a file that begins with ``head``. Raises ``UnreadableFileError``.

    ``hint``: a delimiter that the suffix promises; it wins where two fit equally well.
    """
    if not head:
        raise UnreadableFileError("empty_file")
    encoding = detect_encoding(head, whole)
    text = _decode_head(head, encoding)
    found = Dialect(encoding, ",", True, False, 1, 1.0, mixed=is_mixed(head, encoding, whole))
    told = _told_delimiter(text)
    if not whole:
        text = text.rpartition("\n")[0] or text
    if "\0" in text[:65536] or not text.strip():
        raise UnreadableFileError("nul_bytes" if text.strip() else "empty_file")
    comments, wide = _has_comments(text), _has_wide_blanks(text)
    best: tuple[float, Dialect] | None = None
    joins = False  # stray quotes make one row of several, in the best reading so far
    for delimiter in (told,) if told else (*_DELIMITERS, *_BLANKS):
        if (
            delimiter in _BLANKS
            and best is not None
            and best[1].width > 1
            and best[1].consistent > 0.8
            and not wide
        ):
            break
        for quoted in (True, False) if len(delimiter) == 1 else (True,):
            lines = _rows(io.StringIO(text, newline=""), delimiter, quoted, comments)
            rows = [row for row in islice(lines, _HEAD_ROWS) if row]
            if rows:
                score, dialect = _judge(
                    rows, replace(found, delimiter=delimiter, quoted=quoted, judged=len(rows)), hint
                )
                if delimiter in _BLANKS and not _parted_by_blanks(rows, dialect):
                    continue
                again = joins and best is not None and best[1].delimiter == delimiter
                if again and not quoted and dialect.width > 1 and dialect.consistent >= _EVERY:
                    score += 1.0  # every line is a row by itself
                if best is None or score > best[0]:
                    best = score, replace(dialect, comments=comments)
                    joins = quoted and any("\n" in cell.strip() for row in rows for cell in row)
                    joins = joins and _has_stray_quotes(text, delimiter)
    if best is None:
        raise UnreadableFileError("not_a_table")
    found = replace(best[1], below=_below(text, best[1]) if whole else 0)
    return replace(found, names=_names_in_comment(text, found)) if comments else found


def _below(text: str, dialect: Dialect) -> int:
    last = text.splitlines(keepends=True)[-2 * MOST_BELOW :]
    try:
        rows = [row for row in _rows(io.StringIO("".join(last)), dialect.delimiter, dialect.quoted) if row]
    except UnreadableFileError:
        return 0
    return rows_below([fitted(row, dialect.width) for row in rows])


def _judge(rows: Sequence[Row], dialect: Dialect, hint: str | None) -> tuple[float, Dialect]:
    """How well rows read so look like a table, and the dialect with what was found in them."""
    width, times = Counter(len(row) for row in rows).most_common(1)[0]
    consistent = times / len(rows)
    prose = width > 1 and dialect.delimiter in (",", ";") and _in_prose(rows, width)
    alone = width == 1 or (prose and width == 2 and len(rows[0]) != width)
    score = consistent * (0.4 if alone else 1.0) - 0.05 * prose
    score += 0.02 * (dialect.delimiter == hint) + 0.01 * dialect.quoted
    score += 0.02 * (dialect.delimiter == "wide blanks")
    score -= 0.03 * (len(rows[0]) != width)  # a header is written as its rows are
    score += 0.0005 * min(width, 20) - (0.3 if dialect.quoted and _swallowed(rows) else 0.0)
    skipped = rows_above(rows, width)
    first, rest = rows[skipped], rows[skipped + 1 :]
    if 1 < len(first) < width and not any(cell.strip() for row in rest for cell in row[len(first) :]):
        width = len(first)  # blank columns without a name, as spreadsheets leave them at the end
        consistent = max(consistent, sum(len(row) >= width for row in rows) / len(rows))
    if _names_rows(first, rest, width):
        own = "column_1" if all(row[0].isdecimal() for row in rest) else "name"
        found = replace(dialect, header=True, width=width, consistent=1.0, row_names=own)
        return score + 0.03, replace(found, skipped=skipped)
    headings = heading_rows(rows[skipped:], width)
    header = headings > 1 or has_header(first, rest, width)
    found = replace(dialect, header=header, width=width, consistent=consistent)
    return score, replace(found, skipped=skipped, headings=headings)


def _names_rows(first: Row, rest: Sequence[Row], width: int) -> bool:
    """Whether a header is one short since the column of the rows' own names has none, as R writes it."""
    if len(first) != width - 1 or width < 3 or len(rest) < 3 or any(map(looks_numeric, first)):
        return False
    own = [row[0] for row in rest if len(row) == width]
    apart = len(set(own)) == len(own) == len(rest)
    return apart and len(set(first)) == len(first) and _differs_in_kind(["", *first], rest)


def _told_delimiter(text: str) -> str:
    """What Excel's own first line (``sep=;``) says, or nothing. The line itself stands above the table."""
    told = re.match(r"sep=(.)\r?\n", text)
    return told[1] if told and told[1] in _DELIMITERS else ""


def _in_prose(rows: Sequence[Row], width: int) -> bool:
    """A comma with a blank behind it nearly everywhere is a comma in sentences."""
    whole = [row for row in rows if len(row) == width]
    if any(sum(looks_numeric(row[place]) for row in whole) > 0.8 * len(whole) for place in range(width)):
        return False
    cells = [cell for row in whole for cell in row[1:] if cell.strip()]
    return sum(cell[0] == " " for cell in cells) > 0.5 * len(cells) and any(" " in c.strip() for c in cells)


def _has_wide_blanks(text: str) -> bool:
    lines = [line for line in text.splitlines()[:_HEAD_ROWS] if line.strip()]
    return sum(re.search(r"\S {2,}\S", line) is not None for line in lines) > 0.8 * len(lines)


def _parted_by_blanks(rows: Sequence[Row], dialect: Dialect) -> bool:
    """Words have blanks between them as well: only columns of numbers tell that these are columns."""
    if dialect.width < 2 or dialect.consistent < 0.98 or len(rows) < 3:
        return False
    below = [row for row in rows[1:] if len(row) == dialect.width]
    numeric = sum(all(looks_numeric(row[place]) for row in below) for place in range(dialect.width))
    enough = 1 if dialect.delimiter == "wide blanks" else dialect.width / 2
    return bool(below) and numeric >= enough


def _has_comments(text: str) -> bool:
    """Whether lines that begin with # are remarks: at the top, or with a blank behind the sign."""
    if not text.startswith("#"):
        return False
    lines = [line for line in text.splitlines()[:_HEAD_ROWS] if line.strip()]
    marked = [line.startswith("#") for line in lines]
    at_top = marked.index(False) == sum(marked) if False in marked else False
    return 2 * sum(marked) < len(lines) + 1 and (
        at_top or all(line[1:2].isspace() for line in lines if line[0] == "#")
    )


def _names_in_comment(text: str, dialect: Dialect) -> tuple[str, ...]:
    """The names that the last remark above the rows gives, where there is one for every column."""
    if dialect.header:
        return ()
    above = ""
    for line in text.splitlines():
        if not line.startswith("#"):
            break
        above = line.lstrip("# \t")
    row = next(_rows(io.StringIO(above), dialect.delimiter, dialect.quoted), [])
    named = len(row) == dialect.width and not any(map(looks_numeric, row))
    return tuple(row) if named and dialect.width > 1 else ()


def read_rows(stream: IO[bytes], dialect: Dialect) -> Iterator[list[str]]:
    """All rows, the header too; what stands above it and blank lines are left out.

    Raises ``UnreadableFileError``.
    """
    if dialect.mixed and dialect.encoding == "utf-8":
        stream = cast("IO[bytes]", io.BufferedReader(MendedLines(stream)))
    text = io.TextIOWrapper(stream, encoding=dialect.encoding, errors=PATCHED, newline="")
    with text:
        rows = (row for row in _rows(text, dialect.delimiter, dialect.quoted, dialect.comments) if row)
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
    return named and _differs_in_kind(cells, [list(below) for below in rows[place + 1 :]])


def _counts_and_names(row: Sequence[str], rest: Sequence[Sequence[str]]) -> bool:
    numbers = sum(map(looks_numeric, row))
    return (
        numbers > 0
        and not counts_columns(row)
        and len(rest) >= 8
        and _differs_in_kind(list(row), [list(below) for below in rest])
    )


def bounded_lines(text: IO[str]) -> Iterator[str]:
    """Lines up to a limit: gigabytes without a line break are no table and must not fill the memory."""
    while line := text.readline(_LONGEST_LINE):
        if len(line) == _LONGEST_LINE:
            raise UnreadableFileError("not_a_table")
        yield line


def _rows(text: IO[str], delimiter: str, quoted: bool, comments: bool = False) -> Iterator[Row]:
    lines = bounded_lines(text)
    if comments:
        lines = (line for line in lines if not line.startswith("#"))
    reader: Iterator[Row]
    if len(delimiter) == 2:
        reader = (line.rstrip("\r\n").split(delimiter) for line in lines)
    elif delimiter in _BLANKS:
        reader = (_parted(line, _BLANKS[delimiter]) for line in lines)
    elif quoted:
        reader = csv.reader(lines, delimiter=delimiter)
    else:
        reader = csv.reader(lines, delimiter=delimiter, quoting=csv.QUOTE_NONE)
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


def _parted(line: str, column: re.Pattern[str]) -> Row:
    return [cell.strip('"') for cell in column.findall(line)]


def _decode_head(head: bytes, encoding: str) -> str:
    return head.decode(encoding, errors=PATCHED).lstrip("\ufeff")


def _has_stray_quotes(text: str, delimiter: str) -> bool:
    """Whether quotes end before anything but a delimiter or the end of the line."""
    strict = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        for _ in islice(strict, _HEAD_ROWS):
            pass
    except csv.Error as error:
        return "expected after" in str(error)
    return False


def _swallowed(rows: Sequence[list[str]]) -> bool:
    """A stray quote eats the lines that follow: whole rows then stand inside one cell."""
    return any(
        cell.count("\n") > 5 and ("\t" in cell or cell.count("\n") > 30) for row in rows for cell in row
    )


def has_header(first: list[str], rest: Sequence[list[str]], width: int) -> bool:
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
        cell for place, cell in enumerate(cells) if cell or any(row[place : place + 1] > [""] for row in rest)
    ]
    if sum(not cell for cell in said) > 1 or len(set(said)) < len(said):
        return len(set(cells)) >= max(2, len(cells) // 2) and _differs_in_kind(cells, rest)
    below = {row[i].strip() for row in rest for i in range(min(len(row), width))}
    repeated = sum(cell in below for cell in cells if cell)
    return repeated == 0 or _differs_in_kind(cells, rest) or _names_a_text(cells, rest)


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


def _differs_in_kind(cells: list[str], rest: Sequence[list[str]]) -> bool:
    """Whether some column is numbers below a first cell that is none."""
    for index, cell in enumerate(cells):
        column = [row[index] for row in rest if index < len(row) and row[index].strip()]
        if column and cell.strip() and not looks_numeric(cell) and all(map(looks_numeric, column)):
            return True
    return False
