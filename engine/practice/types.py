"""What practising is made of: an exercise of the deck, a grade, and the progress that is kept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from engine.rulebook.library import ClientLine, Subject
from engine.rulebook.types import Form
from engine.texts import Text

Grade = Literal["knew", "partly", "missed"]
Matter = Subject | Literal["cases"]
"""What an exercise belongs to: the subject of a service, or the deck's own cases."""


@dataclass(frozen=True)
class Exercise:
    """One card of the deck. The question's side is ``service`` and ``goal``; the rest answers.

    ``forms``: any of them is a right guess; none where the book doesn't say. ``client``:
    the client stage of a case, which the learner is to think of.
    """

    id: str
    subject: Matter
    service: Text
    goal: Text | None
    x: Text
    y: Text
    forms: tuple[Form, ...]
    pairs: Text
    self_made: Text | None
    amount: Text | None
    preparing: tuple[Text, ...]
    client: tuple[ClientLine, ...]
    system: str | None
    source: tuple[str, ...]


class Record(BaseModel):
    """How an exercise went last: its grade, at which turn, and how often it was turned over."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    grade: Grade
    turn: int = Field(ge=1)
    seen: int = Field(ge=1)


class Progress(BaseModel):
    """Everything that is kept. ``seed`` orders the exercises nobody has seen; ``turn`` counts
    the gradings, so that a missed exercise comes back after a few others."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    version: Literal[1] = 1
    seed: int = 0
    turn: int = Field(default=0, ge=0)
    records: Mapping[str, Record] = Field(default_factory=dict)

    def graded(self, exercise: str, grade: Grade) -> Progress:
        """The progress after this exercise was turned over and graded."""
        before = self.records.get(exercise)
        turn = self.turn + 1
        record = Record(grade=grade, turn=turn, seen=1 if before is None else before.seen + 1)
        return self.model_copy(update={"turn": turn, "records": {**self.records, exercise: record}})


@dataclass(frozen=True)
class Tally:
    """How far one subject has come, in exercises."""

    knew: int
    partly: int
    missed: int
    total: int

    @property
    def unseen(self) -> int:
        """Those that were never turned over."""
        return self.total - self.knew - self.partly - self.missed
