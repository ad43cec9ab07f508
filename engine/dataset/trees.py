"""A folder or a single file as a tree of files: read-only, never leaving its root."""

from __future__ import annotations

import io
import os
import unicodedata
from array import array
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Protocol

from engine.dataset.kinds import is_junk
from engine.dataset.places import Place
from engine.dataset.types import FileEntry, Unreadable
from engine.dataset.unreadable import UnreadableFileError

READ_LIMIT = 512 * 1024 * 1024
"""Bytes of one file that are read into memory at most."""


@dataclass(frozen=True)
class FolderEntry:
    """A folder of the tree, told even when it is empty: an empty class is a finding."""

    path: str


Found = FileEntry | FolderEntry | Unreadable


class Tree(Protocol):
    """What the recognisers and readers of this room need of a file tree."""

    name: str

    def walk(self) -> Iterator[Found]:
        """Every folder, usable file and refused file, in a stable order."""

    def entries(self) -> Iterator[FileEntry]:
        """Every usable file, in a stable order."""

    def read(self, path: str) -> bytes:
        """The bytes of one file, up to ``READ_LIMIT``. Raises ``UnreadableFileError``."""

    def open(self, path: str) -> IO[bytes]:
        """A stream over one file. Raises ``UnreadableFileError``."""


class FolderTree:
    """A folder on disk, walked lazily; links that leave it and special files are refused."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.name = unicodedata.normalize("NFC", root.name or root.resolve().name)
        self._real_root = os.path.realpath(root)
        self._spelt: dict[str, str] = {}  # NFC path → the path as the disk spells it, where they differ

    def walk(self) -> Iterator[Found]:
        """Every folder, usable file and refused file, depth first, by name."""
        pending = [""]
        while pending:
            folder = pending.pop()
            try:
                scanned = _Scanned(self.root / folder)
            except OSError as error:
                yield Unreadable(self._normal(folder) or self.name, _reason(error))
                continue
            if folder:
                yield FolderEntry(self._normal(folder))
            below = []
            for name, size in scanned.by_name():
                path = f"{folder}/{name}" if folder else name
                if size == _FOLDER and not is_junk(name, folder=True):
                    below.append(path)
                else:
                    yield self._file(name, path, size)
            pending.extend(reversed(below))

    def entries(self) -> Iterator[FileEntry]:
        """Every usable file, in a stable order."""
        return (found for found in self.walk() if isinstance(found, FileEntry))

    def glimpse(self) -> Iterator[FileEntry]:
        """Usable files as the disk tells them, links left out: for who cannot wait for their order."""
        pending = [""]
        while pending:
            folder = pending.pop()
            try:
                with os.scandir(self.root / folder) as scan:
                    for entry in scan:
                        size = _size_or_kind(entry)
                        path = f"{folder}/{entry.name}" if folder else entry.name
                        if size == _FOLDER and not is_junk(entry.name, folder=True):
                            pending.append(path)
                        elif size >= 0 and isinstance(found := self._file(entry.name, path, size), FileEntry):
                            yield found
            except OSError:
                continue

    def read(self, path: str) -> bytes:
        """The bytes of one file, up to ``READ_LIMIT``. Raises ``UnreadableFileError``."""
        with self.open(path) as stream:
            return read_limited(stream)

    def open(self, path: str) -> IO[bytes]:
        """A stream over one file. Raises ``UnreadableFileError``."""
        return self.place(path).open()

    def place(self, path: str) -> Place:
        """Where the bytes of a file lie."""
        return Place(self.root / self._spelt.get(path, path))

    def _file(self, name: str, path: str, size: int) -> Found:
        normal = self._normal(path)
        if is_junk(name, folder=size == _FOLDER):
            return Unreadable(normal, "junk_file")
        if self._spelt.get(normal, path) != path:  # one name in two spellings: decomposed sorts first
            return Unreadable(normal, "same_name")
        if size >= 0:
            return FileEntry(normal, size)
        if size == _SPECIAL:
            return Unreadable(normal, "special_file")
        try:
            refusal = self._refuse_link(path)
            if refusal:
                return Unreadable(normal, refusal)
            return FileEntry(normal, (self.root / path).stat().st_size)
        except (OSError, ValueError):
            return Unreadable(normal, "read_error")

    def _refuse_link(self, path: str) -> str | None:
        """Why a link is not followed: only one to a plain file inside the tree is."""
        target = os.path.realpath(self.root / path)
        inside = target.startswith(self._real_root.rstrip(os.sep) + os.sep)
        if not os.path.exists(target):  # noqa: PTH110 - the target is a string already
            return "broken_link"
        if not inside:
            return "link_outside"
        return None if os.path.isfile(target) else "link_to_folder"  # noqa: PTH113

    def _normal(self, path: str) -> str:
        if path.isascii():
            return path
        printable = path.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")
        normal = unicodedata.normalize("NFC", printable)
        if normal != path:
            self._spelt.setdefault(normal, path)
        return normal


_FOLDER, _SPECIAL, _LINK = -1, -2, -3


class _Scanned:
    """What lies right in a folder: a name and a number each, as a million of them must be held.

    The number is the size of a plain file, or says that it is none.
    """

    def __init__(self, folder: Path) -> None:
        """Raises ``OSError``."""
        self._names: list[str] = []
        self._sizes = array("q")
        with os.scandir(folder) as scan:
            for entry in scan:
                self._names.append(entry.name)
                self._sizes.append(_size_or_kind(entry))

    def by_name(self) -> Iterator[tuple[str, int]]:
        """Names in order, with their numbers."""
        names = self._names
        return ((names[at], self._sizes[at]) for at in sorted(range(len(names)), key=names.__getitem__))


def _size_or_kind(entry: os.DirEntry[str]) -> int:
    try:
        if entry.is_dir(follow_symlinks=False):
            return _FOLDER
        if entry.is_symlink():
            return _LINK
        return entry.stat(follow_symlinks=False).st_size if entry.is_file(follow_symlinks=False) else _SPECIAL
    except OSError:  # gone meanwhile, or not ours to ask about: told when it is looked at as a link
        return _LINK


def _reason(error: OSError) -> str:
    """Why a folder could not be listed."""
    if isinstance(error, FileNotFoundError):
        return "vanished"
    return "no_permission" if isinstance(error, PermissionError) else "read_error"


class SingleFileTree:
    """One file as a tree of one entry."""

    def __init__(self, path: Path) -> None:
        self.name = unicodedata.normalize("NFC", path.name)
        self._folder = FolderTree(path.parent)
        self._path = path

    def walk(self) -> Iterator[Found]:
        """The file."""
        try:
            yield FileEntry(self.name, self._path.stat().st_size)
        except OSError as error:
            yield Unreadable(self.name, _reason(error))

    def entries(self) -> Iterator[FileEntry]:
        """The file."""
        return (found for found in self.walk() if isinstance(found, FileEntry))

    def read(self, path: str) -> bytes:
        """Its bytes, up to ``READ_LIMIT``. Raises ``UnreadableFileError``."""
        with self.open(path) as stream:
            return read_limited(stream)

    def open(self, path: str) -> IO[bytes]:
        """A stream over it. Raises ``UnreadableFileError``."""
        if path != self.name:
            raise UnreadableFileError("vanished")
        return self._folder.open(self._path.name)

    def place(self, path: str) -> Place:
        """Where its bytes lie."""
        return Place(self._path)


def read_limited(stream: IO[bytes]) -> bytes:
    """All of a stream, up to ``READ_LIMIT``. Raises ``UnreadableFileError``."""
    data = b""
    try:
        with suppress(io.UnsupportedOperation):  # of a plain file we know without reading half a gigabyte
            size = os.fstat(stream.fileno()).st_size
            if size > READ_LIMIT:
                raise UnreadableFileError("too_large")
            data = stream.read(size + 1)  # a buffer of the limit's size costs more than to read a small file
            if len(data) <= size:
                return data
        data += stream.read(READ_LIMIT + 1 - len(data))
    except OSError:
        raise UnreadableFileError("read_error") from None
    if len(data) > READ_LIMIT:
        raise UnreadableFileError("too_large")
    return data
