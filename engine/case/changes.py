"""What can be appended to a case, and how it is written down.

Each kind of change is a frozen pydantic type; its ``kind`` is the name of the
method of :class:`~engine.case.file.CaseFile` that appends it.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import ClassVar

from pydantic import BaseModel, ConfigDict

from engine.audit.types import Audit
from engine.interview.types import Origin, Value
from engine.prototypes.types import MoreData, PrototypeResult
from engine.texts import Language


class Body(BaseModel):
    """Base: frozen, and strict about its keys. ``undoable``: undo can take it back."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    kind: ClassVar[str]
    undoable: ClassVar[bool] = True


class Create(Body):
    """The first change of every case, and of none the second."""

    kind = "create"
    undoable = False
    name: str
    language: Language


class AnswerQuestion(Body):
    """A question was answered."""

    kind = "answer"
    question: str
    value: Value
    origin: Origin
    note: str


class ConfirmAnswer(Body):
    """The answer was looked at again and stands."""

    kind = "confirm_answer"
    question: str


class ClearAnswer(Body):
    """The answer was taken out."""

    kind = "clear_answer"
    question: str


class Rename(Body):
    """The case has another name."""

    kind = "rename"
    name: str


class SetClient(Body):
    """Who the client is."""

    kind = "set_client"
    client: str


class RecordSample(Body):
    """A sample was opened and audited; it replaces the one before."""

    kind = "record_sample"
    path: str
    audit: Audit
    measured: dict[str, str | int]


class RecordPrototype(Body):
    """A prototype was trained. ``model`` and the values of ``pictures`` are blob keys."""

    kind = "record_prototype"
    result: PrototypeResult
    model: str
    pictures: dict[str, str]


class RecordMoreData(Body):
    """It was measured on the sample whether more data would help; ``measured``: what that answers."""

    kind = "record_more_data"
    found: MoreData
    measured: dict[str, str | int]


class SetLanguage(Body):
    """The language of the case: a setting, so undo passes over it."""

    kind = "set_language"
    undoable = False
    language: Language


class SwitchPack(Body):
    """A pack of the rule book is left out of the case's advice (``on`` false), or taken in again."""

    kind = "switch_pack"
    pack: str
    on: bool


class UseRulebook(Body):
    """The rule book that the case is advised by."""

    kind = "use_rulebook"
    undoable = False
    digest: str


class Undo(Body):
    """The change of that id was taken back."""

    kind = "undo"
    undoable = False
    change: int


class Redo(Body):
    """The change of that id, taken back before, holds again."""

    kind = "redo"
    undoable = False
    change: int


KINDS: dict[str, type[Body]] = {
    body.kind: body
    for body in (
        Create,
        AnswerQuestion,
        ConfirmAnswer,
        ClearAnswer,
        Rename,
        SetClient,
        RecordSample,
        RecordPrototype,
        RecordMoreData,
        SetLanguage,
        SwitchPack,
        UseRulebook,
        Undo,
        Redo,
    )
}


class DamagedLogError(ValueError):
    """The log of changes says something that no version of Jjak can have written."""


@dataclass(frozen=True)
class Change:
    """One appended change; ``at``: ISO 8601, UTC."""

    id: int
    at: str
    body: Body


def encode(body: Body) -> str:
    """The body as ASCII JSON."""
    return json.dumps(body.model_dump(mode="json"), ensure_ascii=True, separators=(",", ":"))


def decode(row: tuple[object, ...]) -> Change:
    """A row ``(id, at, kind, body)`` as a change. Raises DamagedLogError."""
    match row:
        case (int(identifier), str(at), str(kind), str(text)) if kind in KINDS:
            try:
                # Not validate_json, which refuses NaN: a loss may be one.
                return Change(identifier, at, KINDS[kind].model_validate(json.loads(text)))
            except (ValueError, RecursionError) as error:
                raise DamagedLogError(f"change {identifier}: {error}") from error
    raise DamagedLogError(f"not a change: {str(row)[:200]}")
