"""CSV, TSV and texts that are tables."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Iterator
from itertools import islice

from engine.dataset.kinds import suffix_of
from engine.dataset.tables.delimited import HEAD_BYTES, Dialect, read_rows, sniff
from engine.dataset.tables.headings import joined_names
from engine.dataset.tables.sources import Row, Source, fitted, unique_names
from engine.dataset.trees import Tree
from engine.dataset.unreadable import UnreadableFileError

_PROMISED = {"csv": ",", "tsv": "\t", "tab": "\t"}


def read_delimited(tree: Tree, path: str) -> Source:
    """The table in a delimited file. Raises ``UnreadableFileError``."""
    dialect = sniff_file(tree, path, hint=_PROMISED.get(suffix_of(path)))

    def raw() -> Iterator[Row]:
        return read_rows(tree.open(path), dialect)

    width = max(dialect.width, 1)
    first = list(islice(raw(), dialect.headings)) if dialect.header else []
    if len(first) == 1:
        columns = unique_names(first[0])
    else:
        columns = unique_names(joined_names(first, width) if first else dialect.names or [""] * width)

    def rows() -> Iterator[Row]:
        return (fitted(row, len(columns)) for row in islice(raw(), len(first), None))

    odd = [] if dialect.header or dialect.names else ["table_without_header"]
    odd += ["table_ragged"] if dialect.consistent < 1 else []
    return Source(path, columns, rows, "delimited", dialect.encoding, oddities=tuple(odd))


def sniff_file(tree: Tree, path: str, hint: str | None = None) -> Dialect:
    """The dialect of a delimited file of the tree. Raises ``UnreadableFileError``."""
    with tree.open(path) as stream:
        try:
            head = stream.read(HEAD_BYTES + 1)
        except (OSError, ValueError, EOFError, zipfile.BadZipFile, zlib.error):
            raise UnreadableFileError("read_error") from None
    return sniff(head[:HEAD_BYTES], len(head) <= HEAD_BYTES, hint)
