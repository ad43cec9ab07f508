"""A heap of files without targets: the layout of last resort."""

from __future__ import annotations

import re
from collections.abc import Iterator

from engine.dataset.file_dataset import FileDataset
from engine.dataset.kinds import modality_of, stem_of
from engine.dataset.layouts.named_files import reading_of
from engine.dataset.study import Study
from engine.dataset.types import Item, Recognition, Sample, Unreadable
from engine.dataset.vocabulary import are_collections, are_date_trees, are_rounds, tokens, words

_MASKS = words("mask masks 마스크")


def recognise(study: Study) -> FileDataset | None:
    """Input only: all files of the main kind, in whatever folders they lie."""
    kind = study.kind
    listing = study.listing
    if kind is None or (kind == "text" and len(study.text_tables) == listing.counts["text"]):
        return None
    modality = modality_of(kind)
    masks = _masks(study) if kind == "image" else set()
    count = listing.counts[kind] - len(masks)
    total = sum(number for other, number in listing.counts.items() if other != "other")
    names = [group.name for group in study.groups if group.parts]

    def samples() -> Iterator[Sample]:
        for path in listing.files(kind):
            if path not in masks:
                yield Sample(path, Item(modality, path=path))

    def ignored() -> Iterator[Unreadable]:
        yield from (Unreadable(path, "side_file") for path in sorted(masks))
        yield from listing.side_files(kind)

    evidence: list[tuple[str, dict[str, int | str]]] = [("flat_heap", {"files": count})]
    confidence = 0.9
    if names:
        groups = [group for group in study.groups if group.parts]
        last = [group.parts[-1] for group in groups]
        heaps = are_collections(last) or are_date_trees([study.full_path(group) for group in groups])
        confidence = 0.85 if heaps else 0.55 if are_rounds(last) else 0.35
        loose = sum(group.count(kind) for group in study.groups if not group.parts)
        if loose > count - loose:
            confidence = max(confidence, 0.55)
        evidence.append(("heap_folders" if heaps else "folders_unclear", {"folders": len(names)}))
    twos = _names_in_twos(study)
    if twos >= 0.4 * count:
        evidence.append(("names_in_twos", {"files": twos}))
        confidence = min(confidence, 0.5)
    reading = reading_of(study)
    if reading is not None:
        evidence.append(("names_may_carry_classes", {"place": reading.label.place + 1}))
        confidence = min(confidence, 1.48 - reading.certain)
    confidence *= (count + len(masks)) / total
    return FileDataset(
        listing.tree,
        Recognition(
            layout="flat_folder",
            form="input_only",
            confidence=round(confidence, 2),
            input_modality=modality,
            target_modality=None,
            evidence=tuple(evidence),
            expected=count,
        ),
        samples,
        ignored,
    )


def _masks(study: Study) -> set[str]:
    """Images in folders named as masks, or called so themselves, where others are there: no inputs."""
    masks = {
        path
        for group in study.groups
        for _, path in group.files("image")
        if _MASKS & {*tokens(stem_of(path)), *(tokens(group.parts[-1]) if group.parts else ())}
    }
    return masks if len(masks) < study.listing.counts["image"] else set()


def _names_in_twos(study: Study) -> int:
    """How many files are called as another one with a word added (``a.jpg`` and ``a_mask.png``)."""
    stems = {stem_of(path) for path in study.listing.files(study.kind)} if study.kind else set()
    tails = (re.fullmatch(r"(.+)[ _.-]([^\W\d_]{2,})\d?", stem) for stem in stems)
    return sum(1 for tail in tails if tail and tail[1] in stems)
