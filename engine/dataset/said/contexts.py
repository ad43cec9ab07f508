"""What else is known of a sample besides its content: folders it lies in, parts of its name, other columns.

Each has a name that stays the same from one opening to the next: ``folder 1`` from the outside,
``name 2`` from the left, ``name -1`` from the right, or the name of a column; ``(month)`` after a
name: only year and month of the dates that stand there.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from engine.dataset.kinds import stem_of

_PARTS = re.compile(r"[_\-\s.]+")
_MOST_PARTS = 8
_DATE = re.compile(r"((?:19|20)\d\d)[-./년 ]{0,2}(0?[1-9]|1[0-2])(?:[-./월 ]{1,2}\d{1,2}|[0-3]\d)?(?!\d)")
MONTH = " (month)"
CAMERA = "camera" + MONTH
"""When a camera took a picture, by its Exif. No name tells it: lines tied to it name their samples."""


def contexts_of(identifier: str, cells: Mapping[str, str] | None = None) -> dict[str, str]:
    """All contexts of a sample. ``cells``: what its row, or the list that names its file, says beside."""
    path, _, row = identifier.rpartition("#")
    parts = (path if path and row.isdecimal() else identifier).split("/")
    found = {f"folder {level}": folder for level, folder in enumerate(parts[:-1], start=1)}
    stem = stem_of(parts[-1])
    named = [part for part in _PARTS.split(stem) if part]
    for place, part in enumerate(named[:_MOST_PARTS], start=1):
        found[f"name {place}"] = part
    for place, part in enumerate(reversed(named[-_MOST_PARTS:]), start=1):
        found[f"name -{place}"] = part
    month = _month_in(stem)
    if month:
        found["name" + MONTH] = month
    for name, cell in (cells or {}).items():
        found[name] = cell.strip()
        month = _month_in(cell)
        if month:
            found[name + MONTH] = month
    return found


def _month_in(text: str) -> str:
    """``2026-03`` where a date of that month stands in the text, else nothing."""
    found = _DATE.search(text)
    return f"{found[1]}-{int(found[2]):02d}" if found and not text[: found.start()][-1:].isdigit() else ""
