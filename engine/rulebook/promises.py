"""Finds promises nobody may make, in a text in Korean or English.

Spelling tricks and layouts don't help: a text is read in every way that
:mod:`engine.rulebook.readings` knows, and hits are given at their place in the original.
What counts as a promise stands in ``rules/never_say.toml``.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right, insort
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from engine.rulebook.denials import expand, takes_back
from engine.rulebook.phrases import MASK, Found, Phrase, Sentence, compiled, phrase
from engine.rulebook.readings import loose_sentences, lowered, readings, sentences
from engine.rulebook.types import NeverSay, RuleBook

CORE_PROMISE = re.compile(
    r"강\s*화[\s\-]*학\s*습|reinforcement[\s\-]*learn|(?<![a-z])rl(?:hf|aif)?(?![a-z])", re.IGNORECASE
)
"""Reinforcement learning as no rule book can redefine it: the checker holds every book to it."""

_LATIN = re.compile("[a-z]")
_AROUND = 200  # characters of the sentence on either side that can deny a promise
_LONGEST = 2000  # a sentence that goes on for longer is read in pieces
_OVERLAP = 200


@dataclass(frozen=True)
class PromiseHit:
    """A forbidden promise found in a text, at ``text[start:end]``, in that sentence."""

    rule: NeverSay
    start: int
    end: int
    match: str
    sentence: str = ""


def find_promises(text: str, book: RuleBook, mentions: bool = False) -> tuple[PromiseHit, ...]:
    """Every forbidden promise in ``text``, in order of place, one per rule and place.

    A sentence that plainly denies the promise, asks about it, or tells what a client says, is
    no hit. With ``mentions`` (for advice and reports) even that is one, for rules that forbid
    the mention.
    """
    return find_in(text, book.never_say, mentions)


def find_in(
    text: str, rules: tuple[NeverSay, ...], mentions: bool = False, taken_back: bool = False
) -> tuple[PromiseHit, ...]:
    """Like :func:`find_promises`, for the rules given; with ``taken_back``, denied promises too."""
    found: dict[str, list[PromiseHit]] = {rule.id: [] for rule in rules}
    for reading in readings(text):
        small = lowered(reading.text)
        strict = list(sentences(reading.text))
        loose = list(loose_sentences(reading.text)) if "\n" in reading.text else []
        for rule in rules:
            known = _Taken((hit.start, hit.end) for hit in found[rule.id])
            for start, end, sentence in _in_reading(
                reading.text, small, (strict, loose), rule, taken_back or (mentions and rule.mention)
            ):
                first, last = reading.place(start, end, len(text))
                # What joining made out of two lines is news only where it reaches over their end.
                if known.touches(first, last) or (reading.joined and "\n" not in text[first:last]):
                    continue
                found[rule.id].append(PromiseHit(rule, first, last, text[first:last], sentence))
    hits = [hit for of_rule in found.values() for hit in of_rule]
    return tuple(sorted(hits, key=lambda hit: (hit.start, hit.rule.id)))


def rule_patterns(rule: NeverSay) -> list[Phrase]:
    """The rule's patterns of both languages, compiled. Raises re.error for a faulty one."""
    return [phrase(pattern) for patterns in rule.patterns.values() for pattern in patterns]


def denial_patterns(rule: NeverSay) -> list[re.Pattern[str]]:
    """The rule's denials of both languages, compiled. Raises re.error for a faulty one."""
    return [compiled(expand(pattern)) for patterns in rule.denied.values() for pattern in patterns]


class _Taken:
    """Places that don't overlap, to be asked whether another one touches any of them."""

    def __init__(self, places: Iterable[tuple[int, int]] = ()) -> None:
        self._places = sorted(places)

    def touches(self, start: int, end: int) -> bool:
        at = bisect_left(self._places, (end, end))
        return at > 0 and self._places[at - 1][1] > start

    def take(self, start: int, end: int) -> None:
        insort(self._places, (start, end))

    @property
    def last(self) -> int:
        """Where the last of them ends; 0 if there is none."""
        return self._places[-1][1] if self._places else 0


