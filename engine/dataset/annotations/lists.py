"""Tables and lists that name images: a row an image or a box, with or without a header."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Literal

from engine.dataset.annotations.geometry import Box, box_of, mark, named_columns, numbers, told_points
from engine.dataset.annotations.json_files import marks_in
from engine.dataset.annotations.names import ImageNames
from engine.dataset.annotations.text_files import lines_of
from engine.dataset.kinds import kind_of, suffix_of
from engine.dataset.tables.readers import READERS, open_source
from engine.dataset.tables.roles import judge_columns
from engine.dataset.tables.targets import choose_target
from engine.dataset.trees import Tree
from engine.dataset.types import Mark
from engine.dataset.unreadable import UnreadableFileError

ListKind = Literal["boxes", "points", "category", "text", "number"]
HEAD_ROWS = 400
_LEAST_NAMED = 0.5
_IMAGE_COLUMN = re.compile(
    r"(image|img|file|photo|picture|path|name|id|filename|이미지|파일|사진)", re.IGNORECASE
)
_CLASS_COLUMNS = (
    "class", "label", "labelname", "category", "class_name", "label_name", "category_id", "classname", "name",
    "object", "cls", "class_id", "type",
)  # fmt: skip
_BRACKETED = re.compile(r"[\[(]?\s*(-?[\d.]+)[,\s]+(-?[\d.]+)[,\s]+(-?[\d.]+)[,\s]+(-?[\d.]+)\s*[\])]?")
_BOX_COLUMNS = ("bbox", "box", "bounding_box", "boundingbox", "coordinates")
_NTH_CAPTION = re.compile(r"^(\S+\.\w{3,4})#\d+(?=\s)")  # a.jpg#0, a.jpg#1: Flickr8k
_MEASURE = re.compile(
    r"(age|count|score|price|weight|height|length|width|area|temperature|temp|angle|distance|volume|amount|speed"
    r"|나이|연령|개수|점수|가격|무게|중량|높이|길이|면적|온도|각도|거리|부피|수량|속도)([_ (\[].*)?",
    re.IGNORECASE,
)
_PLACE = re.compile(r"(.*?)[_\-. ]?([xy])|([xy])[_\-. ]?(.*)", re.IGNORECASE)
_YES = ("1", "1.0", "True")
_NOT_A_TARGET = re.compile(
    r"(width|height|split|subset|set|fold|rotation|url|author|license|source|usage|confidence|score|size|md5)",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Columns:
    """Which column is what. ``boxes``: four places, or one for all; ``corners``: they are two corners."""

    kind: ListKind
    image: int
    target: int | None
    boxes: tuple[int, ...] = ()
    corners: bool = True
    relative: bool = False
    points: tuple[int, ...] = ()
    flags: tuple[tuple[int, str], ...] = ()  # a column a class, 1 where it is there
    objects: tuple[tuple[int, str], ...] = ()  # columns of JSON objects, and their keys
    target_name: str = ""
    named: bool = False
    matched: float = 0.0


@dataclass(frozen=True)
class ImageList:
    """A list whose columns are known."""

    path: str
    columns: Columns
    header: tuple[str, ...] = ()

    def cells(self, tree: Tree) -> Iterator[Sequence[str]]:
        """The rows as they stand. Raises ``UnreadableFileError``."""
        return open_rows(tree, self.path)[1]

    def rows(self, tree: Tree, names: ImageNames) -> Iterator[tuple[str | None, str, Mark]]:
        """(path of the image or None, its name, what the row says of it). Raises ``UnreadableFileError``."""
        columns = self.columns
        for row in open_rows(tree, self.path)[1]:
            if len(row) <= columns.image:
                continue
            name = row[columns.image].strip()
            if not name:
                continue
            found = names.find_loosely(name)
            if columns.flags:
                yield from ((found, name, said) for said in _flagged(columns, row))
            else:
                yield found, name, _said(columns, row)


def read_list(tree: Tree, path: str, names: ImageNames) -> ImageList | None:
    """What a table or list says of images, or None where it doesn't. Raises ``UnreadableFileError``."""
    header, rows = open_rows(tree, path)
    head = list(islice(rows, HEAD_ROWS))
    if not head:
        return None
    columns = _judge(header, head, names)
    return None if columns is None else ImageList(path, columns, tuple(header))


def open_rows(tree: Tree, path: str) -> tuple[tuple[str, ...], Iterator[Sequence[str]]]:
    """The header ("" a column where there is none) and the rows. Raises ``UnreadableFileError``."""
    if suffix_of(path) != "txt" and suffix_of(path) in READERS:
        source = open_source(tree, path)
        if any(
            kind_of(cell) == "image" for cell in source.columns
        ):  # no header: the first row is one already
            first = list(source.columns)
            return ("",) * len(first), _with_first(first, source.rows())
        return source.columns, source.rows()
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


