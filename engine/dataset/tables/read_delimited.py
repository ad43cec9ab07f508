"""CSV, TSV and texts that are tables."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Iterator
from itertools import islice

from engine.dataset.kinds import suffix_of
from engine.dataset.tables.delimited import HEAD_BYTES, sniff
from engine.dataset.tables.dialect import Dialect, read_rows
from engine.dataset.tables.footers import without_footer
from engine.dataset.tables.headings import joined_names
from engine.dataset.tables.read_marked import read_marked
from engine.dataset.tables.sources import Row, Source, fitted, unique_names
from engine.dataset.trees import Tree
from engine.dataset.unreadable import UnreadableFileError

_PROMISED = {"csv": ",", "tsv": "\t", "tab": "\t", "psv": "|"}
_SIGNS = {"\t": "Tab", "blanks": "␣", "wide blanks": "␣␣"}


def read_delimited(tree: Tree, path: str) -> Source:
    """The table in a delimited file. Raises ``UnreadableFileError``."""
    marked = read_marked(tree, path)
    if marked is not None:
        return marked
    dialect = sniff_file(tree, path, hint=_PROMISED.get(suffix_of(path)))

    def raw() -> Iterator[Row]:
        return read_rows(tree.open(path), dialect)

    width = max(dialect.width, 1)
    first = list(islice(raw(), dialect.headings)) if dialect.header else []
    if dialect.row_names:
        columns = unique_names([dialect.row_names, *first[0]])
    elif len(first) == 1:
        columns = unique_names(first[0])
    else:
        columns = unique_names(joined_names(first, width) if first else dialect.names or [""] * width)

    def rows() -> Iterator[Row]:
        below = (fitted(row, len(columns)) for row in islice(raw(), len(first), None))
        return without_footer(below)

    odd = [] if dialect.header or dialect.names else ["table_without_header"]
    odd += ["table_bytes_amiss"] if dialect.mixed else []
    odd += ["table_title_above"] if dialect.skipped else []
    odd += ["table_names_in_rows"] if dialect.headings > 1 else []
    odd += ["table_ragged"] if dialect.consistent < 1 else []
    odd += ["table_total_below"] if dialect.below else []
    written: dict[str, int | str] = {
        "file": path,
        "delimiter": _SIGNS.get(dialect.delimiter, dialect.delimiter),
        "rows": dialect.judged,
        "percent": round(100 * dialect.consistent),
        "columns": width,
    }
    told = (("table_dialect", written),) if width > 1 else ()
    return Source(path, columns, rows, "delimited", dialect.encoding, oddities=tuple(odd), told=told)


def sniff_file(tree: Tree, path: str, hint: str | None = None) -> Dialect:
    """The dialect of a delimited file of the tree. Raises ``UnreadableFileError``."""
    with tree.open(path) as stream:
        try:
            head = stream.read(HEAD_BYTES + 1)
        except (OSError, ValueError, EOFError, zipfile.BadZipFile, zlib.error):
            raise UnreadableFileError("read_error") from None
    return sniff(head[:HEAD_BYTES], len(head) <= HEAD_BYTES, hint)
