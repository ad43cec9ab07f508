"""Where labels may come from: folders, file names, lists, annotation files, paired files.

Each source is counted by names and a few files, so that it can be told which others there are.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property, partial
from itertools import islice

from engine.dataset.annotations.tied import Tied
from engine.dataset.fields import field_of, label_fields
from engine.dataset.kinds import SAMPLES, stem_of
from engine.dataset.layouts.named_files import reading_of
from engine.dataset.listing import Group
from engine.dataset.said.keys import DISAGREE
from engine.dataset.said.label_sets import (
    Labels,
    LabelSource,
    SourceKind,
    annotated_set,
    compare,
    folded,
    input_files,
    labelled_set,
    share_alike,
    shown,
)
from engine.dataset.said.lists import listed_in
from engine.dataset.study import Study
from engine.dataset.types import Dataset, Layout, Recognition, Sample
from engine.dataset.vocabulary import are_collections, role_of

PROBES = 10_000
"""Files at most by which sources are counted and compared."""
_LEVELS = 6
_SURE = 0.5
_MARKED: frozenset[Layout] = frozenset(("coco", "voc", "yolo", "labelme", "cvat", "boxes", "image_list"))
_OF_NAMES: frozenset[Layout] = frozenset(("class_folders", "named_files", "file_list", "table"))
_PLAIN = re.compile(r"[_\-. ()]+")
_TIMES = re.compile(r"x\d+|\d+x", re.IGNORECASE)
Values = dict[str, int | str]


class LabelSources:
    """All sources of one set of files. ``found``: the readings that recognisers made of it."""

    def __init__(self, study: Study, found: Sequence[Dataset]) -> None:
        self._study, self._found = study, found
        self.beside: dict[str, Mapping[str, str]] = {}
        """Columns of a list, with the cell of each file; known once ``all`` was asked for."""

    @cached_property
    def inputs(self) -> int:
        """How many files may be inputs."""
        kind = self._study.kind
        return 0 if kind is None else sum(group.count(kind) for group in self._study.input_groups)

    @cached_property
    def probes(self) -> list[str]:
        """Inputs, evenly spread where there are very many."""
        return list(islice(input_files(self._study), 0, None, max(1, self.inputs // PROBES)))

    @cached_property
    def all(self) -> list[LabelSource]:
        """Every real one: of two classes or more, or with a target of its own for each input."""
        if self._study.kind not in SAMPLES or not self.inputs:
            return []
        if any(dataset.recognition.layout == "line_pairs" for dataset in self._found):
            return []
        return [*self._annotations, *self._pairs(), *self._lists(), *self._folders(), *self._names()]

    def called(self, identifier: str) -> LabelSource | None:
        """The source of an id, be it offered or not."""
        known = next((source for source in self.all if source.id == identifier), None)
        kind, _, rest = identifier.partition(":")
        if known is not None or not re.fullmatch(r"[0-9]{1,3}", rest):
            return known
        if kind == "folder":
            return self._folder(int(rest))
        return self._name(int(rest)) if kind == "name" else None

    def of_guess(self, guess: Dataset) -> LabelSource | None:
        """The source that a guess follows: the one of its kind whose labels agree with its own."""
        said = guess.recognition
        if said.form != "paired":
            return None
        samples = list(islice(guess.samples(), 400))
        wanted = _kinds_of(said.layout)
        scored = [(_agreeing(source, samples, said), source) for source in self.all if source.kind in wanted]
        best = max(scored, key=lambda pair: pair[0], default=None)
        return best[1] if best is not None and best[0] > 0 else None

    def disagreements(self) -> list[tuple[str, Mapping[str, int | str]]]:
        """Evidence where two sources speak of the same classes, and not always alike."""
        named = [source for source in self.all if source.vocabulary]
        told: list[tuple[str, Mapping[str, int | str]]] = []
        for place, one in enumerate(named):
            for other in named[place + 1 :]:
                shared = len(one.vocabulary & other.vocabulary)
                if one.kind == other.kind or 2 * shared < min(len(one.vocabulary), len(other.vocabulary)):
                    continue
                both, unlike = compare(one, other, self.probes)
                if unlike and both > 2 * unlike:  # mostly alike: they mean the same classes
                    first, second = sorted((one, other), key=lambda source: source.kind)
                    listed = first if first.kind == "list" else second
                    values = {"count": unlike, "both": both, "list": listed.values.get("list", "")}
                    told.append((DISAGREE[first.kind, second.kind], values))
        return told

    def _folders(self) -> Iterator[LabelSource]:
        deepest = max((len(group.parts) for group in self._groups), default=0)
        seen: list[list[str | None]] = []
        levels: list[int | None] = [*range(min(deepest, _LEVELS))]
        for level in [*levels, None] if deepest > 1 else levels:
            sorting = [_part(group, level) for group in self._groups]
            names = {name for name in sorting if name is not None}
            if len(names) < 2 or sorting in seen or _only_sides(names):
                continue
            seen.append(sorting)
            source = self._folder(level)
            if source is not None:
                yield source

    @property
    def _groups(self) -> list[Group]:
        """Groups of inputs that lie in folders of their own."""
        return [group for group in self._study.input_groups if group.parts]

    def _folder(self, level: int | None) -> LabelSource | None:
        """Folder names of a level as labels; ``None``: those of all levels together."""
        kind = self._study.kind
        sizes: Counter[str] = Counter()
        by_folder: dict[str, str] = {}
        for group in self._groups:
            label = _part(group, level)
            if label is not None and kind is not None:
                sizes[label] += group.count(kind)
                by_folder |= {folder.path: label for _, folder in group.folders}
        if not sizes:
            return None
        labels = Labels("folder", sizes, lambda path: by_folder.get(path.rpartition("/")[0]), "folder")
        values: Values = {} if level is None else {"level": level + 1}
        return self._source("folder:path" if level is None else f"folder:{level}", labels, values)

    def _names(self) -> Iterator[LabelSource]:
        for place in self._places[1]:
            source = self._name(place)
            if source is not None and source.classes > 1:
                yield source

    @cached_property
    def _places(self) -> tuple[re.Pattern[str], list[int]]:
        """How names are parted, and the places that may be labels."""
        carried = any(dataset.recognition.layout == "named_files" for dataset in self._found)
        reading = reading_of(self._study) if carried else None
        found = label_fields([stem_of(path) for path in self.probes])
        places = [] if found is None else [field.place for field in found[1]]
        if reading is None:
            return (_PLAIN if found is None else found[0]), places
        known = places if found is not None and found[0] is reading.pattern else []
        return reading.pattern, sorted({*known, reading.label.place})

    def _name(self, place: int) -> LabelSource | None:
        """The word at a place of the file names as label."""
        pattern = self._places[0]

        def label_of(path: str) -> str | None:
            return field_of(stem_of(path), pattern, place)

        known = Counter(label for path in self.probes if (label := label_of(path)) is not None)
        if not known:
            return None
        scale = self.inputs / len(self.probes)
        sizes = Counter({value: round(count * scale) for value, count in known.items()})
        labels = Labels("name", sizes, label_of, f"name[{place + 1}]")
        return self._source(f"name:{place}", labels, {"place": place + 1})

    def _lists(self) -> Iterator[LabelSource]:
        for listed in listed_in(self._study, lambda: input_files(self._study)):
            self.beside[listed.column] = listed.labels
            sizes = Counter(listed.labels.values())
            if len(sizes) > 1 and not listed.beside:
                labels = Labels("list", sizes, listed.labels.get, listed.column, listed.modality)
                values: Values = {"list": listed.path.rpartition("/")[2], "column": listed.column}
                yield self._source(f"list:{listed.path}:{listed.column}", labels, values)

    def _source(self, identifier: str, labels: Labels, values: Values) -> LabelSource:
        classes = labels.sizes if labels.modality == "category" else {}
        return LabelSource(
            identifier,
            labels.kind,
            {**values, "names": shown(labels.sizes), "classes": len(classes)},
            min(sum(labels.sizes.values()), self.inputs),
            len(classes),
            partial(labelled_set, self._study, labels, self.inputs),
            labels.label_of,
            frozenset(map(folded, classes)),
        )

    @cached_property
    def _annotations(self) -> list[LabelSource]:
        """Annotation files beside images, and indexes that name them."""
        if self._study.kind != "image":
            return []
        told: dict[str, LabelSource] = {}
        layouts: set[str] = set()
        for tied in self._study.sidecars:
            if tied.matched and tied.confidence >= _SURE:
                layouts.add(tied.layout)
                source = self._tied(tied)
                told.setdefault(source.id, source)
        for dataset in self._found:
            said = dataset.recognition
            if said.layout in _MARKED and said.layout not in layouts:
                source = _whole("sidecar", dataset)
                told.setdefault(source.id, source)
        return list(told.values())

    def _tied(self, tied: Tied) -> LabelSource:
        values = _called(tied.layout, tied.target_name)
        made = next((d for d in self._found if _called(*_names_of(d)) == values), None)
        build = partial(annotated_set, self._study, tied) if made is None else partial(_same, made)
        return LabelSource(f"sidecar:{values['name']}", "sidecar", values, tied.matched, 0, build)

    def _pairs(self) -> Iterator[LabelSource]:
        """Files that are the targets of other files; annotation files are told as such already."""
        told: set[str] = set()
        for dataset in sorted(self._found, key=lambda dataset: -dataset.recognition.confidence):
            said = dataset.recognition
            other = said.layout in _MARKED or said.layout in _OF_NAMES or said.layout in told
            if said.form != "paired" or other or said.confidence < _SURE:
                continue
            if self._annotations and said.target_modality != said.input_modality:
                continue
            told.add(said.layout)
            yield _whole("pairs", dataset)


def _kinds_of(layout: Layout) -> tuple[SourceKind, ...]:
    """The kinds of source that a guess of this layout follows."""
    if layout == "image_list":
        return ("list", "sidecar")
    if layout == "file_list":
        return ("list",)
    if layout in _OF_NAMES:
        return ("folder", "name")
    return ("sidecar",) if layout in _MARKED else ("pairs",)


def _agreeing(source: LabelSource, samples: Sequence[Sample], said: Recognition) -> float:
    if source.kind not in ("sidecar", "pairs"):
        return share_alike(source, samples)
    if source.values["layout"] != said.layout:
        return 0.0
    return 1.0 if source.values == _called(said.layout, said.target_name) else 0.1


def _only_sides(names: set[str]) -> bool:
    """Whether folders name collections, sides or scales rather than classes."""
    last = [name.rpartition("/")[2] for name in names]
    if are_collections(last) or all(map(_TIMES.fullmatch, last)):
        return True
    return all((role := role_of((name,))) is not None and role[1] for name in last)


def _part(group: Group, level: int | None) -> str | None:
    if level is None:
        return "/".join(group.parts)
    return group.parts[level] if level < len(group.parts) else None


def _whole(kind: SourceKind, dataset: Dataset) -> LabelSource:
    """A set that a recogniser made, as a source."""
    layout, name = _names_of(dataset)
    values = _called(layout, name)
    return LabelSource(f"{kind}:{layout}", kind, values, _covered(dataset), 0, partial(_same, dataset))


def _names_of(dataset: Dataset) -> tuple[str, str]:
    return dataset.recognition.layout, dataset.recognition.target_name


def _called(layout: str, name: str) -> Values:
    return {"layout": layout, "name": name or layout}


def _same(dataset: Dataset) -> Dataset:
    return dataset


def _covered(dataset: Dataset) -> int:
    """How many inputs have a target, estimated where there are very many."""
    seen = with_target = 0
    for sample in islice(dataset.samples(), PROBES):
        seen += 1
        with_target += sample.target is not None
    expected = dataset.recognition.expected
    if seen < PROBES or not expected:
        return with_target
    return round(with_target / seen * expected)
