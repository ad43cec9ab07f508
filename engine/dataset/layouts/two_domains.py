"""Two heaps of the same or of different things, with no ties between them."""

from __future__ import annotations

from collections.abc import Iterator

from engine.dataset.file_dataset import FileDataset
from engine.dataset.kinds import SAMPLES, Kind, modality_of
from engine.dataset.listing import Group
from engine.dataset.study import Study
from engine.dataset.types import Item, Recognition, Sample
from engine.dataset.vocabulary import (
    STYLES,
    are_domains,
    are_known_classes,
    named_as_translation,
    role_of,
    runs_backwards,
    tokens,
)

_FEW_STYLES, _FEW_BESIDE = 8, 3
Evidence = tuple[tuple[str, dict[str, int | str]], ...]


def recognise(study: Study) -> FileDataset | None:
    """Unpaired: two folders named as domains, or as two sides whose names don't meet."""
    sides = _two_sides(study)
    if sides is None:
        return None
    (first, first_kind), (second, second_kind) = sides
    confidence, evidence = _judge(study, first, second, first_kind == second_kind)
    if not confidence:
        return None
    listing = study.listing
    names: dict[str, int | str] = {"first": first.name, "second": second.name}

    def samples() -> Iterator[Sample]:
        for _, path in first.files(first_kind):
            yield Sample(path, Item(modality_of(first_kind), path=path))

    def unmatched_targets() -> Iterator[Item]:
        for _, path in second.files(second_kind):
            yield Item(modality_of(second_kind), path=path)

    return FileDataset(
        listing.tree,
        Recognition(
            layout="two_domains",
            form="unpaired",
            confidence=confidence,
            input_modality=modality_of(first_kind),
            target_modality=modality_of(second_kind),
            evidence=(
                (
                    "sides_counted",
                    {**names, "inputs": first.count(first_kind), "others": second.count(second_kind)},
                ),
                *evidence,
            ),
            input_name=first.name,
            target_name=second.name,
            expected=first.count(first_kind),
            systems=_systems(first, second, second_kind),
        ),
        samples,
        lambda: listing.side_files(first_kind, second_kind),
        unmatched_targets,
    )


def _systems(first: Group, second: Group, kind: Kind) -> tuple[str, ...]:
    """A few pictures, or those named so, set a style; else what fits two heaps of such files."""
    if kind != "image" or not first.count(kind):
        return ()
    named = set(tokens(second.name)) & STYLES
    few = second.count(kind) <= min(_FEW_STYLES, first.count(kind) / _FEW_BESIDE)
    return ("style_transfer", "cyclegan") if named or few else ()


def _two_sides(study: Study) -> tuple[tuple[Group, Kind], tuple[Group, Kind]] | None:
    """The two folders, the input side first; None where there are not exactly two."""
    listing = study.listing
    found: list[tuple[Group, Kind]] = []
    for kind in SAMPLES:
        if listing.counts[kind]:
            found += [(group, kind) for group in listing.groups(kind) if group.parts]
    if len(found) != 2 or found[0][0].parts == found[1][0].parts:
        return None
    first, second = found
    first_role, second_role = role_of(first[0].parts), role_of(second[0].parts)
    named_backwards = (first_role and first_role[0] == "target") or (
        second_role and second_role[0] == "input" and not first_role
    )
    if named_backwards or runs_backwards(first[0].name, second[0].name, study.set_name):
        return second, first
    return first, second


def _judge(study: Study, first: Group, second: Group, alike: bool) -> tuple[float, Evidence]:
    met = study.meeting.matched if study.meeting else 0
    names: dict[str, int | str] = {"first": first.name, "second": second.name}
    meeting: tuple[str, dict[str, int | str]] = (
        ("names_meet_by_accident", {"met": met}) if met and alike else ("names_do_not_meet", {})
    )
    if study.meeting and study.meeting.confidence >= 0.85:
        return 0.0, ()
    if not alike:
        return 0.7, (("two_kinds_of_file", names), meeting)
    translated = named_as_translation(first.parts[-1], second.parts[-1], study.set_name)
    if are_known_classes(first.name, second.name) and not translated:
        return 0.0, ()
    named_as_pairs = study.meeting is not None and study.meeting.confidence >= 0.5
    if are_domains(first.parts[-1], second.parts[-1], study.set_name):
        return 0.5 if named_as_pairs else 0.9, (("folders_name_domains", names), meeting)
    roles = role_of(first.parts), role_of(second.parts)
    if roles[0] and roles[1] and roles[0][0] != roles[1][0]:
        return 0.8 if roles[0][1] and roles[1][1] else 0.5, (("sides_without_ties", names), meeting)
    return 0.0, ()
