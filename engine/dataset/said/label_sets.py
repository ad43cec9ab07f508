"""One place where labels stand, and the data set that follows it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from engine.dataset.annotations.tied import Tied
from engine.dataset.file_dataset import FileDataset
from engine.dataset.kinds import modality_of
from engine.dataset.study import Study
from engine.dataset.types import Dataset, Item, Layout, Modality, Recognition, Sample, Unreadable
from engine.dataset.unreadable import UnreadableFileError

SourceKind = Literal["folder", "name", "list", "sidecar", "pairs"]
LabelOf = Callable[[str], str | None]
_LAYOUTS: Mapping[SourceKind, Layout] = {"folder": "class_folders", "name": "named_files"}


@dataclass(frozen=True)
class LabelSource:
    """One place where labels stand.

    ``covers``: inputs that it gives one; ``classes``: 0 where they are no classes; ``label_of``: the
    label of a file, where names or lists tell; ``vocabulary``: the classes, folded.
    """

    id: str
    kind: SourceKind
    values: Mapping[str, int | str]
    covers: int
    classes: int
    dataset: Callable[[], Dataset]
    label_of: LabelOf | None = None
    vocabulary: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Labels:
    """Labels of files by their paths. ``sizes``: how many files have each; ``name``: what they are called."""

    kind: SourceKind
    sizes: Counter[str]
    label_of: LabelOf
    name: str
    modality: Modality = "category"


def labelled_set(study: Study, labels: Labels, inputs: int) -> Dataset:
    """The files of the main kind with these labels."""
    files = study.kind
    assert files is not None  # noqa: S101 - sources are of files
    modality = modality_of(files)

    def samples() -> Iterator[Sample]:
        for path in input_files(study):
            label = labels.label_of(path)
            target = Item(labels.modality, value=label) if label else None
            yield Sample(path, Item(modality, path=path), target)

    def ignored() -> Iterator[Unreadable]:
        taken = {folder.path for group in study.input_groups for _, folder in group.folders}
        left = (path for path in study.listing.files(files) if path.rpartition("/")[0] not in taken)
        yield from (Unreadable(path, "side_file") for path in left)
        yield from study.listing.side_files(files)

    classes = dict.fromkeys(sorted(labels.sizes), 0) if labels.modality == "category" else {}
    recognition = Recognition(
        layout=_LAYOUTS.get(labels.kind, "image_list" if files == "image" else "file_list"),
        form="paired",
        confidence=0.9,
        input_modality=modality,
        target_modality=labels.modality,
        evidence=(),
        target_name=labels.name,
        classes=classes,
        expected=inputs,
    )
    return FileDataset(study.listing.tree, recognition, samples, ignored)


def input_files(study: Study) -> Iterator[str]:
    """Files that may be inputs."""
    kind = study.kind
    if kind is not None:
        yield from (path for group in study.input_groups for _, path in group.files(kind))


def annotated_set(study: Study, tied: Tied) -> Dataset:
    """Images with the annotations of one kind."""
    inputs = study.input_images

    def samples() -> Iterator[Sample]:
        for path in inputs:
            yield Sample(path, Item("image", path=path), tied.target_of(path))

    def ignored() -> Iterator[Unreadable]:
        yield from (side for side in study.listing.side_files("image") if not tied.used(side.path))

    recognition = Recognition(
        layout=tied.layout,
        form="paired",
        confidence=tied.confidence,
        input_modality="image",
        target_modality=tied.modality,
        evidence=tuple(tied.evidence),
        target_name=tied.target_name,
        expected=len(inputs),
        systems=tied.systems,
    )
    return FileDataset(study.listing.tree, recognition, samples, ignored, tied.lone)


def share_alike(source: LabelSource, samples: Sequence[Sample]) -> float:
    """The share of samples whose label the source gives as well."""
    if source.label_of is None:
        return 0.0
    told = [(source.label_of(sample.input.path or ""), label_in(sample.target)) for sample in samples]
    both = [(one, other) for one, other in told if other is not None]
    return sum(one == other for one, other in both) / len(both) if both else 0.0


def label_in(item: Item | None) -> str | None:
    """The class that an item names, by its value or by its first mark."""
    if item is None:
        return None
    if isinstance(item.value, str):
        return item.value
    if item.marks is None or not item.quick or item.modality not in ("category", "text"):
        return None
    try:
        marked = item.marks()
    except UnreadableFileError:
        return None
    mark = marked.marks[0] if marked and marked.marks else None
    return (mark.label or mark.text) if mark is not None else None


def compare(one: LabelSource, other: LabelSource, paths: Sequence[str]) -> tuple[int, int]:
    """How many of the files have a class in both that both know, and for how many it differs."""
    both = unlike = 0
    if one.label_of is None or other.label_of is None:
        return 0, 0
    for path in paths:
        first, second = one.label_of(path), other.label_of(path)
        if first and second and folded(second) in one.vocabulary and folded(first) in other.vocabulary:
            both += 1
            unlike += folded(first) != folded(second)
    return both, unlike


def shown(sizes: Mapping[str, int], most: int = 4) -> str:
    """A few of the labels, the most frequent first."""
    largest = sorted(sizes, key=lambda value: (-sizes[value], value))[:most]
    short = (value if len(value) <= 24 else f"…{value[-22:]}" for value in largest)
    return ", ".join(short) + (" …" if len(sizes) > most else "")


def folded(label: str) -> str:
    """Labels that are spelt differently in different places: 07 and 7, Cat and cat."""
    return label.strip().casefold().lstrip("0") or "0"
