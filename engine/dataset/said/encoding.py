"""The encoding that the user names: tables and texts are handed to their readers as UTF-8."""

from __future__ import annotations

import codecs
import io
from collections.abc import Iterator
from typing import IO

from engine.dataset.kinds import is_packed_table, suffix_of
from engine.dataset.media.inside import READ_DAMAGE
from engine.dataset.places import Place
from engine.dataset.refusing import place_of
from engine.dataset.tables.encoding import detect_encoding
from engine.dataset.trees import READ_LIMIT, Found, Tree
from engine.dataset.types import FileEntry
from engine.dataset.unreadable import UnreadableFileError
from engine.errors import UserError

PLAUSIBLE = (
    "utf-8",
    "cp949",
    "utf-16",
    "euc-jp",
    "cp932",
    "gb18030",
    "cp1252",
    "latin-1",
)
"""Offered where the head of the file decodes so."""
_RECODED = frozenset(
    (
        "csv",
        "tsv",
        "tab",
        "txt",
        "text",
        "data",
        "dat",
        "json",
        "jsonl",
        "ndjson",
        "list",
        "lst",
        "trn",
    )
)
_NO_CHARSETS = frozenset(("idna", "punycode", "unicode-escape", "raw-unicode-escape", "undefined", "utf-7"))
_BINARY = (b"PK\x03\x04", b"PAR1", b"\xd0\xcf\x11\xe0", b"\x1f\x8b")
_CHUNK = 1 << 16
_HEAD = 1 << 16
_BOM_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def known_encoding(name: str) -> str:
    """The codec's own name. Raises ``UserError`` for one that Python doesn't know as a character set."""
    try:
        codec = codecs.lookup(name)
        "".encode(codec.name)  # refuses what turns bytes into bytes
        if codec.name not in _NO_CHARSETS:
            codecs.getincrementaldecoder(codec.name)("replace").decode(b"a\xff\x80b", True)
            return codec.name
    except (LookupError, ValueError, TypeError):
        pass
    raise UserError("corrections_encoding", encoding=name[:40])


def is_recoded(path: str) -> bool:
    """Whether a file is a table or a text whose encoding may be named."""
    return not is_packed_table(path) and suffix_of(path) in _RECODED


class RecodedTree:
    """A tree whose tables and texts read as UTF-8, whatever the user says they were written in."""

    def __init__(self, tree: Tree, encoding: str) -> None:
        self.name = tree.name
        self._tree, self._encoding = tree, encoding

    def walk(self) -> Iterator[Found]:
        """Every folder, usable file and refused file."""
        return self._tree.walk()

    def entries(self) -> Iterator[FileEntry]:
        """Every usable file."""
        return self._tree.entries()

    def place(self, path: str) -> Place | None:
        """Where the bytes of a file lie as they are read; None where they are recoded first."""
        return None if is_recoded(path) else place_of(self._tree, path)

    def read(self, path: str) -> bytes:
        """The bytes of one file, up to the limit. Raises ``UnreadableFileError``."""
        data = self._tree.read(path)
        if not is_recoded(path) or data.startswith(_BINARY):
            return data
        recoded = _utf8(data.decode(self._encoding, errors="replace"), first=True)
        if len(recoded) > READ_LIMIT:
            raise UnreadableFileError("too_large")
        return recoded

    def open(self, path: str) -> IO[bytes]:
        """A stream over one file. Raises ``UnreadableFileError``."""
        stream = self._tree.open(path)
        if not is_recoded(path):
            return stream
        try:
            head = stream.read(4)
        except READ_DAMAGE:
            stream.close()
            raise UnreadableFileError("read_error") from None
        if head.startswith(_BINARY):
            stream.close()
            return self._tree.open(path)
        return io.BufferedReader(_Recoding(stream, head, self._encoding), _CHUNK)


class _Recoding(io.RawIOBase):
    """A stream in one encoding, read as UTF-8 with a byte-order mark."""

    def __init__(self, stream: IO[bytes], head: bytes, encoding: str) -> None:
        self._stream = stream
        self._decoder = codecs.getincrementaldecoder(encoding)("replace")
        self._ready = b""
        self._head, self._first, self._done = head, True, False

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        while not self._ready and not self._done:
            data = self._head + self._stream.read(_CHUNK)
            self._head, self._done = b"", not data
            text = self._decoder.decode(data, self._done)
            if text or (self._first and self._done):
                self._ready = _utf8(text, self._first)
                self._first = False
        taken = self._ready[: len(buffer)]
        buffer[: len(taken)] = taken
        self._ready = self._ready[len(taken) :]
        return len(taken)

    def close(self) -> None:
        self._stream.close()
        super().close()


def _utf8(text: str, first: bool) -> bytes:
    plain = text.removeprefix("\ufeff") if first else text
    if first and plain:  # a mark settles it for every reader; an empty file stays empty
        return codecs.BOM_UTF8 + plain.encode("utf-8", "replace")
    return plain.encode("utf-8", "replace")


def guessed_and_plausible(tree: Tree, path: str) -> tuple[str, list[tuple[str, str]]] | None:
    """The guess for a file, and (encoding, how a bit of it reads then) of each that fits its head.

    None where the text is plain ASCII, which reads the same in all of them, or can't be read.
    """
    try:
        with tree.open(path) as stream:
            head = stream.read(_HEAD)
    except (UnreadableFileError, *READ_DAMAGE):
        return None
    if head.startswith(_BINARY) or head.isascii():
        return None
    whole = len(head) < _HEAD
    guess = detect_encoding(head, whole).lower().replace("_", "-")
    guess = {"utf-8-sig": "utf-8", "euc-kr": "cp949", "utf-16-le": "utf-16-le"}.get(guess, guess)
    fitting: list[tuple[str, str]] = []
    for encoding in dict.fromkeys((guess, *PLAUSIBLE)):
        if encoding == "utf-16" and not head.startswith(_BOM_16):
            continue
        text = _decoded(head, encoding, whole or encoding == guess)
        if text is not None:
            fitting.append((encoding, _bit_of(text)))
    if guess != "latin-1" and "cp1252" in dict(fitting):  # the same but for a few signs
        fitting = [entry for entry in fitting if entry[0] != "latin-1"]
    return guess, fitting


def _decoded(head: bytes, encoding: str, whole: bool) -> str | None:
    """The head as text, its last sign cut off if need be; None where it doesn't fit."""
    try:
        return codecs.getincrementaldecoder(encoding)().decode(head, whole)
    except UnicodeDecodeError:
        try:  # the guess of a head that ends midway in a sign
            return codecs.getincrementaldecoder(encoding)().decode(head, False)
        except UnicodeDecodeError:
            return None
    except LookupError:
        return None


def _bit_of(text: str, most: int = 16) -> str:
    """A few signs where the text is not plain ASCII, on one line."""
    plain = text.removeprefix("\ufeff")
    at = next((place for place, sign in enumerate(plain) if not sign.isascii()), 0)
    start = max(0, at - 2)
    bit = " ".join(plain[start : start + 2 * most].split())[:most]
    return "".join(sign if sign.isprintable() else "·" for sign in bit)
