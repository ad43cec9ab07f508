"""The first files of whatever was dropped, at once, however large it is."""

from __future__ import annotations

import time
from dataclasses import dataclass
from pathlib import Path

from engine.dataset.archives.glimpses import glimpse_archive
from engine.dataset.archives.opening import kind_at
from engine.dataset.archives.seen_through import is_archive_name
from engine.dataset.kinds import kind_of, suffix_of
from engine.dataset.places import Place
from engine.dataset.roots import archive_kind_of
from engine.dataset.trees import FolderTree, SingleFileTree, Tree
from engine.dataset.types import FileEntry
from engine.dataset.unreadable import UnreadableFileError

LARGE = 5000
"""Files; a smaller set is recognised before anyone misses its samples."""
LARGE_FILE = 16 << 20
"""Bytes of a table or archive, likewise."""
LARGE_WORKBOOK = 1 << 20
"""Bytes of a packed table with a cell an XML element, likewise."""
_PATIENCE = 0.6  # seconds: after these the wait for the verdict is not much longer
_ENOUGH = 20
_MEMBERS = 8


@dataclass(frozen=True)
class Glimpse:
    """``files``: some that can be read from ``tree``. ``large``: whether the whole takes its time."""

    tree: Tree
    files: tuple[FileEntry, ...]
    large: bool


def glimpse(path: Path) -> Glimpse | None:
    """The first files at an existing path; None where nothing can be seen that soon."""
    if path.is_dir():
        return _of_folder(path)
    if not path.is_file():
        return None
    large = _is_large(FileEntry(path.name, path.stat().st_size))
    kind = archive_kind_of(path) if large else None
    if kind is None:
        single = SingleFileTree(path)
        return Glimpse(single, tuple(single.entries()), large)
    tree = glimpse_archive(Place(path), path.name, kind, _MEMBERS)
    return Glimpse(tree, tuple(tree.entries()), large)


def _of_folder(path: Path) -> Glimpse | None:
    """Files in order as far as they were met; where none is a sample, those of the first archive."""
    tree = FolderTree(path)
    until = time.monotonic() + _PATIENCE
    met: list[FileEntry] = []
    pictures = 0
    heavy = False
    for entry in tree.glimpse():
        met.append(entry)
        kind = kind_of(entry.path)
        pictures += kind == "image"
        heavy = heavy or (kind in ("table", "archive", "text") and _is_large(entry))
        if len(met) >= LARGE and (pictures >= _ENOUGH or time.monotonic() > until):
            break
    met.sort(key=lambda entry: entry.path)
    archives = [entry for entry in met if is_archive_name(entry.path) and entry.size >= LARGE_FILE]
    if archives and not any(kind_of(entry.path) in ("image", "table", "text") for entry in met):
        return _of_archive_in(tree, archives[0])
    return Glimpse(tree, tuple(met), heavy or len(met) >= LARGE)


def _is_large(entry: FileEntry) -> bool:
    workbook = suffix_of(entry.path) in ("xlsx", "xlsm", "ods", "xlsb")
    return entry.size >= (LARGE_WORKBOOK if workbook else LARGE_FILE)


def _of_archive_in(tree: FolderTree, entry: FileEntry) -> Glimpse | None:
    place, name = tree.place(entry.path), entry.path.rpartition("/")[2]
    try:
        kind = kind_at(place, name)
    except UnreadableFileError:
        return None
    if kind is None:
        return None
    seen = glimpse_archive(place, name, kind, _MEMBERS)
    return Glimpse(seen, tuple(seen.entries()), large=True)
