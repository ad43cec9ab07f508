"""The first rows of an Excel workbook, however long it is: openpyxl reads all of its texts first."""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Iterator
from typing import IO

from engine.dataset.tables.sources import unique_names
from engine.dataset.trees import Tree
from engine.dataset.unreadable import UnreadableFileError

_ROWS = 20
_TEXTS = 5000  # shared texts that are looked through
_MOST = 8 << 20  # bytes of one part of the workbook that are read
_DAMAGE = (
    zipfile.BadZipFile, OSError, ValueError, EOFError, KeyError, SyntaxError, NotImplementedError,
    RuntimeError, zlib.error,
)  # fmt: skip
Row = list[str]


def workbook_head(tree: Tree, path: str) -> tuple[tuple[str, ...], Iterator[Row]]:
    """(names of the columns, the first rows) of the first sheet. Raises ``UnreadableFileError``."""
    try:
        with tree.open(path) as stream, zipfile.ZipFile(stream) as parts:
            names = [name for name in parts.namelist() if re.search(r"worksheets/[^/]+\.xml$", name)]
            with parts.open(min(names, key=lambda name: (len(name), name))) as sheet:
                cells = list(_cells(_Limited(sheet)))
            wanted = {int(text) for row in cells for kind, text in row if kind == "s" and text}
            texts = _shared(parts, wanted)
    except _DAMAGE:
        raise UnreadableFileError("damaged_table") from None
    rows = [
        [texts.get(int(text), "") if kind == "s" and text else text for kind, text in row] for row in cells
    ]
    rows = [row for row in rows if any(row)]
    if not rows:
        raise UnreadableFileError("no_rows")
    return unique_names(rows[0]), iter(rows[1:])


def _cells(sheet: IO[bytes] | _Limited) -> Iterator[list[tuple[str, str]]]:
    """(type, text or number of a shared text) of each cell of the first rows."""
    from defusedxml.ElementTree import iterparse

    found = 0
    for _, element in iterparse(sheet):
        if _tag(element.tag) == "row":
            yield [
                (
                    cell.get("t", ""),
                    next((e.text or "" for e in cell.iter() if _tag(e.tag) in ("v", "t")), ""),
                )
                for cell in element
            ]
            found += 1
            if found == _ROWS:
                return


def _shared(parts: zipfile.ZipFile, wanted: set[int]) -> dict[int, str]:
    from defusedxml.ElementTree import iterparse

    texts: dict[int, str] = {}
    if not wanted or "xl/sharedStrings.xml" not in parts.namelist():
        return texts
    last, number = min(max(wanted), _TEXTS), 0
    with parts.open("xl/sharedStrings.xml") as stream:
        for _, element in iterparse(_Limited(stream)):
            if _tag(element.tag) == "si":
                texts[number] = "".join(e.text or "" for e in element.iter() if _tag(e.tag) == "t")
                element.clear()
                number += 1
                if number > last:
                    break
    return texts


def _tag(name: str) -> str:
    return name.rpartition("}")[2]


class _Limited:
    """The beginning of a stream; behind it the XML breaks off, which is an error."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream, self._left = stream, _MOST

    def read(self, size: int = -1) -> bytes:
        """So many bytes, as long as there are some left."""
        data = self._stream.read(min(size if size >= 0 else self._left, self._left))
        self._left -= len(data)
        return data
