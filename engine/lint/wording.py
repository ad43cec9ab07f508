"""How much a sentence is worded like a forbidden promise: the linter's second look.

The patterns of the rule book know the words that they name. People promise in other words
too, so a small linear model, trained on labelled sentences of both languages by
``scripts/lint_weights.py``, weighs the pieces of each sentence that the patterns let
pass. It is deterministic, offline and only ever adds a hit; what the patterns found to
be taken back ("we can't guarantee …") stays taken back.
"""

from __future__ import annotations

import base64
import math
import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

from pydantic import BaseModel

from engine.rulebook.readings import readings, sentences
from engine.texts import Language

BUCKETS = 1 << 15
_WORDS = re.compile(r"[^\W_]+(?:['’][^\W_]+)?|[%?!]")
_DIGITS = re.compile(r"\d+(?:[.,]\d+)*")
_HANGUL = re.compile(r"[가-힣]")
_LONGEST = 600  # characters; longer is no sentence
_SHORTEST = 2  # words


@dataclass(frozen=True)
class Sounding:
    """A sentence of a text, at ``text[start:end]``, that sounds like the promise ``rule`` forbids."""

    rule: str
    start: int
    end: int
    sentence: str
    score: float


def soundings(text: str) -> Iterator[Sounding]:
    """Every sentence that sounds like a forbidden promise, in order."""
    reading = next(iter(readings(text)))
    for first, last in sentences(reading.text):
        sentence = " ".join(reading.text[first:last].split())
        if not sentence or len(sentence) > _LONGEST or len(_WORDS.findall(sentence)) < _SHORTEST:
            continue
        weights = _weights(language_of(sentence))
        rule, score = weights.judge(sentence)
        if score >= weights.bar:
            start, end = reading.place(first, last, len(text))
            yield Sounding(rule, start, end, sentence, score)


def language_of(sentence: str) -> Language:
    """Korean if any of it is written in Hangul."""
    return "ko" if _HANGUL.search(sentence) else "en"


def pieces(sentence: str) -> dict[int, float]:
    """The sentence as numbers: bucket → weight, of length 1.

    Pieces are runs of one to three words and of two to five characters within words;
    every number counts as the same.
    """
    plain = _DIGITS.sub("0", sentence.lower())
    words = _WORDS.findall(plain)
    found: set[str] = set()
    for size in (1, 2, 3):
        found.update("w" + " ".join(words[at : at + size]) for at in range(len(words) - size + 1))
    for word in words:
        padded = f" {word} "
        for size in (2, 3, 4, 5):
            found.update("c" + padded[at : at + size] for at in range(len(padded) - size + 1))
    counts: dict[int, float] = {}
    for piece in found:
        bucket = zlib.crc32(piece.encode()) % BUCKETS
        counts[bucket] = counts.get(bucket, 0.0) + 1.0
    length = math.sqrt(sum(count * count for count in counts.values())) or 1.0
    return {bucket: count / length for bucket, count in counts.items()}


@dataclass(frozen=True)
class Weights:
    """One language's model. ``rules[0]`` is "" (harmless); ``table``: a signed byte for each bucket
    and rule, times ``scales`` of the rule; ``bar``: from this score on a sentence is a hit."""

    rules: tuple[str, ...]
    offsets: tuple[float, ...]
    scales: tuple[float, ...]
    table: bytes
    bar: float

    def judge(self, sentence: str) -> tuple[str, float]:
        """The likeliest rule, and how likely it is that the sentence breaks any."""
        many = len(self.rules)
        sums = list(self.offsets)
        for bucket, value in pieces(sentence).items():
            at = bucket * many
            for place, byte in enumerate(self.table[at : at + many]):
                sums[place] += (byte - 256 if byte > 127 else byte) * self.scales[place] * value
        top = max(sums)
        shares = [math.exp(total - top) for total in sums]
        likeliest = max(range(1, many), key=lambda place: shares[place])
        return self.rules[likeliest], 1 - shares[0] / sum(shares)


class WeightsFile(BaseModel):
    """A language's file in ``assets/lint``."""

    rules: tuple[str, ...]
    offsets: tuple[float, ...]
    scales: tuple[float, ...]
    bar: float
    table: str  # base 85 of what zlib made of it


@lru_cache
def _weights(language: Language) -> Weights:
    path = files("assets") / "lint" / f"wording_{language}.json"
    file = WeightsFile.model_validate_json(path.read_bytes())
    table = zlib.decompress(base64.b85decode(file.table))
    return Weights(file.rules, file.offsets, file.scales, table, file.bar)
