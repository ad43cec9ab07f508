"""From the bytes of an archive to its tree, by kind."""

from __future__ import annotations

from array import array
from typing import IO, cast

from engine.dataset.archives.damage import ArchiveError
from engine.dataset.archives.kinds import ArchiveKind, Packing, archive_kind, holds_tar
from engine.dataset.archives.members import Members
from engine.dataset.archives.sevens import open_seven
from engine.dataset.archives.stretches import StretchTree
from engine.dataset.archives.tars import open_tar
from engine.dataset.archives.unpacking import Unpacking
from engine.dataset.archives.workroom import Facts, Workroom
from engine.dataset.archives.zips import ZipTree
from engine.dataset.kinds import kind_of, stem_of, suffix_of
from engine.dataset.places import Place
from engine.dataset.unreadable import UnreadableFileError

PACKINGS: tuple[Packing, ...] = ("gzip", "bzip2", "xz")
_PACKED_TARS = ("tgz", "taz", "tbz", "tbz2", "txz")
_TAR_SUFFIXES = (".tar", ".tgz", ".tbz", ".tbz2", ".txz", ".taz", ".zip", ".7z")


def kind_at(place: Place, name: str) -> ArchiveKind | None:
    """The kind of archive at a place; None for none. Raises ``UnreadableFileError``."""
    with place.open() as stream:
        try:
            return archive_kind(stream, name)
        except OSError:
            raise UnreadableFileError("read_error") from None


def open_archive(
    place: Place, name: str, kind: ArchiveKind, room: Workroom, brief: bool = False
) -> ZipTree | StretchTree:
    """The tree of an archive called ``name``. A packed file that is none is a tree of one file.

    ``brief``: no file is kept open, as there are many archives. Raises ``ArchiveError``.
    """
    title = archive_title(name)
    if kind == "zip":
        return ZipTree(place, title, brief)
    if kind == "tar":
        return open_tar(place, title)
    if kind == "7z":
        return open_seven(place, title, room)
    if kind == "rar":
        raise ArchiveError("unsupported_archive")
    if kind == "volume":
        raise ArchiveError("multi_volume")
    return _open_packed(place, name, kind, room)


def archive_title(name: str) -> str:
    """What an archive is called without its suffixes: ``train`` of ``train.tar.gz``."""
    stem = stem_of(name)
    for suffix in _TAR_SUFFIXES:
        if stem.lower().endswith(suffix) and len(stem) > len(suffix):
            return stem[: -len(suffix)]
    return stem


def inner_name(name: str) -> str | None:
    """The name of the one file in a ``.gz``, ``.bz2`` or ``.xz``: None where it is of no known kind."""
    stem = stem_of(name)
    return stem if kind_of(stem) not in ("other", "archive") else None


def is_packed_tar(place: Place, kind: ArchiveKind) -> bool:
    """Whether a packed file holds a tar. Raises ``UnreadableFileError``."""
    with place.open() as stream:
        return kind in PACKINGS and holds_tar(stream, kind)


def _open_packed(place: Place, name: str, kind: Packing, room: Workroom) -> StretchTree:
    try:
        tar = is_packed_tar(place, kind)
    except UnreadableFileError as error:
        raise ArchiveError(error.reason) from None
    inner = inner_name(name)
    if not tar and inner is None:
        called_tar = stem_of(name).lower().endswith(".tar") or suffix_of(name) in _PACKED_TARS
        raise ArchiveError("damaged_archive" if called_tar else "unsupported_archive")
    data, facts = room.kept(place, kind, lambda target: _unpack(place, kind, target, room))
    if tar:
        return open_tar(data, archive_title(name), facts.broken)
    return _one_file(data, inner or name, facts.broken)


def _unpack(place: Place, kind: Packing, target: IO[bytes], room: Workroom) -> Facts:
    try:
        packed = place.open()
    except UnreadableFileError as error:
        raise ArchiveError(error.reason) from None
    with Unpacking(packed, kind) as plain:
        return Facts(room.copy(cast("IO[bytes]", plain), target))


def _one_file(data: Place, name: str, broken: str | None) -> StretchTree:
    """What was read before a cut is used, as a table's first rows are, and the cut is told."""
    size = data.path.stat().st_size
    members = Members()
    if size and broken != "compression_bomb":
        members.add(name, 0, size)
    if broken:
        members.refuse(name, broken)
    members.close()
    return StretchTree(name, data, members, array("q", [0]), array("q", [size]))
