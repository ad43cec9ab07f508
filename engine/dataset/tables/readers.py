"""The readers of tables, by suffix. A new format is a new ``read_….py`` and a line here."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Callable, Mapping, Sequence

from engine.dataset.kinds import is_packed_table, suffix_of
from engine.dataset.tables.partitions import with_partitions
from engine.dataset.tables.read_arrow import read_arrow
from engine.dataset.tables.read_delimited import read_delimited
from engine.dataset.tables.read_json import read_json, read_json_lines
from engine.dataset.tables.read_ods import read_ods
from engine.dataset.tables.read_old_workbook import read_old_workbook
from engine.dataset.tables.read_page import is_page, read_page
from engine.dataset.tables.read_parquet import read_parquet
from engine.dataset.tables.read_sqlite import read_sqlite
from engine.dataset.tables.read_tmx import read_tmx
from engine.dataset.tables.read_workbook import is_workbook, read_workbook
from engine.dataset.tables.read_xml import read_xml
from engine.dataset.tables.read_zipped import ZippedTable
from engine.dataset.tables.sources import MAX_COLUMNS, Source
from engine.dataset.tables.unpacked import UnpackedTree
from engine.dataset.trees import Tree
from engine.dataset.unreadable import UnreadableFileError

Reader = Callable[[Tree, str], Sequence[Source]]


def _one(reader: Callable[[Tree, str], Source]) -> Reader:
    return lambda tree, path: (reader(tree, path),)


READERS: Mapping[str, Reader] = {
    **dict.fromkeys(("csv", "tsv", "tab", "psv", "txt", "data", "dat"), _one(read_delimited)),
    **dict.fromkeys(("parquet", "pq"), _one(read_parquet)),
    **dict.fromkeys(("arrow", "feather", "ipc"), _one(read_arrow)),
    **dict.fromkeys(("xlsx", "xlsm"), read_workbook),
    **dict.fromkeys(("xls", "xlsb"), read_old_workbook),
    **dict.fromkeys(("jsonl", "ndjson", "jsonlines"), _one(read_json_lines)),
    **dict.fromkeys(("json", "geojson"), read_json),
    **dict.fromkeys(("html", "htm"), _one(read_page)),
    **dict.fromkeys(("db", "sqlite", "sqlite3", "db3"), read_sqlite),
    "ods": read_ods,
    "tmx": _one(read_tmx),
    "xml": _one(read_xml),
}
_HEAD = 8


def open_source(tree: Tree, path: str) -> Source:
    """The table in a file, of a workbook its first one. Raises ``UnreadableFileError``."""
    return open_sources(tree, path)[0]


def open_sources(tree: Tree, path: str) -> tuple[Source, ...]:
    """The tables in a file: of a workbook all, else one. Raises ``UnreadableFileError``."""
    if is_packed_table(path):
        tree = UnpackedTree(tree)
    sources = tuple(with_partitions(source) for source in _reader(tree, path)(tree, path))
    usable = tuple(source for source in sources if 0 < len(source.columns) <= MAX_COLUMNS)
    if not usable:
        wide = any(source.columns for source in sources)
        raise UnreadableFileError("too_many_columns" if wide else "not_a_table")
    return usable


def _read_zipped(tree: Tree, path: str) -> Sequence[Source]:
    packed = ZippedTable(tree, path)
    suffix = suffix_of(packed.member)
    return READERS.get(suffix, READERS["txt"])(packed, path)


def _reader(tree: Tree, path: str) -> Reader:
    """By suffix; but what old systems call .xls is a page or plain text as often as a workbook."""
    suffix = suffix_of(path)
    if suffix not in ("xls", "csv", "txt", "tsv"):
        return READERS.get(suffix, READERS["txt"])
    with tree.open(path) as stream:
        try:
            head = stream.read(_HEAD)
        except (OSError, ValueError, EOFError, zipfile.BadZipFile, zlib.error):
            raise UnreadableFileError("read_error") from None
    if not head:
        raise UnreadableFileError("empty_file")
    if head.startswith(b"PK\x03\x04"):
        if suffix == "xls" or is_workbook(tree, path):
            return read_workbook
        return _read_zipped
    if head.startswith(b"\xd0\xcf\x11\xe0"):
        return read_old_workbook
    if head.startswith(b"PAR1"):
        return READERS["parquet"]
    if suffix == "xls":
        return _one(read_page if is_page(tree, path) else read_delimited)
    return READERS[suffix]
