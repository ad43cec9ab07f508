"""Advice, each line with the trace of how it came about."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from engine.interview.types import Facts, Path
from engine.rulebook.types import (
    Audience,
    Condition,
    Direction,
    Guide,
    LineKind,
    NeverSay,
    Question,
    Shape,
    Source,
    Verdict,
)
from engine.texts import Text


@dataclass(frozen=True)
class Cell:
    """One condition that a fired rule had, and the fact that met it."""

    fact: str
    value: str
    origin: Literal["client", "sample", "derived"]


@dataclass(frozen=True)
class Trace:
    """Why something was said: the rule, its reason, the facts it used, its sources."""

    rule: str
    table: str
    pack: str
    because: Text
    cells: tuple[Cell, ...]
    source: tuple[Source, ...]


@dataclass(frozen=True)
class Ruling:
    """The verdict; ``short`` is the label of its cell in the matrix."""

    verdict: Verdict
    short: Text
    headline: Text
    trace: Trace


@dataclass(frozen=True)
class AdviceLine:
    """One line of advice."""

    kind: LineKind
    text: Text
    trace: Trace
    audience: Audience = "everyone"


@dataclass(frozen=True)
class TodayLine:
    """What today's methods allow in this cell: shown beside the verdict, never instead of it.

    ``if_``: what is not known yet and would have to be so (empty: the line simply holds).
    """

    outlook: Verdict
    headline: Text
    text: Text
    need: Text
    trace: Trace
    if_: Condition


@dataclass(frozen=True)
class GuideLine:
    """A volume guide of the task; ``count`` per unit if somebody counted, and what it reaches."""

    guide: Guide
    source: tuple[Source, ...]
    count: int | None
    reached: Literal["below", "start", "works", "strong"] | None


@dataclass(frozen=True)
class TaskFraming:
    """What kind of task X → y is. ``disagrees``: the client said recognising and it is
    generating, or the other way round."""

    direction: Direction
    shape: Shape
    task: Text
    systems: tuple[str, ...]
    trace: Trace
    disagrees: bool


@dataclass(frozen=True)
class MatrixCell:
    """One cell of form × volume as the panel shows it (for the labels known so far)."""

    form: str
    volume: str
    verdict: Verdict | None
    short: Text | None
    lit: bool


@dataclass(frozen=True)
class Advice:
    """Everything the book says to these facts.

    ``ruling`` is None while the deciding answers don't single out one verdict; then
    ``decide_next`` names the question that would help most. ``deciding`` counts the
    deciding questions on the path: answered (known), and in all. ``coverage`` is the share
    of them that is known, or that can no longer change the verdict.
    """

    facts: Facts
    without: frozenset[str]  # packs switched off
    ruling: Ruling | None
    today: tuple[TodayLine, ...]
    framing: TaskFraming | None
    guides: tuple[GuideLine, ...]
    lines: tuple[AdviceLine, ...]
    never_say: tuple[NeverSay, ...]
    ask_client: tuple[Question, ...]
    matrix: tuple[MatrixCell, ...]
    deciding: tuple[int, int]
    decide_next: Question | None
    coverage: float = 0.0


@dataclass(frozen=True)
class Need:
    """One fact that would have to be another; ``now`` None: not known yet."""

    fact: str
    now: str | None
    values: tuple[str, ...]
    measured: bool  # the sample can tell it


@dataclass(frozen=True)
class Nearly:
    """A rule that one answer keeps away: of the verdict, of today's table, or a line of advice."""

    table: str
    rule: str
    pack: str
    kind: Literal["verdict", "today"] | LineKind
    text: Text
    source: tuple[Source, ...]
    need: Need


@dataclass(frozen=True)
class Change:
    """What would lead to a better verdict: the fewest facts that would have to be others."""

    needs: tuple[Need, ...]
    verdict: Verdict
    rule: str
    pack: str
    headline: Text
    source: tuple[Source, ...]


@dataclass(frozen=True)
class Asked:
    """Why a question is asked or skipped.

    ``because``: the facts that its condition looks at (asked: those that meet it; skipped:
    the first that doesn't, with the value it has, or None when it isn't known).
    ``serves``: the rules that use its answer.
    """

    question: Question
    asked: bool
    because: tuple[Need, ...]
    serves: tuple[str, ...]


@dataclass(frozen=True)
class Explanation:
    """Beside the traces (*because*): *nearly*, *what would change it*, *why asked or skipped*."""

    nearly: tuple[Nearly, ...]
    changes: tuple[Change, ...]
    questions: tuple[Asked, ...]


@dataclass(frozen=True)
class Assessment:
    """Path and advice for one state of a case."""

    path: Path
    advice: Advice
