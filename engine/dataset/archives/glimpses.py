"""The first few files of an archive, at once: without its list of names, and without unpacking it."""

from __future__ import annotations

import io
import struct
import tarfile
import zipfile
import zlib
from collections.abc import Iterator
from typing import IO, cast

from engine.dataset.archives.damage import DAMAGE
from engine.dataset.archives.kinds import ArchiveKind
from engine.dataset.archives.members import refined
from engine.dataset.archives.opening import PACKINGS, inner_name
from engine.dataset.archives.unpacking import Unpacking
from engine.dataset.kinds import Kind, kind_of
from engine.dataset.places import Place
from engine.dataset.types import FileEntry
from engine.dataset.unreadable import UnreadableFileError

_WANTED: tuple[Kind, ...] = ("image", "text", "table")
_LARGEST = 16 << 20  # bytes of one file
_HEAD = 1 << 20  # bytes of a table: its first rows
_ALL = 64 << 20
_CHUNK = 1 << 20
_LOCAL = struct.Struct("<4s2xHHH2xIIIHH")
_MASKED, _UTF8_NAME = 0x1 | 0x8 | 0x40, 0x800

Found = tuple[str, bytes]


class MemoryTree:
    """A few files held in memory, as a tree."""

    def __init__(self, name: str, files: dict[str, bytes]) -> None:
        self.name, self._files = name, files

    def walk(self) -> Iterator[FileEntry]:
        """Every file."""
        return (FileEntry(path, len(data)) for path, data in self._files.items())

    entries = walk

    def read(self, path: str) -> bytes:
        """The bytes of one file. Raises ``UnreadableFileError``."""
        if path not in self._files:
            raise UnreadableFileError("vanished")
        return self._files[path]

    def open(self, path: str) -> IO[bytes]:
        """A stream over one file. Raises ``UnreadableFileError``."""
        return io.BytesIO(self.read(path))


def glimpse_archive(place: Place, name: str, kind: ArchiveKind, most: int) -> MemoryTree:
    """Up to ``most`` pictures, texts and heads of tables from the beginning; none where it is damaged."""
    files: dict[str, bytes] = {}
    try:
        with place.open() as stream:
            for path, data in _first(stream, name, kind, most):
                files.setdefault(path, data)
                if len(files) == most or sum(map(len, files.values())) > _ALL:
                    break
    except (*DAMAGE, UnreadableFileError, MemoryError):
        pass  # what was read before it is shown; what is wrong is told when all is opened
    return MemoryTree(name, files)


def _first(stream: IO[bytes], name: str, kind: ArchiveKind, most: int) -> Iterator[Found]:
    if kind == "zip":
        yield from _of_zip(stream)
    elif kind == "tar":
        yield from _of_tar(stream)
    elif kind == "7z":
        yield from _of_seven(stream, most)
    elif kind in PACKINGS:
        inner = inner_name(name)
        plain = cast("IO[bytes]", io.BufferedReader(Unpacking(stream, kind), _CHUNK))
        if inner is None or ".tar" in name.lower():
            yield from _of_tar(plain)
        else:
            yield inner, plain.read(_HEAD)


def _room_for(name: str, size: int) -> int:
    """How many bytes of a member are wanted: 0 for none."""
    clean, reason = refined(name, folder=False)
    kind = kind_of(clean)
    if reason or kind not in _WANTED or not size:
        return 0
    if kind != "image":
        return min(size, _HEAD)
    return size if size <= _LARGEST else 0


def _of_zip(stream: IO[bytes]) -> Iterator[Found]:
    """Members as they lie, from the first on; it ends at one whose length is told only behind it."""
    while len(head := stream.read(_LOCAL.size)) == _LOCAL.size:
        magic, flags, method, _, _, packed, size, name_length, extra = _LOCAL.unpack(head)
        if magic != b"PK\x03\x04" or flags & _MASKED or max(packed, size) >= 0xFFFFFFFF:
            return
        raw = stream.read(name_length)
        stream.seek(extra, io.SEEK_CUR)
        name = raw.decode("utf-8" if flags & _UTF8_NAME or raw.isascii() else "cp949", "replace")
        room = _room_for(name, size)
        if room and method in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            data = stream.read(min(packed, _LARGEST))
            stream.seek(packed - len(data), io.SEEK_CUR)
            plain = (
                data[:room]
                if method == zipfile.ZIP_STORED
                else zlib.decompressobj(-15).decompress(data, room)
            )
            yield refined(name, folder=False)[0], plain
        else:
            stream.seek(packed, io.SEEK_CUR)


def _of_tar(stream: IO[bytes]) -> Iterator[Found]:
    forward = _Forward(stream)
    with tarfile.TarFile(fileobj=cast("IO[bytes]", forward), encoding="utf-8", errors="replace") as tar:
        while (member := tar.next()) is not None:
            vars(tar)["members"].clear()
            room = _room_for(member.name, member.size) if member.isreg() and not member.issparse() else 0
            if room:
                yield refined(member.name, folder=False)[0], forward.take(room)


class _Forward:
    """A stream for tarfile that only goes forward, and holds no more than a header at once."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream = stream
        self._at = 0

    def tell(self) -> int:
        return self._at

    def read(self, size: int = -1) -> bytes:
        if not 0 <= size <= _CHUNK:
            raise tarfile.ReadError("a header of this size is none")
        return self.take(size)

    def take(self, size: int) -> bytes:
        data = self._stream.read(size)
        self._at += len(data)
        return data

    def seek(self, offset: int) -> int:
        while self._at < offset:
            if not self.take(min(_CHUNK, offset - self._at)):
                raise tarfile.ReadError("unexpected end of data")
        return self._at


def _of_seven(stream: IO[bytes], most: int) -> Iterator[Found]:
    """The first members of a 7z: py7zr unpacks no further than the last one it is asked for."""
    from py7zr import SevenZipFile
    from py7zr.exceptions import ArchiveError, PasswordRequired
    from py7zr.io import BytesIOFactory

    try:
        with SevenZipFile(stream) as archive:
            files = ((file.filename, file.uncompressed or 0) for file in archive.files if file.is_file)
            wanted = [name for name, size in files if size <= _LARGEST and _room_for(name, size)][:most]
            factory = BytesIOFactory(_LARGEST)
            archive.extract(targets=wanted, factory=factory)
            for name in wanted:
                if name in factory.products:
                    yield refined(name, folder=False)[0], factory.products[name].read()
    except (ArchiveError, PasswordRequired, TypeError, KeyError, AttributeError, AssertionError):
        return
