"""A folder a class, with or without train, val and test above or below."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from engine.dataset.file_dataset import FileDataset
from engine.dataset.kinds import SAMPLES, modality_of, stem_of
from engine.dataset.layouts.companions import is_companion
from engine.dataset.listing import Group
from engine.dataset.study import Study
from engine.dataset.types import Item, Recognition, Sample, Unreadable
from engine.dataset.vocabulary import (
    TRAININGS,
    are_collections,
    are_date_trees,
    are_domains,
    are_groupings,
    are_known_classes,
    are_languages,
    are_numbered,
    are_rounds,
    are_sides,
    is_sound,
    lies_in_targets,
    named_as_translation,
    words,
)

_UNLABELLED = words(
    "unsup unsupervised unlabeled unlabelled unlabeled_data nolabel no_label unannotated"
    " 미분류 미라벨 라벨없음 라벨없는"
)
_LOOKED_AT = 60  # folders, and files of each


def recognise(study: Study) -> FileDataset | None:
    """Paired: the input is the file, the target the name of its folder."""
    kind = study.kind
    groups = _without_targets(study.groups)
    bare = [group for group in groups if group.parts and group.parts[-1].lower() in _UNLABELLED]
    named = [group for group in groups if group.parts and group not in bare]
    if kind not in SAMPLES or len(named) < 2:
        return None
    listing = study.listing
    modality = modality_of(kind)
    labels = _labels([group.parts for group in named])
    if len(set(labels.values())) < 2:
        return None
    classes = dict.fromkeys(sorted(set(labels.values())), 0)
    for group in named:
        classes[labels[group.parts]] += group.count(kind)
    depth = {len(parts) for parts in labels}
    for parts in listing.empty_folders():
        if {len(parts)} == depth and parts not in labels:
            classes.setdefault(_label(parts, labels), 0)

    def samples() -> Iterator[Sample]:
        for group in groups:
            target = Item("category", value=labels[group.parts]) if group.parts in labels else None
            for _, path in group.files(kind):
                yield Sample(path, Item(modality, path=path), target)

    def ignored() -> Iterator[Unreadable]:
        kept = {folder.path for group in groups for _, folder in group.folders}
        left = (group for group in study.groups if any(f.path not in kept for _, f in group.folders))
        yield from (Unreadable(path, "side_file") for group in left for _, path in group.files(kind))
        yield from listing.side_files(kind)

    evidence: list[tuple[str, dict[str, int | str]]] = [
        ("folders_name_classes", {"classes": len(classes), "files": sum(classes.values())})
    ]
    count = sum(group.count(kind) for group in groups)
    loose = count - sum(group.count(kind) for group in (*named, *bare, *_split_heaps(groups)))
    confidence = 0.3 if loose > sum(classes.values()) else _confidence(named, list(classes), study)
    if kind == "image" and _hold_companions(named):
        confidence = min(confidence, 0.6)
    if 0.4 <= confidence < 0.8:
        evidence.append(("could_be_domains", {"names": ", ".join(classes)}))
    return FileDataset(
        listing.tree,
        Recognition(
            layout="class_folders",
            form="paired",
            confidence=confidence,
            input_modality=modality,
            target_modality="category",
            evidence=tuple(evidence),
            target_name="folder",
            classes=classes,
            expected=count,
            systems=_systems(named, labels) if kind == "image" else (),
        ),
        samples,
        ignored,
    )


def _systems(groups: list[Group], labels: Mapping[tuple[str, ...], str]) -> tuple[str, ...]:
    """Where only sound things are there to learn from, faults are what is unlike them."""
    taught = {labels[g.parts] for g in groups if any(split in TRAININGS for split, _ in g.folders)}
    sound = len(taught) == 1 and all(map(is_sound, taught)) and len(set(labels.values())) > 1
    return ("autoencoder", "image_classification") if sound else ()


def _without_targets(groups: list[Group]) -> list[Group]:
    """Without ``ground_truth/`` and all below it, where other folders are there: it holds masks, no class."""
    kept = [group for group in groups if not lies_in_targets(group.parts)]
    return kept if len(kept) < len(groups) and any(group.parts for group in kept) else groups


def _hold_companions(groups: list[Group]) -> bool:
    """Whether many images are called as another one of their folder, with a tail that names a target."""
    companions = seen = 0
    for group in groups[:_LOOKED_AT]:
        for _, folder in group.folders[:3]:
            stems = [stem_of(name) for name in folder.names.get("image", ())[:_LOOKED_AT]]
            bases = {stem.lower() for stem in stems}
            seen += len(stems)
            companions += sum(is_companion(stem, bases) for stem in stems)
    return companions >= 0.25 * seen


def _labels(groups: list[tuple[str, ...]]) -> dict[tuple[str, ...], str]:
    """The class of each group of folders.

    Under two levels the lower name alone is the class where it comes back under other
    folders (``camera1/ok``, ``camera2/ok``); where lower names only date or count shots, the
    upper one is (``ok/2024-05-01``); else both together are (``Greek/alpha``).
    """
    if all(len(parts) == 1 for parts in groups):
        return {parts: parts[0] for parts in groups}
    lower = [parts[-1] for parts in groups]
    different = sorted(set(lower))
    if len({parts[0] for parts in groups}) > 1 and are_groupings([p[-1] for p in groups if len(p) > 1]):
        return {parts: parts[0] for parts in groups}
    if len(different) * 2 <= len(lower) and len(different) > 1 and not are_numbered(different):
        return {parts: parts[-1] for parts in groups}
    return {parts: "/".join(parts) for parts in groups}


def _label(parts: tuple[str, ...], labels: dict[tuple[str, ...], str]) -> str:
    """The class that an empty folder stands for, named as its siblings are."""
    first = next(iter(labels))
    if labels[first] == first[-1]:
        return parts[-1]
    return parts[0] if labels[first] == first[0] else "/".join(parts)


def _split_heaps(groups: list[Group]) -> list[Group]:
    """Files of a split that lie in no class: a test/ without answers beside a sorted train/."""
    heaps = (group for group in groups if not group.parts)
    return [Group((), [folder for folder in heap.folders if folder[0]]) for heap in heaps]


def _confidence(groups: list[Group], names: list[str], study: Study) -> float:
    """Two folders of pictures with names that nobody knows may as well be two domains."""
    if are_collections([name.rpartition("/")[2] for name in names]):
        return 0.3
    if all(len(group.parts) > 1 and all(map(str.isdecimal, group.parts[-2:])) for group in groups):
        return 0.3  # 00001/0266: numbered on two levels, as clips are
    if are_date_trees([study.full_path(group) for group in groups]) or are_rounds(names):
        return 0.3
    if len(names) > 2:
        return 0.95
    first, second = names
    if named_as_translation(first, second, study.set_name):
        return 0.3
    if are_known_classes(first, second):
        return 0.93
    if are_domains(first, second, study.set_name) or are_sides(first, second):
        return 0.3
    if study.kind == "text" and are_languages(first, second):
        return 0.3
    return 0.58 if study.kind == "image" else 0.75
