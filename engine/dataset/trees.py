"""A folder or a single file as a tree of files: read-only, never leaving its root."""

from __future__ import annotations

import os
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Protocol

from engine.dataset.kinds import is_junk
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
                with os.scandir(self.root / folder) as scan:
                    found = sorted(scan, key=lambda entry: entry.name)
            except OSError:
                yield Unreadable(self._normal(folder) or self.name, "no_permission")
                continue
            if folder:
                yield FolderEntry(self._normal(folder))
            below = []
            for entry in found:
                path = f"{folder}/{entry.name}" if folder else entry.name
                if entry.is_dir(follow_symlinks=False) and not is_junk(entry.name, folder=True):
                    below.append(path)
                else:
                    yield self._file(entry, path)
            pending.extend(reversed(below))

    def entries(self) -> Iterator[FileEntry]:
        """Every usable file, in a stable order."""
        return (found for found in self.walk() if isinstance(found, FileEntry))

    def read(self, path: str) -> bytes:
        """The bytes of one file, up to ``READ_LIMIT``. Raises ``UnreadableFileError``."""
        with self.open(path) as stream:
            return read_limited(stream)

    def open(self, path: str) -> IO[bytes]:
        """A stream over one file. Raises ``UnreadableFileError``."""
        try:
            return (self.root / self._spelt.get(path, path)).open("rb")
        except FileNotFoundError:
            raise UnreadableFileError("vanished") from None
        except PermissionError:
            raise UnreadableFileError("no_permission") from None
        except (OSError, ValueError):
            raise UnreadableFileError("read_error") from None

    def _file(self, entry: os.DirEntry[str], path: str) -> Found:
        normal = self._normal(path)
        folder = entry.is_dir(follow_symlinks=False)
        if is_junk(entry.name, folder=folder):
            return Unreadable(normal, "junk_file")
        if self._spelt.get(normal, path) != path:  # one name in two spellings: decomposed sorts first
            return Unreadable(normal, "same_name")
        try:
            if entry.is_symlink():
                refusal = self._refuse_link(path)
                if refusal:
                    return Unreadable(normal, refusal)
            elif not entry.is_file(follow_symlinks=False):
                return Unreadable(normal, "special_file")
            return FileEntry(normal, entry.stat().st_size)
        except OSError:
            return Unreadable(normal, "read_error")

    def _refuse_link(self, path: str) -> str | None:
        """Why a link is not followed: only one to a plain file inside the tree is."""
        target = os.path.realpath(self.root / path)
        inside = target.startswith(self._real_root + os.sep)
        if not os.path.exists(target):  # noqa: PTH110 - the target is a string already
            return "broken_link"
        if not inside:
            return "link_outside"
        return None if os.path.isfile(target) else "link_to_folder"  # noqa: PTH113

    def _normal(self, path: str) -> str:
        printable = path.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")
        normal = unicodedata.normalize("NFC", printable)
        if normal != path:
            self._spelt.setdefault(normal, path)
        return normal


class SingleFileTree:
    """One file as a tree of one entry."""

    def __init__(self, path: Path) -> None:
        self.name = unicodedata.normalize("NFC", path.name)
        self._folder = FolderTree(path.parent)
        self._path = path

    def walk(self) -> Iterator[Found]:
        """The file."""
        yield FileEntry(self.name, self._path.stat().st_size)

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


def read_limited(stream: IO[bytes]) -> bytes:
    """All of a stream, up to ``READ_LIMIT``. Raises ``UnreadableFileError``."""
    try:
        data = stream.read(READ_LIMIT + 1)
    except OSError:
        raise UnreadableFileError("read_error") from None
    if len(data) > READ_LIMIT:
        raise UnreadableFileError("too_large")
    return data
