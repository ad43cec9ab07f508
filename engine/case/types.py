"""One engagement: its changes, and the state that they add up to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from engine.advice.said import Said
from engine.audit.types import Audit
from engine.interview.types import Answers, Measured
from engine.prototypes.types import MoreData, PrototypeResult
from engine.texts import Language


@dataclass(frozen=True)
class SampleRecord:
    """The sample last opened in the case: where it lay and what the audit said."""

    path: str
    audit: Audit
    order: int


@dataclass(frozen=True)
class PrototypeRecord:
    """One training run kept in the case. ``pictures``: file name → blob key; ``model``: blob key."""

    result: PrototypeResult
    model: str
    pictures: Mapping[str, str]
    order: int


@dataclass(frozen=True)
class MoreDataRecord:
    """Whether more data would help, as measured on the sample of the case."""

    found: MoreData
    order: int


@dataclass(frozen=True)
class CaseState:
    """What the case says now. ``revision`` grows with every appended change."""

    name: str
    client: str
    created: str  # ISO 8601, UTC
    language: Language
    answers: Answers
    measured: Measured
    sample: SampleRecord | None
    prototypes: tuple[PrototypeRecord, ...]
    rulebook_digest: str | None
    revision: int
    undo: str | None  # kind of the change that undo would take back; None: nothing
    redo: str | None
    without: frozenset[str] = frozenset()  # the packs of the rule book that are switched off
    more_data: tuple[MoreDataRecord, ...] = ()  # of the present sample, one a system, the newest last


@dataclass(frozen=True)
class Noted:
    """What a rule book said about the case, and for which state: the one at ``clock``."""

    said: Said
    clock: int
    at: str  # ISO 8601, UTC
