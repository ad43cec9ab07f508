"""The forbidden promises in the pieces of a document, each with its place."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from engine.errors import UserError
from engine.lint.documents import Piece, Place
from engine.lint.wording import soundings
from engine.rulebook.promises import PromiseHit, find_in, find_promises
from engine.rulebook.types import NeverSay, RuleBook
from engine.texts import Language

SECONDS = 60.0
_PART = 4000  # characters read at once in a long text
_LONGEST_SENTENCE = 400


@dataclass(frozen=True)
class LintHit:
    """A forbidden promise in a document."""

    rule: NeverSay
    place: Place
    match: str
    sentence: str

    def document(self, language: Language) -> dict[str, object]:
        """The shape that ``jjak lint --json`` promises for a hit."""
        result: dict[str, object] = {"rule": self.rule.id, "place": self.place.document()}
        if self.place.kind == "line":
            result["line"] = self.place.number
        return result | {
            "match": self.match,
            "sentence": self.sentence,
            "because": self.rule.because.say(language),
            "instead": self.rule.instead.say(language),
            "source": list(self.rule.source),
        }


def lint_pieces(pieces: Iterable[Piece], book: RuleBook, seconds: float = SECONDS) -> tuple[LintHit, ...]:
    """Every promise that ``book`` forbids, in the order of the document.

    Raises UserError where a document made to be slow takes longer than ``seconds``.
    """
    latest = time.monotonic() + seconds
    hits: list[LintHit] = []
    for piece in pieces:
        line = 0
        for part in _parts(piece.text):
            if time.monotonic() > latest:
                raise UserError("lint_too_slow")
            seen = 0
            for hit in promises_in(part, book):
                place = piece.place
                if place.kind == "line":
                    line += part.count("\n", seen, hit.start)
                    seen = hit.start
                    place = replace(place, number=place.number + line)
                hits.append(_hit(hit, place))
            line += part.count("\n", seen)
    return tuple(hits)


def promises_in(text: str, book: RuleBook) -> tuple[PromiseHit, ...]:
    """What the patterns of the book find, and sentences that are worded like a promise."""
    hits = find_promises(text, book)
    worded = list(soundings(text))
    if not worded:
        return hits
    judged = find_in(text, book.never_say, taken_back=True)  # denied ones stay denied
    rules = {rule.id: rule for rule in book.never_say}
    more = [
        PromiseHit(rules[found.rule], found.start, found.end, found.sentence, found.sentence)
        for found in worded
        if found.rule in rules and not any(hit.start < found.end and found.start < hit.end for hit in judged)
    ]
    return tuple(sorted((*hits, *more), key=lambda hit: (hit.start, hit.rule.id)))


def _parts(text: str) -> Iterator[str]:
    """A long text in parts that end with an empty line, with a line, or anywhere if there is none."""
    start = 0
    while len(text) - start > _PART:
        cuts = (text.rfind(mark, start + 1, start + _PART) + len(mark) for mark in ("\n\n", "\n", ". ", " "))
        end = next((cut for cut in cuts if cut > start + _PART // 2), start + _PART)
        yield text[start:end]
        start = end
    yield text[start:]


def _hit(hit: PromiseHit, place: Place) -> LintHit:
    match = " ".join(hit.match.split())
    sentence = hit.sentence
    if len(sentence) > _LONGEST_SENTENCE:
        middle = max(sentence.find(match), 0) + len(match) // 2
        start = max(0, middle - _LONGEST_SENTENCE // 2)
        sentence = f"… {sentence[start : start + _LONGEST_SENTENCE]} …"
    return LintHit(hit.rule, place, match, sentence)
