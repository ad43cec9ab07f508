"""A tree whose files are read through gzip: for tables such as ``data.csv.gz``."""

from __future__ import annotations

import gzip
import io
from collections.abc import Iterator
from typing import IO, cast

from engine.dataset.trees import Found, Tree, read_limited
from engine.dataset.types import FileEntry
from engine.dataset.unreadable import UnreadableFileError

MAX_UNPACKED = 4 << 30
"""Bytes that a packed table may grow to; more is a bomb, and ends the reading."""
_MOST_RATIO = 100  # logs grow twenty- to fiftyfold
_SURELY = 16 << 20  # bytes


class UnpackedTree:
    """Passes everything on, but opens files unpacked; damage is an ``OSError`` while reading."""

    def __init__(self, tree: Tree) -> None:
        self.name = tree.name
        self._tree = tree

    def walk(self) -> Iterator[Found]:
        """Every file, as the tree beneath tells it."""
        return self._tree.walk()

    def entries(self) -> Iterator[FileEntry]:
        """Every usable file, as the tree beneath tells it."""
        return self._tree.entries()

    def read(self, path: str) -> bytes:
        """The unpacked bytes of one file. Raises ``UnreadableFileError``."""
        with self.open(path) as stream:
            return read_limited(stream)

    def open(self, path: str) -> IO[bytes]:
        """A stream over one file, unpacked. Raises ``UnreadableFileError``."""
        return cast("IO[bytes]", io.BufferedReader(_Unpacking(self._tree.open(path))))


class _Unpacking(io.RawIOBase):
    """Unpacks as it is read, up to ``MAX_UNPACKED``."""

    def __init__(self, packed: IO[bytes]) -> None:
        self._packed = packed
        self._plain = gzip.GzipFile(fileobj=packed, mode="rb")
        self._left = MAX_UNPACKED

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        data = self._plain.read(len(buffer))
        self._left -= len(data)
        unpacked = MAX_UNPACKED - self._left
        ratio = unpacked / max(self._packed.tell(), 1) if unpacked > _SURELY else 0.0
        if self._left < 0 or ratio > _MOST_RATIO:
            raise UnreadableFileError("compression_bomb")
        buffer[: len(data)] = data
        return len(data)

    def close(self) -> None:
        self._plain.close()
        self._packed.close()
        super().close()
