"""A heap of files whose names carry the class: ``7_jackson_32.wav``, ``cat.12.jpg``."""

from __future__ import annotations

from collections.abc import Iterator

from engine.dataset.fields import Reading, read_fields
from engine.dataset.file_dataset import FileDataset
from engine.dataset.kinds import modality_of, stem_of
from engine.dataset.study import Study
from engine.dataset.types import Item, Recognition, Sample
from engine.dataset.vocabulary import are_collections, are_rounds


def recognise(study: Study) -> FileDataset | None:
    """Paired: the input is the file, the target a word of its name. Folders must not be classes."""
    kind, listing = study.kind, study.listing
    if kind is None or (kind == "text" and study.text_tables):
        return None
    reading = reading_of(study)
    if reading is None:
        return None
    modality = modality_of(kind)
    classes = dict(sorted(reading.label.values.items()))

    def samples() -> Iterator[Sample]:
        for path in listing.files(kind):
            label = reading.label_of(stem_of(path))
            target = None if label is None else Item("category", value=label)
            yield Sample(path, Item(modality, path=path), target)

    share = listing.counts[kind] / max(sum(n for other, n in listing.counts.items() if other != "other"), 1)
    return FileDataset(
        listing.tree,
        Recognition(
            layout="named_files",
            form="paired",
            confidence=round(reading.certain * max(share, 0.7), 2),
            input_modality=modality,
            target_modality="category",
            evidence=tuple(_evidence(reading)),
            target_name=f"name[{reading.label.place + 1}]",
            classes=dict.fromkeys(classes, 0),
            expected=listing.counts[kind],
        ),
        samples,
        lambda: listing.side_files(kind),
    )


def reading_of(study: Study) -> Reading | None:
    """How the names of the set carry a class; None where they don't, or where folders sort the files."""
    kind = study.kind
    named = [group.parts[-1] for group in study.groups if group.parts]
    if kind is None or (len(named) > 1 and not are_collections(named) and not are_rounds(named)):
        return None
    reading = read_fields([stem_of(path) for path in study.listing.files(kind)])
    return None if reading is None or _is_by_folder(study, reading) else reading


def _is_by_folder(study: Study, reading: Reading) -> bool:
    """Whether each of several folders has a word of its own: the names only repeat the folder."""
    if study.kind is None or sum(bool(group.parts) for group in study.groups) < 2:
        return False
    for group in study.groups:
        labels = {reading.label_of(stem_of(path)) for _, path in group.files(study.kind)}
        if len(labels) > 1:
            return False
    return True


def _evidence(reading: Reading) -> Iterator[tuple[str, dict[str, int | str]]]:
    label = reading.label
    largest = sorted(label.values, key=lambda value: -label.values[value])[:6]
    shown = ", ".join(largest) + (" …" if len(label.values) > len(largest) else "")
    yield "names_carry_classes", {"place": label.place + 1, "classes": len(label.values), "values": shown}
    if reading.group is not None:
        group = reading.group
        yield "names_carry_groups", {"place": group.place + 1, "groups": len(group.values)}
    if reading.rivals:
        yield "other_places_possible", {}
