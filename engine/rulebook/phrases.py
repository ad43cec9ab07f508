"""The patterns of ``never_say.toml``: words that have a name, and parts in any order.

``{name}`` in a pattern stands for a list of ``[words]``. A pattern may have several parts,
parted by `` & ``: all of them have to occur in a sentence, in any order, at most
:data:`REACH` characters apart. The part that begins with ``+`` is the one that promises:
whether the promise is taken back is judged around it alone. A part that begins with ``!``
must not occur in what is left of the sentence without the others.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from pydantic import TypeAdapter

from engine.rulebook.types import Language, NeverSay

REACH = 170
MASK = "~"
"""Stands in for what the other parts of a pattern found while a sentence is judged."""

Words = Mapping[Language, Mapping[str, tuple[str, ...]]]
"""Language → name → the expressions that the name stands for."""

WORDS: TypeAdapter[Words] = TypeAdapter(Words)

Span = tuple[int, int]
_NAME = re.compile(r"\{([^\W\d]\w*)\}")
_AND = re.compile(r"\s+&\s+")


@dataclass(frozen=True)
class Found:
    """What a phrase found: all of it, the part that promises, and all places of the other parts."""

    start: int
    end: int
    key: Span
    others: tuple[Span, ...] = ()


@dataclass(frozen=True)
class Phrase:
    """A pattern ready to search: the part that promises, the others, and what must not be there."""

    key: re.Pattern[str]
    others: tuple[re.Pattern[str], ...]
    without: tuple[re.Pattern[str], ...]

    def search(self, sentence: Sentence) -> Iterator[Found]:
        """Every place where all parts stand together; the parts next to the one that promises."""
        if self.others and not all(sentence.places(part) for part in self.others):
            return
        for key in sentence.places(self.key):
            chosen = [_nearest(key, sentence.places(part)) for part in self.others]
            near = [span for span in chosen if span is not None]
            if len(near) == len(chosen):
                others = (span for part in self.others for span in sentence.places(part))
                apart = tuple(span for span in others if span[1] <= key[0] or span[0] >= key[1])
                yield Found(min(s for s, _ in (key, *near)), max(e for _, e in (key, *near)), key, apart)

    def parts(self) -> tuple[re.Pattern[str], ...]:
        """All its expressions."""
        return (self.key, *self.others, *self.without)

    def spoilt(self, marked: str) -> bool:
        """True if one of the parts that must not be there is in the marked sentence."""
        plain = marked.replace("⟦", "").replace("⟧", "")
        return any(part.search(plain) for part in self.without)


class Sentence:
    """A sentence in small letters, in which each expression is searched only once."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._places: dict[re.Pattern[str], list[Span]] = {}

    def places(self, pattern: re.Pattern[str]) -> list[Span]:
        """Every place of the pattern that is not empty, in order."""
        if pattern not in self._places:
            found = (match.span() for match in pattern.finditer(self.text))
            self._places[pattern] = [span for span in found if span[0] < span[1]]
        return self._places[pattern]


def with_words(rule: NeverSay, words: Words) -> NeverSay:
    """The rule with every ``{name}`` in its patterns and denials replaced.

    A language that lacks a name takes it from the other one. A pattern with a name that
    nobody knows stays as it is: :func:`phrase` refuses it.
    """
    known = {"ko": {**words.get("en", {}), **words.get("ko", {})}}
    known["en"] = {**words.get("ko", {}), **words.get("en", {})}

    def spell(patterns: tuple[str, ...], language: Language) -> tuple[str, ...]:
        return tuple(_spelt_or_kept(pattern, known[language]) for pattern in patterns)

    return rule.model_copy(
        update={
            "patterns": {language: spell(texts, language) for language, texts in rule.patterns.items()},
            "denied": {language: spell(texts, language) for language, texts in rule.denied.items()},
        }
    )


def _spelt_or_kept(pattern: str, words: Mapping[str, Sequence[str]]) -> str:
    try:
        return spelt(pattern, words)
    except re.error:
        return pattern


def spelt(pattern: str, words: Mapping[str, Sequence[str]]) -> str:
    """The pattern with every ``{name}`` replaced by its words. Raises re.error for an unknown name."""
    for _ in range(_DEEPEST):
        names = set(_NAME.findall(pattern))
        if not names:
            return pattern
        unknown = names - words.keys()
        if unknown:
            raise re.error(f"{{{min(unknown)}}}")
        pattern = _NAME.sub(lambda match: f"(?:{'|'.join(words[match[1]])})", pattern)
    raise re.error("words within words without end")


_DEEPEST = 8
_CAPITAL = re.compile(r"(\\.)|[A-Z]")
_BOUNDS = (
    (r"\d+", r"\d{1,12}"),
    (r"\d*", r"\d{0,12}"),
    (r"\S+", r"\S{1,30}"),
    (r"\w+", r"\w{1,30}"),
    (r"\S*", r"\S{0,30}"),
    (r"\w*", r"\w{0,30}"),
    (r"\s+", r"\s{1,6}"),
    (r"\s*", r"\s{0,6}"),
)
_NOT_SPELT = (r"n\x27t", "n't", "n.t")
_VERBS = [
    "do",
    "ca",
    "wo",
    "is",
    "ai",
    "are",
    "did",
    "was",
    "has",
    "had",
    "does",
    "were",
    "have",
    "need",
    "must",
    "could",
    "would",
    "should",
]
_SPOKEN = "|".join(rf"(?<=\b{verb}n)" for verb in _VERBS)
_NOT = rf"n(?:['’]t|(?:{_SPOKEN})t\b)"


@lru_cache(maxsize=1024)
def phrase(pattern: str) -> Phrase:
    """A pattern with all its names replaced, compiled. Raises re.error for a faulty one."""
    if _NAME.search(pattern):
        raise re.error(f"unknown name in {pattern[:40]}")
    parts = _AND.split(pattern.strip())
    kept = [part for part in parts if not part.startswith("!")]
    keys = [part[1:] for part in kept if part.startswith("+")]
    if not kept or len(keys) > 1 or (len(kept) > 1 and not keys):
        raise re.error("one part begins with +")
    return Phrase(
        key=compiled(keys[0] if keys else kept[0]),
        others=tuple(compiled(part) for part in kept if not part.startswith("+") and keys),
        without=tuple(compiled(part[1:]) for part in parts if part.startswith("!")),
    )


@lru_cache(maxsize=1024)
def compiled(pattern: str) -> re.Pattern[str]:
    """The regular expression, for texts in small letters. Raises re.error for a faulty one.

    "n't" in it stands for "nt" as well, where that is the end of a verb: "dont", "wont". No
    word counts for longer than 30 characters, no gap for more than 6, so that no text takes long.
    """
    for spelling in _NOT_SPELT:
        pattern = pattern.replace(spelling, _NOT)
    for endless, bounded in _BOUNDS:
        pattern = pattern.replace(endless, bounded)
    return re.compile(_CAPITAL.sub(lambda match: match[0] if match[1] else match[0].lower(), pattern))


def _nearest(key: Span, places: Sequence[Span]) -> Span | None:
    """The place nearest to the key that doesn't overlap with it, or None if all are out of reach."""
    best, least = None, REACH + 1
    for start, end in places:
        if end <= key[0]:
            gap = key[0] - end
        elif start >= key[1]:
            gap = start - key[1]
        else:
            continue
        if gap < least:
            best, least = (start, end), gap
    return best
