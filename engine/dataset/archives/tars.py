"""A tar as a tree of files: its headers are read once, its members in place."""

from __future__ import annotations

import tarfile
from array import array
from collections.abc import Iterator
from typing import IO, cast

from engine.dataset.archives.damage import DAMAGE, MAX_ENTRIES, ArchiveError
from engine.dataset.archives.members import Members, refined, restored
from engine.dataset.archives.names import encoding_of
from engine.dataset.archives.stretches import StretchTree
from engine.dataset.places import Place
from engine.dataset.unreadable import UnreadableFileError

_BLOCK = 512
_LONGEST_HEADER = 1 << 20  # bytes of one header with its long names
_PLAIN, _LINKED, _FOLDER, _SYMLINK, _SPARSE, _OTHER = range(6)


def open_tar(place: Place, name: str, broken: str | None = None) -> StretchTree:
    """The tree of an unpacked tar. ``broken``: why unpacking it ended before its end.

    Raises ``ArchiveError`` where not even its first header can be read.
    """
    headers = _Headers()
    try:
        with place.open() as stream:
            end = stream.seek(0, 2)
            stream.seek(0)
            headers.read(stream, end)
    except UnreadableFileError as error:
        raise ArchiveError(error.reason) from None
    if headers.cut and not headers.names:
        raise ArchiveError(broken or "damaged_archive")
    return _tree(name, place, headers, end, broken or ("cut_archive" if headers.cut else None))


class _Headers:
    """What the headers say, in few bytes each. ``cut``: they end before the tar does, or amid it."""

    def __init__(self) -> None:
        self.names: list[str] = []
        self.targets: dict[int, str] = {}  # of hard links
        self.kinds = array("b")
        self.starts = array("q")
        self.sizes = array("q")
        self.cut = False

    def read(self, stream: IO[bytes], end: int) -> None:
        """Read all of them. Raises ``ArchiveError`` where there are too many."""
        offset = 0
        try:
            headers = cast("IO[bytes]", _Sober(stream))
            with tarfile.TarFile(fileobj=headers, encoding="utf-8", errors="surrogateescape") as tar:
                while (member := tar.next()) is not None:
                    self._take(member)
                    offset = tar.offset
                    vars(tar)["members"].clear()  # else it would hold on to all of them
        except DAMAGE:
            self.cut = True
            return
        stream.seek(offset)
        closing = stream.read(_BLOCK)
        self.cut = bool(closing.strip(b"\0")) or offset > end

    def _take(self, member: tarfile.TarInfo) -> None:
        if len(self.names) >= MAX_ENTRIES:
            raise ArchiveError("too_many_entries")
        if member.islnk():
            self.targets[len(self.names)] = member.linkname
        self.names.append(member.name)
        self.kinds.append(_kind(member))
        self.starts.append(member.offset_data)
        self.sizes.append(member.size)


def _kind(member: tarfile.TarInfo) -> int:
    if member.issparse():
        return _SPARSE
    if member.isreg():
        return _PLAIN
    if member.isdir():
        return _FOLDER
    if member.islnk():
        return _LINKED
    return _SYMLINK if member.issym() else _OTHER


_REFUSED = {_SYMLINK: "link_in_archive", _SPARSE: "unknown_compression", _OTHER: "special_file"}


def _tree(name: str, place: Place, headers: _Headers, end: int, broken: str | None) -> StretchTree:
    members = Members()
    rows: dict[str, int] = {}  # of what hard links mean
    wanted = set(headers.targets.values())
    names = list(_names(headers.names))
    for row, (member, kind) in enumerate(zip(names, headers.kinds, strict=True)):
        clean, reason = refined(member, kind == _FOLDER)
        start = headers.starts[row]
        if kind == _LINKED and reason is None:
            target = rows.get(headers.targets[row])
            if target is None:
                reason = "link_in_archive"
            else:
                headers.starts[row], headers.sizes[row] = headers.starts[target], headers.sizes[target]
        reason = reason or _REFUSED.get(kind)
        if reason is None and kind == _PLAIN and start + headers.sizes[row] > end:
            reason = "damaged_member"
        if reason:
            members.refuse(clean, reason)
        elif kind == _FOLDER:
            members.add_folder(clean)
        else:
            members.add(clean, row, headers.sizes[row])
            if headers.names[row] in wanted:
                rows[headers.names[row]] = row
    if broken:
        members.refuse(name, broken)
    members.close()
    return StretchTree(name, place, members, headers.starts, headers.sizes)


def _names(names: list[str]) -> Iterator[str]:
    raw = [None if name.isascii() else _bytes(name) for name in names]
    return restored(names, raw, encoding_of([name for name in raw if name], "utf-8"))


def _bytes(name: str) -> bytes | None:
    """The bytes of a name that is no UTF-8; None where it was."""
    try:
        name.encode("utf-8")
    except UnicodeEncodeError:
        return name.encode("utf-8", "surrogateescape")
    return None


class _Sober:
    """The stream that the headers are read from: never more at once than a header may be."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream = stream
        self.seek, self.tell = stream.seek, stream.tell

    def read(self, size: int = -1) -> bytes:
        if not 0 <= size <= _LONGEST_HEADER:
            raise tarfile.ReadError("a header of this size is none")
        return self._stream.read(size)
