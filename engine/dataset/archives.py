"""A zip as a tree of files: read in place, never unpacked, with limits."""

from __future__ import annotations

import re
import struct
import unicodedata
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import IO

from engine.dataset.kinds import is_junk
from engine.dataset.trees import READ_LIMIT, FolderEntry, Found, read_limited
from engine.dataset.types import FileEntry, Unreadable
from engine.dataset.unreadable import UnreadableFileError
from engine.errors import UserError

MAX_ENTRIES = 2_000_000
MAX_RATIO = 200
"""A member that grows more than this is refused, once it is larger than ``RATIO_FROM``."""
RATIO_FROM = 8 * 1024 * 1024

_ENCRYPTED = 0x1
_UTF8_NAME = 0x800
_DAMAGE = (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, struct.error, OverflowError)


class ZipTree:
    """The members of a zip; names without the UTF-8 flag are recovered from cp949."""

    def __init__(self, path: Path) -> None:
        """Raises ``UserError`` when it is no whole zip."""
        self.name = unicodedata.normalize("NFC", path.stem)
        try:
            self._zip = zipfile.ZipFile(path)
        except (*_DAMAGE, NotImplementedError, RuntimeError):
            raise UserError("zip_broken", name=path.name) from None
        infos = self._zip.infolist()
        if len(infos) > MAX_ENTRIES:
            raise UserError("zip_too_many", name=path.name, limit=MAX_ENTRIES)
        self._members: dict[str, zipfile.ZipInfo] = {}
        self._found = list(self._sort_out(infos))

    def walk(self) -> Iterator[Found]:
        """Every folder, usable member and refused member, by name."""
        return iter(self._found)

    def entries(self) -> Iterator[FileEntry]:
        """Every usable member, by name."""
        return (found for found in self._found if isinstance(found, FileEntry))

    def read(self, path: str) -> bytes:
        """The bytes of one member. Raises ``UnreadableFileError``."""
        with self.open(path) as stream:
            try:
                return read_limited(stream)
            except (*_DAMAGE, NotImplementedError, RuntimeError):
                raise UnreadableFileError("damaged_member") from None

    def open(self, path: str) -> IO[bytes]:
        """A stream over one member. Raises ``UnreadableFileError``."""
        member = self._members.get(path)
        if member is None:
            raise UnreadableFileError("vanished")
        try:
            return self._zip.open(member)
        except NotImplementedError:
            raise UnreadableFileError("unknown_compression") from None
        except (*_DAMAGE, RuntimeError):
            raise UnreadableFileError("damaged_member") from None

    def _sort_out(self, infos: Sequence[zipfile.ZipInfo]) -> Iterator[Found]:
        names = _recovered_names(infos)
        folders: set[str] = set()
        for name, info in sorted(zip(names, infos, strict=True), key=lambda pair: pair[0]):
            path = name.strip("/")
            parts = path.split("/")
            reason = _refusal(name, parts, info)
            if reason:
                yield Unreadable(path or name, reason)
                continue
            above = parts if info.is_dir() else parts[:-1]
            for depth in range(1, len(above) + 1):
                folder = "/".join(above[:depth])
                if folder not in folders:
                    folders.add(folder)
                    yield FolderEntry(folder)
            if info.is_dir():
                continue
            if path in self._members:
                yield Unreadable(path, "same_name")
                continue
            self._members[path] = info
            yield FileEntry(path, info.file_size)


def _refusal(name: str, parts: list[str], info: zipfile.ZipInfo) -> str | None:
    """Why a member takes no part, or None."""
    if ".." in parts or name.startswith("/") or re.match(r"[A-Za-z]:", name) or not any(parts):
        return "path_escape"
    if any(is_junk(part, folder=True) for part in parts[:-1]) or is_junk(parts[-1], folder=info.is_dir()):
        return "junk_file"
    if info.flag_bits & _ENCRYPTED:
        return "encrypted"
    if info.file_size > READ_LIMIT:
        return "too_large"
    if info.file_size > RATIO_FROM and info.file_size > MAX_RATIO * max(info.compress_size, 1):
        return "compression_bomb"
    return None


def _recovered_names(infos: Sequence[zipfile.ZipInfo]) -> list[str]:
    """Names in NFC with ``/``; old Windows tools in Korea wrote cp949 without saying so."""
    raw: list[bytes | None] = []
    for info in infos:
        try:
            flagged = info.flag_bits & _UTF8_NAME or info.filename.isascii()
            raw.append(None if flagged else info.filename.encode("cp437"))
        except UnicodeEncodeError:
            raw.append(None)
    encoding = next((e for e in ("utf-8", "cp949") if _decodes([r for r in raw if r], e)), "cp437")
    names = []
    for info, original in zip(infos, raw, strict=True):
        name = info.filename if original is None else original.decode(encoding)
        clean = name.encode("utf-8", "replace").decode("utf-8").replace("\\", "/")
        names.append(unicodedata.normalize("NFC", clean))
    return names


def _decodes(names: Sequence[bytes], encoding: str) -> bool:
    try:
        for name in names:
            name.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True
