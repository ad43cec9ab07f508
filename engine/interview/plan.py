"""The interview of one book, prepared once, and the facts that claims and measurements come to.

Whether a question is asked depends on facts alone, so the facts can be computed without
the statuses that a page shows: that is what *what if* is asked of, many times over.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from engine.interview.types import UNKNOWN, Answer, Answers, Measured, Measurement
from engine.interview.values import fact_value, is_answer
from engine.rulebook.conditions import SEVERAL
from engine.rulebook.types import Condition, Question, RuleBook

FactOrigin = Literal["client", "sample", "derived"]
_When = tuple[tuple[str, frozenset[str]], ...]


@dataclass(frozen=True, slots=True)
class Claim:
    """What was said and what was seen about one question, before the path decides if it counts.

    ``newer``: it was seen after somebody last stood by what was said.
    """

    said: str | None
    origin: FactOrigin
    seen: str | None = None
    newer: bool = False
    found: Measurement | None = None


Claims = Mapping[str, Claim]


@dataclass(frozen=True, slots=True)
class Stop:
    """One question with its conditions ready to be tried. ``rests_on``: see ``Question.depends``."""

    question: Question
    name: str
    when: _When
    measured_when: _When
    rests_on: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Derived:
    when: _When
    fact: str
    value: str


class Plan:
    """The questions and derivations of one book, in order."""

    def __init__(self, book: RuleBook) -> None:
        self.book = book
        self.stops = tuple(
            Stop(
                question,
                question.id,
                _compiled(question.when),
                _compiled(question.measured_when),
                tuple(dict.fromkeys((*question.when, *question.depends))),
            )
            for question in book.questions
        )
        self._derivations = tuple(
            _Derived(_compiled(entry.when), entry.fact, entry.value) for entry in book.derivations
        )
        conditions = [*(stop.when for stop in self.stops), *(stop.measured_when for stop in self.stops)]
        conditions += [entry.when for entry in self._derivations]
        self.leading = frozenset(name for condition in conditions for name, _ in condition)

    def claims(self, answers: Answers, measured: Measured) -> dict[str, Claim]:
        """What there is about each question, on the path or not."""
        claims = {}
        for stop in self.stops:
            answer = answers.get(stop.name)
            found = measured.get(stop.name) if measured else None
            if answer is not None or found is not None:
                claims[stop.name] = _claim(stop.question, answer, found, self.book)
        return claims

    def walk(
        self, claims: Claims, values: dict[str, str], origins: dict[str, FactOrigin]
    ) -> Iterator[tuple[Stop, Claim | None]]:
        """Every question that is asked, in order, while ``values`` and ``origins`` fill with the facts."""
        settled = -1  # how many facts there were when derivations were last tried
        for stop in self.stops:
            claim = claims.get(stop.name)
            if claim is None and stop.question.only_found:
                continue
            if not stop.when or meets(stop.when, values):
                yield stop, claim
                fact = None if claim is None else _fact(stop, claim, values)
                if fact is not None:
                    values[stop.name], origins[stop.name] = fact
            known = len(values)
            if settled != known:
                self._derive(values, origins)
                settled = known

    def values(self, claims: Claims) -> dict[str, str]:
        """The facts alone."""
        values: dict[str, str] = {}
        for _ in self.walk(claims, values, {}):
            pass
        return values

    def _derive(self, values: dict[str, str], origins: dict[str, FactOrigin]) -> None:
        for entry in self._derivations:
            if entry.fact not in values and meets(entry.when, values):
                values[entry.fact], origins[entry.fact] = entry.value, "derived"


@dataclass(frozen=True, eq=False)
class SameBook:
    """A book as a key: the very same object, whose hash costs nothing."""

    book: RuleBook

    def __hash__(self) -> int:
        return id(self.book)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, SameBook) and other.book is self.book


def plan_of(book: RuleBook) -> Plan:
    """The plan of this very book, made once."""
    return _planned(SameBook(book))


@lru_cache(maxsize=4)
def _planned(key: SameBook) -> Plan:
    return Plan(key.book)


def meets(condition: _When, values: Mapping[str, str]) -> bool:
    """True when every fact named is known and has (one of) the values named."""
    for name, allowed in condition:
        value = values.get(name)
        if value is None or (value not in allowed and not _one_of(value, allowed)):
            return False
    return True


def excluded(condition: _When, values: Mapping[str, str]) -> bool:
    """True when a known fact rules the condition out."""
    return any(
        name in values and values[name] not in allowed and not _one_of(values[name], allowed)
        for name, allowed in condition
    )


def _one_of(value: str, allowed: frozenset[str]) -> bool:
    return SEVERAL in value and not allowed.isdisjoint(value.split(SEVERAL))


def _compiled(condition: Condition) -> _When:
    return tuple((name, frozenset(allowed)) for name, allowed in condition.items())


def _claim(question: Question, answer: Answer | None, found: Measurement | None, book: RuleBook) -> Claim:
    said = None if answer is None else fact_value(question, answer.value, book)
    origin: FactOrigin = "client" if answer is None else answer.origin
    # The sample counts only where it says something that the question can have for an answer.
    if found is None or not question.measured or found.value == UNKNOWN:
        return Claim(said, origin)
    if not is_answer(question, found.value, book):
        return Claim(said, origin)
    newer = answer is None or found.order > answer.seen
    return Claim(said, origin, fact_value(question, found.value, book), newer, found)


def _fact(stop: Stop, claim: Claim, values: Mapping[str, str]) -> tuple[str, FactOrigin] | None:
    if claim.seen is not None and claim.newer:
        # A claim gives way only to a measurement of the whole; a blank also to one that may be.
        scope = "part" if claim.found is None else claim.found.scope
        if claim.said is None:
            counts = scope != "part" or not excluded(stop.measured_when, values)
        else:
            counts = scope == "proved" or meets(stop.measured_when, values)
        if counts:
            return claim.seen, "sample"
    return None if claim.said is None else (claim.said, claim.origin)
