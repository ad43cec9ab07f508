"""One table in one file: its columns, and its rows as a stream, whatever the format."""

from __future__ import annotations

import datetime
import json
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

Row = list[str]
MAX_COLUMNS = 10_000


@dataclass(frozen=True)
class Source:
    """A table's columns and a way to walk its rows again and again.

    ``rows`` yields one cell of text a column, "" for a missing one; a row that was longer
    or shorter in the file is cut or filled up. It may raise ``UnreadableFileError`` midway.
    """

    path: str
    columns: tuple[str, ...]
    rows: Callable[[], Iterator[Row]]
    format: str
    encoding: str = ""
    sheet: str = ""  # of a workbook with several tables, but for its first one
    oddities: tuple[str, ...] = ()  # keys of findings.toml: how the file is written amiss
    told: tuple[tuple[str, Mapping[str, int | str]], ...] = ()  # keys with numbers: how it was read

    @property
    def name(self) -> str:
        """What it is called: the path, and the sheet where it is not the first one."""
        return f"{self.path}#{self.sheet}" if self.sheet else self.path


def cell_text(value: object) -> str:
    """A cell of a typed format as text: the way the same value stands in a CSV."""
    if value is None or value != value:
        return ""
    if isinstance(value, datetime.datetime) and value.time() == datetime.time() and value.tzinfo is None:
        return value.date().isoformat()
    if isinstance(value, (datetime.datetime, datetime.date)):
        return value.isoformat(sep=" ") if isinstance(value, datetime.datetime) else value.isoformat()
    if isinstance(value, bytes):
        return f"{len(value)} bytes"
    if isinstance(value, (dict, list)):
        return json.dumps(value, ensure_ascii=False, default=str)
    return str(value)


def unique_names(cells: Sequence[str]) -> tuple[str, ...]:
    """Column names, blanks and repeats made distinct."""
    names: list[str] = []
    taken: set[str] = set()
    for index, cell in enumerate(cells, start=1):
        base = name = (
            " ".join(unicodedata.normalize("NFC", cell.lstrip("\ufeff")).split()) or f"column_{index}"
        )
        number = 2
        while name in taken:
            name, number = f"{base}_{number}", number + 1
        taken.add(name)
        names.append(name)
    return tuple(names)


def fitted(row: Row, width: int) -> Row:
    """A row cut or filled up to the width of the table."""
    return row if len(row) == width else (row + [""] * (width - len(row)))[:width]
