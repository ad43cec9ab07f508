"""SQLite files, a table each, read as a copy in memory: no file of the client's is opened for writing."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing

from engine.dataset.tables.read_workbook import MAX_SHEETS
from engine.dataset.tables.sources import Row, Source, cell_text, unique_names
from engine.dataset.trees import Tree
from engine.dataset.unreadable import UnreadableFileError

_MAGIC = b"SQLite format 3\0"
_LIMIT = 256 << 20  # bytes: a copy of the whole is held
_DAMAGE = (sqlite3.Error, ValueError, OverflowError, UnicodeDecodeError)


def read_sqlite(tree: Tree, path: str) -> tuple[Source, ...]:
    """The tables in a database, views left out. Raises ``UnreadableFileError``."""
    try:
        with closing(_opened(tree, path)) as base:
            listed = "select name from sqlite_schema where type = 'table' and name not like 'sqlite_%'"
            names = [str(name) for (name,) in base.execute(listed).fetchmany(MAX_SHEETS)]
            tables = [(name, _columns(base, name)) for name in names]
    except _DAMAGE:
        raise UnreadableFileError("damaged_table") from None
    found = [_source(tree, path, name, columns) for name, columns in tables if columns]
    if not found:
        raise UnreadableFileError("no_rows")
    return tuple(found)


def _source(tree: Tree, path: str, table: str, columns: tuple[str, ...]) -> Source:
    def rows() -> Iterator[Row]:
        try:
            with closing(_opened(tree, path)) as base:
                for row in base.execute(f"select * from {_quoted(table)}"):  # noqa: S608 - quoted, read only
                    yield [cell_text(value) for value in row]
        except _DAMAGE:
            raise UnreadableFileError("damaged_table") from None

    return Source(path, columns, rows, "sqlite", sheet=table)


def _opened(tree: Tree, path: str) -> sqlite3.Connection:
    with tree.open(path) as stream:
        data = stream.read(_LIMIT + 1)
    if not data:
        raise UnreadableFileError("empty_file")
    if not data.startswith(_MAGIC):
        raise UnreadableFileError("not_a_table")
    if len(data) > _LIMIT:
        raise UnreadableFileError("too_large")
    base = sqlite3.connect(":memory:")
    # A copy that was being written to asks for its journal, which a copy in memory cannot have.
    base.deserialize(data[:18] + b"\1\1" + data[20:])
    base.execute("pragma trusted_schema = off")
    base.execute("pragma query_only = on")
    return base


def _columns(base: sqlite3.Connection, table: str) -> tuple[str, ...]:
    described = base.execute(f"select * from {_quoted(table)} limit 0").description  # noqa: S608
    return unique_names([str(column[0]) for column in described])


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'
