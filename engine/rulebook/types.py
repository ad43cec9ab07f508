"""The rule book as frozen types: what ``rules/*.toml`` becomes once it has been checked."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from engine.texts import Text

Condition = Mapping[str, tuple[str, ...]]
"""Fact name → the values it may have (any of them); a fact not named may be anything."""

Verdict = Literal["start", "prepare", "push_back"]
HitPolicy = Literal["unique", "collect"]
Audience = Literal["everyone", "consultant"]


class Entry(BaseModel):
    """Base of everything in the book: frozen, and no key that the type doesn't know."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Source(Entry):
    """Where a fact comes from. ``fact``: a source of the deck; ``extension``: ours."""

    id: str
    kind: Literal["fact", "extension"]
    title: Text
    locator: Text | None = None
    url: str | None = None
    seen: str | None = None


class Section(Entry):
    """A part of the interview."""

    id: str
    title: Text


class Option(Entry):
    """One answer to a choice; ``example`` makes it concrete."""

    value: str
    text: Text
    example: Text | None = None


class Question(Entry):
    """One question of the interview.

    ``kind``: ``choice`` (one option), ``choices`` (several), ``amount`` (a number of
    samples, or the value of one of the options, which stand for ranges), ``text``.
    The answer feeds the fact of the same name as ``id``. ``when`` names facts of
    earlier questions only. ``decides``: the verdict can depend on it. ``measured``:
    the sample can pre-answer it (see ``engine.audit.measure``); under ``measured_when``
    what was measured replaces an earlier claim. "I don't know" is always possible and is
    not listed among the options; ``ask`` is what then goes onto the client's list.
    """

    id: str
    section: str
    kind: Literal["choice", "choices", "amount", "text"]
    text: Text
    why: Text
    example: Text
    ask: Text
    options: tuple[Option, ...] = ()
    when: Condition = Field(default_factory=dict)
    depends: tuple[str, ...] = ()  # besides ``when``: look again when one of these answers changes
    decides: bool = False
    measured: bool = False
    measured_when: Condition = Field(default_factory=dict)
    source: tuple[str, ...] = ()


class Derivation(Entry):
    """A fact that follows from answers without being asked."""

    when: Condition
    fact: str
    value: str


class Cut(Entry):
    """From this many samples on, the volume has this name."""

    value: Literal["many", "few", "too_few"]
    least: int
    title: Text
    source: tuple[str, ...]


class Example(Entry):
    """Facts under which a row must fire; run as a test."""

    given: Mapping[str, str]


class VerdictRow(Entry):
    """One row of the verdict table."""

    id: str
    when: Condition
    verdict: Verdict
    short: Text  # two words at most: the label of the cell in the matrix
    headline: Text
    because: Text
    source: tuple[str, ...]
    pack: str = "deck2020"
    examples: tuple[Example, ...] = ()


class VerdictTable(Entry):
    """The decision over ``inputs``; exactly one row fires for every cell (DMN: unique)."""

    id: str
    hit_policy: HitPolicy
    inputs: Mapping[str, tuple[str, ...]]  # fact → all its values
    rows: tuple[VerdictRow, ...]


class AdviceRow(Entry):
    """One line of advice, given when ``when`` holds.

    ``kind``: ``step`` (a next step, in ``order``), ``condition`` (to be met before
    the start), ``caution`` (a warning to keep in mind). ``audience``: what is for the
    consultant alone stays out of the report's client edition.
    """

    id: str
    when: Condition
    kind: Literal["step", "condition", "caution"]
    audience: Audience = "everyone"
    order: int
    text: Text
    because: Text
    source: tuple[str, ...]
    pack: str = "deck2020"
    examples: tuple[Example, ...] = ()


class AdviceTable(Entry):
    """Advice on one matter; every row that holds is given (DMN: collect)."""

    id: str
    title: Text
    hit_policy: HitPolicy
    rows: tuple[AdviceRow, ...]


class NeverSay(Entry):
    """A promise nobody may make: how it is recognised and what to say instead.

    ``denied``: regular expressions over the sentence, where ``HIT`` stands for what a
    pattern found and ``IN_HIT`` for its beginning; where one holds, the mention denies the
    promise. ``mention``: in advice and reports not even a denied mention is let through.
    """

    id: str
    promise: Text
    instead: Text
    because: Text
    patterns: Mapping[Literal["ko", "en"], tuple[str, ...]]  # regular expressions
    source: tuple[str, ...]
    denied: Mapping[Literal["ko", "en"], tuple[str, ...]] = Field(default_factory=dict)
    mention: bool = False
    when: Condition = Field(default_factory=dict)  # when it tempts most; empty: always


class RuleBook(Entry):
    """The whole book. ``digest``: SHA-256 over the files it was read from."""

    version: str
    digest: str
    sources: Mapping[str, Source]
    sections: tuple[Section, ...]
    questions: tuple[Question, ...]
    derivations: tuple[Derivation, ...] = ()
    cuts: tuple[Cut, ...]
    verdicts: VerdictTable
    advice: tuple[AdviceTable, ...]
    never_say: tuple[NeverSay, ...]

    def question(self, identifier: str) -> Question:
        """The question of that id. Raises KeyError."""
        for question in self.questions:
            if question.id == identifier:
                return question
        raise KeyError(identifier)
