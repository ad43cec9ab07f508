"""A tree in which archives are folders: those of a folder, and once more those of an archive."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import IO, Protocol, cast

from engine.dataset.archives.damage import DAMAGE, ArchiveError
from engine.dataset.archives.opening import (
    PACKINGS,
    archive_title,
    inner_name,
    is_packed_tar,
    kind_at,
    open_archive,
)
from engine.dataset.archives.workroom import Facts, Workroom
from engine.dataset.kinds import is_packed_table, kind_of
from engine.dataset.places import Place
from engine.dataset.trees import FolderEntry, Found, Tree
from engine.dataset.types import FileEntry, Unreadable
from engine.dataset.unreadable import UnreadableFileError

MAX_DEPTH = 2
"""Archives within one another that are opened: an archive, and those in it."""
MAX_ARCHIVES = 5000
"""Of one tree; more are listed unopened."""
_KEPT_OPEN = 16


class PlacedTree(Tree, Protocol):
    """A tree that can say where the bytes of a file lie."""

    def place(self, path: str) -> Place | None:
        """Where they lie as they are; None where they are packed. Raises ``UnreadableFileError``."""


class SeenThroughTree:
    """Passes a tree on; each archive in it appears as a folder of its name.

    The archives are opened in the first walk, after all else was told. Threads may read at once. Another
    process opens the same tree by its path (``open_tree``), which finds what was unpacked
    in the job's folder. ``close`` removes what was unpacked outside of a job; so does the end
    of the tree.
    """

    def __init__(self, tree: PlacedTree, room: Workroom, place: Place | None = None, depth: int = 0) -> None:
        """``place``: of the archive that ``tree`` is, None for a folder; ``depth``: how many it lies in."""
        self.name = tree.name
        self._tree, self._room, self._place, self._depth = tree, room, place, depth
        self._within: dict[str, tuple[Tree, str]] = {}  # folder → an archive, and its folder that is left out
        self._files: dict[str, tuple[Tree, str]] = {}  # single packed files, and their names inside
        self._closed_ones: list[FileEntry] = []  # archives that remain what they are: files
        self._refused: list[Unreadable] = []
        self._looked = False

    def close(self) -> None:
        """Remove what was unpacked, unless a job's end does so."""
        self._within.clear()
        self._files.clear()
        self._room.close()

    def walk(self) -> Iterator[Found]:
        """Every folder, usable file and refused file; those of archives last."""
        archives: list[FileEntry] = []
        taken: set[str] = set()
        for found in self._tree.walk():
            if isinstance(found, FolderEntry):
                taken.add(found.path)
            if isinstance(found, FileEntry) and is_archive_name(found.path):
                archives.append(found)
            else:
                yield found
        if not self._looked:
            self._look_into(archives, taken)
            self._looked = True
        yield from self._closed_ones
        yield from self._refused
        for path, (tree, inner) in self._files.items():
            yield from _one_file(path, inner, tree)
        for folder, (tree, inner) in self._within.items():
            yield from _moved(folder, inner, tree)

    def entries(self) -> Iterator[FileEntry]:
        """Every usable file, in a stable order."""
        return (found for found in self.walk() if isinstance(found, FileEntry))

    def read(self, path: str) -> bytes:
        """The bytes of one file, up to ``READ_LIMIT``. Raises ``UnreadableFileError``."""
        tree, inner = self._at(path)
        return tree.read(inner)

    def open(self, path: str) -> IO[bytes]:
        """A stream over one file. Raises ``UnreadableFileError``."""
        tree, inner = self._at(path)
        return tree.open(inner)

    def place(self, path: str) -> Place | None:
        """Where the bytes of a file lie; None where they are packed. Raises ``UnreadableFileError``."""
        tree, inner = self._at(path)
        return cast("PlacedTree", tree).place(inner)

    def _at(self, path: str) -> tuple[Tree, str]:
        """The tree that has a file, and what it calls it."""
        if not self._looked and not self._is_plain(path):
            for _ in self.walk():
                pass
        if path in self._files:
            return self._files[path]
        end = path.find("/") if self._within else -1
        while end >= 0:
            if path[:end] in self._within:
                tree, inner = self._within[path[:end]]
                return tree, inner + path[end + 1 :]
            end = path.find("/", end + 1)
        return self._tree, path

    def _is_plain(self, path: str) -> bool:
        """Whether a file lies outside of all archives: asked where another process has listed the tree."""
        try:
            place = self._tree.place(path)
        except UnreadableFileError:
            return False
        return place is None or place.path.exists()

    def _look_into(self, archives: Sequence[FileEntry], taken: set[str]) -> None:
        if archives:
            would_be = {shown_path(entry.path) for entry in archives}
            taken |= {entry.path for entry in self._tree.entries() if entry.path in would_be}
        for entry in archives[:MAX_ARCHIVES]:
            try:
                if not self._open(entry, taken, len(archives) > _KEPT_OPEN):
                    self._closed_ones.append(entry)
            except (ArchiveError, UnreadableFileError) as error:
                self._refused.append(Unreadable(entry.path, error.reason))
        self._refused += (Unreadable(entry.path, "too_many_archives") for entry in archives[MAX_ARCHIVES:])

    def _open(self, entry: FileEntry, taken: set[str], brief: bool) -> bool:
        """Make a folder of an archive; False for a file that is none, or of which nothing could come.

        Raises ``ArchiveError`` and ``UnreadableFileError``.
        """
        name = entry.path.rpartition("/")[2]
        inner = inner_name(name)
        place = self._tree.place(entry.path) or self._spooled(entry.path)
        kind = kind_at(place, name)
        if kind is None:
            return False
        if self._depth >= MAX_DEPTH:
            raise ArchiveError("nested_too_deep")
        single = kind in PACKINGS and not is_packed_tar(place, kind)
        if single and inner is None:
            return False
        path = shown_path(entry.path)
        if path in taken:
            raise ArchiveError("folder_beside_archive")
        taken.add(path)
        tree = open_archive(place, name, kind, self._room, brief)
        self._room.count(tree.count)
        if single:
            self._files[path] = (tree, str(inner))
        else:
            seen = SeenThroughTree(tree, self._room, place, self._depth + 1)
            self._within[path] = (seen, _wrapping(seen, archive_title(name)))
        return True

    def _spooled(self, path: str) -> Place:
        """A packed file of an archive as a file of its own."""

        def copy(target: IO[bytes]) -> Facts:
            with self._tree.open(path) as stream:
                try:
                    return Facts(self._room.copy(stream, target))
                except DAMAGE:
                    return Facts("damaged_member")

        if self._place is None:
            raise UnreadableFileError("read_error")
        place, facts = self._room.kept(self._place, f"member {path}", copy)
        if facts.broken:
            raise UnreadableFileError("damaged_member")
        return place


