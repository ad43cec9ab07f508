"""The tables of a case file, and the way from an older version to today's.

A new version is a function appended to ``MIGRATIONS``; ``TABLES`` always says how
a new file looks today. The version is SQLite's ``user_version``.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

from engine.case.changes import DamagedLogError

APPLICATION_ID = int.from_bytes(b"JJAK", "big")

Migration = Callable[[sqlite3.Connection], None]

SAID_TABLE = (
    "CREATE TABLE said (turn INTEGER PRIMARY KEY, digest TEXT NOT NULL UNIQUE, "
    "clock INTEGER NOT NULL, at TEXT NOT NULL, body TEXT NOT NULL)"
)
"""What each rule book said last. No change of the case: it can be told anew, so it may be replaced."""


def add_said(connection: sqlite3.Connection) -> None:
    """Version 2 also keeps what the rule books said."""
    connection.execute(SAID_TABLE)


def allow_more_data(_connection: sqlite3.Connection) -> None:
    """Version 3 may hold changes of the kind ``record_more_data``; its tables are those of version 2."""


MIGRATIONS: tuple[Migration, ...] = (add_said, allow_more_data)
"""``MIGRATIONS[n - 1]`` makes version n + 1 out of version n."""

TABLES = (
    "CREATE TABLE change (id INTEGER PRIMARY KEY, at TEXT NOT NULL, kind TEXT NOT NULL, body TEXT NOT NULL)",
    "CREATE TABLE blob (key TEXT NOT NULL PRIMARY KEY, body BLOB NOT NULL)",
    SAID_TABLE,
    *(
        f"CREATE TRIGGER {table}_keeps_on_{act.lower()} BEFORE {act} ON {table} "
        "BEGIN SELECT RAISE(ABORT, 'a case is only ever added to'); END"
        for table in ("change", "blob")
        for act in ("UPDATE", "DELETE")
    ),
)


class TooNewError(ValueError):
    """The file was written by a later version of Jjak."""


class NotACaseError(ValueError):
    """A database, but not of ours."""


def lay_tables(connection: sqlite3.Connection) -> None:
    """Make an empty database a case file of today's version; inside the caller's transaction."""
    connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    connection.execute(f"PRAGMA user_version = {len(MIGRATIONS) + 1}")
    for statement in TABLES:
        connection.execute(statement)


def is_up_to_date(connection: sqlite3.Connection, migrations: Sequence[Migration] = MIGRATIONS) -> bool:
    """Whether it is a case file that needs no migration. Raises as :func:`bring_up_to_date` does."""
    if _pragma(connection, "application_id") != APPLICATION_ID:
        raise NotACaseError
    version = _pragma(connection, "user_version")
    if version > len(migrations) + 1:
        raise TooNewError
    if version < 1:
        raise DamagedLogError(f"version {version}")
    return version == len(migrations) + 1


def bring_up_to_date(connection: sqlite3.Connection, migrations: Sequence[Migration] = MIGRATIONS) -> None:
    """Check that it is a case file and migrate it, all steps in one transaction or none.

    Raises NotACaseError, TooNewError, or DamagedLogError for a version that never was.
    """
    if not is_up_to_date(connection, migrations):
        with transaction(connection):
            version = _pragma(connection, "user_version")  # another program may have been quicker
            for migrate in migrations[version - 1 :]:
                migrate(connection)
            connection.execute(f"PRAGMA user_version = {len(migrations) + 1}")


def check_tables(connection: sqlite3.Connection) -> None:
    """Refuse tables, views or triggers that are not ours: they would run inside our statements.

    Raises DamagedLogError.
    """
    found = {sql for (sql,) in connection.execute("SELECT sql FROM sqlite_master WHERE sql IS NOT NULL")}
    if found != set(TABLES):
        raise DamagedLogError(f"tables: {sorted(map(str, found ^ set(TABLES)))}")


def try_writing(connection: sqlite3.Connection) -> None:
    """Let SQLite raise now what it would raise at the first change; leaves the file as it is."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        connection.execute(f"PRAGMA user_version = {_pragma(connection, 'user_version')}")
    finally:
        if connection.in_transaction:
            connection.execute("ROLLBACK")


@contextmanager
def transaction(connection: sqlite3.Connection) -> Iterator[None]:
    """All or nothing, written to the disk at the end; waits for another program's turn to end."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:  # a full disk has rolled back by itself already
            connection.execute("ROLLBACK")
        raise


def _pragma(connection: sqlite3.Connection, name: str) -> int:
    return int(connection.execute(f"PRAGMA {name}").fetchone()[0])
