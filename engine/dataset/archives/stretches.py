"""Files that lie one behind another in one file: a tar, or what was unpacked from other archives."""

from __future__ import annotations

from array import array
from collections.abc import Iterator
from typing import IO

from engine.dataset.archives.members import Members
from engine.dataset.places import Place
from engine.dataset.trees import Found, read_limited
from engine.dataset.types import FileEntry
from engine.dataset.unreadable import UnreadableFileError


class StretchTree:
    """Members by their start and length in one file, read in place; any thread may."""

    def __init__(
        self, name: str, place: Place, members: Members, starts: array[int], sizes: array[int]
    ) -> None:
        """``members`` give a place in ``starts`` and ``sizes`` (bytes) for each name."""
        self.name = name
        self._place, self._members, self._starts, self._sizes = place, members, starts, sizes

    @property
    def count(self) -> int:
        """How many members it lists."""
        return len(self._members)

    def walk(self) -> Iterator[Found]:
        """Every folder, usable member and refused member, by name."""
        return self._members.walk()

    def entries(self) -> Iterator[FileEntry]:
        """Every usable member, by name."""
        return (found for found in self.walk() if isinstance(found, FileEntry))

    def read(self, path: str) -> bytes:
        """The bytes of one member, up to ``READ_LIMIT``. Raises ``UnreadableFileError``."""
        with self.open(path) as stream:
            return read_limited(stream)

    def open(self, path: str) -> IO[bytes]:
        """A stream over one member. Raises ``UnreadableFileError``."""
        return self.place(path).open()

    def place(self, path: str) -> Place:
        """Where the bytes of a member lie. Raises ``UnreadableFileError``."""
        row = self._members.find(path)
        if row is None:
            raise UnreadableFileError("vanished")
        return self._place.part(self._starts[row], self._sizes[row])
