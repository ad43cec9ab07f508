"""What an annotation says of one sample: its labels, and whether its boxes lie in the image."""

from __future__ import annotations

import sys
from collections.abc import Callable

import numpy
import xxhash

from engine.audit.records import Record
from engine.dataset.types import Mark, Marked
from engine.dataset.unreadable import UnreadableFileError

_SLACK = 0.01
"""Boxes may leave the image by this share of it, and by a pixel: annotators draw generously."""


TINY = 3.0
"""Pixels of the shorter side; a smaller box shows nothing that could be told from its surroundings."""
DOUBLED = 0.95
"""Share of two boxes' union that they have in common: above, and of one label, it is one box twice."""
_MOST_COMPARED = 500  # boxes of an image and a label


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
    counted = {
        "marks_none": not marked.marks,
        "boxes_doubled": doubled(marked),
        "boxes_tiny": tiny(marked, size),
    }
    record.measures += tuple((name, float(count)) for name, count in counted.items() if count)


def doubled(marked: Marked) -> int:
    """How many boxes are another one of the same label again."""
    by_label: dict[tuple[str, str], list[tuple[float, float, float, float]]] = {}
    for mark in marked.marks:
        if mark.box is not None and _has_area(mark):
            by_label.setdefault((mark.label, mark.text), []).append(mark.box)
    return sum(_again(boxes[:_MOST_COMPARED]) for boxes in by_label.values() if len(boxes) > 1)


def tiny(marked: Marked, size: tuple[int, int] | None) -> int:
    """How many boxes with an area are too small to show anything; 0 where the image's size isn't known."""
    known = size or marked.size
    if marked.relative and known is None:
        return 0
    wide, high = known if marked.relative and known else (1, 1)
    boxes = [mark.box for mark in marked.marks if mark.box is not None and _has_area(mark)]
    return sum(min((box[2] - box[0]) * wide, (box[3] - box[1]) * high) < TINY for box in boxes)


def _has_area(mark: Mark) -> bool:
    box = mark.box
    return mark.shape in ("box", "polygon") and box is not None and box[2] > box[0] and box[3] > box[1]


def _again(boxes: list[tuple[float, float, float, float]]) -> int:
    table = numpy.array(boxes)
    low = numpy.maximum(table[:, None, :2], table[None, :, :2])
    high = numpy.minimum(table[:, None, 2:], table[None, :, 2:])
    shared = numpy.maximum(high - low, 0).prod(axis=2)
    area = (table[:, 2:] - table[:, :2]).prod(axis=1)
    same = shared >= DOUBLED * (area[:, None] + area[None, :] - shared)
    return int(numpy.triu(same, 1).any(axis=0).sum())


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
