"""Answers, and the path of questions that follows from them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from engine.rulebook.types import Question, Section

UNKNOWN = "unknown"
"""The answer "I don't know": a value like any other, for every question."""

Value = str | int | tuple[str, ...]
Origin = Literal["client", "sample"]
Status = Literal["open", "answered", "unknown", "look_again"]
SectionStatus = Literal["open", "current", "done", "look_again"]


@dataclass(frozen=True)
class Answer:
    """What was answered, when (``order`` grows with every change of a case), and by whom.

    ``origin`` is ``sample`` when the answer confirms what was found in the data.
    ``confirmed``: when it was looked at again and left as it was, if it was.
    """

    value: Value
    order: int
    origin: Origin = "client"
    note: str = ""
    confirmed: int | None = None

    @property
    def seen(self) -> int:
        """When somebody last stood by it: answered or confirmed it."""
        return self.order if self.confirmed is None else max(self.order, self.confirmed)


Scope = Literal["part", "likely", "proved"]
SCOPE = "_scope"
"""Behind a question's id, where measured values are kept: the measurement's scope."""


@dataclass(frozen=True)
class Measurement:
    """A fact found in the sample, and when (same clock as :class:`Answer`).

    ``scope``: whether it is of the sample alone, or speaks of all the client's data: a likely
    value stands against a claim and leaves it in force, a proved one replaces it.
    """

    value: str | int
    order: int
    scope: Scope = "part"


Answers = Mapping[str, Answer]
Measured = Mapping[str, Measurement]  # by question id


@dataclass(frozen=True)
class Step:
    """One question on the path. ``found`` is what the sample says, if it says anything.

    ``agrees``: whether sample and answer mean the same ("few" and 1,200 do; a part of the
    data does not speak against a larger claim); None: compare the values.
    """

    question: Question
    status: Status
    answer: Answer | None
    found: Measurement | None
    agrees: bool | None = None

    @property
    def disagrees(self) -> bool:
        """True when the sample says something else than the answer."""
        if self.found is None or self.answer is None or self.answer.value == UNKNOWN:
            return False
        return not (self.answer.value == self.found.value if self.agrees is None else self.agrees)


@dataclass(frozen=True)
class Path:
    """The questions that are asked, in order, recomputed from all answers each time."""

    steps: tuple[Step, ...]
    sections: tuple[tuple[Section, SectionStatus], ...]

    @property
    def next_open(self) -> Step | None:
        """The first question that wants an answer or a second look; None when complete."""
        return next((s for s in self.steps if s.status in ("open", "look_again")), None)

    @property
    def complete(self) -> bool:
        """True when nothing on the path is open or to be looked at again."""
        return self.next_open is None

    def step(self, identifier: str) -> Step | None:
        """The step that asks this question, or None when it is off the path."""
        return next((s for s in self.steps if s.question.id == identifier), None)


@dataclass(frozen=True)
class Fact:
    """What a rule may use: a value and where it comes from."""

    value: str
    origin: Literal["client", "sample", "derived"]


Facts = Mapping[str, Fact]
