"""How a delimited file is written, and its rows one by one as it says."""

from __future__ import annotations

import csv
import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import IO, cast

from engine.dataset.tables.encoding import PATCHED, MendedLines
from engine.dataset.tables.sources import Row
from engine.dataset.unreadable import UnreadableFileError

_LONGEST_LINE = 16 << 20  # signs
BLANKS = {"blanks": re.compile(r'"[^"]*"|\S+'), "wide blanks": re.compile(r"\S+(?: \S+)*")}
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


def read_rows(stream: IO[bytes], dialect: Dialect) -> Iterator[list[str]]:
    """All rows, the header too; what stands above it and blank lines are left out.

    Raises ``UnreadableFileError``.
    """
    if dialect.mixed and dialect.encoding == "utf-8":
        stream = cast("IO[bytes]", io.BufferedReader(MendedLines(stream)))
    text = io.TextIOWrapper(stream, encoding=dialect.encoding, errors=PATCHED, newline="")
    with text:
        rows = (row for row in split_rows(text, dialect.delimiter, dialect.quoted, dialect.comments) if row)
        for row in islice(rows, dialect.skipped, None):
            if len(row) > 1 or row[0].strip():
                yield row


def bounded_lines(text: IO[str]) -> Iterator[str]:
    """Lines up to a limit: gigabytes without a line break are no table and must not fill the memory."""
    while line := text.readline(_LONGEST_LINE):
        if len(line) == _LONGEST_LINE:
            raise UnreadableFileError("not_a_table")
        yield line


def split_rows(text: IO[str], delimiter: str, quoted: bool, comments: bool = False) -> Iterator[Row]:
    """The rows of a text, blank ones as empty lists. Raises ``UnreadableFileError``."""
    lines = bounded_lines(text)
    if comments:
        lines = (line for line in lines if not line.startswith("#"))
    reader: Iterator[Row]
    if len(delimiter) == 2:
        reader = (line.rstrip("\r\n").split(delimiter) for line in lines)
    elif delimiter in BLANKS:
        reader = (_parted(line, BLANKS[delimiter]) for line in lines)
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
