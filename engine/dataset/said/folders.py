"""Folders of which the user says what they are: left out, or one of two sides."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from itertools import chain, islice
from typing import IO

from engine.dataset.corrections import FolderUse
from engine.dataset.listing import Group, Listing
from engine.dataset.trees import FolderEntry, Found, Tree
from engine.dataset.types import Dataset, FileEntry
from engine.errors import UserError

Uses = Mapping[str, FolderUse]


def normal(path: str) -> str:
    """A folder's path as the listing spells it."""
    return "/".join(part for part in path.replace("\\", "/").split("/") if part not in ("", "."))


def use_of(path: str, said: Uses) -> FolderUse | None:
    """What is said of a folder, or of the nearest one above it."""
    while path:
        if path in said:
            return said[path]
        path = path.rpartition("/")[0]
    return None


def listing_without(tree: Tree, said: Uses) -> Listing:
    """The names of a tree as if the ignored folders were not there. Raises ``UserError`` for unknown ones."""
    filtered = _Filtered(tree, said)
    listing = Listing(filtered)
    unknown = [path for path in said if path not in filtered.seen]
    if unknown:
        top = sorted(path for path in filtered.seen if "/" not in path)
        shown = ", ".join(top[:8]) + (" …" if len(top) > 8 else "")
        raise UserError("corrections_folder", folder=unknown[0][:80], known=shown or "-")
    listing.tree = tree
    return listing


class _Filtered:
    """A tree whose walk leaves ignored folders out; ``seen``: folders among those that are spoken of."""

    def __init__(self, tree: Tree, said: Uses) -> None:
        self.name = tree.name
        self.seen: set[str] = set()
        self._tree, self._said = tree, said

    def walk(self) -> Iterator[Found]:
        """Folders and files that are not left out."""
        folder, left_out = "", False
        for found in self._tree.walk():
            above = found.path if isinstance(found, FolderEntry) else found.path.rpartition("/")[0]
            if above != folder:
                folder, left_out = above, use_of(above, self._said) == "ignore"
                self._see(above)
            if not left_out:
                yield found

    def _see(self, path: str) -> None:
        while path and path not in self.seen:
            self.seen.add(path)
            path = path.rpartition("/")[0]

    def entries(self) -> Iterator[FileEntry]:
        """Files that are not left out."""
        return (found for found in self.walk() if isinstance(found, FileEntry))

    def read(self, path: str) -> bytes:
        """The bytes of one file. Raises ``UnreadableFileError``."""
        return self._tree.read(path)

    def open(self, path: str) -> IO[bytes]:
        """A stream over one file. Raises ``UnreadableFileError``."""
        return self._tree.open(path)


def guessed_uses(dataset: Dataset, most: int | None = None) -> dict[str, FolderUse]:
    """What each folder of files is by the guess; ``most``: samples that are looked at."""
    votes: dict[str, Counter[FolderUse]] = defaultdict(Counter)
    for sample in islice(dataset.samples(), most):
        if sample.input.path is not None:
            votes[sample.input.path.rpartition("/")[0]]["input"] += 1
        target = None if sample.target is None else sample.target.path
        if target is not None and target != sample.input.path:
            votes[target.rpartition("/")[0]]["target"] += 1
    for item in islice(dataset.unmatched_targets(), most):
        if item.path is not None:
            votes[item.path.rpartition("/")[0]]["target"] += 1
    return {path: count.most_common(1)[0][0] for path, count in votes.items()}


def groups_of(listing: Listing, folders: set[str]) -> tuple[Group, ...]:
    """The groups that these folders are, across splits; whatever kind of file they hold."""
    found: dict[tuple[str, ...], Group] = {}
    for kind in listing.counts:
        for group in listing.groups(kind):
            inside = [(split, folder) for split, folder in group.folders if folder.path in folders]
            if inside:
                known = found.setdefault(group.parts, Group(group.parts, []))
                known.folders += [entry for entry in inside if entry not in known.folders]
    return tuple(found.values())


def below_root(listing: Listing) -> dict[str, list[str]]:
    """Folders right below the root of the set: path → all folders with files in and under each."""
    start = f"{listing.root}/" if listing.root else ""
    below: dict[str, list[str]] = defaultdict(list)
    for path, folder in listing.folders.items():
        if folder.names and path.startswith(start) and path != listing.root:
            below[start + path[len(start) :].partition("/")[0]].append(path)
    return dict(below)


def files_in(listing: Listing, folders: list[str]) -> int:
    """How many files lie in these folders."""
    held = (listing.folders[folder].names.values() for folder in folders)
    return sum(map(len, chain.from_iterable(held)))
