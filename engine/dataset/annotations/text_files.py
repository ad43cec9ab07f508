"""Annotations as lines of numbers beside each image: YOLO, text boxes (ICDAR), DOTA, KITTI."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from engine.dataset.annotations.geometry import around, box_of, mark, numbers, told_points
from engine.dataset.tables.encoding import decode_text
from engine.dataset.types import Mark, Marked
from engine.dataset.unreadable import UnreadableFileError

MAX_BYTES = 8 * 1024 * 1024
_DOTA_HEAD = re.compile(r"(imagesource|gsd)\s*:", re.IGNORECASE)

LineReader = Callable[[str], Mark | None]


def lines_of(data: bytes) -> list[str]:
    """The lines that are not empty. Raises ``UnreadableFileError``."""
    if len(data) > MAX_BYTES:
        raise UnreadableFileError("too_large")
    text = decode_text(data)
    if "\0" in text:
        raise UnreadableFileError("not_text")
    return [line.strip() for line in text.splitlines() if line.strip()]


def read_lines(data: bytes, reader: LineReader, relative: bool) -> Marked:
    """All lines by one reader. Raises ``UnreadableFileError`` where one in five is none of its kind."""
    lines = [line for line in lines_of(data) if not _DOTA_HEAD.match(line) and not line.startswith("#")]
    marks = [found for line in lines if (found := reader(line)) is not None]
    if len(marks) < 0.8 * len(lines):
        raise UnreadableFileError("not_an_annotation")
    return Marked(tuple(marks), relative=relative)


def yolo_line(names: Sequence[str]) -> LineReader:
    """``class x y w h`` (box), ``class x y x y x y …`` (polygon), ``class x y w h + points`` (pose)."""

    def read(line: str) -> Mark | None:
        cells = line.split()
        values = numbers(cells)
        if values is None or len(values) < 5 or values[0] < 0 or values[0] != int(values[0]):
            return None
        if any(not -0.5 <= value <= 1.5 for value in values[1:5]):
            return None
        place = int(values[0])
        label = names[place] if place < len(names) else str(place)
        outline = len(values) > 6 and len(values) % 2 == 1 and max(values[1:]) <= 1.5
        if outline and not _are_points(values[5:]):
            return mark(label, around(values[1:]), "polygon", points=told_points(values[1:], 2))
        x, y, wide, high = values[1:5]
        box = (x - wide / 2, y - high / 2, x + wide / 2, y + high / 2)
        if len(values) <= 6:
            return mark(label, box)
        width = 3 if _are_points(values[5:]) else 2
        return mark(label, box, "points", points=told_points(values[5:], width))

    return read


def _are_points(values: Sequence[float]) -> bool:
    """Whether every third number is how visible a point is."""
    return len(values) % 3 == 0 and all(value in (0, 1, 2) for value in values[2::3])


def read_points(data: bytes) -> Marked:
    """A ``.pts`` of landmarks: a head, then a line ``x y`` a point. Raises ``UnreadableFileError``."""
    lines = [line for line in lines_of(data) if line not in "{}" and ":" not in line]
    points = [pair for line in lines if (pair := numbers(line.split())) is not None and len(pair) == 2]
    if len(points) < 2 or len(points) < len(lines):
        raise UnreadableFileError("not_an_annotation")
    flat = [value for pair in points for value in pair]
    return Marked((mark("", around(flat), "points", points=told_points(flat, 2)),))


def text_box_line(line: str) -> Mark | None:
    """``x1,y1,…,x4,y4,text``, ``left top right bottom "text"``; commas, tabs or blanks between."""
    for separator in (",", "\t", " "):
        cells = [cell.strip() for cell in line.split(separator)]
        for corners in (8, 4):
            head = numbers(cells[:corners]) if len(cells) >= corners else None
            if head is None or any(value < -1 for value in head):
                continue
            words = separator.join(cells[corners:]).strip().strip('"')
            if corners == 4 and numbers(cells[corners:]) and len(cells) > corners + 1:
                continue
            box = around(head) if corners == 8 else box_of(head, corners=True)
            return mark("", box, "box", words)
    return None


def dota_line(line: str) -> Mark | None:
    """Four corners, a class, how difficult."""
    cells = line.split()
    if len(cells) not in (9, 10):
        return None
    corners = numbers(cells[:8])
    if corners is None or numbers(cells[8:9]) is not None:
        return None
    return mark(cells[8], around(corners))


def kitti_line(line: str) -> Mark | None:
    """Type, truncated, occluded, angle, left, top, right, bottom, and seven numbers in 3-D."""
    cells = line.split()
    if len(cells) not in (15, 16) or numbers(cells[:1]) is not None:
        return None
    rest = numbers(cells[1:])
    return None if rest is None else mark(cells[0], box_of(rest[3:7], corners=True))


def named_line(line: str) -> Mark | None:
    """``class left top right bottom``, or with a score before the numbers."""
    cells = line.split()
    if len(cells) not in (5, 6) or numbers(cells[:1]) is not None:
        return None
    rest = numbers(cells[-4:])
    if rest is None or any(value < 0 for value in rest):
        return None
    return mark(cells[0], box_of(rest, corners=True))
