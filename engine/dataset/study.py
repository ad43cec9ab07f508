"""What the layouts share: groups of folders, and whether two sides meet by name and inside."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from engine.dataset.annotations.names import ImageNames
from engine.dataset.annotations.sidecars import find_sidecars
from engine.dataset.annotations.tied import Tied
from engine.dataset.kinds import Kind, modality_of, stem_of
from engine.dataset.listing import Group, Listing
from engine.dataset.media.likeness import Likeness, likeness_of
from engine.dataset.structure import STRANGERS_REACH, Ties, look_inside
from engine.dataset.tables.texts import MAX_TEXTS, tables_among_texts
from engine.dataset.vocabulary import are_languages, holds_targets, role_of

_FEWEST = 3
_SMALLEST_SHARE = 0.05
"""A stray text beside a photo makes no set of pairs: this many inputs, and this share, must have one."""

_NAMED = 4  # folders of a side that are called by name
_LISTENED_TO = 12  # pairs of media of which the inside is compared
_LAST_WORD = re.compile(r"[_\- ][^_\- ]*$")
Key = tuple[str, str]  # split, stem without the affixes of its side


@dataclass(frozen=True)
class Side:
    """One side of a possible pair: its groups and the kind of file that counts."""

    groups: tuple[Group, ...]
    kind: Kind

    @property
    def name(self) -> str:
        """The names of its folders; of many only the first."""
        names = [group.name for group in self.groups if group.name]
        if not names:
            folders = (folder.path for group in self.groups for _, folder in group.folders)
            names = sorted(path.rpartition("/")[2] for path in folders)
        return ", ".join(names[:_NAMED]) + (" …" if len(names) > _NAMED else "") or "."

    @property
    def count(self) -> int:
        """How many files it has."""
        return sum(group.count(self.kind) for group in self.groups)

    def files(self, keys: Keys) -> Iterator[tuple[Key, str]]:
        """(key, path) of every file."""
        for group in self.groups:
            for split, path in group.files(self.kind):
                yield keys.key(group, split, path), path


@dataclass(frozen=True)
class Keys:
    """How a file name becomes the key by which partners meet."""

    with_split: bool
    affixes: dict[tuple[str, ...], tuple[str, str]]  # parts of a group, split → its common prefix and suffix
    with_place: bool = False  # site1/images/1.png belongs to site1/masks/1.png, not to site2's
    place_only: bool = False  # a1/images/a1.png belongs to all in a1/masks/
    heads: frozenset[Key] = frozenset()  # stems of targets that inputs' stems begin with: 01_0.8 and 01

    def key(self, group: Group, split: str, path: str) -> Key:
        """The key of a file of the group."""
        if self.with_place or self.place_only:
            place = [part for part in group.parts if role_of((part,)) is None]
            return "/".join([split, *place]), "" if self.place_only else stem_of(path)
        stem = stem_of(path)
        while self.heads and (split, stem) not in self.heads and (cut := _LAST_WORD.search(stem)):
            stem = stem[: cut.start()]
        prefix, suffix = self.affixes.get((*group.parts, split), ("", ""))
        if prefix or suffix:
            stem = stem[len(prefix) : len(stem) - len(suffix)]
        return (split if self.with_split else "", stem)


@dataclass(frozen=True)
class Meeting:
    """How two sides meet.

    ``matched``: inputs that have a partner of the same name; ``coverage``: of the smaller
    side; ``weak_names``: the names only count, so that any two folders would meet;
    ``firm``: the folders are named as input and target.
    """

    inputs: Side
    targets: Side
    keys: Keys
    matched: int
    coverage: float
    weak_names: bool
    firm: bool
    ties: Ties | None  # image against image only
    lone: int = 0  # names of targets that no input has
    alike: Likeness = "undecided"  # sound, video or mesh against its own kind

    @cached_property
    def confidence(self) -> float:
        """How sure it is that these are pairs; 0 where they are not."""
        inputs = self.inputs.count
        if self.coverage < (0.5 if self.firm else 0.8) or self.matched < min(_FEWEST, inputs):
            return 0.0
        if self.matched < _SMALLEST_SHARE * inputs:
            return 0.0
        shortfall = 0.2 if self.coverage < 0.8 else 0.1 if self.matched < 0.5 * inputs else 0.0
        return max(0.0, self._full_confidence() - shortfall)

    def _full_confidence(self) -> float:
        if self.inputs.kind != self.targets.kind:  # a name given to two kinds of file is meant
            if self.firm or not self.weak_names:
                return 0.93
            return 0.88 if self.matched >= max(8, 0.95 * self.inputs.count) else 0.7
        if self.alike != "undecided" and not self.firm:
            return 0.92 if self.alike == "tied" else 0.0
        if self.ties is None:
            return 0.9 if self.firm else 0.0 if self.weak_names else 0.6 if self.coverage < 0.95 else 0.8
        if self._met_by_accident(self.ties):
            return 0.0
        if self.firm and self.ties.sizes_clash and not self.ties.z >= STRANGERS_REACH:
            return 0.0 if self.weak_names else 0.6
        if self.firm:
            by_name = 0.9 if self.ties.masks else 0.72 if self.weak_names else 0.88
            return 0.97 if self.ties.strong else by_name
        if self.weak_names:
            enough = 7.0 if self.ties.checked >= 12 else 8.0  # what strangers reach by luck, and more
            if self.ties.z < enough or self.ties.sizes_clash:
                return 0.0
            return 0.94 if self.ties.z >= 2 * enough else 0.85
        if self.ties.strong and self.ties.z >= 2:
            return 0.92
        return 0.55 if self.ties.sizes_clash else 0.78

    def _met_by_accident(self, ties: Ties) -> bool:
        """Whether names that merely count meet, while contents agree no more than strangers do."""
        unlike = ties.z < 1.5 and ties.aligned < 0.3 and not ties.sizes_tied and not ties.masks
        return self.weak_names and ties.checked >= 8 and unlike


class Study:
    """The groups of one listing and the meeting of its sides, worked out once."""

    def __init__(self, listing: Listing) -> None:
        self.listing = listing

    @property
    def set_name(self) -> str:
        """What the set is called: the tree, and the folders that wrap all of it."""
        return f"{self.listing.tree.name}/{self.listing.root}".rstrip("/")

    def full_path(self, group: Group) -> tuple[str, ...]:
        """The folders that lead to a group, those that wrap the whole set among them."""
        return (*self.listing.tree.name.split("/"), *self.listing.root.split("/"), *group.parts)

    @cached_property
    def kind(self) -> Kind | None:
        """The kind of file that the samples are: the medium, else text."""
        return self.listing.media_kind() or ("text" if self.listing.counts["text"] else None)

    @cached_property
    def text_tables(self) -> tuple[str, ...]:
        """Files called .txt that are tables."""
        return tables_among_texts(self.listing) if self.may_be_tables else ()

    @property
    def may_be_tables(self) -> bool:
        """Whether there are so few .txt files that they, or what lies beside them, may be tables."""
        return self.listing.counts["text"] <= max(MAX_TEXTS, 5 * self.listing.counts["table"])

    @cached_property
    def groups(self) -> list[Group]:
        """Groups of folders with files of the main kind."""
        return self.listing.groups(self.kind) if self.kind else []

    @cached_property
    def input_images(self) -> list[str]:
        """Images that may be inputs: all but those in folders named as targets, where others are there."""
        return [path for group in self.input_groups for _, path in group.files("image")]

    @cached_property
    def input_groups(self) -> list[Group]:
        """Groups of the main kind that may be inputs: those of images not in folders named as targets."""
        if self.kind != "image":
            return self.groups
        return [g for g in self.groups if not holds_targets(g.parts)] or self.groups

    @cached_property
    def sidecars(self) -> list[Tied]:
        """Kinds of annotation files of which images have one of their own."""
        inputs = self.input_images
        return list(find_sidecars(self.listing, ImageNames(inputs), inputs)) if self.kind == "image" else []

    @property
    def annotations_doubted(self) -> bool:
        """Whether annotations meet the images by name, and yet speak of places outside of them."""
        return any(tied.look.share_inside < 0.5 for tied in self.sidecars)

    @cached_property
    def meeting(self) -> Meeting | None:
        """The best meeting of two sides, or None where there are no two sides."""
        found = [self._meet(*sides) for sides in self._sides()]
        return max(found, key=lambda meeting: (meeting.confidence, meeting.coverage), default=None)

    def meet(self, inputs: Side, targets: Side) -> Meeting:
        """How two sides meet of which it is said, not guessed, that they are input and target."""
        return self._meet(inputs, targets, firm=True)

    def _sides(self) -> Iterator[tuple[Side, Side, bool]]:
        """(inputs, targets, firmly named) that might be pairs."""
        if self.kind is None:
            return
        named = [group for group in self.groups if group.parts]
        roles = {group.parts: role_of(group.parts) for group in named}
        inputs = tuple(g for g in named if (role := roles[g.parts]) and role[0] == "input")
        targets = tuple(g for g in named if (role := roles[g.parts]) and role[0] == "target")
        if targets and len(targets) == len(named):  # train/ beside trainannot/
            inputs = tuple(g for g in self.groups if not g.parts and any(split for split, _ in g.folders))
        if inputs and targets:
            firm = all((role := role_of(g.parts)) is None or role[1] for g in (*inputs, *targets))
            yield Side(inputs, self.kind), Side(targets, self.kind), firm
        elif len(named) == 1 and (lone := self._heap_beside()) and (role := roles[named[0].parts]):
            sides = (lone, named[0]) if role[0] == "target" else (named[0], lone)
            yield Side(sides[:1], self.kind), Side(sides[1:], self.kind), False
        elif len(named) == 2:
            first, second = named
            if targets == (first,) or inputs == (second,):
                first, second = second, first
            firm = self.kind == "text" and are_languages(first.name, second.name)
            yield Side((first,), self.kind), Side((second,), self.kind), firm
        yield from self._sides_of_other_kinds()

    def _heap_beside(self) -> Group | None:
        """The files that lie in no folder of their own, where there are some."""
        return next((group for group in self.groups if not group.parts), None)

    def _sides_of_other_kinds(self) -> Iterator[tuple[Side, Side, bool]]:
        """Media in one folder, their texts, tables or annotations in another."""
        if self.kind in (None, "text"):
            return
        inputs = tuple(self.groups)
        for kind in ("text", "annotation", "table", "image", "audio", "video", "mesh"):
            if kind == self.kind or not self.listing.counts[kind]:
                continue
            targets = tuple(self.listing.groups(kind))
            apart = not {g.parts for g in inputs} & {g.parts for g in targets}
            if apart or kind in ("text", "annotation", "table"):
                firm = any((role := role_of(g.parts)) and role[0] == "target" for g in targets)
                yield Side(inputs, self.kind), Side(targets, kind), firm

    def _meet(self, inputs: Side, targets: Side, firm: bool) -> Meeting:
        best: tuple[int, Keys] | None = None
        for keys in self._ways(inputs, targets):
            there = {key for key, _ in targets.files(keys)}
            matched = sum(1 for key, _ in inputs.files(keys) if key in there)
            if keys.heads and matched and not _are_spread(inputs, keys, len(there)):
                continue
            if best is None or matched > best[0]:
                best = matched, keys
            if matched >= 0.9 * min(inputs.count, targets.count):
                break
        assert best is not None  # noqa: S101 - there is always a first way
        matched, keys = best
        there = {key for key, _ in targets.files(keys)}
        met = {key for key, _ in inputs.files(keys) if key in there}
        coverage = max(matched / max(inputs.count, 1), len(met) / max(targets.count, 1))
        ties = None
        if inputs.kind == targets.kind == "image" and matched:
            ties = look_inside(self.listing.tree, self._pairs(inputs, targets, keys))
        alike: Likeness = "undecided"
        if inputs.kind == targets.kind and inputs.kind in ("audio", "video", "mesh") and not firm:
            pairs = self._pairs(inputs, targets, keys)
            alike = likeness_of(self.listing.tree, pairs[:_LISTENED_TO], modality_of(inputs.kind))
        lone = len(there - met)
        return Meeting(inputs, targets, keys, matched, coverage, _are_weak(met), firm, ties, lone, alike)

    def _ways(self, inputs: Side, targets: Side) -> Iterator[Keys]:
        if any(len(group.parts) > 1 for group in (*inputs.groups, *targets.groups)):
            yield Keys(True, {}, with_place=True)
        yield Keys(True, {})
        yield Keys(False, {})
        ends = {
            (*group.parts, split): affixes([stem_of(name) for name in folder.names.get(side.kind, ())])
            for side in (inputs, targets)
            for group in side.groups
            for split, folder in group.folders
        }
        yield Keys(True, ends)
        stems = {split_stem for split_stem, _ in targets.files(Keys(True, {}))}
        yield Keys(True, {}, heads=frozenset(stems))
        if self._one_a_place(inputs):
            yield Keys(False, {}, place_only=True)

    @staticmethod
    def _one_a_place(inputs: Side) -> bool:
        """Whether each image lies in a folder of its own (``a1/images/a1.png``)."""
        places = [count for group in inputs.groups for _, folder in group.folders
                  if (count := len(folder.names.get(inputs.kind, ())))]  # fmt: skip
        return len(places) >= _FEWEST and max(places) == 1 and all(len(g.parts) > 1 for g in inputs.groups)

    @staticmethod
    def _pairs(inputs: Side, targets: Side, keys: Keys) -> list[tuple[str, str]]:
        partners = dict(targets.files(keys))
        return [(path, partners[key]) for key, path in inputs.files(keys) if key in partners]


def affixes(stems: Sequence[str]) -> tuple[str, str]:
    """The beginning and the end that all stems of a folder share, digits left to the names."""
    if len(stems) < 3:
        return "", ""
    prefix = re.sub(r"\d+$", "", _shared_beginning(stems))
    rest = [stem[len(prefix) :] for stem in stems]
    suffix = _shared_beginning([stem[::-1] for stem in rest])[::-1]
    if any(len(stem) <= len(suffix) for stem in rest):
        return prefix, ""
    letters = re.search(r"\D.*$", suffix)
    return prefix, letters.group() if letters else ""


def _are_spread(inputs: Side, keys: Keys, targets: int) -> bool:
    """Whether inputs that begin with a target's name do so for most targets, rather than with one word."""
    met = {key for key, _ in inputs.files(keys) if key in keys.heads}
    return len(met) >= max(_FEWEST, 0.5 * targets)


def _are_weak(met: set[Key]) -> bool:
    """Whether the names that meet merely count: digits once the shared beginning is gone."""
    stems = sorted(stem for _, stem in met)
    prefix = (
        _shared_beginning(stems[:1] + stems[-1:]) if len(stems) > 1 else re.sub(r"\d+$", "", "".join(stems))
    )
    prefix = re.sub(r"\d+$", "", prefix)
    counting = Counter(bool(re.fullmatch(r"\D{0,2}\d{0,7}\D{0,2}", stem[len(prefix) :])) for stem in stems)
    return counting[True] >= 0.8 * len(stems)


def _shared_beginning(stems: Sequence[str]) -> str:
    first, last = min(stems), max(stems)
    same = 0
    while same < min(len(first), len(last)) and first[same] == last[same]:
        same += 1
    return first[:same]
