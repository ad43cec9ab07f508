"""The audit: every sample becomes a record, every check reads the records."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import cast

from engine.audit import swaps
from engine.audit.amount import count_effective, count_taken, distinct_classes, tell_extent, volume_of
from engine.audit.checks import run_checks
from engine.audit.guard import Guard
from engine.audit.near import near_ties
from engine.audit.origins.of_records import origins_of, origins_said
from engine.audit.previews import make_previews
from engine.audit.readers import Readers
from engine.audit.records import Record, Records
from engine.audit.rows import RowRecords, RowStore
from engine.audit.settling import settle
from engine.audit.shares import count_splits, shares
from engine.audit.so_far import SoFar
from engine.audit.types import (
    SO_FAR,
    Audit,
    ChoiceSaid,
    Counts,
    Evidence,
    ModalityPair,
    OptionSaid,
    PartSaid,
    Preview,
)
from engine.audit.weighing import Weighed, weigh
from engine.dataset.corrections import Choice
from engine.dataset.pictures import quiet_decoding
from engine.dataset.types import Dataset, Part, Recognition
from engine.jobs.protocol import Json, Reporter

FIRST_PREVIEWS = 6
"""As many are shown before the rest is decoded."""


def audit_dataset(
    dataset: Dataset,
    path: Path,
    reporter: Reporter,
    previews: int = 24,
    guard: Guard | None = None,
    claimed: int | None = None,
    deep: bool = False,
    thresholds: Mapping[str, float] | None = None,
) -> Audit:
    """Look at every sample once and say what the set is. Emits what is known as soon as it is.

    ``claimed``: how many files there are in all, where the set is a sample of them. ``deep``:
    look for the same things on other backgrounds as well, once all else has been emitted.
    ``thresholds``: those that are moved, see :mod:`engine.audit.thresholds`.
    Without a guard, which is whom ``dataset`` was opened with, this process reads every file.
    """
    guard = guard or Guard()
    _tell_recognition(dataset, reporter)
    with quiet_decoding(), Readers(dataset, guard) as readers:
        wary = bool(guard.refused)  # then the crew finds out first what breaks its reader
        shown = [] if wary else _show_previews(dataset, reporter, previews)
        so_far = SoFar(partial(_judge_so_far, dataset, path, thresholds or {}), reporter)
        records = _examine_all(dataset, readers, reporter, so_far)
        records.thresholds = thresholds or {}
        shown = _show_previews(dataset, reporter, previews) if wary else shown
    guard.rest()
    weighed = weigh(records)
    records.doubted = () if weighed is None else weighed.doubtful
    audit = _audit_of(dataset, path, records, shown, weighed, claimed)
    pictures = swaps.comparable(records) if deep and not reporter.finish_requested else []
    if len(pictures) < swaps.FEWEST:
        return audit
    reporter.emit("partial", name="audit", audit=cast("Json", audit.model_dump(mode="json")))
    found = swaps.look_deep(dataset.tree, records, pictures, reporter, guard)
    records.ties = [*records.ties, *found.ties]
    records.uncheckable = found.uncheckable
    records.deep_cut_short = found.stopped
    if weighed is not None and found.ties:  # what shows the same must not be learnt from and judged
        weighed = weigh(records)
        records.doubted = () if weighed is None else weighed.doubtful
    return _audit_of(dataset, path, records, shown, weighed, claimed)


def _judge_so_far(dataset: Dataset, path: Path, thresholds: Mapping[str, float], seen: Records) -> Audit:
    """What can be said of these, while more will come."""
    seen.thresholds = thresholds
    return _audit_of(dataset, path, seen, (), None, None)


def _audit_of(
    dataset: Dataset,
    path: Path,
    records: Records,
    shown: Sequence[Preview],
    weighed: Weighed | None,
    claimed: int | None,
) -> Audit:
    """All that the records say."""
    from engine.rulebook import load_rule_book  # not before: the first pictures are waited for

    effective, cuts = count_effective(records), load_rule_book().cuts
    recognition = dataset.recognition
    splits = count_splits(records)
    return Audit(
        name=dataset.name,
        path=str(path),
        form=recognition.form,
        confidence=recognition.confidence,
        layout=recognition.layout,
        evidence=(*_how_far(records), *_evidence(recognition), *shares(records, splits)),
        modality=ModalityPair(input=recognition.input_modality, target=recognition.target_modality),
        counts=_counts(records),
        class_sizes=dict(records.labels),
        findings=tuple(run_checks(records, "decode" if records.unfinished else None)),
        effective=effective,
        volume=volume_of(effective.samples, cuts),
        previews=tuple(shown),
        columns=dataset.columns,
        systems=recognition.systems,
        parts=tuple(_parts(records)),
        splits=splits,
        choices=tuple(map(_choice, recognition.choices)),
        labels=None if weighed is None else weighed.said,
        extent=tell_extent(records, claimed, cuts),
        taken=count_taken(records),
        origins=origins_said(records.origins),
        distinct_classes=distinct_classes(records),
    )


def _examine_all(dataset: Dataset, readers: Readers, reporter: Reporter, so_far: SoFar) -> Records:
    inputs: RowStore | list[Record] = RowStore() if dataset.recognition.layout == "table" else []
    expected = dataset.recognition.expected
    for done, record in enumerate(readers.samples(), start=1):
        inputs.append(record)
        reporter.progress(done, expected, "examining")
        if so_far.due:
            so_far.tell(_records(dataset, inputs.so_far() if isinstance(inputs, RowStore) else inputs))
        if reporter.finish_requested:
            break
    records = _records(dataset, inputs)
    for lone in readers.targets():
        records.lone_targets.append(lone)
        reporter.progress(len(records.lone_targets), None, "examining_targets")
        if so_far.due:
            so_far.tell(replace(records, lone_targets=records.lone_targets))
        if reporter.finish_requested:
            break
    records.cut_short = reporter.finish_requested
    records.ignored = tuple(dataset.ignored())
    reporter.progress(len(records.inputs), expected, "comparing")
    records.ties = near_ties(records)
    settle(records.inputs, records.ties, readers.exactly)
    if readers.tables.tallies:
        records.columns = readers.tables.judged(dataset.recognition)
        records.again = readers.tables.again(records.inputs)
    records.origins = origins_of(records, readers.tables)
    return records


def _records(dataset: Dataset, inputs: Sequence[Record]) -> Records:
    kind = RowRecords if isinstance(inputs, RowStore) else Records
    return kind(dataset.recognition, inputs)


def _how_far(records: Records) -> tuple[Evidence, ...]:
    """That only a part was looked at: more will come, the user stopped early, or enough was proved."""
    looked = len(records.inputs) + len(records.lone_targets)
    if records.unfinished:
        return (Evidence(key=SO_FAR, values={"looked": looked}),)
    told = [Evidence(key="stopped_early", values={"looked": looked})] if records.cut_short else []
    told += [Evidence(key="deep_stopped_early")] if records.deep_cut_short else []
    return tuple(told)


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
