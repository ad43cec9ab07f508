"""From a path to a data set: which kind of tree it is, then which layout it has."""

from __future__ import annotations

import os
from pathlib import Path

from engine.dataset.archives import ZipTree
from engine.dataset.kinds import suffix_of
from engine.dataset.layouts import RECOGNISERS
from engine.dataset.listing import Listing
from engine.dataset.mixture import told_apart
from engine.dataset.opened import OpenedDataset
from engine.dataset.study import Study
from engine.dataset.trees import FolderTree, SingleFileTree, Tree
from engine.dataset.types import Dataset
from engine.errors import UserError


def open_dataset(path: Path) -> Dataset:
    """Open a folder, a zip or a single file. Raises ``UserError`` where nothing can be used."""
    tree = open_tree(path)
    listing = Listing(tree)
    if not any(listing.counts.values()) and not listing.refused:
        raise UserError("set_empty", name=tree.name)
    best = _recognise(listing, 0)
    if best is None:
        raise _nothing_usable(listing)
    return OpenedDataset(best, listing.refused)


def _recognise(listing: Listing, depth: int) -> Dataset | None:
    """The surest of the layouts, or the sets that lie in the folders, each for itself."""
    study = Study(listing)
    found = [dataset for recognise in RECOGNISERS if (dataset := recognise(study)) is not None]
    best = max(found, key=lambda dataset: dataset.recognition.confidence, default=None)
    return told_apart(listing, best, _recognise_branch, depth) or best


def _recognise_branch(tree: Tree, depth: int) -> Dataset | None:
    return _recognise(Listing(tree), depth)


def open_tree(path: Path) -> Tree:
    """The tree of files at a path. Raises ``UserError``."""
    try:
        exists = path.exists()
    except (OSError, ValueError):
        exists = False
    if not exists:
        raise UserError("path_missing", path=str(path))
    if not os.access(path, os.R_OK):
        raise UserError("path_locked", path=str(path))
    if path.is_dir():
        return FolderTree(path)
    if not path.is_file():
        raise UserError("path_special", path=str(path))
    return ZipTree(path) if suffix_of(path.name) == "zip" else SingleFileTree(path)


def _nothing_usable(listing: Listing) -> UserError:
    name = listing.tree.name
    if listing.counts["table"]:
        return UserError("set_tables_unreadable", name=name)
    if listing.counts["archive"]:
        return UserError("set_only_archives", name=name, count=listing.counts["archive"])
    refused = [refused for refused in listing.refused if refused.reason != "junk_file"]
    if any(file.reason == "encrypted" for file in refused):
        return UserError("set_encrypted", name=name)
    if refused:
        return UserError("set_all_refused", name=name, count=len(refused), first=refused[0].path)
    return UserError("set_nothing_usable", name=name)
