"""One sample over three folders or more: foreground, alpha, trimap, merged, background; LR, HR, upsampled."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations

from engine.dataset.file_dataset import FileDataset
from engine.dataset.kinds import stem_of
from engine.dataset.layouts.frame_folders import are_clips
from engine.dataset.listing import Group
from engine.dataset.structure import Ties, look_inside
from engine.dataset.study import Study, affixes
from engine.dataset.systems import image_to_image
from engine.dataset.trees import Tree
from engine.dataset.types import Item, Recognition, Sample, Unreadable
from engine.dataset.vocabulary import are_numbered, tokens, words

_INPUTS = (
    "merged", "composite", "comp", "original", "originals", "raw",
    "image", "images", "img", "imgs", "input", "inputs", "rgb", "lr", "lq",
    "low", "hazy", "blur", "blurred", "rainy", "noisy", "fg",
)  # fmt: skip
_TARGETS = (
    "alpha", "alphas", "matte", "mattes", "mask", "masks", "gt", "gts", "label", "labels", "hr", "hq", "high",
    "clean", "clear", "sharp", "target", "targets", "depth", "trimap", "trimaps",
)  # fmt: skip
"""Which folder goes in, which comes out: the first that is there."""
_BESIDE = words(
    "fg bg foreground foregrounds background backgrounds upsampled bicubic edge edges normal normals"
    " trimap trimaps depth overlay overlays vis visual visualization instance instances contour"
    " contours boundary skeleton distance weight weights bilinear"
)
_WHOLE = words("gt gts target targets clean clear sharp hr hq original originals")
_FEWEST = 5
_LOOKED_AT = 4  # folders that are compared
_PAIRS = 10
_SAME_SCENE = 8.0  # standard errors; classes numbered alike stay far below


@dataclass(frozen=True)
class _Sides:
    inputs: Group
    targets: Group
    beside: tuple[Group, ...]


def recognise(study: Study) -> FileDataset | None:
    """Paired, where every folder is named as a view of the same thing and the names meet."""
    groups = [group for group in study.groups if group.parts]
    if study.kind != "image" or not 3 <= len(groups) <= 12:
        return None
    tree = study.listing.tree
    sides = _sides(groups) or (None if are_clips(study) else _sides_by_content(tree, groups))
    if sides is None:
        return None
    pairs = _met(sides.inputs, sides.targets)
    smaller = min(sides.inputs.count("image"), sides.targets.count("image"))
    if len(pairs) < 0.8 * smaller:
        return None
    ties = look_inside(tree, pairs)
    if not ties.checked or (ties.sizes_clash and ties.z < 4):
        return None
    better = _restored(tree, sides) if ties.masks else _scaled_up(tree, sides, ties)
    if better is not None:
        sides = better
        pairs = _met(sides.inputs, sides.targets)
        ties = look_inside(tree, pairs)
    return _dataset(study, sides, pairs, ties)


def _restored(tree: Tree, sides: _Sides) -> _Sides | None:
    """Holes, their masks and the whole picture: the picture is what comes out, not the mask."""
    for group in sides.beside:
        if _said(group) & _WHOLE:
            ties = look_inside(tree, _met(sides.inputs, group))
            if ties.strong and not ties.masks:
                beside = tuple(other for other in (sides.targets, *sides.beside) if other is not group)
                return _Sides(sides.inputs, group, beside)
    return None


def _scaled_up(tree: Tree, sides: _Sides, ties: Ties) -> _Sides | None:
    """The larger one comes out; all that hold it at smaller scales go in."""
    inputs, targets = sides.inputs, sides.targets
    if 0 < ties.scale < 1:
        inputs, targets = targets, inputs
    elif not ties.enlarged:
        return None
    others = [(group, look_inside(tree, _met(group, targets))) for group in sides.beside]
    larger = [group for group, seen in others if 0 < seen.scale < 1]
    if larger:
        better = _Sides(targets, larger[0], (inputs, *_without(sides.beside, larger[0])))
        return _scaled_up(tree, better, look_inside(tree, _met(targets, larger[0])))
    smaller = [group for group, seen in others if seen.enlarged and seen.scale > 1]
    folders = [folder for group in (inputs, *smaller) for folder in group.folders]
    beside = tuple(group for group in sides.beside if group not in smaller)
    return _Sides(Group(inputs.parts, folders), targets, beside)


def _without(groups: tuple[Group, ...], out: Group) -> tuple[Group, ...]:
    return tuple(group for group in groups if group is not out)


def _sides_by_content(tree: Tree, groups: list[Group]) -> _Sides | None:
    """Folders of any name, where all hold the same names and some of them show the same scenes."""
    counts = [group.count("image") for group in groups]
    if min(counts) < _FEWEST or min(counts) < 0.8 * max(counts):
        return None
    if len({group.parts[:-1] for group in groups}) > 1:
        return None
    named = _first(groups, _INPUTS)
    if named is None and _only_count([group.parts[-1] for group in groups]):
        return None
    first = groups[:_LOOKED_AT]
    tries = [(named, group) for group in first if group is not named] if named else combinations(first, 2)
    strong: list[tuple[float, Group, Group]] = []
    for source, target in tries:
        pairs = _met(source, target)
        if len(pairs) < 0.9 * min(counts):
            return None
        ties = look_inside(tree, pairs[:: max(1, len(pairs) // _PAIRS)][:_PAIRS])
        if ties.z >= _SAME_SCENE and not ties.sizes_clash:
            strong.append((ties.z, source, target))
    if not strong:
        return None
    _, source, target = max(strong, key=lambda found: found[0])
    target = _first([other for _, own, other in strong if own is source], _TARGETS) or target
    beside = tuple(group for group in groups if group is not source and group is not target)
    return _Sides(source, target, beside)


def _only_count(names: list[str]) -> bool:
    """Whether folders come one after the other (``clip_1``, ``clip_2``), unlike x2 and x4 of one thing."""
    words_of = {name.rstrip("0123456789").lower() for name in names}
    return are_numbered(names) and len(words_of) == 1 and words_of != {"x"}


def _met(inputs: Group, targets: Group) -> list[tuple[str, str]]:
    """Both paths of each name that both have, be it without the words that all names of one side share."""
    best: list[tuple[str, str]] = []
    for bare in (False, True):
        partners = dict(_keyed(targets, bare))
        pairs = [(path, partners[key]) for key, path in _keyed(inputs, bare) if key in partners]
        best = max(best, pairs, key=len)
    return best


def _dataset(study: Study, sides: _Sides, pairs: list[tuple[str, str]], ties: Ties) -> FileDataset:
    listing = study.listing
    tied, used = dict(pairs), {target for _, target in pairs}

    def samples() -> Iterator[Sample]:
        for _, path in sides.inputs.files("image"):
            yield Sample(
                path, Item("image", path=path), Item("image", path=tied[path]) if path in tied else None
            )

    def unmatched_targets() -> Iterator[Item]:
        return (Item("image", path=path) for _, path in sides.targets.files("image") if path not in used)

    def ignored() -> Iterator[Unreadable]:
        loose = {path for group in study.groups if not group.parts for _, path in group.files("image")}
        yield from (Unreadable(path, "side_file") for path in sorted(loose))
        yield from listing.side_files("image")

    groups = (sides.inputs, sides.targets, *sides.beside)
    names = ", ".join(group.name for group in groups)
    evidence: list[tuple[str, dict[str, int | str]]] = [
        ("groups_meet", {"folders": len(groups), "names": names, "matched": len(pairs)})
    ]
    evidence.append(("contents_agree" if ties.strong else "contents_undecided", {"checked": ties.checked}))
    if ties.masks:
        evidence.append(("targets_are_masks", {"checked": ties.checked}))
    if ties.scale and ties.scale != 1:
        evidence.append(("targets_scaled", {"times": f"{ties.scale:g}"}))
    matting = any(word in _said(group) for group in groups for word in ("alpha", "alphas", "matte", "mattes"))
    systems = ("segmentation", "pix2pix") if matting else image_to_image(ties)
    recognition = Recognition(
        "image_groups", "paired", 0.98 if ties.strong else 0.96, "image", "image", tuple(evidence),
        input_name=sides.inputs.name, target_name=sides.targets.name,
        expected=sides.inputs.count("image"), systems=systems,
    )  # fmt: skip
    return FileDataset(listing.tree, recognition, samples, ignored, unmatched_targets)


def _sides(groups: list[Group]) -> _Sides | None:
    """Which folder goes in and which comes out; None where one is called as no view of a sample is."""
    known = {*_INPUTS, *_TARGETS, *_BESIDE}
    if not all(_said(group) & known for group in groups):
        return None
    if len({" ".join(group.parts[:-1]) for group in groups}) > 1 and len(groups[0].parts) > 1:
        return None
    source, target = _first(groups, _INPUTS), _first(groups, _TARGETS)
    if source is None or target is None or source is target:
        return None
    return _Sides(source, target, tuple(group for group in groups if group not in (source, target)))


def _first(groups: list[Group], names: tuple[str, ...]) -> Group | None:
    found = [
        (names.index(word), group.name, group) for group in groups for word in _said(group) if word in names
    ]
    best = min(found, key=lambda place: place[:2], default=None)
    return best[2] if best else None


def _said(group: Group) -> set[str]:
    return set(tokens(group.parts[-1]))


def _keyed(group: Group, bare: bool) -> Iterator[tuple[tuple[str, str], str]]:
    for split, folder in group.folders:
        names = folder.names.get("image", ())
        prefix, suffix = affixes([stem_of(name) for name in names]) if bare else ("", "")
        for name in names:
            stem = stem_of(name)
            yield (split, stem[len(prefix) : len(stem) - len(suffix)].lower()), folder.file(name)
