"""Lists that name images, as they stand: rows of a table or of a text file, and WIDER FACE's way."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from engine.dataset.annotations.geometry import box_of, mark, number, numbers
from engine.dataset.annotations.names import ImageNames
from engine.dataset.annotations.text_files import lines_of
from engine.dataset.kinds import kind_of, suffix_of
from engine.dataset.tables.readers import READERS, open_source
from engine.dataset.trees import Tree
from engine.dataset.types import Mark
from engine.dataset.unreadable import UnreadableFileError

_NTH_CAPTION = re.compile(r"^(\S+\.\w{3,4})#\d+(?=\s)")  # a.jpg#0, a.jpg#1: Flickr8k
_SPACED = re.compile(r"(\S.*?)((?:\s+-?\d+(?:\.\d+)?(?:,-?\d+(?:\.\d+)?){3},\d+)*)")  # an image, its boxes
_NAMELESS = re.compile(r"column_\d+")


def open_rows(tree: Tree, path: str) -> tuple[tuple[str, ...], Iterator[Sequence[str]]]:
    """The header ("" a column where there is none) and the rows. Raises ``UnreadableFileError``."""
    if suffix_of(path) != "txt" and suffix_of(path) in READERS:
        source = open_source(tree, path)
        if any(
            kind_of(cell) == "image" for cell in source.columns
        ):  # no header: the first row is one already
            first = list(source.columns)
            return ("",) * len(first), _with_first(first, source.rows())
        nameless = all(map(_NAMELESS.fullmatch, source.columns))
        return ("",) * len(source.columns) if nameless else source.columns, source.rows()
    lines = lines_of(tree.read(path))
    if lines and lines[0].isdecimal():
        lines = lines[1:]
    rows = [_cells(line) for line in lines]
    # A header may lack the name of the first column, so it is not counted.
    if len(set(map(len, rows[1:]))) > 1 and not any("\t" in line or "," in line for line in lines):
        rows = [line.split(None, 1) for line in lines]  # 1025794 Boeing 727-200
    numbered = all(row and row[0].isdecimal() for row in rows[:3])
    if rows and not numbered and not any(kind_of(cell) == "image" for cell in rows[0]) and len(rows) > 1:
        separator = "\t" if "\t" in lines[0] else ","
        if separator in lines[0]:  # a caption may hold commas of its own
            split = (line.split(separator, len(rows[0]) - 1) for line in lines[1:])
            return tuple(rows[0]), ([cell.strip().strip('"') for cell in cells] for cells in split)
        width = len(rows[1])
        header = [*[""] * (width - len(rows[0])), *rows[0]] if len(rows[0]) <= width else rows[0]
        return tuple(header), iter(rows[1:])
    return ("",) * max(map(len, rows), default=0), iter(rows)


def _with_first(first: Sequence[str], rest: Iterator[list[str]]) -> Iterator[Sequence[str]]:
    yield first
    yield from rest


def _cells(line: str) -> list[str]:
    line = _NTH_CAPTION.sub(r"\1", line)
    quoted = re.fullmatch(r'(\S+?)[,\s]\s*"(.*)"', line)
    if quoted:
        return [quoted[1], quoted[2]]
    for separator in ("\t", ","):
        if separator in line:
            return [cell.strip() for cell in line.split(separator)]
    return line.split()


def read_spaced(tree: Tree, path: str, names: ImageNames) -> Iterator[tuple[str | None, str, list[Mark]]]:
    """Keras YOLO's way: a line an image, behind it ``left,top,right,bottom,class`` of each box.

    Raises ``UnreadableFileError``, also where the file is none of this kind.
    """
    for line in lines_of(tree.read(path)):
        found = _SPACED.fullmatch(line)
        if found is None or kind_of(found[1]) != "image":
            raise UnreadableFileError("not_an_annotation")
        boxes = [cells.split(",") for cells in found[2].split()]
        marks = [mark(cells[4], box_of(list(map(float, cells[:4])), corners=True)) for cells in boxes]
        yield names.find(found[1]), found[1], marks


def read_counted(tree: Tree, path: str, names: ImageNames) -> Iterator[tuple[str | None, str, list[Mark]]]:
    """WIDER FACE's way: a line with an image, a line with a number, so many lines of x y w h.

    Raises ``UnreadableFileError``, also where the file is none of this kind.
    """
    lines = lines_of(tree.read(path))
    place = 0
    while place < len(lines):
        name = lines[place]
        told = number(lines[place + 1]) if lines[place + 1 : place + 2] else None
        if kind_of(name) != "image" or told is None or not lines[place + 1].isdecimal():
            raise UnreadableFileError("not_an_annotation")
        count = int(told)
        below = lines[place + 2 : place + 2 + max(count, 1)]
        boxes = [numbers(line.split()[:4]) for line in below]
        marks = [mark("", box_of(box, corners=False)) for box in boxes[:count] if box and len(box) == 4]
        taken = 1 if count == 0 and below and kind_of(below[0]) != "image" else count
        place += 2 + taken
        yield names.find(name), name, marks
