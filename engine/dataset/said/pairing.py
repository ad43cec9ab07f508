"""How the files of two sides meet, by the rule that the user names."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from engine.dataset.corrections import Pairing
from engine.dataset.file_dataset import FileDataset
from engine.dataset.kinds import stem_of
from engine.dataset.said.keys import SAID_PAIRINGS
from engine.dataset.structure import look_inside
from engine.dataset.systems import image_to_image
from engine.dataset.trees import Tree
from engine.dataset.types import Dataset, Form, Item, Layout, Recognition, Sample

RULES: tuple[Pairing, ...] = ("names", "numbers", "order", "none")
Ties = dict[str, str]  # path of an input → path of its target
_TWO_SIDES: frozenset[Layout] = frozenset(
    (
        "paired_folders",
        "two_domains",
        "text_pairs",
        "transcripts",
        "image_groups",
        "landmarks",
        "flat_folder",
    )
)


@dataclass(frozen=True)
class Sides:
    """The files of both sides, and how they meet by the guess."""

    inputs: tuple[Item, ...]
    targets: tuple[Item, ...]
    ties: Ties


def sides_of(dataset: Dataset, most: int | None = None) -> Sides | None:
    """The two sides of a set of files; None where targets are no files of their own.

    ``most``: None where there are more files than that, as names alone shall be looked at quickly.
    """
    recognition = dataset.recognition
    if not may_have_sides(recognition.layout, recognition.form):
        return None
    if most is not None and (recognition.expected or 0) > most:
        return None
    inputs: list[Item] = []
    targets: dict[str, Item] = {}
    ties: Ties = {}
    for sample in islice(dataset.samples(), None if most is None else most):
        if sample.input.path is None:
            return None
        inputs.append(sample.input)
        target = sample.target
        if target is not None:
            if target.path is None or target.path == sample.input.path:
                return None
            targets.setdefault(target.path, target)
            ties[sample.input.path] = target.path
    for item in islice(dataset.unmatched_targets(), most):
        if item.path is not None:
            targets.setdefault(item.path, item)
    return Sides(tuple(inputs), tuple(targets.values()), ties) if targets else None


def may_have_sides(layout: Layout, form: Form) -> bool:
    """Whether a set of this layout may have files on either side."""
    return layout in _TWO_SIDES and form != "input_only"


def ties_by(rule: Pairing, sides: Sides) -> Ties:
    """Which target each input has by a rule. ``order`` ties nothing where the counts differ."""
    inputs = [item.path or "" for item in sides.inputs]
    targets = [item.path or "" for item in sides.targets]
    if rule == "none":
        return {}
    if rule == "order":
        if len(inputs) != len(targets):
            return {}
        return dict(zip(sorted(inputs, key=_natural), sorted(targets, key=_natural), strict=True))
    if rule == "numbers":
        return _by_key(inputs, targets, _last_number, _last_number)
    return sides.ties or by_names(inputs, targets)


def by_names(inputs: Sequence[str], targets: Sequence[str]) -> Ties:
    """Equal stems, or what is left of them without what all stems of a side share."""
    plain = _by_key(inputs, targets, _folded_stem, _folded_stem)
    if len(plain) >= 0.5 * min(len(inputs), len(targets)):
        return plain
    trimmed = _by_key(inputs, targets, _without_shared(inputs), _without_shared(targets))
    return max(plain, trimmed, key=len)


def paired_by(dataset: Dataset, tree: Tree, sides: Sides, rule: Pairing) -> FileDataset:
    """The set with its two sides tied by a rule that the user named."""
    ties = ties_by(rule, sides)
    by_path = {item.path: item for item in sides.targets}
    met = set(ties.values())
    recognition = _recognition(dataset.recognition, tree, sides, ties, rule)

    def samples() -> Iterator[Sample]:
        for item in sides.inputs:
            path = item.path or ""
            target = by_path.get(ties[path]) if path in ties else None
            yield Sample(path, item, target)

    def unmatched_targets() -> Iterator[Item]:
        yield from (item for item in sides.targets if item.path not in met)

    return FileDataset(tree, recognition, samples, dataset.ignored, unmatched_targets)


def _recognition(
    guess: Recognition, tree: Tree, sides: Sides, ties: Mapping[str, str], rule: Pairing
) -> Recognition:
    """What the set is, now that its pairing is settled."""
    target = guess.target_modality or sides.targets[0].modality
    values: dict[str, int | str] = {
        "matched": len(ties),
        "inputs": len(sides.inputs),
        "targets": len(sides.targets),
    }
    told = replace(
        guess,
        confidence=1.0,
        target_modality=target,
        evidence=((SAID_PAIRINGS[rule], values),),
        expected=len(sides.inputs),
        parts=(),
    )
    if not ties:
        why = () if rule == "none" else (("said_pairing_meets_none", values),)
        return replace(
            told,
            form="unpaired",
            layout="two_domains",
            systems=(),
            evidence=(*told.evidence, *why),
        )
    layout = "paired_folders" if guess.layout in ("two_domains", "flat_folder") else guess.layout
    systems = guess.systems if guess.form == "paired" else ()
    if not systems and guess.input_modality == target == "image":
        systems = image_to_image(look_inside(tree, list(ties.items())))
    return replace(told, form="paired", layout=layout, systems=systems)


def _by_key(
    inputs: Sequence[str],
    targets: Sequence[str],
    input_key: Callable[[str], str],
    target_key: Callable[[str], str],
) -> Ties:
    """Partners of the same key, those of the same subfolder first; a key that is no one's alone ties none."""
    keyed = _keyed(targets, target_key)
    times = Counter(map(input_key, inputs))
    ties: Ties = {}
    for path in inputs:
        key = input_key(path)
        found = keyed.get(key, []) if key else []
        if len(found) > 1:
            found = [other for other in found if _own_folder(other) == _own_folder(path)]
        if len(found) == 1 and (times[key] == 1 or len(keyed[key]) > 1 or target_key is not _last_number):
            ties[path] = found[0]
    return ties


