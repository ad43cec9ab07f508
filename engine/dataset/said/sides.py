"""Two sides that the user names by their folders."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

from engine.dataset.file_dataset import FileDataset
from engine.dataset.kinds import SAMPLES, Kind, modality_of
from engine.dataset.listing import Group
from engine.dataset.said.folders import Uses, groups_of, guessed_uses, use_of
from engine.dataset.said.pairing import Sides, paired_by
from engine.dataset.study import Side, Study
from engine.dataset.types import (
    Dataset,
    Item,
    Modality,
    Recognition,
    Sample,
    Unreadable,
)
from engine.errors import UserError


def with_sides(study: Study, guess: Dataset, uses: Uses) -> Dataset | None:
    """The set with its sides as said; folders that nothing is said of stay what they were guessed to be.

    None where that changes nothing. Raises ``UserError`` where no folder is left for the inputs.
    """
    before = guessed_uses(guess)
    after = {
        path: use_of(path, uses) or before.get(path)
        for path, folder in study.listing.folders.items()
        if folder.names
    }
    if all(before.get(path) == use for path, use in after.items()):
        return None
    inputs = _side(study, {path for path, use in after.items() if use == "input"})
    targets = _side(study, {path for path, use in after.items() if use == "target"})
    if inputs is None or inputs.kind not in SAMPLES:
        raise UserError("corrections_no_input_side")
    if targets is None:
        return _inputs_alone(study, inputs)
    return _two_sides(study, inputs, targets)


def _side(study: Study, folders: set[str]) -> Side | None:
    """The files of these folders that are of the kind that most of them are."""
    groups = groups_of(study.listing, folders)
    counts: Counter[Kind] = Counter()
    for group in groups:
        for kind in study.listing.counts:
            counts[kind] += group.count(kind) if kind not in ("other", "archive") else 0
    media = {kind: count for kind, count in counts.items() if kind in SAMPLES and count} or counts
    if not any(media.values()):
        return None
    kind = max(media, key=lambda kind: media[kind])
    return Side(tuple(group for group in groups if group.count(kind)), kind)


def _two_sides(study: Study, inputs: Side, targets: Side) -> Dataset:
    listing = study.listing
    used = {path for side in (inputs, targets) for path in _paths(side)}
    modality = _modality(targets.kind)

    def samples() -> Iterator[Sample]:
        for path in _paths(inputs):
            yield Sample(path, Item(modality_of(inputs.kind), path=path))

    def unmatched_targets() -> Iterator[Item]:
        yield from (Item(modality, path=path) for path in _paths(targets))

    def ignored() -> Iterator[Unreadable]:
        yield from (side for side in listing.side_files() if side.path not in used)

    told = ("said_sides", {"first": inputs.name, "second": targets.name})
    unpaired = FileDataset(
        listing.tree,
        replace(_recognition(inputs, "unpaired"), evidence=(told,), target_modality=modality,
                target_name=targets.name, layout="two_domains"),
        samples,
        ignored,
        unmatched_targets,
    )  # fmt: skip
    meeting = study.meet(inputs, targets)
    if meeting.confidence == 0:
        return unpaired
    partners = dict(targets.files(meeting.keys))
    ties = {path: partners[key] for key, path in inputs.files(meeting.keys) if key in partners}
    sides = Sides(
        tuple(sample.input for sample in unpaired.samples()),
        tuple(unpaired.unmatched_targets()),
        ties,
    )
    paired = paired_by(unpaired, listing.tree, sides, "names")
    met: dict[str, int | str] = {
        "matched": len(ties),
        "inputs": len(sides.inputs),
        "first": inputs.name,
        "second": targets.name,
    }
    confidence = max(0.9, meeting.confidence)
    recognition = replace(paired.recognition, confidence=confidence, evidence=(told, ("names_meet", met)))
    return FileDataset(listing.tree, recognition, paired.samples, ignored, paired.unmatched_targets)


def _inputs_alone(study: Study, inputs: Side) -> Dataset:
    used = set(_paths(inputs))

    def samples() -> Iterator[Sample]:
        for path in _paths(inputs):
            yield Sample(path, Item(modality_of(inputs.kind), path=path))

    def ignored() -> Iterator[Unreadable]:
        yield from (side for side in study.listing.side_files() if side.path not in used)

    told = ("said_only_inputs", {"first": inputs.name})
    recognition = replace(_recognition(inputs, "input_only"), evidence=(told,), confidence=1.0)
    return FileDataset(study.listing.tree, recognition, samples, ignored)


def _recognition(inputs: Side, form: str) -> Recognition:
    return Recognition(
        layout="flat_folder",
        form="unpaired" if form == "unpaired" else "input_only",
        confidence=0.9,
        input_modality=modality_of(inputs.kind),
        target_modality=None,
        evidence=(),
        input_name=inputs.name,
        expected=inputs.count,
    )


def _paths(side: Side) -> Iterator[str]:
    groups: tuple[Group, ...] = side.groups
    for group in groups:
        for _, path in group.files(side.kind):
            yield path


def _modality(kind: Kind) -> Modality:
    return modality_of(kind) if kind in SAMPLES else "mixed"
