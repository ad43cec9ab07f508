"""Several things dropped at once: are they all that their folder holds?"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

_LEFT_BEHIND = frozenset({"thumbs.db", "desktop.ini", "__macosx"})


@dataclass(frozen=True)
class Dropped:
    """``folder``: where they lie together, if they do; ``everything``: nothing else lies there."""

    count: int
    folder: Path | None
    everything: bool = False


def look_at_dropped(paths: tuple[Path, ...]) -> Dropped:
    """Reads the folder's names up to the first that was not dropped. Not for the GUI thread."""
    parents = {path.parent for path in paths}
    if len(parents) != 1:
        return Dropped(len(paths), None)
    folder = parents.pop()
    return Dropped(len(paths), folder, _is_all(folder, {path.name for path in paths}))


def _is_all(folder: Path, names: set[str]) -> bool:
    try:
        with os.scandir(folder) as entries:
            return all(entry.name in names or _is_left_behind(entry.name) for entry in entries)
    except OSError:
        return False


def _is_left_behind(name: str) -> bool:
    """What systems leave about, which nobody sees who drops "all" files."""
    return name.startswith(".") or name.casefold() in _LEFT_BEHIND
