"""Excel workbooks row by row: neither all texts nor a whole sheet is read before the first row comes.

Imported when the first workbook is met, since it needs openpyxl from the start.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from xml.etree.ElementTree import Element
from zipfile import ZipFile

from openpyxl.cell.text import Text
from openpyxl.reader.excel import ExcelReader
from openpyxl.workbook import Workbook
from openpyxl.worksheet._read_only import ReadOnlyWorksheet
from openpyxl.xml.constants import SHARED_STRINGS, SHEET_MAIN_NS
from openpyxl.xml.functions import iterparse

_TEXT = f"{{{SHEET_MAIN_NS}}}si"


def open_stream(data: bytes) -> Workbook:
    """The workbook with sheets to be walked from the top; whoever opens it closes it.

    Raises whatever openpyxl makes of a damaged file.
    """
    reader = _Reader(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
    reader.read()
    return reader.wb


class _Reader(ExcelReader):  # type: ignore[misc]
    """Leaves texts and sheets where they are until somebody asks for them."""

    def read_strings(self) -> None:
        part = self.package.find(SHARED_STRINGS)
        if part is not None:
            self.shared_strings = _Texts(self.archive, part.PartName[1:])

    def read_worksheets(self) -> None:
        for sheet, rel in self.parser.find_sheets():
            if rel.target in self.valid_files and "chartsheet" not in rel.Type:
                opened = _Sheet(self.wb, sheet.name, rel.target, self.shared_strings)
                opened.sheet_state = sheet.state
                self.wb._sheets.append(opened)


class _Sheet(ReadOnlyWorksheet):  # type: ignore[misc]
    """A sheet whose size is not asked for: where it doesn't say, all of it would be read to find out."""

    def _get_size(self) -> None:
        self.reset_dimensions()


class _Texts:
    """The texts that cells share, read as far as they are asked for."""

    def __init__(self, archive: ZipFile, part: str) -> None:
        self._read: list[str] = []
        self._rest = self._texts(archive, part)

    def __getitem__(self, place: int) -> str:
        while len(self._read) <= place:
            text = next(self._rest, None)
            if text is None:
                raise IndexError(place)
            self._read.append(text)
        return self._read[place]

    @staticmethod
    def _texts(archive: ZipFile, part: str) -> Iterator[str]:
        with archive.open(part) as stream:
            whole: Element | None = None
            for event, node in iterparse(stream, events=("start", "end")):
                if whole is None:
                    whole = node
                if event == "end" and node.tag == _TEXT:
                    yield str(Text.from_tree(node).content).replace("x005F_", "")
                    whole.clear()