def _in_reading(
    text: str,
    small: str,
    spans: tuple[list[tuple[int, int]], list[tuple[int, int]]],
    rule: NeverSay,
    denied_too: bool,
) -> Iterator[tuple[int, int, str]]:
    """Start and end of every promise in a reading, with its sentence."""
    strict, loose = spans
    taken = _Taken()
    for first, last in strict:
        if _may_occur(rule, small, first, last):
            for start, end in _in_sentence(text, first, last, rule, denied_too):
                taken.take(start, end)
                yield start, end, _clean(text, first, last, start)
    line_ends = [end for _, end in strict]
    for first, last in loose:
        at = bisect_right(line_ends, first)
        if at >= len(line_ends) or line_ends[at] >= last or not _may_occur(rule, small, first, last):
            continue
        for start, end in _in_sentence(text, first, last, rule, denied_too):
            at = bisect_right(line_ends, start)
            if at < len(line_ends) and line_ends[at] < end and not taken.touches(start, end):
                yield start, end, _clean(text, first, last, start)


def _in_sentence(
    text: str, first: int, last: int, rule: NeverSay, denied_too: bool
) -> Iterator[tuple[int, int]]:
    """Start and end of every promise in the sentence ``text[first:last]``."""
    done = first  # the end of the last promise of the piece before
    for piece in range(first, last, _LONGEST):
        offset = max(first, piece - _OVERLAP)
        sentence = text[offset : min(last, piece + _LONGEST)].replace("\n", " ")
        taken = _Taken()
        sentence = lowered(sentence)
        searched = _sentence(sentence)
        for sought in _searched(rule, sentence):
            for found in sought.search(searched):
                start, end = found.start + offset, found.end + offset
                if start < done or taken.touches(start, end):
                    continue
                marked = _marked(sentence, found)
                if sought.spoilt(marked):
                    continue
                if not denied_too and takes_back(marked, denial_patterns(rule)):
                    continue
                taken.take(start, end)
                yield start, end
        done = max(done, taken.last)


@lru_cache(maxsize=8)
def _sentence(small: str) -> Sentence:
    """The sentence with what was found in it, for the rules after the first."""
    return Sentence(small)


def _marked(sentence: str, found: Found) -> str:
    """The sentence around a find, with ⟦ and ⟧ about what promises and the rest of the find masked."""
    signs = list(sentence)
    for start, end in found.others:
        signs[start:end] = MASK * (end - start)
    start, end = found.key
    first, last = max(0, found.start - _AROUND), found.end + _AROUND
    return f"{''.join(signs[first:start])}⟦{''.join(signs[start:end])}⟧{''.join(signs[end:last])}"


def _may_occur(rule: NeverSay, small: str, start: int, end: int) -> bool:
    return any(
        all(group.search(small, start, end) for group in _near(rule.near.get(language, ())))
        for language in rule.patterns
        if language in _languages(small)
    )


def _searched(rule: NeverSay, small: str) -> list[Phrase]:
    """The rule's patterns that can find anything, given the words of the text in small letters."""
    phrases: list[Phrase] = []
    for language, texts in rule.patterns.items():
        if language in _languages(small) and all(
            group.search(small) for group in _near(rule.near.get(language, ()))
        ):
            phrases += [phrase(text) for text in texts]
    return phrases


@lru_cache(maxsize=64)
def _languages(small: str) -> tuple[str, ...]:
    """The languages whose patterns can find anything in these letters."""
    if small.isascii():
        return ("en",)
    return ("ko", "en") if _LATIN.search(small) else ("ko",)


@lru_cache(maxsize=256)
def _near(groups: tuple[str, ...]) -> tuple[re.Pattern[str], ...]:
    """The entries of ``near`` as plain alternatives; in small letters, so that no case is folded."""
    return tuple(re.compile("|".join(map(re.escape, group.split("|")))) for group in groups)


def _clean(text: str, first: int, last: int, start: int) -> str:
    """The sentence on one line; of an endless one what stands around the promise."""
    sentence = text[max(first, start - _LONGEST) : min(last, start + _LONGEST)]
    return " ".join(sentence.replace("\0", " ").split())
