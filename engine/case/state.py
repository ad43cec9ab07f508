"""The state of a case: a pure fold over all its changes.

Undo and redo are changes themselves. A first pass over the log finds which
changes hold, a second adds those up; so undo restores exactly what was before,
the order of an answer included.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from engine.case.changes import (
    AnswerQuestion,
    Body,
    Change,
    ClearAnswer,
    ConfirmAnswer,
    Create,
    DamagedLogError,
    RecordMoreData,
    RecordPrototype,
    RecordSample,
    Redo,
    Rename,
    SetClient,
    SetLanguage,
    SwitchPack,
    Undo,
    UseRulebook,
)
from engine.case.types import CaseState, MoreDataRecord, PrototypeRecord, SampleRecord
from engine.interview.types import SCOPE, Answer, Measurement, Scope
from engine.texts import Language


@dataclass(frozen=True)
class Standing:
    """The undoable changes that hold, and those that were taken back; the next to go last."""

    done: tuple[Change, ...]
    undone: tuple[Change, ...]


def fold(changes: Sequence[Change]) -> CaseState:
    """What the changes, oldest first, add up to. Raises DamagedLogError."""
    if [change.id for change in changes if isinstance(change.body, Create)] != [1]:
        raise DamagedLogError("a case begins with its creation, and is created once")
    if [change.id for change in changes] != list(range(1, len(changes) + 1)):
        raise DamagedLogError("changes are missing")
    standing = find_standing(changes)
    holding = {change.id for change in standing.done}
    draft = _Draft()
    for change in changes:
        if not change.body.undoable or change.id in holding:
            draft.add(change)
    return CaseState(
        name=draft.name,
        client=draft.client,
        created=changes[0].at,
        language=draft.language,
        answers=draft.answers,
        measured=draft.measured,
        sample=draft.sample,
        prototypes=tuple(draft.prototypes),
        rulebook_digest=draft.rulebook_digest,
        revision=changes[-1].id,
        undo=standing.done[-1].body.kind if standing.done else None,
        redo=standing.undone[-1].body.kind if standing.undone else None,
        without=frozenset(draft.without),
        more_data=tuple(draft.more_data),
    )


def find_standing(changes: Sequence[Change]) -> Standing:
    """Follow the undos and redos. A new undoable change drops what could be redone."""
    done: list[Change] = []
    undone: list[Change] = []
    for change in changes:
        match change.body:
            case Undo(change=identifier):
                undone.append(_take(done, identifier))
            case Redo(change=identifier):
                done.append(_take(undone, identifier))
            case body if body.undoable:
                done.append(change)
                undone.clear()
    return Standing(tuple(done), tuple(undone))


def _take(stack: list[Change], identifier: int) -> Change:
    if not stack or stack[-1].id != identifier:
        raise DamagedLogError(f"change {identifier} is not the next one to undo or redo")
    return stack.pop()


@dataclass
class _Draft:
    """The state while it is being added up."""

    name: str = ""
    client: str = ""
    language: Language = "ko"
    answers: dict[str, Answer] = field(default_factory=dict)
    measured: dict[str, Measurement] = field(default_factory=dict)
    sample: SampleRecord | None = None
    prototypes: list[PrototypeRecord] = field(default_factory=list)
    more_data: list[MoreDataRecord] = field(default_factory=list)
    of_the_curve: dict[str, Measurement] = field(default_factory=dict)  # what the newest of them answers
    rulebook_digest: str | None = None
    without: set[str] = field(default_factory=set)

    def add(self, change: Change) -> None:
        """Take one holding change in."""
        match change.body:
            case AnswerQuestion() as body:
                self._answer(body, change.id)
            case ConfirmAnswer(question=question):
                self._confirm(question, change.id)
            case ClearAnswer(question=question):
                self.answers.pop(question, None)
            case RecordSample() as body:
                self._record_sample(body, change.id)
            case RecordPrototype() as body:
                self.prototypes.append(
                    PrototypeRecord(body.result, body.model, dict(body.pictures), change.id)
                )
            case RecordMoreData() as body:
                self._record_more_data(body, change.id)
            case body:
                self._set(body)

    def _set(self, body: Body) -> None:
        match body:
            case Create(name=name, language=language):
                self.name, self.language = name, language
            case Rename(name=name):
                self.name = name
            case SetClient(client=client):
                self.client = client
            case SetLanguage(language=language):
                self.language = language
            case UseRulebook(digest=digest):
                self.rulebook_digest = digest
            case SwitchPack(pack=pack, on=True):
                self.without.discard(pack)
            case SwitchPack(pack=pack):
                self.without.add(pack)

    def _answer(self, body: AnswerQuestion, identifier: int) -> None:
        """Another note or origin for the same value doesn't make the answer a newer one."""
        known = self.answers.get(body.question)
        if known is not None and known.value == body.value:
            self.answers[body.question] = replace(known, origin=body.origin, note=body.note)
        else:
            self.answers[body.question] = Answer(body.value, identifier, body.origin, body.note)

    def _confirm(self, question: str, identifier: int) -> None:
        known = self.answers.get(question)
        if known is None:
            raise DamagedLogError(f"no answer to confirm: {question}")
        self.answers[question] = replace(known, confirmed=identifier)

    def _record_sample(self, body: RecordSample, identifier: int) -> None:
        """What is measured again with the same value keeps its age."""
        if self.sample is None or not _same_data(self.sample, body):
            self.more_data, self.of_the_curve = [], {}
        self.sample = SampleRecord(body.path, body.audit, identifier)
        before, self.measured = self.measured, {}
        for question, value in body.measured.items():
            if question.endswith(SCOPE):
                continue
            told = body.measured.get(question + SCOPE)
            scope: Scope = "proved" if told == "proved" else "likely" if told == "likely" else "part"
            known = before.get(question)
            same = known is not None and (known.value, known.scope) == (value, scope)
            self.measured[question] = Measurement(value, known.order if known and same else identifier, scope)
        self.measured.update(self.of_the_curve)

    def _record_more_data(self, body: RecordMoreData, identifier: int) -> None:
        """The newest of a system is kept, and the newest of all answers."""
        others = [record for record in self.more_data if record.found.system != body.found.system]
        self.more_data = [*others, MoreDataRecord(body.found, identifier)]
        self.of_the_curve = {name: Measurement(value, identifier) for name, value in body.measured.items()}
        self.measured.update(self.of_the_curve)


def _same_data(before: SampleRecord, body: RecordSample) -> bool:
    """Whether a sample opened again is the same, read in the same way."""
    old, new = before.audit, body.audit
    return (before.path, old.corrections, old.counts) == (body.path, new.corrections, new.counts)
