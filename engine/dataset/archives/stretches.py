"""Files that lie one behind another in one file: a tar, or what was unpacked from other archives."""

from __future__ import annotations

from array import array
from typing import IO

from engine.dataset.archives.members import Members, MemberTree
from engine.dataset.places import Place
from engine.dataset.trees import read_limited
from engine.dataset.unreadable import UnreadableFileError


class StretchTree(MemberTree):
    """Members by their start and length in one file, read in place; any thread may."""

    def __init__(
        self, name: str, place: Place, members: Members, starts: array[int], sizes: array[int]
    ) -> None:
        """``members`` give a place in ``starts`` and ``sizes`` (bytes) for each name."""
        super().__init__(name, members)
        self._place, self._starts, self._sizes = place, starts, sizes

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
