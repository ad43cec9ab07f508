"""Encodings of one byte a letter, told from how words look: Western, Central European, Greek, Cyrillic."""

from __future__ import annotations

import re

_WORD = re.compile(rb"[A-Za-z\x80-\xff]+")
_LATIN = ("cp1252", "iso8859_2", "cp1250", "iso8859_9")
_WHOLE = (
    ("iso8859_7", "αοιετσνηυρπκμλςωίγάδόθέχφβήύώξζψϊΐϋΰ"),
    ("cp1253", "αοιετσνηυρπκμλςωίγάδόθέχφβήύώξζψϊΐϋΰ"),
    ("cp1251", "оеаинтсрвлкмдпуяыьгзбчйхжшюцщэфъёії"),
    ("koi8_r", "оеаинтсрвлкмдпуяыьгзбчйхжшюцщэфъё"),
    ("iso8859_5", "оеаинтсрвлкмдпуяыьгзбчйхжшюцщэфъё"),
)
"""Letters of a language, the commonest first."""
_ACCENTED = frozenset("άέήίόύώΐΰΆΈΉΊΌΎΏ")
_FEW = 0.4
_LIKELY = 0.42


def one_byte_encoding(head: bytes) -> str | None:
    """The encoding, or None where words look like none of these."""
    words = [word for word in _WORD.findall(head[:65536]) if not word.isascii()]
    words = [word for word in words if len(word) > 1] or words  # one byte may be anything
    if not words:
        return None
    mixed = [word for word in words if _is_mostly_ascii(word)]
    if len(mixed) >= 0.5 * len(words):
        return _best_latin(words)
    if len(mixed) <= 0.2 * len(words):
        return _best_script(words)
    return None


def _is_mostly_ascii(word: bytes) -> bool:
    high = sum(byte >= 0x80 for byte in word)
    return len(word) == 1 or high <= max(1, _FEW * len(word)) < len(word)


def _best_latin(words: list[bytes]) -> str | None:
    """That in which most high bytes are letters, small ones within words."""
    best: tuple[float, str] | None = None
    for encoding in _LATIN:
        try:
            texts = [word.decode(encoding) for word in words]
        except UnicodeDecodeError:
            continue
        signs = [(sign, place) for text in texts for place, sign in enumerate(text) if not sign.isascii()]
        usual = sum(sign.isalpha() and (place == 0 or sign.islower()) for sign, place in signs) / len(signs)
        if best is None or usual > best[0] + 0.02:
            best = usual, encoding
    return best[1] if best is not None and best[0] >= 0.7 else None


def _best_script(words: list[bytes]) -> str | None:
    """That whose letters are the commonest of their language, and where capitals only begin words."""
    scored: list[tuple[float, str]] = []
    for encoding, letters in _WHOLE:
        try:
            texts = [word.decode(encoding) for word in words]
        except UnicodeDecodeError:
            continue
        scored.append((_strangeness(texts, letters), encoding))
    best = min(scored, default=None)
    return best[1] if best is not None and best[0] <= _LIKELY else None


def _strangeness(texts: list[str], letters: str) -> float:
    """0 for the commonest letters throughout, 1 for signs that are no letters of the language."""
    ranks = {letter: place / len(letters) for place, letter in enumerate(letters)}
    places = [ranks.get(sign.lower(), 1.0) for text in texts for sign in text]
    inner = sum(sign.isupper() for text in texts if not text.isupper() for sign in text[1:])
    accents = sum(sum(sign in _ACCENTED for sign in text) == 1 for text in texts if len(text) > 2)
    return (sum(places) + inner) / len(places) - 0.1 * accents / len(texts)
