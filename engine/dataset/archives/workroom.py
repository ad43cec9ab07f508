"""The private folder that archives are unpacked into, with its limits, and how it goes away.

In a job's child it lies in the folder that the job's parent made and removes however the job
ends (``engine.jobs.job_folder``); there, a second process that opens the same archive finds
it unpacked already. Elsewhere the folder goes with its owner, and what a crash left behind
goes when the next one is made.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import weakref
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO

from engine.dataset.archives.damage import MAX_ENTRIES, ArchiveError, DamagedStreamError
from engine.dataset.places import Place
from engine.jobs.scratch import job_folder, make_private_folder

MAX_BYTES = 64 << 30
"""Unpacked bytes of one data set."""
_KEPT_FREE = 1 << 30
_CHUNK = 1 << 20
_ASK_DISK_EVERY = 64 << 20

Rows = Sequence[tuple[str, int, int]]


@dataclass(frozen=True)
class Facts:
    """What unpacking found: why it broke off, and (name, start, size) of each member where it has any.

    ``refused``: (name, reason).
    """

    broken: str | None = None
    files: Rows = ()
    folders: Sequence[str] = ()
    refused: Sequence[tuple[str, str]] = ()


class Workroom:
    """Unpacked archives of one data set. ``close`` removes them, as does the end of its owner."""

    def __init__(self, most: int = MAX_BYTES, entries: int = MAX_ENTRIES) -> None:
        self._left, self._entries = most, entries
        self._own: Path | None = None
        self._remove: Callable[[], object] = lambda: None

    def close(self) -> None:
        """Remove what was unpacked, unless it is the job's, which removes it itself."""
        self._remove()
        self._own = None

    def kept(self, place: Place, kind: str, make: Callable[[IO[bytes]], Facts]) -> tuple[Place, Facts]:
        """One file unpacked from the bytes at a place, and what ``make``, who writes it, said of it.

        It is made once; whoever asks for the same bytes again, in whatever process of the
        job, gets the same file. Raises ``ArchiveError`` where there is no room.
        """
        folder = self._folder() / _key(place, kind)
        if not (folder / "facts.json").is_file():
            self._make(folder, make)
        facts = json.loads((folder / "facts.json").read_text(encoding="utf-8"))
        return Place(folder / "data"), Facts(**facts)

    def copy(self, source: IO[bytes], target: IO[bytes]) -> str | None:
        """Copy to the end; why it broke off before, or None. Raises ``ArchiveError`` without room."""
        while True:
            try:
                data = source.read(_CHUNK)
            except DamagedStreamError as error:
                return error.reason
            except OSError:
                return "read_error"
            if not data:
                return None
            self.spend(len(data), target)
            target.write(data)

    def spend(self, size: int, target: IO[bytes]) -> None:
        """Take so many bytes off what may still be unpacked. Raises ``ArchiveError``."""
        before = self._left
        self._left -= size
        if self._left < 0:
            raise ArchiveError("unpack_limit")
        if before // _ASK_DISK_EVERY == self._left // _ASK_DISK_EVERY:
            return
        if shutil.disk_usage(Path(target.name).parent).free < _KEPT_FREE:
            raise ArchiveError("no_room")

    def count(self, members: int) -> None:
        """Take so many members off what may still be listed. Raises ``ArchiveError``."""
        self._entries -= members
        if self._entries < 0:
            raise ArchiveError("too_many_entries")

    def _make(self, folder: Path, make: Callable[[IO[bytes]], Facts]) -> None:
        part = folder.with_name(f"{folder.name}.{os.getpid()}")
        try:
            part.mkdir(mode=0o700, parents=True)
            with (part / "data").open("xb") as data:
                facts = make(data)
            (part / "facts.json").write_text(json.dumps(asdict(facts)), encoding="utf-8")
            part.rename(folder)
        except OSError as error:
            shutil.rmtree(part, ignore_errors=True)
            if not (folder / "facts.json").is_file():  # else another process was quicker
                raise ArchiveError("no_room") from error
        except BaseException:
            shutil.rmtree(part, ignore_errors=True)
            raise

    def _folder(self) -> Path:
        shared = job_folder()
        if shared is not None:
            return shared / "unpacked"
        if self._own is None:
            self._own = make_private_folder()
            self._remove = weakref.finalize(self, shutil.rmtree, self._own, True)
        return self._own


def _key(place: Place, kind: str) -> str:
    """Names the bytes: the file as it is now, and the stretch of it."""
    told = place.path.stat()
    parts = (kind, os.path.realpath(place.path), place.start, place.size, told.st_size, told.st_mtime_ns)
    return hashlib.sha256(repr(parts).encode("utf-8", "surrogatepass")).hexdigest()[:32]
