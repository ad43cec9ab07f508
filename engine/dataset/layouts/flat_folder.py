"""A heap of files without targets: the layout of last resort."""

from __future__ import annotations

from collections.abc import Iterator

from engine.dataset.file_dataset import FileDataset
from engine.dataset.kinds import modality_of
from engine.dataset.study import Study
from engine.dataset.types import Item, Recognition, Sample
from engine.dataset.vocabulary import are_collections


def recognise(study: Study) -> FileDataset | None:
    """Input only: all files of the main kind, in whatever folders they lie."""
    kind = study.kind
    if kind is None:
        return None
    listing = study.listing
    modality = modality_of(kind)
    count = listing.counts[kind]
    total = sum(number for other, number in listing.counts.items() if other != "other")
    names = [group.name for group in study.groups if group.parts]

    def samples() -> Iterator[Sample]:
        for path in listing.files(kind):
            yield Sample(path, Item(modality, path=path))

    evidence: list[tuple[str, dict[str, int | str]]] = [("flat_heap", {"files": count})]
    confidence = 0.9 * count / total
    if names:
        heaps = are_collections([group.parts[-1] for group in study.groups if group.parts])
        evidence.append(("heap_folders" if heaps else "folders_unclear", {"folders": len(names)}))
        confidence = 0.85 if heaps else 0.35
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
        lambda: listing.side_files(kind),
    )
