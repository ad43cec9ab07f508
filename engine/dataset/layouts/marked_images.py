"""Images with annotations: boxes, outlines, points, labels or texts, in whatever format."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

from engine.dataset.annotations.indexes import FINDERS
from engine.dataset.annotations.names import ImageNames
from engine.dataset.annotations.sidecars import files_with, spelt_alike
from engine.dataset.annotations.tied import Evidence, Tied
from engine.dataset.file_dataset import FileDataset
from engine.dataset.kinds import Kind, stem_of
from engine.dataset.layouts.bare_parts import with_bare_part
from engine.dataset.layouts.companions import is_companion
from engine.dataset.study import Study
from engine.dataset.types import Item, Layout, Recognition, Sample, Unreadable
from engine.dataset.vocabulary import role_of, split_of

_ANNOTATED: tuple[Kind, ...] = ("annotation", "table", "text", "other")
_FEW_TIED = 0.84  # where most images have no annotation: other sets may lie beside it
_ORDER: tuple[Layout, ...] = ("coco", "cvat", "voc", "yolo", "labelme", "boxes", "image_list")


def recognise(study: Study) -> FileDataset | None:
    """Paired: an image and what an annotation says of it."""
    listing = study.listing
    if study.kind != "image" or not any(listing.counts[kind] for kind in _ANNOTATED):
        return None
    inputs = study.input_images
    found = list(study.sidecars)
    if not any(tied.confidence >= 0.9 for tied in found):
        names = ImageNames(inputs)
        for find in FINDERS:
            found += find(listing, names, inputs)
    found = [tied for tied in found if tied.matched]
    if not found:
        return None
    best = max(found, key=lambda tied: _worth(tied, len(inputs)))
    return _dataset(study, best, [tied for tied in found if tied is not best], inputs)


def _worth(tied: Tied, inputs: int) -> float:
    """The more places are marked and the more images are tied, the more an annotation is worth."""
    share = min(1.0, tied.matched / max(inputs, 1))
    places = {"boxes": 0.3, "points": 0.2, "text": 0.1, "category": 0.15}.get(tied.modality, 0.0)
    return tied.confidence + places + 0.5 * share - 0.01 * _ORDER.index(tied.layout)


def _dataset(study: Study, tied: Tied, others: list[Tied], inputs: list[str]) -> FileDataset:
    listing = study.listing
    kept, bare = _split_off(tied, inputs)
    few = tied.matched < 0.5 * (len(kept) + len(bare))
    third, third_files = _third_files(study, tied, kept)
    own: list[tuple[list[str], int]] = [(kept, 0), (bare, 1)]

    def samples() -> Iterator[Sample]:
        for paths, part in own:
            for path in paths:
                target = tied.target_of(path)
                if target is not None and target.modality != tied.modality:
                    target = replace(target, modality=tied.modality)
                yield Sample(path, Item("image", path=path), target, part)

    def ignored() -> Iterator[Unreadable]:
        taken = {*kept, *bare}
        yield from (Unreadable(p, "side_file") for p in listing.files("image") if p not in taken)
        for side in listing.side_files("image"):
            if not tied.used(side.path) and side.path not in third_files:
                yield side

    recognition = Recognition(
        layout=tied.layout,
        form="paired",
        confidence=min(tied.confidence, _FEW_TIED) if few else tied.confidence,
        input_modality="image",
        target_modality=tied.modality,
        evidence=(*tied.evidence, *third, *_rivals(others)),
        target_name=tied.target_name,
        expected=len(kept) + len(bare),
        systems=_systems(study, tied, bool(third)),
    )
    if bare:
        recognition = with_bare_part(recognition, _name_of(kept), _name_of(bare), len(bare))
    return FileDataset(listing.tree, recognition, samples, ignored, tied.lone)


def _split_off(tied: Tied, inputs: list[str]) -> tuple[list[str], list[str]]:
    """Inputs, and those of folders of which no image has an annotation; companions left out."""
    with_target: Counter[str] = Counter()
    matched_stems: set[str] = set()
    with_split: set[tuple[str, str]] = set()
    for path in inputs:
        if tied.target_of(path) is not None:
            with_target[path.rpartition("/")[0]] += 1
            matched_stems.add(stem_of(path).lower())
            with_split.add((_split(path), stem_of(path).lower()))
    kept, bare = [], []
    for path in inputs:
        folder = path.rpartition("/")[0]
        if with_target[folder]:
            if tied.target_of(path) is not None or not is_companion(stem_of(path), matched_stems):
                kept.append(path)
        elif not _lies_apart(path, matched_stems, with_split):
            bare.append(path)
    return kept, bare


def _lies_apart(path: str, stems: set[str], with_split: set[tuple[str, str]]) -> bool:
    """Whether an image of another folder is called as an annotated one of its split, with or without a
    tail: its mask."""
    stem = stem_of(path).lower()
    if (_split(path), stem) in with_split and role_of(tuple(path.split("/")[:-1])):
        return True
    return any(stem[: cut.start()] in stems for cut in re.finditer(r"[_.\- ]", stem))


def _split(path: str) -> str:
    """The split that a path lies in, or ""."""
    return next((split for part in path.split("/")[:-1] if (split := split_of(part))), "")


def _third_files(study: Study, tied: Tied, inputs: list[str]) -> tuple[list[Evidence], set[str]]:
    """A further file of each image, such as the key fields of a receipt."""
    evidence: list[Evidence] = []
    used: set[str] = set()
    names = ImageNames(inputs)
    for suffix in ("json", "txt", "csv", "xml"):
        paths = [path for path in files_with(study.listing, suffix) if not tied.used(path)]
        if len(paths) < max(2, 0.5 * len(inputs)):
            continue
        beside = spelt_alike(names, paths)
        met = [path for path in inputs if beside.of(path) is not None]
        if len(met) >= 0.8 * len(inputs):
            said: dict[str, int | str] = {
                "matched": len(met),
                "inputs": len(inputs),
                "suffix": suffix.upper(),
            }
            evidence.append(("third_file_beside", said))
            used.update(path for image in met if (path := beside.of(image)) is not None)
    return evidence, used


def _rivals(others: list[Tied]) -> list[Evidence]:
    """Other annotations that were not followed: the user may choose them instead."""
    rivals: list[Evidence] = [
        ("label_source_beside", {"name": tied.target_name or tied.layout, "matched": tied.matched})
        for tied in others
        if tied.confidence >= 0.6
    ]
    return rivals[:4]


def _systems(study: Study, tied: Tied, triple: bool) -> tuple[str, ...]:
    systems = list(tied.systems)
    if triple and tied.look.texts and "document_ocr" not in systems:
        systems.insert(0, "document_ocr")
    masks = any((role := role_of(g.parts)) and role[0] == "target" and role[1] for g in study.groups)
    if masks and "segmentation" not in systems:
        systems.append("segmentation")
    return tuple(systems)


def _name_of(paths: list[str]) -> str:
    """What a part is called: its splits, else its folders."""
    folders = {part for path in paths for part in path.split("/")[:-1]}
    found = sorted(part for part in folders if split_of(part)) or sorted(
        {p.rpartition("/")[0] for p in paths}
    )
    return ", ".join(found[:4]) or "."
