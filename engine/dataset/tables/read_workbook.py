"""Excel workbooks: the first sheet that has rows. openpyxl is imported when the first one is met."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from xml.etree.ElementTree import ParseError

from engine.dataset.pictures import quiet_decoding
from engine.dataset.tables.delimited import looks_numeric, rows_above
from engine.dataset.tables.sources import MAX_COLUMNS, Row, Source, cell_text, fitted, unique_names
from engine.dataset.trees import Tree
from engine.dataset.unreadable import UnreadableFileError

_HEAD_ROWS = 200
MAX_UNPACKED = 1 << 30  # bytes that a workbook may grow to

_DAMAGE = (
    zipfile.BadZipFile, ParseError, KeyError, ValueError, TypeError, IndexError, OSError, AttributeError,
    EOFError, NotImplementedError, RuntimeError, OverflowError, zlib.error,
)  # fmt: skip


def read_workbook(tree: Tree, path: str) -> Source:
    """The table in a workbook. Raises ``UnreadableFileError``."""

    def raw() -> Iterator[Row]:
        data = tree.read(path)
        try:
            _refuse_bomb(data)
            with quiet_decoding():
                yield from _sheet_rows(data)
        except _DAMAGE:
            raise UnreadableFileError("damaged_table") from None

    head = list(islice(raw(), _HEAD_ROWS))
    width = usual_width(head)
    above = rows_above(head, width)
    first = head[above] if head else []
    header = bool(first) and not any(looks_numeric(cell) for cell in first if cell)
    columns = unique_names(first if header else [""] * max(width, len(first)))

    def rows() -> Iterator[Row]:
        stream = islice(raw(), above + header, None)
        return (fitted(row, len(columns)) for row in stream)

    return Source(path, columns, rows, "workbook")


def _refuse_bomb(data: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(data)) as parts:
        if sum(part.file_size for part in parts.infolist()) > MAX_UNPACKED:
            raise UnreadableFileError("compression_bomb")


def _sheet_rows(data: bytes) -> Iterator[Row]:
    """Rows of the first sheet with a table, else of the first with anything in it.

    Blank rows are left out, blank columns at the end cut.
    """
    import openpyxl

    workbook = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True)
    try:
        notes: list[Row] = []
        for sheet in workbook.worksheets:
            rows = _filled_rows(sheet.iter_rows(values_only=True))
            head = list(islice(rows, _HEAD_ROWS))
            if len(head) > 1 and usual_width(head) > 1:
                yield from head
                yield from rows
                return
            notes = notes or [*head, *rows]
        yield from notes
    finally:
        workbook.close()


def _filled_rows(rows: Iterable[Sequence[object]]) -> Iterator[Row]:
    for values in rows:
        row = [cell_text(value) for value in values[:MAX_COLUMNS]]
        while row and not row[-1]:
            row.pop()
        if row:
            yield row


def usual_width(rows: Sequence[Row]) -> int:
    """How many columns rows have: the widest that is not rare among them."""
    times = Counter(map(len, rows))
    return max((width for width, count in times.items() if 5 * count >= len(rows)), default=0)
