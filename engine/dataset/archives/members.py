"""The members of an archive as a tree, held in few bytes each: a million of them is possible."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Iterator, Sequence

from engine.dataset.archives.damage import MAX_ENTRIES, ArchiveError
from engine.dataset.archives.names import clean_name, normal_path, refused_name
from engine.dataset.trees import FolderEntry, Found
from engine.dataset.types import FileEntry, Unreadable


class Members:
    """Names of files in order, with the place of each in the archive's own order; what was refused."""

    def __init__(self) -> None:
        self.refused: list[Unreadable] = []
        self.sizes = array("q")
        self._names: list[str] = []
        self._places = array("q")
        self._empty: set[str] = set()

    def __len__(self) -> int:
        return len(self._names) + len(self._empty) + len(self.refused)

    def add(self, name: str, place: int, size: int) -> None:
        """Take one file up, under its refined name; the first of a name counts. After the last: ``close``."""
        self._names.append(name)
        self._places.append(place)
        self.sizes.append(size)
        if len(self._names) > MAX_ENTRIES:
            raise ArchiveError("too_many_entries")

    def add_folder(self, name: str) -> None:
        """Take one folder up; only those without a file in them need it."""
        if name:
            self._empty.add(name)

    def refuse(self, name: str, reason: str) -> None:
        """Tell of one that takes no part."""
        self.refused.append(Unreadable(name, reason))
        if len(self.refused) > MAX_ENTRIES:
            raise ArchiveError("too_many_entries")

    def close(self) -> None:
        """Put the names in order, and refuse what comes twice or is a file and a folder at once."""
        names = self._names
        order = sorted(range(len(names)), key=names.__getitem__)
        folders = set(self._empty)
        folders.update(above for name in set(map(_folder_of, names)) for above in _and_above(name))
        kept: list[int] = []
        for at in order:
            if (kept and names[kept[-1]] == names[at]) or names[at] in folders:
                self.refuse(names[at], "same_name")
            else:
                kept.append(at)
        self._places = array("q", (self._places[at] for at in kept))
        self.sizes = array("q", (self.sizes[at] for at in kept))
        self._names = [names[at] for at in kept]
        self._empty = folders

    def find(self, name: str) -> int | None:
        """The place that a file was given, or None."""
        row = bisect_left(self._names, name)
        return self._places[row] if row < len(self._names) and self._names[row] == name else None

    def walk(self) -> Iterator[Found]:
        """Every folder and file by name, then what was refused."""
        told: set[str] = set()
        for name, size in zip(self._names, self.sizes, strict=True):
            above = _folder_of(name)
            if above and above not in told:
                for folder in _and_above(above):
                    if folder not in told:
                        told.add(folder)
                        yield FolderEntry(folder)
            yield FileEntry(name, size)
        yield from (FolderEntry(folder) for folder in sorted(self._empty - told))
        yield from self.refused


class MemberTree:
    """What all trees of an archive's members share; who inherits it opens a member."""

    def __init__(self, name: str, members: Members) -> None:
        self.name = name
        self._members = members

    @property
    def count(self) -> int:
        """How many members it lists."""
        return len(self._members)

    def walk(self) -> Iterator[Found]:
        """Every folder, usable member and refused member, by name."""
        return self._members.walk()

    def entries(self) -> Iterator[FileEntry]:
        """Every usable member, by name."""
        return (found for found in self.walk() if isinstance(found, FileEntry))


def refined(name: str, folder: bool) -> tuple[str, str | None]:
    """A decoded name as it is shown, and why it is refused, or None."""
    clean = normal_path(clean_name(name))
    if not clean:
        return ("", None) if folder else (name, "bad_name")
    return clean, refused_name(clean, folder)


def restored(names: Sequence[str], raw: Sequence[bytes | None], encoding: str) -> Iterator[str]:
    """Each name, decoded anew where its bytes are given."""
    for name, original in zip(names, raw, strict=True):
        yield name if original is None else original.decode(encoding, "surrogateescape")


def _folder_of(name: str) -> str:
    return name.rpartition("/")[0]


def _and_above(folder: str) -> Iterator[str]:
    """The folder's path and all above it, the topmost first."""
    at = folder.find("/")
    while at >= 0:
        yield folder[:at]
        at = folder.find("/", at + 1)
    if folder:
        yield folder