def _keyed(paths: Sequence[str], key_of: Callable[[str], str]) -> dict[str, list[str]]:
    keyed: dict[str, list[str]] = {}
    for path in paths:
        keyed.setdefault(key_of(path), []).append(path)
    return keyed


def _own_folder(path: str) -> str:
    """The innermost folder: a speaker or a class that both sides sort by."""
    return path.rpartition("/")[0].rpartition("/")[2]


def _folded_stem(path: str) -> str:
    return stem_of(path).casefold()


def _last_number(path: str) -> str:
    """The last number in a stem without its leading zeros; "" where there is none."""
    found = re.findall(r"\d+", stem_of(path))
    return found[-1].lstrip("0") or "0" if found else ""


def _without_shared(paths: Sequence[str]) -> Callable[[str], str]:
    """A stem without the letters that all stems of the side begin and end with."""
    stems = [_folded_stem(path) for path in paths]
    before = _shared(stems)
    after = _shared([stem[len(before) :][::-1] for stem in stems])[::-1]

    def key(path: str) -> str:
        stem = _folded_stem(path)[len(before) :]
        return stem[: len(stem) - len(after)] if after else stem

    return key


def _shared(stems: Sequence[str]) -> str:
    """What all begin with, digits at its end left to the names."""
    first, last = min(stems, default=""), max(stems, default="")
    same = next((n for n, (a, b) in enumerate(zip(first, last, strict=False)) if a != b), 0)
    return re.sub(r"\d+$", "", first[:same])


def _natural(path: str) -> list[tuple[int, str]]:
    """Numbers in names by their value: 2 before 10."""
    return [(int(part), "") if part.isdecimal() else (-1, part) for part in re.split(r"(\d+)", path) if part]
