"""What a process has in hand, in a few bytes that its parent shares: they outlive a crash and a hang.

The memory has no name on disk that could be left behind: on POSIX an unlinked file whose
descriptor the child inherits, on Windows a named mapping that goes with its last user.
"""

from __future__ import annotations

import mmap
import os
import struct
import sys
import tempfile
import uuid
from dataclasses import dataclass
from typing import Protocol

_HEAD = struct.Struct("<QQII")  # ticks, bytes, process, length of the text
_TEXT = 64 * 1024  # a path may have 32,767 characters on Windows
_SIZE = _HEAD.size + _TEXT


@dataclass(frozen=True)
class InHand:
    """``what``: empty for nothing; ``ticks`` grow with every sign of life; ``bytes``: read of it so far.

    ``process``: the number of the one that has it, 0 before it is there. On Windows that may be
    another one than was started: the interpreter of a virtual environment is started by a stub.
    """

    what: str
    ticks: int
    bytes: int
    process: int = 0


class Log(Protocol):
    """Who opens a file of a stranger's tells it here."""

    def note(self, what: str) -> None:
        """This is in hand from now on, if it wasn't already; empty: nothing is."""

    def tick(self, read: int = 0) -> None:
        """It goes on; so many bytes more were read."""


class NoLog:
    """For those whom nobody watches."""

    def note(self, what: str) -> None:
        """Nothing."""

    def tick(self, read: int = 0) -> None:
        """Nothing."""


class Ticks(NoLog):
    """For those who have in hand what another one has noted: only the signs of life go there."""

    def __init__(self, log: Log) -> None:
        self.tick = log.tick  # type: ignore[method-assign]


class Journal:
    """Made by the parent, attached by the child under its ``address``; one writer at a time."""

    def __init__(self) -> None:
        """The parent's end. Raises OSError."""
        self.descriptors: tuple[int, ...] = ()  # for the child to inherit
        if sys.platform == "win32":
            self.address = f"jjak-{uuid.uuid4().hex}"
            self._map = mmap.mmap(-1, _SIZE, tagname=self.address)
        else:
            with tempfile.TemporaryFile() as file:
                file.truncate(_SIZE)
                self._map = mmap.mmap(file.fileno(), _SIZE)
                self.descriptors = (os.dup(file.fileno()),)
            self.address = str(self.descriptors[0])
        self._what, self._ticks, self._bytes = "", 0, 0

    @classmethod
    def attach(cls, address: str) -> Journal:
        """The child's end; once only. Raises OSError or ValueError."""
        journal = cls.__new__(cls)
        journal.address, journal.descriptors = address, ()
        if sys.platform == "win32":
            journal._map = mmap.mmap(-1, _SIZE, tagname=address)
        else:
            journal._map = mmap.mmap(int(address), _SIZE)
            os.close(int(address))
        journal._what, journal._ticks, journal._bytes = "", 0, 0
        _HEAD.pack_into(journal._map, 0, 0, 0, os.getpid(), 0)
        return journal

    def note(self, what: str) -> None:
        """This is in hand from now on, if it wasn't already; empty: nothing is."""
        if what == self._what:
            self.tick()
            return
        self._what = what
        text = what.encode("utf-8", "surrogatepass")[:_TEXT]
        self._ticks += 1
        self._bytes = 0
        _HEAD.pack_into(self._map, 0, self._ticks, 0, os.getpid(), 0)  # no half of a name is ever blamed
        self._map[_HEAD.size : _HEAD.size + len(text)] = text
        _HEAD.pack_into(self._map, 0, self._ticks, 0, os.getpid(), len(text))

    def tick(self, read: int = 0) -> None:
        """It goes on; so many bytes more were read."""
        self._ticks += 1
        self._bytes += read
        struct.pack_into("<QQ", self._map, 0, self._ticks, self._bytes)

    def clear(self) -> None:
        """Nothing is in hand, whatever the other side has written."""
        _HEAD.pack_into(self._map, 0, 0, 0, 0, 0)

    def look(self) -> InHand:
        """What the other side has in hand."""
        ticks, read, process, length = _HEAD.unpack_from(self._map)
        text = self._map[_HEAD.size : _HEAD.size + min(length, _TEXT)]
        what = text.decode("utf-8", "replace" if length == _TEXT else "surrogatepass")
        return InHand(what, ticks, read, process)

    def close(self) -> None:
        """Let go of it."""
        self._map.close()
        for descriptor in self.descriptors:
            os.close(descriptor)
        self.descriptors = ()
