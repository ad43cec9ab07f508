"""Archives as trees of files: read in place where possible, else unpacked into a private folder."""

from __future__ import annotations

from engine.dataset.archives.opening import open_archive
from engine.dataset.archives.seen_through import SeenThroughTree
from engine.dataset.archives.workroom import Workroom
from engine.dataset.archives.zips import ZipTree

__all__ = ["SeenThroughTree", "Workroom", "ZipTree", "open_archive"]
