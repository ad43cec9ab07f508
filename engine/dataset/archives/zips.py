"""A zip as a tree of files: read in place, never unpacked."""

from __future__ import annotations

import io
import struct
import unicodedata
import zipfile
from array import array
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import IO, cast

from engine.dataset.archives.damage import DAMAGE, MAX_ENTRIES, MAX_RATIO, RATIO_FROM, ArchiveError
from engine.dataset.archives.members import Members, MemberTree, refined, restored
from engine.dataset.archives.names import encoding_of
from engine.dataset.places import Place
from engine.dataset.trees import read_limited
from engine.dataset.unreadable import UnreadableFileError

_ENCRYPTED, _STRONGLY_ENCRYPTED, _MASKED, _UTF8_NAME = 0x1, 0x40, 0x2000, 0x800
_LOCAL = struct.Struct("<4s22xHH")
_LINK, _KIND_OF_MODE = 0xA, 12
_READ_HERE = frozenset((zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED))
_KNOWN = _READ_HERE | {zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA}


class ZipTree(MemberTree):
    """The members of a zip. Threads may read it at once; another process opens the file anew."""

    def __init__(self, place: Place | Path, name: str = "", brief: bool = False) -> None:
        """``brief``: the file is kept open only while it is read.

        Raises ``ArchiveError`` when it is no whole zip.
        """
        self._place = Place(place) if isinstance(place, Path) else place
        super().__init__(name or unicodedata.normalize("NFC", self._place.path.stem), Members())
        try:
            stream = self._place.open_briefly() if brief else self._place.open()
        except UnreadableFileError as error:
            raise ArchiveError(error.reason) from None
        try:
            self._zip = zipfile.ZipFile(stream)
        except DAMAGE:
            stream.close()
            raise ArchiveError("damaged_archive") from None
        self._stream = stream
        self._raw: list[str] = []
        self._numbers = array("q")
        try:
            self._sort_out(self._zip.filelist)
        except ArchiveError:
            self.close()
            raise
        self._zip.filelist.clear()
        self._zip.NameToInfo.clear()

    def close(self) -> None:
        """Let go of the file."""
        self._zip.close()
        self._stream.close()

    def __del__(self) -> None:
        if hasattr(self, "_stream"):
            self.close()

    def read(self, path: str) -> bytes:
        """The bytes of one member. Raises ``UnreadableFileError``."""
        with self.open(path) as stream:
            try:
                return read_limited(stream)
            except DAMAGE:
                raise UnreadableFileError("damaged_member") from None

    def open(self, path: str) -> IO[bytes]:
        """A stream over one member. Raises ``UnreadableFileError``."""
        info = self._info(path)
        try:
            stream = self._zip.open(info)
        except NotImplementedError:
            raise UnreadableFileError("unknown_compression") from None
        except DAMAGE:
            raise UnreadableFileError("damaged_member") from None
        return (
            stream
            if info.compress_type in _READ_HERE
            else cast("IO[bytes]", io.BufferedReader(_Tamed(stream)))
        )

    def place(self, path: str) -> Place | None:
        """Where the bytes of a member lie as they are; None for a packed one.

        Raises ``UnreadableFileError``.
        """
        info = self._info(path)
        if info.compress_type != zipfile.ZIP_STORED:
            return None
        with self._place.open() as stream:
            stream.seek(info.header_offset)
            head = stream.read(_LOCAL.size)
        if len(head) < _LOCAL.size or not head.startswith(b"PK\x03\x04"):
            raise UnreadableFileError("damaged_member")
        _, name, extra = _LOCAL.unpack(head)
        return self._place.part(info.header_offset + _LOCAL.size + name + extra, info.file_size)

    def _info(self, path: str) -> zipfile.ZipInfo:
        number = self._members.find(path)
        if number is None:
            raise UnreadableFileError("vanished")
        info = zipfile.ZipInfo(self._raw[number])
        info.orig_filename = self._raw[number]
        start = number * _FIELDS
        (info.header_offset, info.compress_size, info.file_size, info.CRC, info.flag_bits,
         info.compress_type) = self._numbers[start : start + _FIELDS]  # fmt: skip
        return info

    def _sort_out(self, infos: Sequence[zipfile.ZipInfo]) -> None:
        if len(infos) > MAX_ENTRIES:
            raise ArchiveError("too_many_entries")
        hidden = _overlapping(infos)
        for name, info in zip(_names(infos), infos, strict=True):
            folder = info.filename.endswith(("/", "\\"))
            clean, reason = refined(name, folder)
            reason = (
                reason or _refusal(info) or ("overlapping_member" if info.header_offset in hidden else None)
            )
            if reason:
                self._members.refuse(clean, reason)
            elif folder:
                self._members.add_folder(clean)
            else:
                self._members.add(clean, len(self._raw), info.file_size)
                self._raw.append(clean if clean == info.orig_filename else info.orig_filename)
                self._numbers.extend(
                    (
                        info.header_offset,
                        info.compress_size,
                        info.file_size,
                        info.CRC,
                        info.flag_bits,
                        info.compress_type,
                    )
                )
        self._members.close()


_FIELDS = 6


class _Tamed(io.RawIOBase):
    """A member packed in a rarer way, whose damage is an ``OSError`` as all who read expect."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream = stream

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        try:
            data = self._stream.read(len(buffer))
        except DAMAGE:
            raise OSError("a damaged member") from None
        buffer[: len(data)] = data
        return len(data)

    def close(self) -> None:
        self._stream.close()
        super().close()


def _refusal(info: zipfile.ZipInfo) -> str | None:
    """Why a member takes no part, its name aside."""
    if "\0" in info.orig_filename:
        return "bad_name"
    if info.flag_bits & (_ENCRYPTED | _STRONGLY_ENCRYPTED | _MASKED):
        return "encrypted"
    if info.external_attr >> 16 >> _KIND_OF_MODE == _LINK and info.create_system == 3:
        return "link_in_archive"
    if info.compress_type not in _KNOWN:
        return "unknown_compression"
    if info.file_size > RATIO_FROM and info.file_size > MAX_RATIO * max(info.compress_size, 1):
        return "compression_bomb"  # no more than the size it claims is ever read
    return None


def _overlapping(infos: Sequence[zipfile.ZipInfo]) -> set[int]:
    """Starts of members that lie within others: many names for one piece of data make a bomb."""
    found: set[int] = set()
    end = 0
    for at in sorted(range(len(infos)), key=lambda at: infos[at].header_offset):
        info = infos[at]
        if info.header_offset < end:
            found.add(info.header_offset)
        name = info.orig_filename
        length = len(name) if name.isascii() else len(name.encode("utf-8", "replace"))
        if not (info.flag_bits & _UTF8_NAME or name.isascii()):
            length = len(name)  # a sign a byte in cp437
        end = max(end, info.header_offset + _LOCAL.size + length + info.compress_size)
    return found


def _names(infos: Sequence[zipfile.ZipInfo]) -> Iterator[str]:
    """Old tools wrote names in the encoding of their country without saying so."""
    raw: list[bytes | None] = []
    for info in infos:
        original = None
        if not (info.flag_bits & _UTF8_NAME or info.filename.isascii()):
            try:
                original = info.filename.encode("cp437")
            except UnicodeEncodeError:
                original = None
        raw.append(original)
    encoding = encoding_of([name for name in raw if name], "cp437")
    return restored([info.filename for info in infos], raw, encoding)
