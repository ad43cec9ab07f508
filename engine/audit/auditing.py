"""The audit: every sample becomes a record, every check reads the records."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from itertools import chain
from pathlib import Path

from engine.audit.checks import CHECKS
from engine.audit.examine import examine, examine_item
from engine.audit.previews import make_previews
from engine.audit.records import Record, Records
from engine.audit.rows import RowRecords, RowStore
from engine.audit.types import (
    Audit,
    ChoiceSaid,
    Counts,
    Effective,
    Evidence,
    ModalityPair,
    OptionSaid,
    PartSaid,
    Preview,
    Volume,
)
from engine.audit.workers import ordered_map
from engine.dataset.corrections import Choice
from engine.dataset.pictures import quiet_decoding
from engine.dataset.types import Dataset, Part, Recognition
from engine.jobs.protocol import Json, Reporter
from engine.rulebook import load_rule_book
from engine.rulebook.types import Cut

FIRST_PREVIEWS = 6
"""As many are shown before the rest is decoded."""


def audit_dataset(dataset: Dataset, path: Path, reporter: Reporter, previews: int = 24) -> Audit:
    """Look at every sample once and say what the set is. Emits what is known as soon as it is."""
    _tell_recognition(dataset, reporter)
    with quiet_decoding():
        shown = _show_previews(dataset, reporter, previews)
        records = _examine_all(dataset, reporter)
    effective = count_effective(records)
    recognition = dataset.recognition
    return Audit(
        name=dataset.name,
        path=str(path),
        form=recognition.form,
        confidence=recognition.confidence,
        layout=recognition.layout,
        evidence=_evidence(recognition),
        modality=ModalityPair(input=recognition.input_modality, target=recognition.target_modality),
        counts=_counts(records),
        class_sizes=dict(records.labels),
        findings=tuple(chain.from_iterable(check(records) for check in CHECKS)),
        effective=effective,
        volume=volume_of(effective.samples, load_rule_book().cuts),
        previews=tuple(shown),
        columns=dataset.columns,
        systems=recognition.systems,
        parts=tuple(_parts(records)),
        choices=tuple(map(_choice, recognition.choices)),
    )


def count_effective(records: Records) -> Effective:
    """Distinct usable contents of the input side; of a paired set only those with a target.

    Low and high are the same as long as only exact copies are looked for.
    """
    distinct = records.distinct()
    return Effective(samples=distinct, low=distinct, high=distinct)


def volume_of(samples: int, cuts: Sequence[Cut]) -> Volume:
    """The name of this many samples by the rule book's cuts."""
    for cut in sorted(cuts, key=lambda cut: -cut.least):
        if samples >= cut.least:
            return cut.value
    return "too_few"


def _examine_all(dataset: Dataset, reporter: Reporter) -> Records:
    inputs: RowStore | list[Record] = RowStore() if dataset.recognition.layout == "table" else []
    expected = dataset.recognition.expected
    for done, record in enumerate(_examined(dataset), start=1):
        inputs.append(record)
        reporter.progress(done, expected, "examining")
    records = (
        RowRecords(dataset.recognition, inputs)
        if isinstance(inputs, RowStore)
        else Records(dataset.recognition, inputs)
    )
    for item in dataset.unmatched_targets():
        lone = examine_item(dataset.tree, item, item.path or str(item.value or ""))
        lone.part = item.part
        records.lone_targets.append(lone)
        reporter.progress(len(records.lone_targets), None, "examining_targets")
    records.ignored = tuple(dataset.ignored())
    return records


def _examined(dataset: Dataset) -> Iterator[Record]:
    """Files are examined by two threads; rows are too small for that to pay."""
    look = partial(examine, dataset.tree)
    if dataset.recognition.layout == "table":
        return map(look, dataset.samples())
    return ordered_map(look, dataset.samples())


def _counts(records: Records) -> Counts:
    paired = records.recognition.form == "paired"
    inputs = len(records.readable)
    pairs = records.paired() if paired else 0
    return Counts(
        inputs=inputs,
        pairs=pairs,
        unmatched_inputs=inputs - pairs,
        unmatched_targets=sum(record.problem is None for record in records.lone_targets),
        classes=len(records.labels),
    )


def _parts(records: Records) -> Iterator[PartSaid]:
    """The parts of a mixed set, each with what was counted in it."""
    for place, part in enumerate(records.recognition.parts):
        yield PartSaid(
            name=part.name,
            form=part.form,
            confidence=part.confidence,
            layout=part.layout,
            modality=ModalityPair(input=part.input_modality, target=part.target_modality),
            counts=_counts(records.of_part(place)),
            systems=part.systems,
            evidence=_evidence(part),
        )


def _evidence(said: Recognition | Part) -> tuple[Evidence, ...]:
    return tuple(Evidence(key=key, values=dict(values)) for key, values in said.evidence)


def _choice(choice: Choice) -> ChoiceSaid:
    return ChoiceSaid(
        kind=choice.kind,
        subject=choice.subject,
        options=tuple(
            OptionSaid(id=option.id, key=option.key, values=dict(option.values), covers=option.covers)
            for option in choice.options
        ),
        chosen=choice.chosen,
        guessed=choice.guessed,
        why=Evidence(key=choice.why, values=dict(choice.values or {})) if choice.why else None,
    )


def _tell_recognition(dataset: Dataset, reporter: Reporter) -> None:
    recognition = dataset.recognition
    evidence: list[Json] = [item.model_dump(mode="json") for item in _evidence(recognition)]
    reporter.emit(
        "partial",
        name="recognized",
        layout=recognition.layout,
        form=recognition.form,
        confidence=recognition.confidence,
        modality={"input": recognition.input_modality, "target": recognition.target_modality},
        evidence=evidence,
    )


def _show_previews(dataset: Dataset, reporter: Reporter, wanted: int) -> list[Preview]:
    shown: list[Preview] = []
    for preview in make_previews(dataset, wanted):
        shown.append(preview)
        if len(shown) == FIRST_PREVIEWS:
            tell_previews(shown, reporter)
        if len(shown) == wanted:
            break
    if shown and len(shown) != FIRST_PREVIEWS:
        tell_previews(shown, reporter)
    return shown


def tell_previews(shown: list[Preview], reporter: Reporter) -> None:
    """Emit what can be shown so far; nothing where there is nothing."""
    if shown:
        pictures: list[Json] = [preview.model_dump(mode="json") for preview in shown]
        reporter.emit("partial", name="previews", previews=pictures)
