"""A web page with a table in it, which many an old system calls .xls."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser

from engine.dataset.tables.encoding import decode_text, detect_encoding
from engine.dataset.tables.headings import heading_rows, joined_names, looks_numeric
from engine.dataset.tables.sources import MAX_COLUMNS, Row, Source, fitted, unique_names
from engine.dataset.trees import Tree
from engine.dataset.unreadable import UnreadableFileError

_LIMIT = 64 << 20
_HEAD = 4096
_MOST_SPANNED = 256
_MOST_CELLS = 5_000_000  # these are held


def is_page(tree: Tree, path: str) -> bool:
    """Whether a file begins as a web page does. Raises ``UnreadableFileError``."""
    with tree.open(path) as stream:
        head = stream.read(_HEAD)
    text = head.decode(detect_encoding(head, whole=False), errors="replace")
    return re.search(r"<(html|table|meta|!doctype html)\b", text, re.IGNORECASE) is not None


def read_page(tree: Tree, path: str) -> Source:
    """The longest table of the page. Raises ``UnreadableFileError``."""
    data = tree.read(path)
    if len(data) > _LIMIT:
        raise UnreadableFileError("too_large")
    parser = _Tables()
    parser.feed(decode_text(data))
    table = max(parser.tables, key=len, default=[])
    width = max((len(row) for row in table), default=0)
    if len(table) < 2 or not width:
        raise UnreadableFileError("not_a_table")
    header = not any(looks_numeric(cell) for cell in table[0] if cell)
    above = heading_rows(table, width) if header else 0
    columns = unique_names(joined_names(table[:above], width) if header else [""] * width)

    def rows() -> Iterator[Row]:
        return (fitted(row, len(columns)) for row in table[above:] if any(row))

    return Source(path, columns, rows, "workbook")


class _Tables(HTMLParser):
    """Collects the cells of all tables; a cell that spans columns leaves the rest blank."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.tables: list[list[Row]] = []
        self._cell: list[str] | None = None
        self._span = 1
        self._cells = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "table" or (tag == "tr" and not self.tables):
            self.tables.append([])
        if tag == "tr":
            self.tables[-1].append([])
        elif tag in ("td", "th"):
            self._end_cell()
            span = dict(attrs).get("colspan") or "1"
            self._span = min(int(span), _MOST_SPANNED) if span.isdecimal() else 1
            self._cell = []

    def handle_endtag(self, tag: str) -> None:
        if tag in ("td", "th", "tr", "table"):
            self._end_cell()

    def handle_data(self, data: str) -> None:
        if self._cell is not None:
            self._cell.append(data)

    def _end_cell(self) -> None:
        if self._cell is None:
            return
        text, self._cell = " ".join("".join(self._cell).split()), None
        if not self.tables or not self.tables[-1]:
            return
        row = self.tables[-1][-1]
        added = [text, *[""] * (max(self._span, 1) - 1)][: MAX_COLUMNS - len(row)]
        self._cells += len(added)
        if self._cells > _MOST_CELLS:
            raise UnreadableFileError("too_large")
        row += added
