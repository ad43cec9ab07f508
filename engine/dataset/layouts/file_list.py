"""Files and a table beside them that says what each is: a class, a number, what is spoken in it."""

from __future__ import annotations

from collections.abc import Iterator

from engine.dataset.file_dataset import FileDataset
from engine.dataset.kinds import Kind, modality_of
from engine.dataset.study import Study
from engine.dataset.tables.lists_of_files import FileList, Names, find_lists
from engine.dataset.types import Item, Recognition, Sample, Unreadable

_KINDS: tuple[Kind, ...] = ("audio", "video", "mesh", "document", "text")
_MAX_FILES = 500_000
_LEAST_SHARE = 0.05


def recognise(study: Study) -> FileDataset | None:
    """Paired: the input is the file, the target a cell of the row that names it."""
    kind = study.kind
    listing = study.listing
    if kind not in _KINDS or kind is None or not 0 < listing.counts[kind] <= _MAX_FILES:
        return None
    if kind == "text" and not (listing.counts["table"] and listing.counts["text"] > len(study.text_tables)):
        return None
    names = Names(listing.files(kind))
    files = find_lists(listing, kind, names)
    if files is None:
        return None
    named = {path for cell, _ in files.targets() if (path := names.path(cell)) is not None}
    inputs = listing.counts[kind]
    if len(named) < min(2, inputs) or len(named) < _LEAST_SHARE * inputs:
        return None
    return _dataset(study, kind, files, names, len(named))


def _dataset(study: Study, kind: Kind, files: FileList, names: Names, matched: int) -> FileDataset:
    listing = study.listing
    modality, target_modality = modality_of(kind), files.target.modality
    lists = {source.path for source in files.sources}

    def samples() -> Iterator[Sample]:
        targets: dict[str, str] = {}
        for cell, target in files.targets():
            path = names.path(cell)
            if path is not None and target:
                targets.setdefault(path, target)
        for path in listing.files(kind):
            target_item = Item(target_modality, value=targets[path]) if path in targets else None
            yield Sample(path, Item(modality, path=path), target_item)

    def unmatched_targets() -> Iterator[Item]:
        for cell, target in files.targets():
            if cell and target and names.path(cell) is None:
                yield Item(target_modality, value=f"{cell}: {target}")

    def ignored() -> Iterator[Unreadable]:
        yield from (side for side in listing.side_files(kind) if side.path not in lists)

    return FileDataset(
        listing.tree,
        Recognition(
            layout="file_list",
            form="paired",
            confidence=_confidence(files, matched, listing.counts[kind]),
            input_modality=modality,
            target_modality=target_modality,
            evidence=tuple(_evidence(files, matched, listing.counts[kind])),
            target_name=files.target.column.name,
            expected=listing.counts[kind],
            systems=("image_classification",) if (modality, target_modality) == ("audio", "category") else (),
        ),
        samples,
        ignored,
        unmatched_targets,
    )


def _confidence(files: FileList, matched: int, inputs: int) -> float:
    sure = 0.97 if matched >= 0.5 * inputs else 0.92
    return sure if files.target.named or not files.target.rivals else 0.91


def _evidence(files: FileList, matched: int, inputs: int) -> Iterator[tuple[str, dict[str, int | str]]]:
    yield "list_names_files", {"matched": matched, "inputs": inputs, "list": files.sources[0].name}
    if len(files.sources) > 1:
        yield "several_lists", {"files": len(files.sources)}
    column = files.target.column.name
    yield ("target_column_named" if files.target.named else "target_column_of_list"), {"column": column}
    if files.target.rivals:
        yield "other_columns_possible", {}
