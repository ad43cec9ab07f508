"""What reading an archive may raise, and how far one may grow."""

from __future__ import annotations

import lzma
import struct
import tarfile
import zipfile
import zlib

MAX_ENTRIES = 2_000_000
"""Members of one archive."""
MAX_RATIO = 200
"""A member that grows more than this is refused, once it is larger than ``RATIO_FROM``."""
RATIO_FROM = 8 << 20
FREE_GROWTH = 1 << 30
"""Bytes that any packed stream may grow to; above it, at most ``MAX_RATIO`` times its own size."""

DAMAGE = (
    zipfile.BadZipFile, tarfile.TarError, zlib.error, lzma.LZMAError, EOFError, OSError, ValueError,
    struct.error, OverflowError, IndexError, RecursionError, NotImplementedError, RuntimeError,
)  # fmt: skip
"""What the libraries raise at damaged or hostile bytes."""


class ArchiveError(Exception):
    """An archive as a whole cannot be used; ``reason`` is a key of ``assets/texts/findings.toml``."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class DamagedStreamError(OSError):
    """A packed stream broke off or grew too large; ``reason`` as above. An ``OSError`` for all who read."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason
