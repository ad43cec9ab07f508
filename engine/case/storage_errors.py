"""SQLite's errors, told as what the user can do about them."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from engine.case.changes import DamagedLogError
from engine.case.schema import NotACaseError, TooNewError
from engine.errors import UserError

CODES = {  # primary result codes
    sqlite3.SQLITE_BUSY: "case_locked",
    sqlite3.SQLITE_LOCKED: "case_locked",
    sqlite3.SQLITE_READONLY: "case_read_only",
    sqlite3.SQLITE_CANTOPEN: "case_read_only",
    sqlite3.SQLITE_PERM: "case_read_only",
    sqlite3.SQLITE_AUTH: "case_read_only",
    sqlite3.SQLITE_FULL: "case_disk_full",
    sqlite3.SQLITE_IOERR: "case_disk_error",
    sqlite3.SQLITE_NOTADB: "case_not_a_case",
}


@contextmanager
def told_to_user(path: Path) -> Iterator[None]:
    """Turn what goes wrong with the file into a UserError that names it."""
    try:
        yield
    except sqlite3.ProgrammingError:
        raise  # a mistake of ours, such as using a closed case
    except sqlite3.Error as error:
        extended = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_CORRUPT)
        raise UserError(CODES.get(extended & 0xFF, "case_damaged"), name=path.name) from error
    except NotACaseError as error:
        raise UserError("case_not_a_case", name=path.name) from error
    except TooNewError as error:
        raise UserError("case_too_new", name=path.name) from error
    except (DamagedLogError, UnicodeDecodeError) as error:  # SQLite quotes the bytes that it trips over
        raise UserError("case_damaged", name=path.name) from error
