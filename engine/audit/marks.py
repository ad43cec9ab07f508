"""What an annotation says of one sample: its labels, and whether its boxes lie in the image."""

from __future__ import annotations

import sys
from collections.abc import Callable

import xxhash

from engine.audit.records import Record
from engine.dataset.types import Marked
from engine.dataset.unreadable import UnreadableFileError

_SLACK = 0.01
"""Boxes may leave the image by this share of it, and by a pixel: annotators draw generously."""


def take_marks(record: Record, read: Callable[[], Marked | None], size: tuple[int, int] | None) -> None:
    """Put into a record what the annotation of its image says; nothing is raised."""
    try:
        marked = read()
    except UnreadableFileError as error:
        record.target_problem = error.reason
        return
    if marked is None:
        return
    said = sorted(f"{m.shape}\x1f{m.label}\x1f{m.box}\x1f{m.text}" for m in marked.marks)
    digest = xxhash.xxh3_64_hexdigest("\x1e".join(said).encode("utf-8", "surrogatepass"))
    record.tags = tuple(sys.intern(mark.label) for mark in marked.marks if mark.label)
    only_labels = bool(marked.marks) and all(mark.shape == "label" for mark in marked.marks)
    record.label = ", ".join(sorted(set(record.tags))) if only_labels else digest
    record.outside, record.flat = misplaced(marked, size)


def misplaced(marked: Marked, size: tuple[int, int] | None) -> tuple[int, int]:
    """How many boxes leave an image of this size, and how many have no area."""
    wide, high = (1, 1) if marked.relative else size or marked.size or (0, 0)
    slack = (_SLACK, _SLACK) if marked.relative else (1 + _SLACK * wide, 1 + _SLACK * high)
    outside = flat = 0
    for mark in marked.marks:
        if mark.box is None:
            continue
        left, top, right, bottom = mark.box
        if mark.shape != "points" and not (right > left and bottom > top):
            flat += 1
        elif wide and (min(left, top) < -max(slack) or right > wide + slack[0] or bottom > high + slack[1]):
            outside += 1
    return outside, flat
