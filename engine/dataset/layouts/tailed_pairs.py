"""Pairs by a word in the name: ``a.png`` and ``a_mask.png``, ``001_LR`` and ``001_HR``, ``mask_a``."""

from __future__ import annotations

import re
import zlib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from engine.dataset.file_dataset import FileDataset
from engine.dataset.kinds import stem_of, suffix_of
from engine.dataset.layouts.companions import (
    SIZE_TAIL,
    base_of,
    frequent_tails,
    is_companion,
    is_degraded,
    is_further,
    role_of_tail,
    says_copy,
)
from engine.dataset.structure import Ties, look_inside
from engine.dataset.study import Study
from engine.dataset.systems import image_to_image
from engine.dataset.types import Item, Recognition, Sample, Unreadable
from engine.dataset.vocabulary import role_of, words

_PHOTOS = ("jpg", "jpeg", "jpe", "jfif")
_LOW, _HIGH = words("lr lowres"), words("hr highres")
_PROBES = 2000
_LEAST_COVERAGE = 0.5
Key = tuple[str, str]


@dataclass
class _Rule:
    """One way to pair: which tail the targets have, which the inputs ("" for none)."""

    inputs: str
    targets: str
    at_front: bool
    by_suffix: bool = False
    pairs: dict[str, str] = field(default_factory=dict)  # input → target
    lone: list[str] = field(default_factory=list)  # targets
    bare: list[str] = field(default_factory=list)  # inputs
    beside: list[str] = field(default_factory=list)  # neither

    @property
    def named(self) -> bool:
        """Whether a tail says by itself which side it is."""
        return role_of_tail(self.targets) == "target" or is_degraded(self.inputs)

    @property
    def one_to_one(self) -> bool:
        """Whether there are pairs, and not many inputs a target but for several sizes of one image."""
        targets = len(set(self.pairs.values()))
        return targets > 0 and (targets >= 0.5 * len(self.pairs) or self.inputs == SIZE_TAIL)

    @property
    def coverage(self) -> float:
        """The share of files that are part of a pair."""
        tied = len(self.pairs) + len(set(self.pairs.values()))
        return tied / max(tied + len(self.lone) + len(self.bare), 1)


def recognise(study: Study) -> FileDataset | None:
    """Paired, where most images have a partner whose name differs by one word."""
    listing = study.listing
    if study.kind != "image":
        return None
    files = [(split, path) for group in study.groups for split, path in group.files("image")]
    rule = _best_rule(files) or _by_suffix(files)
    if rule is None:
        return None
    ties = look_inside(listing.tree, list(rule.pairs.items()))
    confidence = _confidence(rule, ties)
    if not confidence:
        return None
    inputs = [*rule.pairs, *rule.bare]

    def samples() -> Iterator[Sample]:
        for path in inputs:
            target = Item("image", path=rule.pairs[path]) if path in rule.pairs else None
            yield Sample(path, Item("image", path=path), target)

    def ignored() -> Iterator[Unreadable]:
        yield from (Unreadable(path, "side_file") for path in rule.beside)
        yield from listing.side_files("image")

    evidence: list[tuple[str, dict[str, int | str]]] = [
        ("tails_meet", {"matched": len(rule.pairs), "tail": rule.targets or rule.inputs or "."})
    ]
    evidence.append(("contents_agree" if ties.strong else "contents_undecided", {"checked": ties.checked}))
    if ties.masks:
        evidence.append(("targets_are_masks", {"checked": ties.checked}))
    if ties.scale and ties.scale != 1:
        evidence.append(("targets_scaled", {"times": f"{ties.scale:g}"}))
    recognition = Recognition(
        "paired_folders", "paired", confidence, "image", "image", tuple(evidence),
        input_name=rule.inputs, target_name=rule.targets, expected=len(inputs), systems=_systems(rule, ties),
    )  # fmt: skip
    return FileDataset(
        listing.tree, recognition, samples, ignored, lambda: (Item("image", path=path) for path in rule.lone)
    )


def _systems(rule: _Rule, ties: Ties) -> tuple[str, ...]:
    """Names say another resolution even of images that were brought to one size."""
    found = image_to_image(ties)
    sides = [set(re.findall(r"[^\W\d_]+", tail)) for tail in (rule.inputs, rule.targets)]
    low = sides[0] & _LOW or sides[1] & _HIGH
    return tuple(dict.fromkeys(("image_super_resolution", *found))) if low and not ties.masks else found


def _best_rule(files: list[tuple[str, str]]) -> _Rule | None:
    """The best rule for a part of a large set, then applied to all of it."""
    few = _kept_together(files)
    best = max(_rules(few), key=_worth, default=None)
    if best is None or few is files:
        return best
    whole = _paired(files, best.inputs, best.targets, best.at_front)
    return whole if whole.one_to_one and whole.coverage >= _LEAST_COVERAGE else None


