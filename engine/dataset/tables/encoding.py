"""In which encoding a text file was written, told from its bytes."""

from __future__ import annotations

import codecs
import io
from typing import IO

from engine.dataset.tables.east_asian import east_asian_encoding
from engine.dataset.tables.one_byte import one_byte_encoding

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_ESCAPES = ((b"\x1b$B", "iso2022_jp"), (b"\x1b$@", "iso2022_jp"), (b"\x1b$)C", "iso2022_kr"))
_GUESSES = ["cp1252", "latin_1", "iso8859_2", "iso8859_7", "cp1251", "cp1253"]
_LEAST_FITTING = 12
_LONGEST = 1 << 20  # bytes of a line
_MANY_TIMES = 3  # as many signs of several bytes that fit UTF-8 as don't: it is UTF-8, damaged in places
PATCHED = "patched"
"""The error handler by which bytes that are no UTF-8 are read as Korean of before, or become U+FFFD."""


def detect_encoding(head: bytes, whole: bool) -> str:
    """The encoding of a file that begins with ``head``; ``whole``: that is all of it.

    The order: a byte-order mark; UTF-16, which has zero bytes; UTF-8, which hardly ever fits by
    accident, not even for the most part; the encodings of East Asia where the result is everyday
    text; one byte a letter where words look so; a statistical guess; Latin-1, which always fits.
    """
    for mark, encoding in _BOMS:
        if head.startswith(mark):
            return encoding
    wide = _utf16_without_mark(head)
    if wide:
        return wide
    if _decodes(head, "utf-8", whole):
        return next((encoding for escape, encoding in _ESCAPES if escape in head), "utf-8")
    if _is_damaged_utf8(head):
        return "utf-8"
    of_the_east = east_asian_encoding(head)
    if of_the_east is not None:
        return of_the_east
    of_one_byte = one_byte_encoding(head)
    if of_one_byte is not None:
        return of_one_byte
    from charset_normalizer import from_bytes  # slow to import, and hardly ever needed

    guess = from_bytes(head[:65536], cp_isolation=_GUESSES, threshold=0.3).best()
    if guess is not None and _decodes(head, guess.encoding, whole):
        return guess.encoding
    return "latin-1"


def is_mixed(head: bytes, encoding: str, whole: bool) -> bool:
    """Whether a text of this encoding has bytes that don't fit it."""
    return not _decodes(head, encoding, whole)


def decode_text(data: bytes) -> str:
    """A whole text in whatever encoding; what doesn't fit is patched."""
    encoding = detect_encoding(data[: 1 << 20], len(data) <= 1 << 20)
    if encoding == "utf-8" and not _decodes(data, encoding, whole=True):
        data = b"".join(map(_mended, data.splitlines(keepends=True)))
    text = data.decode(encoding, errors=PATCHED)
    return text.removeprefix("\ufeff")


class MendedLines(io.RawIOBase):
    """A stream of UTF-8 of which some lines are Korean of before: these are turned into UTF-8."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream = stream
        self._left = b""

    def readable(self) -> bool:
        """Always."""
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        """Fill the buffer with the next bytes; 0 at the end."""
        if not self._left:
            self._left = _mended(self._stream.readline(_LONGEST))
        part, self._left = self._left[: len(buffer)], self._left[len(buffer) :]
        buffer[: len(part)] = part
        return len(part)

    def close(self) -> None:
        """Close the stream beneath as well."""
        self._stream.close()
        super().close()


def _mended(line: bytes) -> bytes:
    """A line that is no UTF-8 at all, as UTF-8, where as cp949 all of it is Hangul."""
    try:
        line.decode("utf-8")
    except UnicodeDecodeError:
        try:
            text = line.decode("cp949")
        except UnicodeDecodeError:
            return line
        foreign = [sign for sign in text if not sign.isascii()]
        return text.encode() if all("가" <= sign <= "힣" for sign in foreign) else line
    return line


def _utf16_without_mark(head: bytes) -> str | None:
    """UTF-16 has zero bytes where plain text has none, and reads well one way round only."""
    part = head[: min(len(head), 4096) & ~1]
    if b"\0" not in part:
        return None
    for encoding in ("utf-16-le", "utf-16-be"):
        if _decodes(part, encoding, whole=False):
            text = part.decode(encoding, errors="ignore")
            usual = sum(map(_is_usual, text))
            if text and usual >= 0.95 * len(text):
                return encoding
    return None


def _is_usual(sign: str) -> bool:
    """Latin, punctuation and Hangul; no control signs."""
    return sign in "\t\r\n" or " " <= sign <= "\u024f" or "가" <= sign <= "힣" or "\u2010" <= sign <= "\u318f"


def _decodes(head: bytes, encoding: str, whole: bool) -> bool:
    try:
        codecs.getincrementaldecoder(encoding)().decode(head, whole)
    except UnicodeDecodeError:
        return False
    return True


def _is_damaged_utf8(head: bytes) -> bool:
    """Most of what is not ASCII fits, as it never does by accident."""
    text = codecs.getincrementaldecoder("utf-8")("replace").decode(head, False)
    lost = text.count("\ufffd")
    fitting = sum(not sign.isascii() for sign in text) - lost
    return fitting >= _MANY_TIMES * lost and fitting >= _LEAST_FITTING


def _patch(error: UnicodeError) -> tuple[str, int]:
    """Lines of another program within UTF-8: read as cp949 where that gives Hangul."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    if error.encoding != "utf-8":
        return "\ufffd", error.end
    data, start = error.object, error.start
    end = start
    while end < len(data) and data[end] >= 0x80:
        end += 1
    try:
        text = data[start:end].decode("cp949")
    except UnicodeDecodeError:
        return "\ufffd", max(error.end, start + 1)
    if text and all("가" <= sign <= "힣" for sign in text):
        return text, end
    return "\ufffd", max(error.end, start + 1)


codecs.register_error(PATCHED, _patch)
