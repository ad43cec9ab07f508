"""A file of bytes by keys on this machine alone, with bounds in size and age.

Whatever befalls it, nothing fails: what is not found is looked for anew.
"""

from __future__ import annotations

import sqlite3
import time
from contextlib import suppress
from pathlib import Path

MOST_DAYS = 90
"""What was not asked for so long is dropped; of too much, what was asked for least lately."""
_LOT = 1024  # written at once
_LOT_BYTES = 8 << 20
_PAUSE = 1.0  # seconds after which even a smaller lot is written
_WAIT = 0.2  # seconds for another audit to write its lot
_DAY = 86_400
_TABLE = "CREATE TABLE IF NOT EXISTS kept (key BLOB PRIMARY KEY, said BLOB, day INTEGER)"
"""With row ids: what comes in the order of its keys, which is none, would touch every page of the file."""


class Shelf:
    """Used by one thread. ``close`` writes the last ones."""

    def __init__(self, file: Path, most_bytes: int) -> None:
        """Raises nothing: without a usable file nothing is found."""
        self._file, self._most = file, most_bytes
        self._day = int(time.time() // _DAY)
        self._lot: dict[bytes, bytes] = {}
        self._bytes = 0
        self._asked: list[bytes] = []
        self._written = time.monotonic()
        self._base = _opened(file)

    @property
    def is_open(self) -> bool:
        """Whether anything can be kept."""
        return self._base is not None

    @property
    def is_empty(self) -> bool:
        """Whether nothing is on the disk."""
        try:
            return self._base is None or self._base.execute("SELECT 1 FROM kept").fetchone() is None
        except sqlite3.Error:
            return True

    def find(self, key: bytes) -> bytes | None:
        """What was put there."""
        if key in self._lot:
            return self._lot[key]
        if self._base is None:
            return None
        try:
            row = self._base.execute("SELECT said, day FROM kept WHERE key = ?", (key,)).fetchone()
        except sqlite3.Error:
            self._give_up()
            return None
        if row is None or not isinstance(row[0], bytes):
            return None
        if row[1] != self._day:
            self._asked.append(key)
        return row[0]

    def put(self, key: bytes, said: bytes) -> None:
        """Remember it; on the disk within about a second."""
        self._lot[key] = said
        self._bytes += len(said)
        late = time.monotonic() - self._written > _PAUSE
        if late or len(self._lot) >= _LOT or self._bytes >= _LOT_BYTES:
            self.write()

    def write(self) -> None:
        """Put what is remembered on the disk, all or nothing of it."""
        rows = [(key, said, self._day) for key, said in self._lot.items()]
        days = [(self._day, key) for key in self._asked]
        self._lot, self._bytes, self._asked, self._written = {}, 0, [], time.monotonic()
        if self._base is None:
            return
        try:
            with self._base:
                self._base.executemany("INSERT OR REPLACE INTO kept VALUES (?, ?, ?)", rows)
                self._base.executemany("UPDATE kept SET day = ? WHERE key = ?", days)
        except sqlite3.OperationalError:  # locked, or the disk is full: these are not kept
            return
        except sqlite3.Error:
            self._give_up()

    def close(self) -> None:
        """Write what is left, drop what is too old or too much."""
        self.write()
        if self._base is not None:
            with suppress(sqlite3.Error):
                _trim(self._base, self._day, self._most)
            self._base.close()
            self._base = None

    def _give_up(self) -> None:
        """A damaged file: nothing more comes from it, the next audit starts anew."""
        if self._base is not None:
            self._base.close()
            self._base = None
            with suppress(OSError):
                erase(self._file)


def erase(file: Path) -> None:
    """Remove the file and all that belongs to it. Raises ``OSError``."""
    for each in (file, *(file.with_name(file.name + end) for end in ("-wal", "-shm", "-journal"))):
        each.unlink(missing_ok=True)


def _opened(file: Path, again: bool = True) -> sqlite3.Connection | None:
    base: sqlite3.Connection | None = None
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.touch(mode=0o600)
        base = sqlite3.connect(file, timeout=_WAIT)
        file.chmod(0o600)
        base.execute("PRAGMA auto_vacuum = INCREMENTAL")
        base.execute("PRAGMA journal_mode = WAL")
        base.execute("PRAGMA synchronous = NORMAL")
        base.execute(_TABLE)
        base.execute("SELECT said, day FROM kept LIMIT 1").fetchone()
    except (OSError, sqlite3.Error) as error:
        if base is not None:
            base.close()
        damaged = isinstance(error, sqlite3.DatabaseError) and not isinstance(error, sqlite3.OperationalError)
        if damaged and again:
            with suppress(OSError):
                erase(file)
            return _opened(file, again=False)
        return None
    return base


def _trim(base: sqlite3.Connection, day: int, most: int) -> None:
    with base:
        base.execute("DELETE FROM kept WHERE day < ?", (day - MOST_DAYS,))
    size = _size(base)
    if size > most:
        with base:
            (rows,) = base.execute("SELECT count(*) FROM kept").fetchone()
            over = int(rows * (1 - 0.8 * most / size))
            oldest = "SELECT rowid FROM kept ORDER BY day, rowid LIMIT ?"
            base.execute(f"DELETE FROM kept WHERE rowid IN ({oldest})", (over,))  # noqa: S608  no word of others
    base.executescript("PRAGMA incremental_vacuum")  # execute would free a single page
    base.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()


def _size(base: sqlite3.Connection) -> int:
    pages, free, size = (
        base.execute(f"PRAGMA {name}").fetchone()[0] for name in ("page_count", "freelist_count", "page_size")
    )
    return int((pages - free) * size)
