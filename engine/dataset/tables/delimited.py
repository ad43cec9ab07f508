"""CSV, TSV and their kin: which delimiter, quotes and header a file has."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from itertools import islice

from engine.dataset.tables.above import rows_above
from engine.dataset.tables.dialect import BLANKS, Dialect, split_rows
from engine.dataset.tables.encoding import PATCHED, detect_encoding, is_mixed
from engine.dataset.tables.footers import MOST_BELOW, rows_below
from engine.dataset.tables.header import has_header, names_rows
from engine.dataset.tables.headings import heading_rows, is_nothing, looks_numeric
from engine.dataset.tables.sources import Row, fitted
from engine.dataset.unreadable import UnreadableFileError

HEAD_BYTES = 1 << 20
_HEAD_ROWS = 200
_EVERY = 0.99
_DELIMITERS = (",", "\t", ";", "|", "^", "~", "::")


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
    for delimiter in (told,) if told else (*_DELIMITERS, *BLANKS):
        if (
            delimiter in BLANKS
            and best is not None
            and best[1].width > 1
            and best[1].consistent > 0.8
            and not wide
        ):
            break
        for quoted in (True, False) if len(delimiter) == 1 else (True,):
            lines = split_rows(io.StringIO(text, newline=""), delimiter, quoted, comments)
            rows = [row for row in islice(lines, _HEAD_ROWS) if row]
            if rows:
                score, dialect = _judge(
                    rows, replace(found, delimiter=delimiter, quoted=quoted, judged=len(rows)), hint
                )
                if delimiter in BLANKS and not _parted_by_blanks(rows, dialect):
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
        rows = [
            row for row in split_rows(io.StringIO("".join(last)), dialect.delimiter, dialect.quoted) if row
        ]
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
    score -= 0.0 if dialect.quoted or not _torn(rows) else 0.3
    score += 0.0005 * min(width, 20) - (0.3 if dialect.quoted and _swallowed(rows) else 0.0)
    skipped = rows_above(rows, width)
    first, rest = rows[skipped], rows[skipped + 1 :]
    if 1 < len(first) < width and not any(cell.strip() for row in rest for cell in row[len(first) :]):
        width = len(first)  # blank columns without a name, as spreadsheets leave them at the end
        consistent = max(consistent, sum(len(row) >= width for row in rows) / len(rows))
    if names_rows(first, rest, width):
        own = "column_1" if all(row[0].isdecimal() for row in rest) else "name"
        found = replace(dialect, header=True, width=width, consistent=1.0, row_names=own)
        return score + 0.03, replace(found, skipped=skipped)
    headings = heading_rows(rows[skipped:], width)
    header = headings > 1 or has_header(first, rest, width)
    found = replace(dialect, header=header, width=width, consistent=consistent)
    return score, replace(found, skipped=skipped, headings=headings)


def _torn(rows: Sequence[Row]) -> bool:
    """Whether cells in quotes were cut at a delimiter within them (``"30`` and ``000"``)."""
    open_ended = sum(any(cell[:1] == '"' and cell.count('"') == 1 for cell in row) for row in rows)
    return open_ended > 0.2 * len(rows)


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
    numeric = sum(
        all(looks_numeric(row[place]) or is_nothing(row[place]) for row in below)
        for place in range(dialect.width)
    )
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
    row = next(split_rows(io.StringIO(above), dialect.delimiter, dialect.quoted), [])
    named = len(row) == dialect.width and not any(map(looks_numeric, row))
    return tuple(row) if named and dialect.width > 1 else ()


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
