"""In which encoding a text file was written, told from its bytes."""

from __future__ import annotations

import codecs

from engine.dataset.tables.one_byte import one_byte_encoding

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_GUESSES = ["cp1252", "latin_1", "iso8859_2", "iso8859_7", "cp1251", "cp1253", "cp932", "gb18030", "big5"]


def detect_encoding(head: bytes, whole: bool) -> str:
    """The encoding of a file that begins with ``head``; ``whole``: that is all of it.

    The order: a byte-order mark; UTF-16, which has zero bytes; UTF-8, which hardly ever fits by
    accident; cp949 where the result is everyday Hangul; one byte a letter where words look so; a
    statistical guess; Latin-1, which always fits.
    """
    for mark, encoding in _BOMS:
        if head.startswith(mark):
            return encoding
    wide = _utf16_without_mark(head)
    if wide:
        return wide
    if _decodes(head, "utf-8", whole):
        return "utf-8"
    if _is_korean(head, whole):
        return "cp949"
    of_one_byte = one_byte_encoding(head)
    if of_one_byte is not None:
        return of_one_byte
    from charset_normalizer import from_bytes  # slow to import, and hardly ever needed

    guess = from_bytes(head[:65536], cp_isolation=_GUESSES, threshold=0.3).best()
    if guess is not None and _decodes(head, guess.encoding, whole):
        return guess.encoding
    return "latin-1"


def decode_text(data: bytes) -> str:
    """A whole text in whatever encoding; what doesn't fit becomes U+FFFD."""
    text = data.decode(detect_encoding(data[: 1 << 20], len(data) <= 1 << 20), errors="replace")
    return text.removeprefix("\ufeff")


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


def _is_korean(head: bytes, whole: bool) -> bool:
    """Latin-1 may pass as cp949 by accident, but then as rare syllables and signs."""
    try:
        text = codecs.getincrementaldecoder("cp949")().decode(head, whole)
    except UnicodeDecodeError:
        return False
    foreign = [sign for sign in text if not sign.isascii()]
    if not foreign:
        return False
    hangul = sum(1 for sign in foreign if "가" <= sign <= "힣" or "ㄱ" <= sign <= "ㅣ")
    everyday = sum(1 for sign in foreign if _in_euc_kr(sign))
    return hangul >= 0.6 * len(foreign) and everyday >= 0.8 * len(foreign)


def _in_euc_kr(sign: str) -> bool:
    try:
        return len(sign.encode("euc-kr")) == 2
    except UnicodeEncodeError:
        return False
