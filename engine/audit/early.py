"""The first samples of a large set, shown before its names are read and its form is known."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from pathlib import Path

from engine.audit.previews import TEXT_LENGTH, preview_of_picture
from engine.audit.types import Preview
from engine.dataset.glimpses import glimpse
from engine.dataset.kinds import Kind, kind_of, suffix_of
from engine.dataset.pictures import quiet_decoding
from engine.dataset.tables.encoding import decode_text
from engine.dataset.trees import Tree
from engine.dataset.types import FileEntry
from engine.dataset.unreadable import UnreadableFileError

_TRIED = 20
_SHOWN: tuple[Kind, ...] = ("image", "table", "text")


def early_previews(path: Path, wanted: int, wrap: Callable[[Tree], Tree] | None = None) -> list[Preview]:
    """A few samples of a large set, and none of a small one or of what cannot be opened.

    Pictures where there are any, else rows of a table, else texts. ``wrap``: as ``open_dataset`` has it.
    """
    seen = glimpse(path) if wanted > 0 else None
    if seen is None or not seen.large:
        return []
    tree = seen.tree if wrap is None else wrap(seen.tree)
    with quiet_decoding():
        for kind in _SHOWN:
            files = [entry for entry in seen.files if entry.size and kind_of(entry.path) == kind][:_TRIED]
            if shown := list(islice(_previews(tree, kind, files), wanted)):
                return shown
    return []


def _previews(tree: Tree, kind: Kind, files: Sequence[FileEntry]) -> Iterator[Preview]:
    if kind == "table":
        for entry in sorted(files, key=lambda entry: -entry.size)[:1]:
            yield from _rows(tree, entry.path)
        return
    for entry in files:
        preview = preview_of_picture(tree, entry.path) if kind == "image" else _text(tree, entry.path)
        if preview is not None:
            yield preview


def _rows(tree: Tree, path: str) -> Iterator[Preview]:
    from engine.dataset.tables.readers import open_source
    from engine.dataset.tables.workbook_head import workbook_head

    try:
        if suffix_of(path) in ("xlsx", "xlsm"):
            columns, rows = workbook_head(tree, path)
        else:
            source = open_source(tree, path)
            columns, rows = source.columns, source.rows()
        for number, row in enumerate(islice(rows, _TRIED), start=1):
            said = "\n".join(f"{name}: {cell}" for name, cell in zip(columns, row, strict=False))
            yield Preview(id=f"{path}#{number}", input_text=said[:TEXT_LENGTH])
    except UnreadableFileError:
        return


def _text(tree: Tree, path: str) -> Preview | None:
    try:
        with tree.open(path) as stream:
            text = decode_text(stream.read(4 * TEXT_LENGTH))
    except (UnreadableFileError, OSError):
        return None
    return Preview(id=path, input_text=text[:TEXT_LENGTH]) if text.strip() else None
