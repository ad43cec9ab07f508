"""The file in which results are kept. Whatever befalls it, an audit only becomes slower."""

from __future__ import annotations

import json
import os
import sqlite3
import time
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Self

from engine.audit.examine import Looked
from engine.audit.kept.keys import key_of
from engine.audit.wire import looked_of, looked_said
from engine.dataset.places import Place
from engine.dataset.types import Item
from engine.jobs.protocol import Json

MOST_BYTES = 500 << 20
MOST_DAYS = 90
"""What was not asked for so long is dropped; of too much, what was asked for least lately."""
_LOT = 1024  # results written at once
_PAUSE = 1.0  # seconds after which even a smaller lot is written
_WAIT = 0.2  # seconds for another audit to write its lot
_DAY = 86_400
_ENCODER = json.JSONEncoder(separators=(",", ":"), check_circular=False)
_TABLE = "CREATE TABLE IF NOT EXISTS found (key BLOB PRIMARY KEY, said BLOB, day INTEGER)"
"""With row ids: what comes in the order of its keys, which is none, would touch every page of the file."""


class Kept:
    """Results of the files under one root. Used by one thread; ``with`` writes the last ones."""

    def __init__(self, file: Path, root: Path) -> None:
        self._file, self._root = file, os.fspath(root)
        self._day = int(time.time() // _DAY)
        self._lot: dict[bytes, bytes] = {}
        self._asked: list[bytes] = []
        self._written = time.monotonic()
        self._base = _opened(file)
        self._bare = self.is_empty  # nothing can be found that wasn't there at the start

    @property
    def is_empty(self) -> bool:
        """Nothing is known, of any client's files."""
        try:
            return self._base is None or self._base.execute("SELECT 1 FROM found").fetchone() is None
        except sqlite3.Error:
            return True

    def key(self, item: Item, place: Place | None, exact: bool) -> bytes | None:
        """Under what the result for an item is kept; None where it is not."""
        if self._base is None or place is None:
            return None
        return key_of(self._root, item, place, exact)

    def find(self, key: bytes | None, item: Item, sight: bool) -> Looked | None:
        """What was found before. ``sight``: only with what its label is weighed by; else without it."""
        if key is None or self._base is None or self._bare:
            return None
        try:
            row = self._base.execute("SELECT said, day FROM found WHERE key = ?", (key,)).fetchone()
            looked = None if row is None else looked_of(item, json.loads(row[0]))
        except sqlite3.Error:
            self._give_up()
            return None
        except (ValueError, TypeError, LookupError, AttributeError):  # not what we have written
            return None
        if looked is None or (sight and not looked.record.sight):
            return None
        if not sight:
            looked.record.sight = ""
        if row[1] != self._day:
            self._asked.append(key)
        return looked

    def keep(self, key: bytes | None, looked: Looked, said: Json = None) -> None:
        """Remember it, unless the file could not be read: the next attempt may fare better.

        ``said``: what :func:`looked_said` tells of it, where it is at hand.
        """
        if key is None or looked.record.problem is not None:
            return
        self._lot[key] = _ENCODER.encode(said or looked_said(looked)).encode()
        if len(self._lot) >= _LOT or time.monotonic() - self._written > _PAUSE:
            self.write()

    def write(self) -> None:
        """Put what is remembered on the disk, all or nothing of it."""
        rows = [(key, said, self._day) for key, said in self._lot.items()]
        days = [(self._day, key) for key in self._asked]
        self._lot, self._asked, self._written = {}, [], time.monotonic()
        if self._base is None:
            return
        try:
            with self._base:
                self._base.executemany("INSERT OR REPLACE INTO found VALUES (?, ?, ?)", rows)
                self._base.executemany("UPDATE found SET day = ? WHERE key = ?", days)
        except sqlite3.OperationalError:  # locked, or the disk is full: these are not kept
            return
        except sqlite3.Error:
            self._give_up()

    def close(self) -> None:
        """Write what is left, drop what is too old or too much."""
        self.write()
        if self._base is not None:
            with suppress(sqlite3.Error):
                _trim(self._base, self._day)
            self._base.close()
            self._base = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _give_up(self) -> None:
        """A damaged file: nothing more comes from it, the next audit starts anew."""
        if self._base is not None:
            self._base.close()
            self._base = None
            _erase(self._file)


def open_kept(root: Path) -> Kept:
    """What is known of the files under ``root``. Raises nothing: without a usable file nothing is."""
    return Kept(_place(), Path(os.path.abspath(root)))  # noqa: PTH100  links are not followed


def forget_all() -> None:
    """Erase all that is kept of all clients. Raises ``OSError``."""
    for file in _files(_place()):
        file.unlink(missing_ok=True)


def _place() -> Path:
    from platformdirs import user_cache_path

    return user_cache_path("Jjak", appauthor=False) / "audit" / "found.sqlite"


def _opened(file: Path, again: bool = True) -> sqlite3.Connection | None:
    base: sqlite3.Connection | None = None
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        base = sqlite3.connect(file, timeout=_WAIT)
        file.chmod(0o600)
        base.execute("PRAGMA auto_vacuum = INCREMENTAL")
        base.execute("PRAGMA journal_mode = WAL")
        base.execute("PRAGMA synchronous = NORMAL")
        base.execute(_TABLE)
        base.execute("SELECT said, day FROM found LIMIT 1").fetchone()
    except (OSError, sqlite3.Error) as error:
        if base is not None:
            base.close()
        damaged = isinstance(error, sqlite3.DatabaseError) and not isinstance(error, sqlite3.OperationalError)
        if damaged and again:
            _erase(file)
            return _opened(file, again=False)
        return None
    return base


def _trim(base: sqlite3.Connection, day: int) -> None:
    with base:
        base.execute("DELETE FROM found WHERE day < ?", (day - MOST_DAYS,))
    if _bytes(base) > MOST_BYTES:
        with base:
            (rows,) = base.execute("SELECT count(*) FROM found").fetchone()
            over = int(rows * (1 - 0.8 * MOST_BYTES / _bytes(base)))
            base.execute(
                "DELETE FROM found WHERE key IN (SELECT key FROM found ORDER BY day LIMIT ?)", (over,)
            )
    base.executescript("PRAGMA incremental_vacuum")  # execute would free a single page
    base.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()


def _bytes(base: sqlite3.Connection) -> int:
    pages, free, size = (
        base.execute(f"PRAGMA {name}").fetchone()[0] for name in ("page_count", "freelist_count", "page_size")
    )
    return int((pages - free) * size)


def _erase(file: Path) -> None:
    for each in _files(file):
        with suppress(OSError):
            each.unlink(missing_ok=True)


def _files(file: Path) -> tuple[Path, ...]:
    return file, *(file.with_name(file.name + end) for end in ("-wal", "-shm", "-journal"))
