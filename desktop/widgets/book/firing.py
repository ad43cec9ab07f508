"""What of the book holds for the open case: the rules that fired, and the facts they used."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from desktop.widgets.book.entries import ADVICE
from engine.rulebook.conditions import SEVERAL

if TYPE_CHECKING:
    from desktop.widgets.book.entries import BookEntry
    from engine.advice.types import Advice, Assessment, Trace
    from engine.case.types import CaseState
    from engine.interview.types import Answers, Facts
    from engine.rulebook.types import Condition

RULES = ("verdict", "today", "framing", "guides", "never_say")
"""The chapters whose entries can hold, besides the tables of advice."""

Meets = Literal["met", "not_met", "open"]


@dataclass(frozen=True)
class Firing:
    """The rules that hold now, by id, each with its trace (None where it needs no answer).

    ``off``: the packs that this case does without.
    """

    rules: Mapping[str, Trace | None] = field(default_factory=dict)
    facts: Facts = field(default_factory=dict)
    answers: Answers = field(default_factory=dict)
    off: frozenset[str] = frozenset()

    def fires(self, entry: BookEntry) -> bool:
        """Whether this very entry holds now."""
        return entry.id in self.rules and (entry.chapter in RULES or entry.chapter.startswith(ADVICE))

    def trace(self, entry: BookEntry) -> Trace | None:
        """How it came to hold."""
        return self.rules.get(entry.id) if self.fires(entry) else None

    def meets(self, condition: Condition) -> Mapping[str, Meets]:
        """Each fact of a condition: whether the case has one of its values."""
        return {name: self._meets(name, values) for name, values in condition.items()}

    def _meets(self, name: str, values: tuple[str, ...]) -> Meets:
        if name not in self.facts:
            return "open"
        has = self.facts[name].value.split(SEVERAL)
        return "not_met" if set(has).isdisjoint(values) else "met"


def firing_of(assessment: Assessment | None, state: CaseState | None) -> Firing | None:
    """What holds for the open case; None without one."""
    if assessment is None or state is None:
        return None
    advice = assessment.advice
    return Firing(_rules(advice), advice.facts, state.answers, advice.without)


def _rules(advice: Advice) -> Mapping[str, Trace | None]:
    traces = [line.trace for line in advice.lines]
    traces += [line.trace for line in advice.today if not line.if_]  # the others may hold, or not
    if advice.ruling is not None:
        traces.append(advice.ruling.trace)
    if advice.framing is not None:
        traces.append(advice.framing.trace)
    rules: dict[str, Trace | None] = {trace.rule: trace for trace in traces}
    others = [promise.id for promise in advice.never_say] + [line.guide.id for line in advice.guides]
    return {**dict.fromkeys(others), **rules}