def _judge(header: Sequence[str], head: list[Sequence[str]], names: ImageNames) -> Columns | None:
    width = max(map(len, head))
    image, share = _image_column(header, head, width, names)
    if image is None:
        return None
    lower = [name.strip().lower() for name in header]
    found = named_columns([name for place, name in enumerate(lower) if place != image])
    if found is not None:
        places = tuple(lower.index(name) for name in found[0])
        cells = numbers(row[place] for row in head for place in places if len(row) > place and row[place])
        if cells:
            label = next((lower.index(name) for name in _CLASS_COLUMNS if name in lower), None)
            label = None if label == image else label
            relative = max(cells) <= 1.0 + 1e-6
            return Columns("boxes", image, label, places, found[1], relative, matched=share)
    objects = _objects(header, head, image)
    if objects:
        return Columns("boxes", image, None, objects=objects, matched=share)
    whole = next((lower.index(name) for name in _BOX_COLUMNS if name in lower), None)
    if whole is not None and all(len(r) > whole and _BRACKETED.fullmatch(r[whole].strip()) for r in head):
        label = next((lower.index(name) for name in _CLASS_COLUMNS if name in lower), None)
        return Columns("boxes", image, None if label == image else label, (whole,), False, matched=share)
    return _judge_rest(header, head, image, width, share)


def _image_column(
    header: Sequence[str], head: list[Sequence[str]], width: int, names: ImageNames
) -> tuple[int | None, float]:
    best: tuple[float, int, float] | None = None
    for place in range(min(width, 60)):
        cells = [row[place] for row in head if len(row) > place and row[place]]
        met = sum(names.find_loosely(cell) is not None for cell in cells)
        if not cells or met < _LEAST_NAMED * len(head):
            continue
        suffixed = sum(kind_of(cell) == "image" for cell in cells) > 0.5 * len(cells)
        named = place < len(header) and _IMAGE_COLUMN.search(header[place]) is not None
        if not suffixed and not named and (met < 0.9 * len(cells) or not _are_names(cells)):
            continue
        worth = met / len(head) + suffixed + 0.5 * named + len(set(cells)) / len(cells)
        if best is None or worth > best[0]:
            best = worth, place, met / len(head)
    return (best[1], best[2]) if best else (None, 0.0)


def _are_names(cells: Sequence[str]) -> bool:
    """Whether cells that happen to be stems of images are names, each its own, rather than small numbers."""
    return len(set(cells)) >= 0.9 * len(cells) and all(
        len(cell) >= 4 or not cell.isdecimal() for cell in cells
    )


def _objects(header: Sequence[str], head: list[Sequence[str]], image: int) -> tuple[tuple[int, str], ...]:
    """Columns of JSON objects of which some tell a place, as in VIA's CSV, and the keys they stand for."""
    places = [
        place
        for place in range(len(header))
        if place != image and all(len(row) > place and row[place].strip()[:1] in ("{", "") for row in head)
    ]
    keys = tuple((place, re.sub(r"^region_(?=shape)", "", header[place].strip().lower())) for place in places)
    return keys if any(_of_objects(keys, row) is not None for row in head[:50]) else ()


def _of_objects(objects: Sequence[tuple[int, str]], row: Sequence[str]) -> Mark | None:
    """The mark that the JSON objects of a row make together, or None."""
    together: dict[str, object] = {}
    for place, key in objects:
        try:
            together[key] = json.loads(row[place]) if len(row) > place else {}
        except (ValueError, RecursionError):
            continue
    return next(marks_in(together), None)


def _judge_rest(
    header: Sequence[str], head: list[Sequence[str]], image: int, width: int, share: float
) -> Columns | None:
    named = [place for place in _named_points(header) if place != image]
    places = (row[place] for row in head for place in named if len(row) > place)
    if len(named) >= 4 and numbers(places) is not None:
        return Columns("points", image, None, points=tuple(named), matched=share)
    rest = [
        place
        for place in range(width)
        if place != image
        and not (place < len(header) and _NOT_A_TARGET.search(header[place]))
        and any(len(row) > place and row[place].strip() for row in head)
        and not _counts_rows([row[place] for row in head if len(row) > place])
        and sum(len(row) > place and kind_of(row[place]) == "image" for row in head) < 0.5 * len(head)
    ]
    if not rest:
        return None
    numeric = [place for place in rest if numbers(row[place] for row in head if len(row) > place) is not None]
    if numeric == rest and len(rest) >= 6 and len(rest) % 2 == 0 and not _are_flags(head, rest):
        return Columns("points", image, None, points=tuple(rest), matched=share)
    if any(header) and len(rest) > 1 and _are_flags(head, rest):
        flags = tuple((place, header[place]) for place in rest)
        return Columns("category", image, None, flags=flags, target_name="0/1", named=True, matched=share)
    if not any(header) and numeric == rest and len(rest) in (4, 5):
        label = rest[4] if len(rest) == 5 else None
        return Columns("boxes", image, label, tuple(rest[:4]), True, matched=share)
    names = [(header[place] if place < len(header) else "") or f"column_{place + 1}" for place in rest]
    cells = [[row[place] if len(row) > place else "" for place in rest] for row in head]
    target = choose_target(judge_columns(tuple(names), cells))
    place = rest[names.index(target.column.name)] if target else rest[0]
    if (len(rest) > 1 or len(header) > 3) and (target is None or not target.named):
        lone = _only_classes(head, rest)
        if lone is None:
            return None
        place, target = lone, None
    values = [row[place].strip() for row in head if len(row) > place]
    return Columns(
        _kind_of_values(values, names[rest.index(place)]), image, place, target_name=names[rest.index(place)],
        named=bool(target and target.named) or len(rest) == 1, matched=share,
    )  # fmt: skip


