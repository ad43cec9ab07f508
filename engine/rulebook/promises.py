"""Finds promises nobody may make, in a text in Korean or English.

Spelling tricks don't help: the text is normalised first (full-width letters, taken-apart
Korean syllables, invisible characters), and hits are given at their place in the
original. What counts as a promise stands in ``rules/never_say.toml``.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from engine.rulebook.types import NeverSay, RuleBook

CORE_PROMISE = re.compile(
    r"강\s*화[\s\-]*학\s*습|reinforcement[\s\-]*learn|(?<![a-z])rl(?:hf|aif)?(?![a-z])", re.IGNORECASE
)
"""Reinforcement learning as no rule book can redefine it: the checker holds every book to it."""

_SENTENCE_END = re.compile(r"[.!?。]+(?=\s|$)|\n")
_INVISIBLE = re.compile("[\u00ad\u061c\u115f\u1160\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]")
_IN_HIT = "⟦[^⟧]*?"
_HIT = "⟦[^⟧]*⟧"


@dataclass(frozen=True)
class PromiseHit:
    """A forbidden promise found in a text, at ``text[start:end]``."""

    rule: NeverSay
    start: int
    end: int
    match: str


def find_promises(text: str, book: RuleBook, mentions: bool = False) -> tuple[PromiseHit, ...]:
    """Every forbidden promise in ``text``, in order of place, one per rule and place.

    A sentence that plainly denies the promise is no hit. With ``mentions`` (for advice and
    reports) even that is one, for rules that forbid the mention.
    """
    return find_in(text, book.never_say, mentions)


def find_in(text: str, rules: tuple[NeverSay, ...], mentions: bool = False) -> tuple[PromiseHit, ...]:
    """Like :func:`find_promises`, for the rules given."""
    clean, places = _normalised(text)
    hits: list[PromiseHit] = []
    for rule in rules:
        taken: list[tuple[int, int]] = []
        for pattern in rule_patterns(rule):
            for match in pattern.finditer(clean):
                start, end = match.span()
                if start == end or any(start < other[1] and other[0] < end for other in taken):
                    continue
                if not (mentions and rule.mention) and _denied(clean, start, end, rule):
                    continue
                taken.append((start, end))
        for start, end in taken:
            first, last = places[start], places[end] if end < len(places) else len(text)
            hits.append(PromiseHit(rule, first, last, text[first:last]))
    return tuple(sorted(hits, key=lambda hit: (hit.start, hit.rule.id)))


def rule_patterns(rule: NeverSay) -> list[re.Pattern[str]]:
    """The rule's patterns of both languages, compiled. Raises re.error for a faulty one."""
    return [_compiled(pattern) for patterns in rule.patterns.values() for pattern in patterns]


def denial_patterns(rule: NeverSay) -> list[re.Pattern[str]]:
    """The rule's denials of both languages, compiled. Raises re.error for a faulty one."""
    return [
        _compiled(pattern.replace("IN_HIT", _IN_HIT).replace("HIT", _HIT))
        for patterns in rule.denied.values()
        for pattern in patterns
    ]


@lru_cache(maxsize=1024)
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)


def _denied(text: str, start: int, end: int, rule: NeverSay) -> bool:
    line = text.rfind("\n", 0, start) + 1
    first = max((match.end() for match in _SENTENCE_END.finditer(text, line, start)), default=line)
    after = _SENTENCE_END.search(text, end)
    last = after.start() if after else len(text)
    marked = f"{text[first:start]}⟦{text[start:end]}⟧{text[end:last]}"
    return any(pattern.search(marked) for pattern in denial_patterns(rule))


def _normalised(text: str) -> tuple[str, range | list[int]]:
    """The text in one spelling, and for each of its characters the place in the original."""
    if text.isascii() or (unicodedata.is_normalized("NFKC", text) and not _INVISIBLE.search(text)):
        return text, range(len(text))
    pieces: list[str] = []
    places: list[int] = []
    start = 0
    for index in range(1, len(text) + 1):
        if index < len(text) and _joins(text[index]):
            continue
        piece = unicodedata.normalize("NFKC", text[start:index])
        piece = _INVISIBLE.sub("", piece)
        pieces.append(piece)
        places.extend([start] * len(piece))
        start = index
    return "".join(pieces), places


def _joins(character: str) -> bool:
    """True for what belongs to the character before it: marks, Korean vowels and finals."""
    return unicodedata.combining(character) != 0 or "\u1160" <= character <= "\u11ff"
