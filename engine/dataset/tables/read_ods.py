"""OpenDocument spreadsheets, read as a stream: a cell said to repeat a billion times costs nothing."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Generator, Iterator
from contextlib import closing
from xml.etree.ElementTree import Element, ParseError

from engine.dataset.tables.read_workbook import MAX_ROWS, filled_rows, refuse_bomb, tables_of_sheets
from engine.dataset.tables.sources import MAX_COLUMNS, Row, Source
from engine.dataset.trees import Tree
from engine.dataset.unreadable import UnreadableFileError

_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_DAMAGE = (
    zipfile.BadZipFile, ParseError, KeyError, ValueError, OSError, EOFError, NotImplementedError,
    RuntimeError, zlib.error, OverflowError,
)  # fmt: skip
_MOST_CELLS = 20_000_000  # of one sheet, of rows that are said to repeat and others
_NUMBERS = ("float", "percentage", "currency")


def read_ods(tree: Tree, path: str) -> tuple[Source, ...]:
    """The tables in a spreadsheet, a sheet each. Raises ``UnreadableFileError``."""
    data = tree.read(path)
    if not data:
        raise UnreadableFileError("empty_file")
    try:
        refuse_bomb(data)
        with closing(_events(data)) as events:
            starts = (element for event, element in events if event == "start")
            names = [name.get(f"{_TABLE}name", "") for name in starts if name.tag == f"{_TABLE}table"]
    except _DAMAGE:
        raise UnreadableFileError("damaged_table") from None
    del data
    return tables_of_sheets(path, names, lambda name: _sheet_rows(tree, path, name))


def _sheet_rows(tree: Tree, path: str, name: str) -> Iterator[Row]:
    try:
        with closing(_rows_of(tree.read(path), name)) as rows:
            yield from filled_rows(rows)
    except _DAMAGE:
        raise UnreadableFileError("damaged_table") from None


def _rows_of(data: bytes, name: str) -> Generator[list[object], None, None]:
    inside, left, cells = False, MAX_ROWS, _MOST_CELLS
    with closing(_events(data)) as events:
        for event, element in events:
            if element.tag == f"{_TABLE}table":
                if event == "end" and inside:
                    return
                inside = event == "start" and element.get(f"{_TABLE}name", "") == name
            elif event == "end" and element.tag == f"{_TABLE}table-row" and inside:
                row = _cells(element)
                repeated = min(_times(element, "rows"), left)
                left -= repeated
                cells -= repeated * len(row)
                if cells < 0:
                    raise UnreadableFileError("too_large")
                if any(value is not None for value in row):
                    yield from (row for _ in range(repeated))
                if left <= 0:
                    return


def _events(data: bytes) -> Generator[tuple[str, Element], None, None]:
    """Starts of tables, and ends of tables and rows; rows are forgotten once they were seen."""
    from defusedxml.ElementTree import iterparse

    with zipfile.ZipFile(io.BytesIO(data)) as parts, parts.open("content.xml") as content:
        above: list[Element] = []
        for event, element in iterparse(content, events=("start", "end")):
            if event == "start":
                above.append(element)
                if element.tag == f"{_TABLE}table":
                    yield event, element
                continue
            above.pop()
            if element.tag in (f"{_TABLE}table", f"{_TABLE}table-row"):
                yield event, element
                element.clear()
                if above:
                    above[-1].remove(element)


def _cells(row: Element) -> list[object]:
    """The cells of a row; blank ones at its end are left out."""
    cells: list[object] = []
    blank = 0
    for cell in row:
        if cell.tag not in (f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell"):
            continue
        times, value = _times(cell, "columns"), _value(cell)
        if value is None:
            blank += times
            continue
        cells += [None] * min(blank, MAX_COLUMNS + 1 - len(cells))
        cells += [value] * min(times, MAX_COLUMNS + 1 - len(cells))
        blank = 0
    return cells


def _times(element: Element, of: str) -> int:
    times = element.get(f"{_TABLE}number-{of}-repeated", "1")
    return min(int(times), MAX_ROWS) if times.isdecimal() and len(times) < 20 else 1


def _value(cell: Element) -> object:
    """A number, or the text of a cell; None for a blank one."""
    kind = cell.get(f"{_OFFICE}value-type", "")
    if kind in _NUMBERS:
        number = float(cell.get(f"{_OFFICE}value", "nan"))
        return int(number) if number.is_integer() and abs(number) < 1e15 else number
    if kind == "date":
        day, _, time = cell.get(f"{_OFFICE}date-value", "").partition("T")
        return day if not time or time.strip("0:.") == "" else f"{day} {time}"
    if kind == "boolean":
        return cell.get(f"{_OFFICE}boolean-value") == "true"
    text = "\n".join(_spelt(part) for part in cell if part.tag == f"{_TEXT}p")
    return text or None


def _spelt(part: Element) -> str:
    """The text of a paragraph; several blanks in succession are written as an element."""
    found = [part.text or ""]
    for inner in part:
        if inner.tag == f"{_TEXT}s":
            times = inner.get(f"{_TEXT}c", "1")
            found.append(" " * (int(times) if times.isdecimal() and len(times) < 4 else 1))
        elif inner.tag != f"{_OFFICE}annotation":
            found.append(_spelt(inner))
        found.append(inner.tail or "")
    return "".join(found)
