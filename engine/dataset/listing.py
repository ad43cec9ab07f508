"""All names of a tree, sorted by folder and kind: what the recognisers look at."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import get_args

from engine.dataset.kinds import MEDIA, Kind, is_side_file, kind_of, last_resort
from engine.dataset.trees import FolderEntry, Tree
from engine.dataset.types import FileEntry, Unreadable
from engine.dataset.vocabulary import role_of, split_domain, splits_among

_MOST_REPORTS = 3  # pages that may be reports with a table in each; more of them are a heap of texts


@dataclass(slots=True)
class Folder:
    """One folder: names of its files by kind. ``path`` is relative to the tree, "" for its root."""

    path: str
    names: dict[Kind, list[str]] = field(default_factory=dict)

    def file(self, name: str) -> str:
        """The path of one of its files."""
        return f"{self.path}/{name}" if self.path else name


@dataclass(slots=True)
class Group:
    """Folders that differ only in their split: one class, one side, one heap."""

    parts: tuple[str, ...]
    folders: list[tuple[str, Folder]]  # split ("" for none), folder

    @property
    def name(self) -> str:
        """The folder names below the root, without splits."""
        return "/".join(self.parts)

    def files(self, kind: Kind) -> Iterator[tuple[str, str]]:
        """(split, path) of every file of a kind."""
        for split, folder in self.folders:
            for name in folder.names.get(kind, ()):
                yield split, folder.file(name)

    def count(self, kind: Kind) -> int:
        """How many files of a kind it has."""
        return sum(len(folder.names.get(kind, ())) for _, folder in self.folders)


class Listing:
    """The names of a tree, read in one walk. About 100 bytes a file are held, no contents."""

    def __init__(self, tree: Tree) -> None:
        self.tree = tree
        self.folders: dict[str, Folder] = {"": Folder("")}
        self.refused: list[Unreadable] = []
        self.sizes: dict[str, int] = {}  # of tables only: the largest is the main one
        self.counts: dict[Kind, int] = dict.fromkeys(get_args(Kind), 0)
        self._aside: list[tuple[FileEntry, Kind]] = []
        for found in tree.walk():
            if isinstance(found, FileEntry):
                self._add(found)
            elif isinstance(found, FolderEntry):
                self.folders.setdefault(found.path, Folder(found.path))
            else:
                self.refused.append(found)
        self._take_side_files_back()
        self._useful = self._useful_folders()
        self.root = self._unwrapped_root()
        self._splits = self._split_folders()

    def files(self, kind: Kind) -> Iterator[str]:
        """Paths of all files of a kind."""
        for folder in self.folders.values():
            for name in folder.names.get(kind, ()):
                yield folder.file(name)

    def side_files(self, *used: Kind) -> Iterator[Unreadable]:
        """Files of the kinds that take no part."""
        for kind in self.counts:
            if kind not in used:
                yield from (Unreadable(path, "side_file") for path in self.files(kind))

    def media_kind(self) -> Kind | None:
        """The kind of medium that most files have, or None without media."""
        if not any(self.counts[kind] for kind in MEDIA):
            return None
        return max(MEDIA, key=lambda kind: self.counts[kind])

    def groups(self, kind: Kind) -> list[Group]:
        """Folders with files of the kind, gathered across splits, by name."""
        groups: dict[tuple[str, ...], Group] = {}
        for folder in self.folders.values():
            if not folder.names.get(kind):
                continue
            split, parts = self._without_splits(folder.path)
            groups.setdefault(parts, Group(parts, [])).folders.append((split, folder))
        return sorted(groups.values(), key=lambda group: group.parts)

    @property
    def splits(self) -> Mapping[str, str]:
        """Folders that only say train, val or test, and which of them."""
        return self._splits

    def empty_folders(self) -> list[tuple[str, ...]]:
        """Names (without splits) of leaf folders that hold no file at all."""
        above = {path.rpartition("/")[0] for path in self.folders if path}
        return [
            self._without_splits(path)[1]
            for path, folder in self.folders.items()
            if path and not folder.names and path not in above and self._inside(path)
        ]

    def _add(self, entry: FileEntry) -> None:
        name = entry.path.rpartition("/")[2]
        kind = kind_of(name)
        if kind in ("text", "table") and is_side_file(name):
            self._aside.append((entry, kind))
            kind = "other"
        if kind == "text" and "/imagesets/" in f"/{entry.path.lower()}":  # lists of names, as VOC has them
            kind = "other"
        self._keep(entry, kind)

    def _keep(self, entry: FileEntry, kind: Kind) -> None:
        above, _, name = entry.path.rpartition("/")
        if kind == "table":
            self.sizes[entry.path] = entry.size
        self.counts[kind] += 1
        self.folders.setdefault(above, Folder(above)).names.setdefault(kind, []).append(name)

    def _take_side_files_back(self) -> None:
        """Where nothing else is there, a ``labels.txt`` is the set itself."""
        if any(count for kind, count in self.counts.items() if kind not in ("other", "annotation")):
            return
        if self._take_last_resorts() or self.counts["annotation"]:
            return
        for entry, kind in self._aside:
            above, _, name = entry.path.rpartition("/")
            self.folders[above].names["other"].remove(name)
            self.counts["other"] -= 1
            self._keep(entry, kind)

    def _take_last_resorts(self) -> bool:
        """Logs, subtitles and pages, which lie beside other samples, are the samples where these lack."""
        nows: tuple[Kind, ...] = ("other", "annotation")
        found = [
            (folder, now, name, kind)
            for folder in self.folders.values()
            for now in nows
            for name in folder.names.get(now, ())
            if (kind := last_resort(name)) is not None
            and not is_side_file(name)
            and role_of(tuple(folder.path.split("/")[-1:])) != ("target", True)  # Annotations/ without images
        ]
        if sum(now == "annotation" for _, now, _, _ in found) < self.counts["annotation"]:
            return False
        pages = sum(kind == "table" for _, _, _, kind in found)
        for folder, now, name, kind in found:
            folder.names[now].remove(name)
            self.counts[now] -= 1
            if not folder.names[now]:
                del folder.names[now]
            self._keep(FileEntry(folder.file(name), 1), "text" if pages > _MOST_REPORTS else kind)
        return bool(found)

    def _inside(self, path: str) -> bool:
        return not self.root or path.startswith(self.root + "/")

    def _useful_folders(self) -> list[str]:
        """Folders with something of use in them or below, by path."""
        useful: set[str] = set()
        for path, folder in self.folders.items():
            if any(kind not in ("other", "archive") for kind in folder.names):
                above = path
                while above and above not in useful:
                    useful.add(above)
                    above = above.rpartition("/")[0]
        return sorted(useful)

    def _unwrapped_root(self) -> str:
        """The deepest folder that holds all files of use: data/ or a zip's one top folder."""
        root = ""
        children: dict[str, list[str]] = {}
        for path in self._useful:
            children.setdefault(path.rpartition("/")[0], []).append(path)
        while True:
            below = children.get(root, [])
            if len(below) != 1 or any(kind != "other" for kind in self.folders[root].names):
                return root
            root = below[0]

    def _split_folders(self) -> dict[str, str]:
        """Folders that only say train, val or test, and which: all their siblings must say so as well."""
        families: dict[str, list[str]] = {}
        media = self._media_folders()
        for path in self._useful:
            if self._inside(path):
                above, _, name = path.rpartition("/")
                families.setdefault(above, []).append(name)
        for above, names in families.items():  # annotations/ beside train2017/ and val2017/ is no sibling
            held = [name for name in names if (f"{above}/{name}" if above else name) in media]
            families[above] = held or names
        splits: dict[str, str] = {}
        for above, names in families.items():
            inputs = [name for name in names if role_of((name,)) != ("target", True)]
            found = splits_among(names) or splits_among(inputs)
            if above in splits and names == [above.rpartition("/")[2]]:  # train/train/, unpacked twice
                found = {names[0]: splits[above]}
            splits.update((f"{above}/{name}" if above else name, split) for name, split in found.items())
        return splits

    def _media_folders(self) -> set[str]:
        """Folders with files of the main medium in them or below; none where the files are no media."""
        kind = self.media_kind()
        media: set[str] = set()
        for path, folder in self.folders.items():
            above = path if kind is not None and folder.names.get(kind) else ""
            while above and above not in media:
                media.add(above)
                above = above.rpartition("/")[0]
        return media

    def _without_splits(self, path: str) -> tuple[str, tuple[str, ...]]:
        split, parts = "", []
        inner = path[len(self.root) :].strip("/") if self.root else path
        walked = self.root
        for part in inner.split("/") if inner else []:
            walked = f"{walked}/{part}" if walked else part
            domain = split_domain(part)
            if walked in self._splits and domain:
                split = domain[0]
                parts.append(domain[1])
            elif walked in self._splits:
                split = self._splits[walked]
            else:
                parts.append(part)
        return split, tuple(parts)