def _only_classes(head: list[Sequence[str]], places: list[int]) -> int | None:
    """The one column of a few words that come back, where dates, codes or one value fill all others."""
    found = []
    for place in places:
        values = {row[place].strip() for row in head if len(row) > place}
        if 1 < len(values) <= max(2, 0.3 * len(head)):
            found.append(place)
    worded = found and not any(row[found[0]].strip().isdecimal() for row in head if len(row) > found[0])
    return found[0] if len(found) == 1 and worded else None


def _named_points(header: Sequence[str]) -> list[int]:
    """Columns called as places of points (``nose_x``, ``nose_y``) in twos; none where one has no partner."""
    there: dict[tuple[str, str], int] = {}
    for place, name in enumerate(header):
        found = _PLACE.fullmatch(name.strip().lower())
        if found:
            there[(found[1] or found[4] or "", found[2] or found[3])] = place
    points = dict.fromkeys(name for name, _ in there if name)
    if not all((name, axis) in there for name in points for axis in "xy"):
        return []
    return [there[(name, axis)] for name in points for axis in "xy"]


def _counts_rows(cells: Sequence[str]) -> bool:
    """Whether a column only numbers the rows."""
    if len(cells) < 3 or not all(cell.isdecimal() and len(cell) < 10 for cell in cells):
        return False
    numbered = [int(cell) for cell in cells]
    return numbered == list(range(numbered[0], numbered[0] + len(cells)))


def _are_flags(head: list[Sequence[str]], places: list[int]) -> bool:
    values = {row[place].strip() for row in head for place in places if len(row) > place}
    return values in ({"0", "1"}, {"-1", "1"}, {"0.0", "1.0"}, {"False", "True"})


def _flagged(columns: Columns, row: Sequence[str]) -> list[Mark]:
    there = [name for place, name in columns.flags if len(row) > place and row[place].strip() in _YES]
    return [mark(name, None, "label") for name in there] or [mark("", None, "label")]


def _kind_of_values(values: list[str], name: str) -> ListKind:
    measured = _MEASURE.fullmatch(name.strip()) is not None
    different = len(set(values))
    if numbers(values) is not None:
        whole = all(re.fullmatch(r"-?\d{1,6}", value) for value in values)
        few = different <= max(2, 0.7 * len(values)) if different <= 20 else different <= 0.5 * len(values)
        return "category" if whole and few and not measured else "number"
    words = sum(len(value.split()) for value in values) / max(len(values), 1)
    return "text" if words > 3 or (different > 0.8 * len(values) and different > 1) else "category"


def _said(columns: Columns, row: Sequence[str]) -> Mark:
    if columns.objects:
        return _of_objects(columns.objects, row) or mark("", None, "label")
    label = row[columns.target].strip() if columns.target is not None and len(row) > columns.target else ""
    if columns.kind == "boxes":
        cells: Sequence[str] = [row[place] for place in columns.boxes if len(row) > place]
        if len(cells) == 1 and (bracketed := _BRACKETED.fullmatch(cells[0].strip())):
            cells = bracketed.groups()
        four = numbers(cells)
        if four is None or len(four) < 4:
            return mark("", None, "label")
        return mark(label, box_of(four, columns.corners))
    if columns.kind == "points":
        flat = numbers(row[place] for place in columns.points if len(row) > place)
        box: Box | None = (min(flat[::2]), min(flat[1::2]), max(flat[::2]), max(flat[1::2])) if flat else None
        return mark("", box, "points", points=told_points(flat or (), 2))
    return mark("", None, "text", label) if columns.kind == "text" else mark(label, None, "label")


def read_counted(tree: Tree, path: str, names: ImageNames) -> Iterator[tuple[str | None, str, list[Mark]]]:
    """WIDER FACE's way: a line with an image, a line with a number, so many lines of x y w h.

    Raises ``UnreadableFileError``, also where the file is none of this kind.
    """
    lines = lines_of(tree.read(path))
    place = 0
    while place < len(lines):
        name = lines[place]
        if kind_of(name) != "image" or place + 1 >= len(lines) or not lines[place + 1].isdecimal():
            raise UnreadableFileError("not_an_annotation")
        count = int(lines[place + 1])
        below = lines[place + 2 : place + 2 + max(count, 1)]
        boxes = [numbers(line.split()[:4]) for line in below]
        marks = [mark("", box_of(box, corners=False)) for box in boxes[:count] if box and len(box) == 4]
        taken = 1 if count == 0 and below and kind_of(below[0]) != "image" else count
        place += 2 + taken
        yield names.find(name), name, marks
