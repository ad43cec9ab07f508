"""The tree of files at a path that was dropped: a folder, an archive, or a single file."""

from __future__ import annotations

import os
from pathlib import Path

from engine.dataset.archives.damage import ArchiveError
from engine.dataset.archives.kinds import ArchiveKind
from engine.dataset.archives.opening import kind_at, open_archive
from engine.dataset.archives.seen_through import SeenThroughTree
from engine.dataset.archives.workroom import Workroom
from engine.dataset.kinds import is_packed_table, kind_of, suffix_of
from engine.dataset.places import Place
from engine.dataset.trees import FolderTree, SingleFileTree, Tree
from engine.dataset.unreadable import UnreadableFileError
from engine.errors import UserError

_MAY_BE_ANYTHING = frozenset(("archive", "other"))
_LOOSE_SUFFIXES = frozenset(("dat", "data"))
_CODES = {
    "encrypted": "set_encrypted",
    "unsupported_archive": "archive_unsupported",
    "multi_volume": "archive_volume",
    "no_room": "archive_no_room",
    "unpack_limit": "archive_too_big",
    "compression_bomb": "archive_too_big",
    "too_many_entries": "archive_too_many",
    "no_permission": "path_locked",
    "vanished": "path_missing",
    "cut_archive": "archive_broken",
}


def open_tree(path: Path) -> Tree:
    """The tree of files at a path; archives in it are folders. Raises ``UserError``.

    Any process may open the same path again: what the first one of a job had to unpack lies in the
    job's folder under a name made of the archive's bytes' place, and is found there at once.
    """
    try:
        exists = path.exists()
    except (OSError, ValueError):
        exists = False
    if not exists:
        raise UserError("path_missing", path=str(path))
    if not os.access(path, os.R_OK):
        raise UserError("path_locked", path=str(path))
    if path.is_dir():
        return SeenThroughTree(FolderTree(path), Workroom())
    if not path.is_file():
        raise UserError("path_special", path=str(path))
    place = Place(path)
    kind = archive_kind_of(path)
    if kind is None and kind_of(path.name) != "archive":
        return SingleFileTree(path)
    if kind is None:
        raise _refusal(path, "damaged_archive")
    room = Workroom()
    try:
        tree = open_archive(place, path.name, kind, room)
    except ArchiveError as error:
        room.close()
        raise _refusal(path, error.reason) from None
    return SeenThroughTree(tree, room, place, 1)


def _refusal(path: Path, reason: str) -> UserError:
    code = _CODES.get(reason, "zip_broken" if suffix_of(path.name) == "zip" else "archive_broken")
    return UserError(code, name=path.name, path=str(path))


def archive_kind_of(path: Path) -> ArchiveKind | None:
    """As what archive a dropped file is opened: by its content, unless its suffix says enough."""
    name = path.name
    loose = kind_of(name) in _MAY_BE_ANYTHING or suffix_of(name) in _LOOSE_SUFFIXES
    if is_packed_table(name) or not loose:
        return None
    try:
        return kind_at(Place(path), name)
    except UnreadableFileError:
        return None