def _kept_together(files: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """Some thousands of many files, those of one number all or not at all, so that partners stay together."""
    if len(files) <= 2 * _PROBES:
        return files
    share = len(files) // _PROBES
    few = []
    for file in files:
        stem = stem_of(file[1])
        number = max(re.findall(r"\d+", stem) or [stem[:6]], key=len)
        if zlib.crc32(number.encode()) % share == 0:
            few.append(file)
    return few


def _rules(files: list[tuple[str, str]]) -> Iterator[_Rule]:
    """Every way to pair the files that ties half of them or more."""
    for at_front in (False, True):
        tails = frequent_tails([stem_of(path) for _, path in files], at_front)
        for tail in tails:
            if says_copy(tail):
                continue
            for other in ("", *tails):
                if other == tail or (other and role_of_tail(other) == "target"):
                    continue
                rule = _paired(files, *_sides(tail, other), at_front)
                if rule.one_to_one and rule.coverage >= _LEAST_COVERAGE:
                    yield rule


def _by_suffix(files: list[tuple[str, str]]) -> _Rule | None:
    """``a.jpg`` and ``a.png``: an image and its mask, told by the suffix alone."""
    kinds = Counter("input" if suffix_of(path) in _PHOTOS else "target" for _, path in files)
    if min(kinds["input"], kinds["target"]) < 0.3 * len(files):
        return None
    rule = _Rule("", "", at_front=False, by_suffix=True)
    partners = {path.rpartition(".")[0]: path for _, path in files if suffix_of(path) not in _PHOTOS}
    for _, path in files:
        if suffix_of(path) in _PHOTOS:
            partner = partners.pop(path.rpartition(".")[0], None)
            if partner is None:
                rule.bare.append(path)
            else:
                rule.pairs[path] = partner
    rule.lone = list(partners.values())
    return rule if rule.pairs and rule.coverage >= 0.8 else None


def _worth(rule: _Rule) -> tuple[bool, float]:
    """Tails that say what they are and leave nothing over come first; views in colours come after labels."""
    tied = len(rule.pairs) + len(set(rule.pairs.values()))
    whole = rule.named and rule.coverage >= 0.9 and tied >= 0.2 * (tied + len(rule.beside))
    worth = tied * (1.0 if rule.named else 0.6) * (0.5 + rule.coverage)
    worth *= 1.0 + 0.1 * (role_of_tail(rule.inputs) == "input") - 0.1 * is_further(rule.targets)
    return whole, worth


def _sides(tail: str, other: str) -> tuple[str, str]:
    """(tail of the inputs, tail of the targets)."""
    weakly = role_of((tail,))
    said = role_of_tail(tail) or (weakly and weakly[0])
    return (tail, other) if said == "input" else (other, tail)


def _paired(files: list[tuple[str, str]], inputs: str, targets: str, at_front: bool) -> _Rule:
    """Files sorted into pairs: first within a folder, else within a split."""
    rule = _Rule(inputs, targets, at_front)
    sides: tuple[list[tuple[Key, Key, str]], list[tuple[Key, Key, str]]] = [], []
    for split, path in files:
        stem, folder = stem_of(path), path.rpartition("/")[0]
        own = base_of(stem, targets, at_front) if targets else None
        mine = base_of(stem, inputs, at_front) if inputs else None
        side = 1 if own is not None else 0 if mine is not None else None
        if side is None and "" in (inputs, targets):
            side, own, mine = (1, stem.lower(), None) if targets == "" else (0, None, stem.lower())
        if side is None:
            rule.beside.append(path)
            continue
        base = (own if side else mine) or ""
        sides[side].append(((folder, base), (split, base), path))
    near = {key: path for key, _, path in reversed(sides[1])}
    far = {key: path for _, key, path in reversed(sides[1])}
    for near_key, far_key, path in sides[0]:
        partner = near.get(near_key) or far.get(far_key)
        if partner is None:
            rule.bare.append(path)
        else:
            rule.pairs[path] = partner
    _sort_out(rule, [path for _, _, path in sides[1]])
    return rule


def _sort_out(rule: _Rule, targets: list[str]) -> None:
    """Further masks of a paired image, and companions of one, are neither lone nor bare."""
    used = set(rule.pairs.values())
    bases = {stem_of(path).lower() for path in rule.pairs}
    bare = rule.bare
    rule.bare = [path for path in bare if not is_companion(stem_of(path), bases)]
    rule.beside += [path for path in bare if is_companion(stem_of(path), bases)]
    for path in targets:
        if path in used:
            continue
        base = base_of(stem_of(path), rule.targets, rule.at_front)
        (rule.beside if base in bases else rule.lone).append(path)


def _confidence(rule: _Rule, ties: Ties) -> float:
    if not ties.checked:
        return 0.0
    sized = rule.inputs == SIZE_TAIL and ties.scale > 1
    agree = ties.strong or sized
    if rule.by_suffix:  # else the same picture, saved in two formats
        return 0.93 if ties.masks else 0.0
    if rule.named:
        if not agree and not ties.masks and (ties.checked >= 4 or ties.sizes_clash):
            return 0.45
        return round((0.96 if agree else 0.88) - (0.1 if rule.coverage < 0.8 else 0.0), 2)
    if not sized and ties.aligned < 0.6:
        return 0.0
    return 0.94 if rule.coverage >= 0.95 and ties.z >= 8 else 0.9 if rule.coverage >= 0.8 else 0.7
