"""A table packed by zip under the name of the table itself, as some portals hand it out."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator
from typing import IO, cast

from engine.dataset.kinds import is_junk, kind_of
from engine.dataset.trees import Found, Tree, read_limited
from engine.dataset.types import FileEntry
from engine.dataset.unreadable import UnreadableFileError

MAX_UNPACKED = 1 << 30
"""Bytes that the table may grow to."""
_MOST_MEMBERS = 1000
_DAMAGE = (zipfile.BadZipFile, OSError, ValueError, EOFError, NotImplementedError, RuntimeError, zlib.error)


class ZippedTable:
    """A tree whose one file is read out of the zip that it truly is."""

    def __init__(self, tree: Tree, path: str) -> None:
        """Raises ``UnreadableFileError`` where the zip holds anything but one table."""
        self.name = tree.name
        self._tree = tree
        self._data = tree.read(path)
        self.member = self._only_table()

    def walk(self) -> Iterator[Found]:
        """Every file, as the tree beneath tells it."""
        return self._tree.walk()

    def entries(self) -> Iterator[FileEntry]:
        """Every usable file, as the tree beneath tells it."""
        return self._tree.entries()

    def read(self, path: str) -> bytes:
        """The unpacked bytes. Raises ``UnreadableFileError``."""
        with self.open(path) as stream:
            return read_limited(stream)

    def open(self, path: str) -> IO[bytes]:
        """A stream over the unpacked table. Raises ``UnreadableFileError``."""
        try:
            parts = zipfile.ZipFile(io.BytesIO(self._data))
            if parts.getinfo(self.member).file_size > MAX_UNPACKED:
                raise UnreadableFileError("compression_bomb")
            return cast("IO[bytes]", io.BufferedReader(cast("io.RawIOBase", parts.open(self.member))))
        except _DAMAGE:
            raise UnreadableFileError("archive_called_table") from None

    def _only_table(self) -> str:
        try:
            with zipfile.ZipFile(io.BytesIO(self._data)) as parts:
                names = [name for name in parts.namelist()[:_MOST_MEMBERS] if not _is_junk(name)]
        except _DAMAGE:
            raise UnreadableFileError("archive_called_table") from None
        if len(names) != 1 or kind_of(names[0]) not in ("table", "text"):
            raise UnreadableFileError("archive_called_table")
        return names[0]


def _is_junk(name: str) -> bool:
    *folders, last = name.split("/")
    return not last or is_junk(last, folder=False) or any(is_junk(part, folder=True) for part in folders)
