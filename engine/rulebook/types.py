"""The rule book as frozen types: what ``rules/*.toml`` becomes once it has been checked."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Generic, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field

from engine.texts import Text

Condition = Mapping[str, tuple[str, ...]]
"""Fact name → the values it may have (any of them); a fact not named may be anything."""

Verdict = Literal["start", "prepare", "push_back"]
HitPolicy = Literal["unique", "first", "collect"]
Audience = Literal["everyone", "consultant"]
LineKind = Literal["step", "condition", "caution", "question"]
Direction = Literal["many_to_one", "one_to_many"]
Language = Literal["ko", "en"]
Form = Literal["paired", "unpaired", "input_only"]


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


class Pack(Entry):
    """A set of rules that the reader can tell apart: the deck's, ours, later methods, a firm's.

    ``switchable``: a case can do without it.
    """

    id: str
    title: Text
    text: Text
    version: str = ""
    switchable: bool = False


class DisabledPack(Entry):
    """A firm's pack that is not used because it has faults; ``problem`` says so in a sentence."""

    id: str
    problem: Text


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
    samples, or the value of one of the options, which stand for ranges), ``count`` (a
    whole number that is shown and compared, but that no rule asks for), ``text``.
    The answer feeds the fact of the same name as ``id``. ``when`` names facts of
    earlier questions only. ``decides``: the verdict can depend on it. ``measured``:
    the sample can pre-answer it (see ``engine.audit.measure``); under ``measured_when``
    what was measured replaces an earlier claim. ``only_found``: it is asked (to be confirmed)
    only once it has been measured. "I don't know" is always possible and is
    not listed among the options; ``ask`` is what then goes onto the client's list.
    """

    id: str
    section: str
    kind: Literal["choice", "choices", "amount", "count", "text"]
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
    only_found: bool = False
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


class Row(Entry):
    """One row of a decision table. ``pack``: whose rule it is (see :class:`Pack`).

    A row whose ``until`` has passed no longer holds; ``successor`` is the row that then does.
    """

    id: str
    when: Condition
    because: Text
    source: tuple[str, ...]
    pack: str = "deck2020"
    since: date | None = None
    until: date | None = None
    successor: str | None = None
    examples: tuple[Example, ...] = ()


RowKind_co = TypeVar("RowKind_co", bound=Row, covariant=True)


class DecisionTable(Entry, Generic[RowKind_co]):
    """A decision over ``inputs`` (fact → all its values), in DMN's terms.

    ``unique``: exactly one row holds for every cell; ``first``: of the rows that hold, the
    first one counts.
    """

    id: str
    title: Text
    hit_policy: HitPolicy
    inputs: Mapping[str, tuple[str, ...]]
    rows: tuple[RowKind_co, ...]


class VerdictRow(Row):
    """One row of the verdict table."""

    verdict: Verdict
    short: Text  # two words at most: the label of the cell in the matrix
    headline: Text


class TodayRow(Row):
    """What can be done by today's methods in one cell: shown beside the deck's verdict.

    ``outlook`` has a verdict's values; ``need`` is what it takes.
    """

    outlook: Verdict
    headline: Text
    text: Text
    need: Text


class FramingRow(Row):
    """What kind of task X → y is: ``shape`` names a :class:`Shape`, ``systems`` cards."""

    direction: Direction
    shape: str
    task: Text
    systems: tuple[str, ...]


class Shape(Entry):
    """A shape of model: encoder, encoder with heads, decoder, butterfly."""

    id: str
    title: Text
    text: Text
    source: tuple[str, ...]


class Word(Entry):
    """Words by which a plain sentence gives away one value of a fact.

    ``ko`` and ``en`` are regular expressions, matched anywhere, upper and lower case alike.
    """

    id: str
    fact: str
    value: str
    ko: tuple[str, ...]
    en: tuple[str, ...]


class Framing(DecisionTable[FramingRow]):
    """The table of tasks, the shapes it speaks of, and the words it is recognised by."""

    shapes: tuple[Shape, ...]
    words: tuple[Word, ...] = ()


class Mark(Entry):
    """From this many on; ``date`` is when the source was read, as YYYY-MM."""

    least: int
    source: str
    date: str


class Guide(Entry):
    """How many samples a task takes, counted per ``unit`` (class, box, series, user …).

    ``start``: training makes sense; ``works``: the usual recommendation; ``strong``: as
    good as it gets. At least one of the marks is there. ``per``: which number of the
    client's is compared with it: the scarcest kind's, that of all, or none. ``answered``:
    the unit is a sample with its answer, so inputs alone are not compared.
    """

    id: str
    systems: tuple[str, ...]
    task: Text
    unit: Text
    per: Literal["scarcest", "total"] | None = None
    answered: bool = False
    start: Mark | None = None
    works: Mark | None = None
    strong: Mark | None = None
    note: Text | None = None
    pack: str = "ours"


class AdviceRow(Row):
    """One line of advice, given when ``when`` holds.

    ``kind``: ``step`` (a next step, in ``order``), ``condition`` (to be met before
    the start), ``caution`` (a warning to keep in mind), ``question`` (to be asked and
    never concluded: the law). ``audience``: what is for the consultant alone stays out of
    the report's client edition.
    """

    kind: LineKind
    audience: Audience = "everyone"
    order: int
    text: Text


class AdviceTable(Entry):
    """Advice on one matter: every row that holds (``collect``), or the first one (``first``)."""

    id: str
    title: Text
    hit_policy: HitPolicy
    rows: tuple[AdviceRow, ...]


class NeverSay(Entry):
    """A promise nobody may make: how it is recognised and what to say instead.

    ``patterns``: see :mod:`engine.rulebook.phrases`. ``denied``: regular expressions over the
    sentence, where ``HIT`` stands for the part of a pattern that promises and ``IN_HIT`` for
    its beginning; where one holds, the mention denies the promise. ``near``: words of which one
    is there wherever a pattern can match (a quick look before the slow one). ``mention``: in
    advice and reports not even a denied mention is let through.
    """

    id: str
    promise: Text
    instead: Text
    because: Text
    patterns: Mapping[Language, tuple[str, ...]]
    source: tuple[str, ...]
    denied: Mapping[Language, tuple[str, ...]] = Field(default_factory=dict)
    near: Mapping[Language, tuple[str, ...]] = Field(default_factory=dict)
    mention: bool = False
    when: Condition = Field(default_factory=dict)  # when it tempts most; empty: always


class RuleBook(Entry):
    """The whole book. ``digest``: SHA-256 over the files it was read from."""

    version: str
    digest: str
    enough: float  # the share of deciding answers below which there is no verdict
    packs: Mapping[str, Pack]
    disabled: tuple[DisabledPack, ...] = ()
    sources: Mapping[str, Source]
    sections: tuple[Section, ...]
    questions: tuple[Question, ...]
    derivations: tuple[Derivation, ...] = ()
    cuts: tuple[Cut, ...]
    verdicts: DecisionTable[VerdictRow]
    today: DecisionTable[TodayRow]
    framing: Framing
    guides: tuple[Guide, ...]
    advice: tuple[AdviceTable, ...]
    never_say: tuple[NeverSay, ...]

    def question(self, identifier: str) -> Question:
        """The question of that id. Raises KeyError."""
        for question in self.questions:
            if question.id == identifier:
                return question
        raise KeyError(identifier)
