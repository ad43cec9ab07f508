"""Tables and lists that name images: a row an image or a box, with or without a header."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Literal

from engine.dataset.annotations.geometry import around, box_of, mark, named_columns, number, numbers
from engine.dataset.annotations.json_files import marks_in
from engine.dataset.annotations.list_rows import open_rows
from engine.dataset.annotations.names import ImageNames
from engine.dataset.annotations.point_columns import (
    PointColumns,
    box_around,
    go_beyond_boxes,
    named_points,
    points_told,
)
from engine.dataset.kinds import kind_of
from engine.dataset.tables.roles import judge_columns
from engine.dataset.tables.targets import choose_target, named_target
from engine.dataset.trees import Tree
from engine.dataset.types import Mark

ListKind = Literal["boxes", "points", "category", "text", "number"]
HEAD_ROWS = 400
_LEAST_NAMED = 0.5
_QUADRANGLE = 8  # numbers
_MOSTLY = 0.95
_IMAGE_COLUMN = re.compile(
    r"(image|img|file|photo|picture|path|name|id|filename|이미지|파일|사진)", re.IGNORECASE
)
_CLASS_COLUMNS = (
    "class", "label", "labelname", "category", "class_name", "label_name", "category_id", "classname", "name",
    "object", "cls", "class_id", "type", "part", "bodypart", "joint", "keypoint", "landmark",
    "클래스", "라벨", "종류", "부위", "관절",
)  # fmt: skip
_NUMBER_COLUMN = re.compile(r"(번호|순번|연번|no\.?|num|number|idx|index)", re.IGNORECASE)
_BRACKETED = re.compile(r"[\[(]?\s*(-?[\d.]+)[,\s]+(-?[\d.]+)[,\s]+(-?[\d.]+)[,\s]+(-?[\d.]+)\s*[\])]?")
_BOX_COLUMNS = ("bbox", "box", "bounding_box", "boundingbox", "coordinates")
_MEASURE = re.compile(
    r"(age|count|score|price|weight|height|length|width|area|temperature|temp|angle|distance|volume|amount|speed"
    r"|나이|연령|개수|점수|가격|무게|중량|높이|길이|면적|온도|각도|거리|부피|수량|속도)([_ (\[].*)?",
    re.IGNORECASE,
)
_YES = ("1", "1.0", "True")
_NOT_A_TARGET = re.compile(
    r"(width|height|split|subset|set|fold|rotation|url|author|license|source|usage|confidence|score|size|md5)",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Columns:
    """Which column is what. ``boxes``: four places, one for all, or eight of four corners; ``corners``: the
    four are two corners."""

    kind: ListKind
    image: int
    target: int | None
    boxes: tuple[int, ...] = ()
    corners: bool = True
    relative: bool = False
    points: PointColumns | None = None
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


def _judge(header: Sequence[str], head: list[Sequence[str]], names: ImageNames) -> Columns | None:
    width = max(map(len, head))
    image, share = _image_column(header, head, width, names)
    if image is None:
        return None
    lower = [name.strip().lower() for name in header]
    points = _points(header, head, image, share)
    if points is not None and go_beyond_boxes(lower):
        return points
    found = named_columns([name for place, name in enumerate(lower) if place != image])
    if found is not None:
        places = tuple(lower.index(name) for name in found[0])
        cells = numbers(row[place] for row in head for place in places if len(row) > place and row[place])
        if cells:
            label = _class_column(lower, image)
            relative = max(cells) <= 1.0 + 1e-6
            return Columns("boxes", image, label, places, found[1], relative, matched=share)
    objects = _objects(header, head, image)
    if objects:
        return Columns("boxes", image, None, objects=objects, matched=share)
    whole = next((lower.index(name) for name in _BOX_COLUMNS if name in lower), None)
    if whole is not None and all(len(r) > whole and _BRACKETED.fullmatch(r[whole].strip()) for r in head):
        return Columns("boxes", image, _class_column(lower, image), (whole,), False, matched=share)
    return points or _judge_rest(header, head, image, width, share)


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
        numbered = (
            met == len(cells) and place < len(header) and _NUMBER_COLUMN.fullmatch(header[place].strip())
        )
        if not (suffixed or named or numbered) and (met < 0.9 * len(cells) or not _are_names(cells)):
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
    numeric = [place for place in rest if _are_numbers(row[place] for row in head if len(row) > place)]
    if numeric == rest and len(rest) >= 6 and len(rest) % 2 == 0 and not _are_flags(head, rest):
        return Columns("points", image, None, points=PointColumns(tuple(rest)), matched=share)
    if any(header) and len(rest) > 1 and _are_flags(head, rest):
        flags = tuple((place, header[place]) for place in rest)
        return Columns("category", image, None, flags=flags, target_name="0/1", named=True, matched=share)
    if not any(header) and len(rest) in (4, 5) and (boxes := _nameless_box(head, rest, numeric)):
        label = next((place for place in rest if place not in boxes), None)
        return Columns("boxes", image, label, boxes, True, matched=share)
    names = [(header[place] if place < len(header) else "") or f"column_{place + 1}" for place in rest]
    cells = [[row[place] if len(row) > place else "" for place in rest] for row in head]
    judged = judge_columns(tuple(names), cells)
    target = choose_target(judged) or named_target(judged)
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


def _class_column(lower: Sequence[str], image: int) -> int | None:
    """The column that says what is in a box or at a point."""
    label = next((lower.index(name) for name in _CLASS_COLUMNS if name in lower), None)
    return None if label == image else label


def _points(header: Sequence[str], head: list[Sequence[str]], image: int, share: float) -> Columns | None:
    """Columns called as places of points; four corners of something that is named beside them are a box."""
    found = named_points(header)
    if found is None or image in found.places:
        return None
    if not _are_numbers(row[place] for row in head for place in found.places if len(row) > place):
        return None
    lower = [name.strip().lower() for name in header]
    label = _class_column(lower, image)
    if len(found.places) == _QUADRANGLE and found.width == 2 and (label is not None or "text" in lower):
        return Columns("boxes", image, label, found.places, matched=share)
    most = max(number(row[place]) or 0 for row in head for place in found.places if len(row) > place)
    own = None
    if len(found.places) == found.width:  # a row a point
        rest = [place for place in range(len(header)) if place not in (image, *found.places)]
        own = label if label is not None else _only_classes(head, rest)
        if own is None:
            return None
    return Columns("points", image, own, relative=most <= 1, points=found, matched=share)


def _are_numbers(cells: Iterable[str]) -> bool:
    """Whether all cells but empty ones are numbers."""
    found = numbers(cell for cell in cells if cell.strip())
    return bool(found)


def _nameless_box(head: list[Sequence[str]], rest: list[int], numeric: list[int]) -> tuple[int, ...]:
    """Four columns of numbers in a row that are two corners, a column of classes beside them or none."""
    four = tuple(rest[:4] if numeric == rest else numeric)
    if len(four) != 4 or four[3] - four[0] != 3:
        return ()
    filled = (numbers(row[place] for place in four) for row in head if len(row) > four[3])
    boxes = [box for box in filled if box is not None]
    rising = sum(box[2] > box[0] and box[3] > box[1] for box in boxes)
    return four if boxes and rising >= _MOSTLY * len(boxes) else ()


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
        if len(four) == _QUADRANGLE:
            return mark(label, around(four))
        return mark(label, box_of(four, columns.corners))
    if columns.points is not None:
        cells = [row[place] for place in columns.points.places if len(row) > place]
        points = points_told(cells, columns.points.width)
        return mark(label, box_around(points), "points", points=points)
    return mark("", None, "text", label) if columns.kind == "text" else mark(label, None, "label")
