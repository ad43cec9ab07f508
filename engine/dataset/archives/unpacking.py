"""A packed stream (gzip, bzip2, xz) as a stream of what is in it, which cannot grow without bounds."""

from __future__ import annotations

import bz2
import io
import lzma
import zlib
from typing import IO, Literal, Protocol

from engine.dataset.archives.damage import FREE_GROWTH, MAX_RATIO, DamagedStreamError

_CHUNK = 1 << 16
_MEMORY = 512 << 20  # bytes that xz may claim for its dictionary
_DAMAGE = (zlib.error, lzma.LZMAError, EOFError, ValueError)


class _Decompressor(Protocol):
    @property
    def eof(self) -> bool: ...

    @property
    def unused_data(self) -> bytes: ...

    def decompress(self, data: bytes, max_length: int) -> bytes: ...


class Unpacking(io.RawIOBase):
    """Read forward only; several packed streams behind one another are read as one.

    Reading raises ``DamagedStreamError`` (an ``OSError``) where the packed bytes are cut or
    damaged, or grow beyond ``FREE_GROWTH`` and ``MAX_RATIO`` at once. It closes ``packed`` with itself.
    """

    def __init__(self, packed: IO[bytes], packing: Literal["gzip", "bzip2", "xz"]) -> None:
        self._packed, self._packing = packed, packing
        self._decompressor = self._fresh()
        self._waiting = b""  # packed bytes that were read but not yet taken
        self._taken = self._given = 0
        self._ended = False

    def readable(self) -> bool:
        """It is."""
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        """Some more bytes into the buffer; 0 at the end."""
        while not self._ended:
            try:
                data = self._step(len(buffer))
            except _DAMAGE:
                raise DamagedStreamError("damaged_archive") from None
            if data:
                self._given += len(data)
                if self._given > FREE_GROWTH and self._given > MAX_RATIO * self._taken:
                    raise DamagedStreamError("compression_bomb")
                buffer[: len(data)] = data
                return len(data)
        return 0

    def close(self) -> None:
        """Close the packed stream as well."""
        self._packed.close()
        super().close()

    def _step(self, most: int) -> bytes:
        """Some bytes; none where more packed ones are wanted first, or all is over."""
        if self._decompressor.eof:
            self._waiting = self._decompressor.unused_data or self._packed.read(_CHUNK)
            self._taken += 0 if self._decompressor.unused_data else len(self._waiting)
            self._waiting = self._waiting.lstrip(b"\0")
            if not self._waiting.startswith((b"\x1f\x8b", b"BZh", b"\xfd7zXZ")):  # what follows is none of it
                self._ended = True
                return b""
            self._decompressor = self._fresh()
        data = self._decompressor.decompress(self._waiting, most)
        self._waiting = getattr(self._decompressor, "unconsumed_tail", b"")
        if data or self._decompressor.eof or self._waiting:
            return data
        if getattr(self._decompressor, "needs_input", True):
            self._waiting = self._packed.read(_CHUNK)
            self._taken += len(self._waiting)
            if not self._waiting:
                raise DamagedStreamError("cut_archive")
        return b""

    def _fresh(self) -> _Decompressor:
        if self._packing == "gzip":
            return zlib.decompressobj(31)
        return bz2.BZ2Decompressor() if self._packing == "bzip2" else lzma.LZMADecompressor(memlimit=_MEMORY)
