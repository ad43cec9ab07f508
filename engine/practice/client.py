"""The client stage of a case, filled by the answers of an open case."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from engine.interview.types import UNKNOWN, Answers, Facts, Value
from engine.rulebook.conditions import SEVERAL
from engine.rulebook.library import ClientLine

Standing = Literal["met", "not_met", "unknown", "open"]
"""``unknown``: asked, and the client couldn't say; ``open``: not asked yet."""


@dataclass(frozen=True)
class StageLine:
    """One line of the client stage: what the case needs, and the open case's answer to it."""

    line: ClientLine
    standing: Standing
    value: Value | None


def client_stage(client: Sequence[ClientLine], facts: Facts, answers: Answers) -> tuple[StageLine, ...]:
    """Each line of a case with what this client said or what the sample showed.

    Where the rules know a fact, it counts (a number of samples is then the volume it
    means); a question that no rule asks for is met by any answer.
    """
    return tuple(_fill(line, facts, answers) for line in client)


def count_standing(stage: Sequence[StageLine]) -> Mapping[Standing, int]:
    """How many lines stand how; every standing is there."""
    counted: dict[Standing, int] = {"met": 0, "not_met": 0, "unknown": 0, "open": 0}
    for filled in stage:
        counted[filled.standing] += 1
    return counted


def _fill(line: ClientLine, facts: Facts, answers: Answers) -> StageLine:
    fact = facts.get(line.question)
    if fact is not None:
        values = fact.value.split(SEVERAL)
        met = not line.wanted or not set(values).isdisjoint(line.wanted)
        value: Value = tuple(values) if len(values) > 1 else fact.value
        return StageLine(line, "met" if met else "not_met", value)
    answer = answers.get(line.question)
    if answer is None:
        return StageLine(line, "open", None)
    if answer.value == UNKNOWN:
        return StageLine(line, "unknown", None)
    if not line.wanted:
        return StageLine(line, "met", answer.value)
    said = answer.value if isinstance(answer.value, tuple) else (str(answer.value),)
    return StageLine(line, "not_met" if set(said).isdisjoint(line.wanted) else "met", answer.value)
