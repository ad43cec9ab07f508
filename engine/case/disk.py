"""The case file as a file: make it, look whether it is one, connect to it, check it whole."""

from __future__ import annotations

import os
import sqlite3
from pathlib import Path

from engine.case.changes import DamagedLogError
from engine.errors import UserError

LOCK_WAIT = 3.0  # seconds to wait for another program that is writing
MAGIC = b"SQLite format 3\x00"


def connect(path: Path) -> sqlite3.Connection:
    """Open the database, set up as a case wants it. Raises sqlite3.Error."""
    connection = sqlite3.connect(path, timeout=LOCK_WAIT, isolation_level=None, check_same_thread=False)
    try:
        # One file: no -wal beside it. On the disk before we say so. No functions run by a foreign schema.
        for pragma in ("trusted_schema = OFF", "journal_mode = DELETE", "synchronous = FULL"):
            connection.execute(f"PRAGMA {pragma}").fetchall()
    except sqlite3.Error:
        connection.close()
        raise
    return connection


def copy_to_memory(connection: sqlite3.Connection) -> sqlite3.Connection:
    """The same database in memory, where it may be changed though the file may not.

    Closes ``connection``. Raises sqlite3.Error.
    """
    copy = sqlite3.connect(":memory:", isolation_level=None, check_same_thread=False)
    try:
        copy.execute("PRAGMA trusted_schema = OFF").fetchall()
        connection.backup(copy)
    except sqlite3.Error:
        copy.close()
        raise
    connection.close()
    return copy


def reserve(path: Path) -> None:
    """Make the empty file, which nobody else can then make."""
    try:
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o644))
    except FileExistsError as error:
        raise UserError("case_exists", name=path.name) from error
    except (FileNotFoundError, NotADirectoryError) as error:
        raise UserError("case_no_folder", folder=str(path.parent)) from error
    except (OSError, ValueError) as error:  # no right to write, a name the system can't take
        raise UserError("case_not_created", name=path.name) from error


def look_at(path: Path) -> None:
    """Raise UserError for what needs no database to be seen."""
    try:
        with path.open("rb") as file:
            head = file.read(len(MAGIC))
    except IsADirectoryError as error:
        raise UserError("case_is_folder", name=path.name) from error
    except (FileNotFoundError, NotADirectoryError) as error:
        raise UserError("case_missing", name=path.name) from error
    except (OSError, ValueError) as error:
        code = "case_is_folder" if path.is_dir() else "case_unreadable"  # Windows: no right to a folder
        raise UserError(code, name=path.name) from error
    if not head:
        raise UserError("case_empty", name=path.name)
    if not MAGIC.startswith(head):
        raise UserError("case_not_a_case", name=path.name)


def check_pages(connection: sqlite3.Connection) -> None:
    """Find what a cut or a bad disk did. Raises DamagedLogError."""
    verdict = connection.execute("PRAGMA quick_check(1)").fetchone()
    if verdict != ("ok",):
        raise DamagedLogError(str(verdict))
