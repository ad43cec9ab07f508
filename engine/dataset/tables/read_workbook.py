"""Excel workbooks, a table a sheet. openpyxl is imported when the first one is met."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import islice
from xml.etree.ElementTree import ParseError

from engine.dataset.pictures import quiet_decoding
from engine.dataset.tables.above import rows_above
from engine.dataset.tables.footers import rows_below, without_footer
from engine.dataset.tables.headings import counts_columns, heading_rows, joined_names, looks_numeric
from engine.dataset.tables.sources import MAX_COLUMNS, Row, Source, cell_text, fitted, unique_names
from engine.dataset.trees import Tree
from engine.dataset.unreadable import UnreadableFileError

_HEAD_ROWS = 200
MAX_SHEETS = 100
_NAMED = 6  # sheets
MAX_ROWS = 1 << 20  # of a sheet: no program makes more
MAX_UNPACKED = 1 << 30  # bytes that a workbook may grow to

_DAMAGE = (
    zipfile.BadZipFile, ParseError, KeyError, ValueError, TypeError, IndexError, OSError, AttributeError,
    EOFError, NotImplementedError, RuntimeError, OverflowError, zlib.error,
)  # fmt: skip


def read_workbook(tree: Tree, path: str) -> tuple[Source, ...]:
    """The tables in a workbook, a sheet each. Raises ``UnreadableFileError``."""

    def sheet_rows(name: str) -> Iterator[Row]:
        data = tree.read(path)
        try:
            refuse_bomb(data)
            with quiet_decoding():
                yield from _sheet_rows(data, name)
        except _DAMAGE:
            raise UnreadableFileError("damaged_table") from None

    shown, hidden = _sheet_names(tree.read(path))
    tables = tables_of_sheets(path, shown, sheet_rows)
    if not hidden:
        return tables
    return tuple(replace(table, oddities=(*table.oddities, "workbook_hidden_sheets")) for table in tables)


def is_workbook(tree: Tree, path: str) -> bool:
    """Whether a zip under another name is a workbook. Raises ``UnreadableFileError``."""
    try:
        with zipfile.ZipFile(io.BytesIO(tree.read(path))) as parts:
            return "[Content_Types].xml" in parts.namelist()
    except _DAMAGE:
        return False


def refuse_bomb(data: bytes) -> None:
    """Raises ``UnreadableFileError`` for a workbook that would grow beyond all measure."""
    with zipfile.ZipFile(io.BytesIO(data)) as parts:
        if sum(part.file_size for part in parts.infolist()) > MAX_UNPACKED:
            raise UnreadableFileError("compression_bomb")


def tables_of_sheets(
    path: str, names: Sequence[str], sheet_rows: Callable[[str], Iterator[Row]]
) -> tuple[Source, ...]:
    """A table a sheet; sheets of notes only where there is no table, the first one then."""
    found: list[tuple[Source, bool]] = []
    damage: UnreadableFileError | None = None
    for name in names[:MAX_SHEETS]:
        try:
            head = list(islice(sheet_rows(name), _HEAD_ROWS))
        except UnreadableFileError as error:
            damage = error
            continue
        if head:
            tabular = len(head) > 1 and usual_width(head) > 1
            found.append((_table_of_sheet(path, name, head, sheet_rows), tabular))
    tables = [source for source, tabular in found if tabular] or [source for source, _ in found[:1]]
    if not tables:
        raise damage or UnreadableFileError("no_rows")
    if len(tables) > 1:
        shown = ", ".join(source.sheet for source in tables[:_NAMED]) + (" …" if len(tables) > _NAMED else "")
        sheets: dict[str, int | str] = {"file": path, "sheets": len(tables), "names": shown}
        tables = [replace(source, told=(("workbook_sheets", sheets),)) for source in tables]
    return (replace(tables[0], sheet=""), *tables[1:])


def usual_width(rows: Sequence[Row]) -> int:
    """How many columns rows have: the widest that is not rare among them."""
    times = Counter(map(len, rows))
    return max((width for width, count in times.items() if 5 * count >= len(rows)), default=0)


def filled_rows(rows: Iterable[Sequence[object]]) -> Iterator[Row]:
    """Rows of text; blank ones are left out, blank columns at the end cut."""
    for values in rows:
        row = [cell_text(value) for value in values[:MAX_COLUMNS]]
        while row and not row[-1]:
            row.pop()
        if row:
            yield row


def _table_of_sheet(
    path: str, name: str, head: Sequence[Row], sheet_rows: Callable[[str], Iterator[Row]]
) -> Source:
    width = usual_width(head)
    above = rows_above(head, width)
    first = head[above] if above < len(head) else []
    width = max(width, len(first))
    header = bool(first) and (not any(looks_numeric(cell) for cell in first if cell) or counts_columns(first))
    names = heading_rows(head[above:], width) if header else 0
    columns = unique_names(joined_names(head[above : above + names], width) if header else [""] * width)

    def rows() -> Iterator[Row]:
        below = (fitted(row, len(columns)) for row in islice(sheet_rows(name), above + names, None))
        return without_footer(below)

    odd = [] if header else ["table_without_header"]
    odd += ["table_title_above"] if above else []
    odd += ["table_names_in_rows"] if names > 1 else []
    odd += ["table_total_below"] if len(head) < _HEAD_ROWS and rows_below(head) else []
    return Source(path, columns, rows, "workbook", sheet=name, oddities=tuple(odd))


def _sheet_names(data: bytes) -> tuple[list[str], int]:
    """Names of the sheets that are shown, and how many are hidden; all of them where none is shown."""
    from engine.dataset.tables.workbook_stream import open_stream

    if not data:
        raise UnreadableFileError("empty_file")
    try:
        refuse_bomb(data)
        with quiet_decoding():
            workbook = open_stream(data)
        try:
            every = [sheet.title for sheet in workbook.worksheets]
            shown = [sheet.title for sheet in workbook.worksheets if sheet.sheet_state == "visible"]
            return (shown, len(every) - len(shown)) if shown else (every, 0)
        finally:
            workbook.close()
    except _DAMAGE:
        raise UnreadableFileError("damaged_table") from None


def _sheet_rows(data: bytes, name: str) -> Iterator[Row]:
    from engine.dataset.tables.workbook_stream import open_stream

    workbook = open_stream(data)
    try:
        sheet = workbook[name]
        yield from filled_rows(islice(sheet.iter_rows(values_only=True), MAX_ROWS))
    finally:
        workbook.close()
