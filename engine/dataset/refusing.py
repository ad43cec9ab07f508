"""A tree that tells which file is in hand, and refuses those that have broken their reader before."""

from __future__ import annotations

import io
import os
from collections.abc import Iterator, Mapping
from functools import cache
from typing import IO, Protocol, cast

from engine.dataset.places import Place
from engine.dataset.trees import Found, Tree
from engine.dataset.types import FileEntry, FileTree, Unreadable
from engine.dataset.unreadable import UnreadableFileError
from engine.jobs.journal import Log

_BUFFER = 1 << 18


class Placed(Protocol):
    """A tree whose files (some of them) lie somewhere on this machine as they are."""

    def place(self, path: str) -> Place | None:
        """Where the bytes of a file lie; None where they must be unpacked first."""


def place_of(tree: FileTree, path: str) -> Place | None:
    """Where another process can read a file of the tree. Raises ``UnreadableFileError``."""
    return cast("Placed", tree).place(path) if _tells_places(type(tree)) else None


@cache
def _tells_places(kind: type) -> bool:
    """Whether such a tree is ``Placed``: asked for every file, and a protocol is slow to tell."""
    return hasattr(kind, "place")


class RefusingTree:
    """Passes everything on. ``refused``: path → reason; what is added to it later counts as well."""

    def __init__(self, tree: Tree, refused: Mapping[str, str], log: Log) -> None:
        self.name = tree.name
        self._tree, self._refused, self._log = tree, refused, log

    def walk(self) -> Iterator[Found]:
        """What the tree beneath tells, with the refused files as such."""
        return map(self._told, self._tree.walk()) if self._refused else self._tree.walk()

    def entries(self) -> Iterator[FileEntry]:
        """Every usable file."""
        return (entry for entry in self._tree.entries() if entry.path not in self._refused)

    def read(self, path: str) -> bytes:
        """The bytes of one file. Raises ``UnreadableFileError``."""
        self._take_in_hand(path)
        data = self._tree.read(path)
        self._log.tick(len(data))
        return data

    def open(self, path: str) -> IO[bytes]:
        """A stream over one file. Raises ``UnreadableFileError``."""
        self._take_in_hand(path)
        return cast("IO[bytes]", io.BufferedReader(_Told(self._tree.open(path), path, self._log), _BUFFER))

    def place(self, path: str) -> Place | None:
        """Where the bytes of a file lie, if the tree beneath says so. Raises ``UnreadableFileError``."""
        self._check(path)
        return place_of(self._tree, path)

    def _take_in_hand(self, path: str) -> None:
        self._check(path)
        self._log.note(path)

    def _check(self, path: str) -> None:
        reason = self._refused.get(path)
        if reason is not None:
            raise UnreadableFileError(reason)

    def _told(self, found: Found) -> Found:
        if isinstance(found, FileEntry) and found.path in self._refused:
            return Unreadable(found.path, self._refused[found.path])
        return found


class _Told(io.RawIOBase):
    """A stream of which every read is told: several may be open, the one just read is in hand."""

    def __init__(self, stream: IO[bytes], path: str, log: Log) -> None:
        self._stream, self._path, self._log = stream, path, log

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return self._stream.seekable()

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        self._log.note(self._path)
        data = self._stream.read(len(buffer))
        buffer[: len(data)] = data
        self._log.tick(len(data))
        return len(data)

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        return self._stream.seek(offset, whence)

    def tell(self) -> int:
        return self._stream.tell()

    def fileno(self) -> int:
        return self._stream.fileno()

    def close(self) -> None:
        self._stream.close()
        super().close()
