"""The readers of tables, by suffix. A new format is a new ``read_….py`` and a line here."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from engine.dataset.kinds import is_packed_table, suffix_of
from engine.dataset.tables.read_delimited import read_delimited
from engine.dataset.tables.read_json import read_json, read_json_lines
from engine.dataset.tables.read_parquet import read_parquet
from engine.dataset.tables.read_workbook import read_workbook
from engine.dataset.tables.sources import MAX_COLUMNS, Source
from engine.dataset.tables.unpacked import UnpackedTree
from engine.dataset.trees import Tree
from engine.dataset.unreadable import UnreadableFileError

READERS: Mapping[str, Callable[[Tree, str], Source]] = {
    "csv": read_delimited,
    "tsv": read_delimited,
    "tab": read_delimited,
    "txt": read_delimited,
    "parquet": read_parquet,
    "pq": read_parquet,
    "xlsx": read_workbook,
    "xlsm": read_workbook,
    "jsonl": read_json_lines,
    "ndjson": read_json_lines,
    "json": read_json,
}


def open_source(tree: Tree, path: str) -> Source:
    """The table in a file. Raises ``UnreadableFileError``."""
    if is_packed_table(path):
        tree = UnpackedTree(tree)
    source = READERS[suffix_of(path)](tree, path)
    if not source.columns or len(source.columns) > MAX_COLUMNS:
        raise UnreadableFileError("too_many_columns" if source.columns else "not_a_table")
    return source
