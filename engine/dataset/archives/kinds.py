"""What kind of archive a file is: by its first bytes, whatever it is called."""

from __future__ import annotations

import re
import tarfile
import zipfile
from typing import IO, Literal

from engine.dataset.archives.damage import DAMAGE
from engine.dataset.archives.unpacking import Unpacking
from engine.dataset.kinds import kind_of, suffix_of

Packing = Literal["gzip", "bzip2", "xz"]
ArchiveKind = Literal["zip", "tar", "7z", "rar", "volume", "gzip", "bzip2", "xz"]

_BLOCK = 512
_PACKINGS: tuple[tuple[bytes, Packing], ...] = (
    (b"\x1f\x8b\x08", "gzip"), (b"BZh", "bzip2"), (b"\xfd7zXZ\x00", "xz"),
)  # fmt: skip
_VOLUME = re.compile(r"\.(\d{3}|[zr]\d{2}|part\d+\.rar)$", re.IGNORECASE)
_OTHER_ZIPS = frozenset(
    (
        "xlsx",
        "xlsm",
        "xlsb",
        "ods",
        "docx",
        "pptx",
        "hwpx",
        "odt",
        "odp",
        "3mf",
        "npz",
        "epub",
        "jar",
        "apk",
        "kmz",
    )
)
"""Formats that happen to be a zip inside."""


def archive_kind(stream: IO[bytes], name: str) -> ArchiveKind | None:
    """The kind by content; None for what is no archive. Raises ``OSError`` where it cannot be read."""
    if suffix_of(name) in _OTHER_ZIPS:
        return None
    head = stream.read(_BLOCK)
    if _VOLUME.search(name) and (
        head[:2] in (b"PK", b"7z") or head.startswith(b"Rar!") or kind_of(name) == "archive"
    ):
        return "volume"
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08", b"PK00PK")):
        return "zip"
    if head.startswith(b"7z\xbc\xaf\x27\x1c"):
        return "7z"
    if head.startswith(b"Rar!\x1a\x07"):
        return "rar"
    for magic, packing in _PACKINGS:
        if head.startswith(magic):
            return packing
    if is_tar_header(head):
        return "tar"
    return "zip" if _ends_as_zip(stream) else None


def holds_tar(stream: IO[bytes], packing: Packing) -> bool:
    """Whether a packed stream begins as a tar does."""
    try:
        with Unpacking(stream, packing) as plain:
            head = b""
            while len(head) < _BLOCK and (more := plain.read(_BLOCK - len(head))):
                head += more
    except DAMAGE:
        return False
    return is_tar_header(head)


def is_tar_header(head: bytes) -> bool:
    """Whether a block is a member's header: its checksum agrees."""
    if len(head) < _BLOCK or not head[0] or head[:4] == b"\x89PNG":
        return False
    try:
        tarfile.TarInfo.frombuf(head, "utf-8", "surrogateescape")
    except (tarfile.TarError, ValueError, OverflowError):
        return False
    return True


def _ends_as_zip(stream: IO[bytes]) -> bool:
    """Whether a zip's directory stands at the end: other data may come first."""
    try:
        return zipfile.is_zipfile(stream)
    except DAMAGE:
        return False