def shown_path(path: str) -> str:
    """The folder that an archive is shown as, or the file that a packed one is."""
    above, _, name = path.rpartition("/")
    return f"{above}/{inner_name(name) or archive_title(name)}".lstrip("/")


def is_archive_name(path: str) -> bool:
    """Whether a file is to be looked into: not so a packed table, which is read as it is."""
    return kind_of(path) == "archive" and not is_packed_table(path)


def _wrapping(tree: Tree, title: str) -> str:
    """``title/`` where all of an archive lies in one folder called as itself, else nothing."""
    start = title + "/"
    for found in tree.walk():
        within = found.path.startswith(start) or (isinstance(found, FolderEntry) and found.path == title)
        if not within and not isinstance(found, Unreadable):
            return ""
    return start


def _moved(folder: str, inner: str, tree: Tree) -> Iterator[Found]:
    """What is in an archive, told as in a folder."""
    yield FolderEntry(folder)
    for found in tree.walk():
        path = found.path
        if isinstance(found, FolderEntry):
            if not inner or path.startswith(inner):
                yield FolderEntry(f"{folder}/{path[len(inner) :]}")
        elif isinstance(found, FileEntry):
            yield FileEntry(f"{folder}/{path[len(inner) :]}", found.size)
        else:
            yield Unreadable(f"{folder}/{path}", found.reason)


def _one_file(path: str, inner: str, tree: Tree) -> Iterator[Found]:
    for found in tree.walk():
        if isinstance(found, FileEntry):
            yield FileEntry(path, found.size)
        elif isinstance(found, Unreadable):
            yield Unreadable(path if found.path == inner else f"{path}/{found.path}", found.reason)
