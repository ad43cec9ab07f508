"""Advice, each line with the trace of how it came about."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from engine.interview.types import Facts, Path
from engine.rulebook.types import Audience, NeverSay, Question, Source, Verdict
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

    kind: Literal["step", "condition", "caution"]
    text: Text
    trace: Trace
    audience: Audience = "everyone"


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
    deciding questions on the path: answered (known), and in all.
    """

    facts: Facts
    ruling: Ruling | None
    lines: tuple[AdviceLine, ...]
    never_say: tuple[NeverSay, ...]
    ask_client: tuple[Question, ...]
    matrix: tuple[MatrixCell, ...]
    deciding: tuple[int, int]
    decide_next: Question | None


@dataclass(frozen=True)
class Assessment:
    """Path and advice for one state of a case."""

    path: Path
    advice: Advice
