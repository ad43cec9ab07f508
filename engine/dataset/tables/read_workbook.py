"""Excel workbooks: the first sheet that has rows. openpyxl is imported when the first one is met."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator
from xml.etree.ElementTree import ParseError

from engine.dataset.pictures import quiet_decoding
from engine.dataset.tables.delimited import looks_numeric
from engine.dataset.tables.sources import MAX_COLUMNS, Row, Source, cell_text, fitted, unique_names
from engine.dataset.trees import Tree
from engine.dataset.unreadable import UnreadableFileError

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

    first = next(raw(), [])
    header = bool(first) and not any(looks_numeric(cell) for cell in first if cell)
    columns = unique_names(first if header else [""] * len(first))

    def rows() -> Iterator[Row]:
        stream = raw()
        if header:
            next(stream, None)
        return (fitted(row, len(columns)) for row in stream)

    return Source(path, columns, rows, "workbook")


def _refuse_bomb(data: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(data)) as parts:
        if sum(part.file_size for part in parts.infolist()) > MAX_UNPACKED:
            raise UnreadableFileError("compression_bomb")


def _sheet_rows(data: bytes) -> Iterator[Row]:
    """Rows of the first sheet that has any; blank ones left out, blank columns at the end cut."""
    import openpyxl

    workbook = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True)
    try:
        for sheet in workbook.worksheets:
            found = False
            for values in sheet.iter_rows(values_only=True):
                row = [cell_text(value) for value in values[:MAX_COLUMNS]]
                while row and not row[-1] and not found:
                    row.pop()
                if any(row):
                    found = True
                    yield row
            if found:
                return
    finally:
        workbook.close()
