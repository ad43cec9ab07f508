"""A stretch of bytes in a file on this machine: what can be read in place, again and again."""

from __future__ import annotations

import io
import os
import stat
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from engine.dataset.unreadable import UnreadableFileError

_BUFFER = 1 << 16
_FLAGS = os.O_RDONLY | getattr(os, "O_BINARY", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_CLOEXEC", 0)


@dataclass(frozen=True)
class Place:
    """``size`` bytes from ``start`` on; None: to the end of the file."""

    path: Path
    start: int = 0
    size: int | None = None

    def open(self) -> io.BufferedReader:
        """A stream over these bytes alone, which can be sought. Raises ``UnreadableFileError``."""
        stream = open_plain(self.path)
        if self.start == 0 and self.size is None:
            return stream
        length = os.fstat(stream.fileno()).st_size
        end = length if self.size is None else min(length, self.start + self.size)
        return io.BufferedReader(_Stretch(stream, self.start, end), _BUFFER)

    def open_briefly(self) -> io.BufferedReader:
        """As ``open``, but the file is only open while it is read: for hundreds of streams at once."""
        with self.open() as stream:
            size = stream.seek(0, os.SEEK_END)
        return io.BufferedReader(_Brief(self, size), _BUFFER)

    def part(self, start: int, size: int) -> Place:
        """A stretch of this one."""
        return Place(self.path, self.start + start, size)


def open_plain(path: Path) -> io.BufferedReader:
    """A plain file for reading; a pipe or device put in its place is not waited for.

    Raises ``UnreadableFileError``.
    """
    try:
        number = os.open(path, _FLAGS)
    except FileNotFoundError:
        raise UnreadableFileError("vanished") from None
    except PermissionError:
        raise UnreadableFileError("no_permission") from None
    except (OSError, ValueError):
        raise UnreadableFileError("read_error") from None
    if not stat.S_ISREG(os.fstat(number).st_mode):
        os.close(number)
        raise UnreadableFileError("special_file")
    return os.fdopen(number, "rb")


class _Brief(io.RawIOBase):
    """A place as a file that is opened anew for every read."""

    def __init__(self, place: Place, size: int) -> None:
        self._place, self._size = place, size
        self._at = 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        try:
            with self._place.open() as stream:
                stream.seek(self._at)
                data = stream.read(len(buffer))
        except UnreadableFileError as error:
            raise OSError(error.reason) from None
        buffer[: len(data)] = data
        self._at += len(data)
        return len(data)

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        self._at = max(0, {os.SEEK_SET: 0, os.SEEK_CUR: self._at, os.SEEK_END: self._size}[whence] + offset)
        return self._at

    def tell(self) -> int:
        return self._at


class _Stretch(io.RawIOBase):
    """Part of a file as a file; closes the file with itself."""

    def __init__(self, stream: IO[bytes], start: int, end: int) -> None:
        self._stream, self._start, self._end = stream, start, max(start, end)
        self._at = start

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        wanted = min(len(buffer), max(0, self._end - self._at))
        self._stream.seek(self._at)
        data = self._stream.read(wanted) if wanted else b""
        buffer[: len(data)] = data
        self._at += len(data)
        return len(data)

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        base = {os.SEEK_SET: self._start, os.SEEK_CUR: self._at, os.SEEK_END: self._end}[whence]
        if base + offset < self._start:
            raise OSError("a seek before the start")
        self._at = base + offset
        return self._at - self._start

    def tell(self) -> int:
        return self._at - self._start

    def close(self) -> None:
        self._stream.close()
        super().close()
