"""Annotations in JSON of any make: labelme, VoTT, VIA, Supervisely, BDD, Label Studio, AI-Hub …

Rather than one reader a tool, one walk finds what has a place (box, points, polygon) and
what it is called, and which image it is about.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator

from engine.dataset.annotations.geometry import (
    Box,
    around,
    box_of,
    flattened,
    mark,
    named_box,
    number,
    outline_of,
    told_points,
)
from engine.dataset.types import Mark, Marked, Shape
from engine.dataset.unreadable import UnreadableFileError

MAX_BYTES = 24 * 1024 * 1024
MAX_DEPTH = 12
_TWO_CORNERS = 4  # numbers

_BOXES = (
    "bbox",
    "box",
    "boundingbox",
    "bounding_box",
    "rect",
    "box2d",
    "shape_attributes",
    "coordinates",
    "coord",
    "coords",
    "bndbox",
    "value",
)
_POINTS = ("points", "polygon", "segmentation", "poly2d", "exterior", "vertices", "poly", "shape_attributes")
_KEYPOINTS = ("keypoints", "landmarks", "joints")
_LABELS = (
    "label", "class", "category", "classtitle", "class_name", "category_name", "label_name", "labels", "tags",
    "name", "type", "object", "category_id", "class_id", "label_id", "region_attributes", "title",
    "rectanglelabels", "polygonlabels", "classname", "categoryname",
)  # fmt: skip
_TEXTS = ("text", "transcription", "utf8_string", "caption", "description", "data")
_NAMES = (
    "file_name", "filename", "image", "imagepath", "image_path", "name", "path", "img", "image_name", "file",
    "file_upload", "external id", "img_path", "identifier", "image_id", "id", "src_path", "imagename",
)  # fmt: skip

FindImage = Callable[[str], str | None]


def parse(data: bytes) -> object:
    """The document. Raises ``UnreadableFileError``."""
    if not data.strip():
        raise UnreadableFileError("empty_file")
    if len(data) > MAX_BYTES:
        raise UnreadableFileError("too_large")
    try:
        return json.loads(data.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        raise UnreadableFileError("damaged_annotation") from None


def is_labelme(document: object) -> bool:
    """Whether it is a file of labelme about one image."""
    return isinstance(document, dict) and isinstance(document.get("shapes"), list)


def read_one(data: bytes) -> Marked:
    """Of a file about one image. Raises ``UnreadableFileError``."""
    document = parse(data)
    if is_labelme(document) and isinstance(document, dict):
        marks = [found for shape in document["shapes"] if (found := _labelme_mark(shape)) is not None]
        return Marked(tuple(marks), _size(document))
    marks = list(_named_by_id(document, list(marks_in(document))))
    if not marks and isinstance(document, dict):
        marks = [found for found in _without_place(document) if found.shape == "label"]
    if not marks and not _has_empty_list(document):
        raise UnreadableFileError("not_an_annotation")
    return Marked(tuple(marks), _size(document))


def read_corners(data: bytes) -> Marked:
    """As :func:`read_one`, where four numbers are two corners rather than a corner and a size.

    Raises ``UnreadableFileError``, also where they can't be.
    """
    marked = read_one(data)
    marks: list[Mark] = []
    for found in marked.marks:
        box = found.box
        if box is not None and found.shape == "box":
            right, bottom = box[2] - box[0], box[3] - box[1]
            if right < box[0] or bottom < box[1]:
                raise UnreadableFileError("not_an_annotation")
            box = (box[0], box[1], right, bottom)
        marks.append(Mark(found.label, box, found.shape, found.text, found.points))
    return Marked(tuple(marks), marked.size, marked.relative)


def read_many(document: object, find: FindImage) -> Iterator[tuple[str, Marked]]:
    """(path of an image, its marks) of a file about many images."""
    yield from _records(document, find, 0, "")


def _records(node: object, find: FindImage, depth: int, key: str) -> Iterator[tuple[str, Marked]]:
    if depth > MAX_DEPTH:
        return
    if isinstance(node, dict):
        path = _image_of(node, find) or (find(key) if key else None)
        if path is not None:
            marks = tuple(marks_in(node)) or tuple(_without_place(node))
            yield path, Marked(marks, _size(node))
            return
        for name, below in node.items():
            if isinstance(below, (str, int)) and (path := find(str(name))) is not None:
                yield path, Marked((mark(below, None, "label"),))
            elif isinstance(below, (dict, list)):
                yield from _records(below, find, depth + 1, str(name))
    elif isinstance(node, list):
        if key and node and (path := find(key)) is not None:
            yield path, Marked(tuple(marks_in(node)))
            return
        for below in node:
            if isinstance(below, (dict, list)):
                yield from _records(below, find, depth + 1, "")


def _without_place(node: dict[str, object]) -> Iterator[Mark]:
    """What a record says of its image as a whole: its classes, else a text."""
    lower = {str(key).lower(): value for key, value in node.items()}
    for name in ("label", "labels", "class", "category", "class_name", "category_name", "tags"):
        value = lower.get(name)
        for one in value if isinstance(value, list) else [value]:
            if isinstance(one, (str, int)) and not isinstance(one, bool) and str(one).strip():
                yield mark(one, None, "label")
        if value:
            return
    for name in ("caption", "text", "captions", "description", "transcription"):
        value = lower.get(name)
        for one in value if isinstance(value, list) else [value]:
            if isinstance(one, str) and one.strip():
                yield mark("", None, "text", one)


def _image_of(node: dict[str, object], find: FindImage) -> str | None:
    lower = {str(key).lower(): value for key, value in node.items()}
    inner = [lower] + [
        {str(key).lower(): value for key, value in below.items()}
        for name in ("asset", "image", "data")
        if isinstance(below := lower.get(name), dict)
    ]
    for values in inner:
        for name in _NAMES:
            value = values.get(name)
            if isinstance(value, str) and value and (path := find(value)) is not None:
                return path
    return None


def marks_in(node: object, depth: int = 0) -> Iterator[Mark]:
    """Everything below that has a place, in the order of the file."""
    if depth > MAX_DEPTH:
        return
    if isinstance(node, dict):
        found = _mark_of(node)
        if found is not None:
            yield found
            return
        for below in node.values():
            if isinstance(below, (dict, list)):
                yield from marks_in(below, depth + 1)
    elif isinstance(node, list):
        for below in node:
            if isinstance(below, (dict, list)):
                yield from marks_in(below, depth + 1)


def _mark_of(node: dict[str, object]) -> Mark | None:
    lower = {str(key).lower(): value for key, value in node.items()}
    place = _place(lower)
    if place is None:
        return None
    text = next((value for name in _TEXTS if isinstance(value := lower.get(name), str)), "")
    points = _keypoints(lower) if place[1] == "points" else ()
    if place[1] == "polygon":
        points = next((ring for name in _POINTS if (ring := outline_of(lower.get(name)))), ())
    return mark(_label(lower), place[0], place[1], text, points)


def _keypoints(lower: dict[str, object]) -> tuple[float, ...]:
    for name in _KEYPOINTS:
        value = _joints(lower.get(name))
        flat = flattened(value)
        if flat and len(flat) >= 6 and isinstance(value, list):
            pairs = isinstance(value[0], dict) or (isinstance(value[0], list) and len(value[0]) == 2)
            return told_points(flat, 2 if pairs or len(flat) % 3 else 3)
    return ()


def _joints(value: object) -> object:
    """The places alone, where joints are kept by name."""
    return list(value.values()) if isinstance(value, dict) else value


def _place(lower: dict[str, object]) -> tuple[Box, Shape] | None:
    """(box, shape) of what lies in the image, or None."""
    for name in _KEYPOINTS:
        flat = flattened(_joints(lower.get(name)))
        if flat and len(flat) >= 6:
            pairs = flat if len(flat) % 3 else [v for i in range(0, len(flat), 3) for v in flat[i : i + 2]]
            if (box := around(pairs)) is not None:
                return box, "points"
    polygon = next((box for name in _POINTS if (box := _around(lower.get(name))) is not None), None)
    for name in _BOXES:
        value = lower.get(name)
        box = named_box({str(k): v for k, v in value.items()}) if isinstance(value, dict) else None
        if box is not None and name == "value":
            box = _out_of_percents(box, lower)
        if box is None and isinstance(value, list):
            flat = flattened(value) or []
            box = box_of(flat, corners=isinstance(value[0], list)) if len(flat) == 4 else around(flat)
        if box is not None:
            return box, "polygon" if polygon and not _only_corners(lower) else "box"
    if polygon is not None:
        return polygon, "polygon"
    if _has_label(lower):  # {"class_id": 3, "coord": {"x": …, "width": …}}: whatever its place is called
        for value in lower.values():
            box = named_box({str(k): v for k, v in value.items()}) if isinstance(value, dict) else None
            if box is not None:
                return box, "box"
    own = named_box({str(key): value for key, value in lower.items()}) or _of_corners(lower)
    return None if own is None or not _has_label(lower) else (own, "box")


def _only_corners(lower: dict[str, object]) -> bool:
    """Whether what is called an outline are two corners of a box."""
    outlines = [flat for name in _POINTS if (flat := flattened(lower.get(name)))]
    return bool(outlines) and all(len(flat) == _TWO_CORNERS for flat in outlines)


def _out_of_percents(box: Box, lower: dict[str, object]) -> Box:
    """Label Studio keeps places in percents of a size that stands beside them."""
    wide, high = number(lower.get("original_width")), number(lower.get("original_height"))
    if wide is None or high is None:
        return box
    return box[0] * wide / 100, box[1] * high / 100, box[2] * wide / 100, box[3] * high / 100


def _around(value: object) -> Box | None:
    if isinstance(value, dict):
        value = value.get("exterior") or value.get("points") or _zipped(value)
    flat = flattened(value)
    return around(flat) if flat and len(flat) >= 4 else None


def _of_corners(lower: dict[str, object]) -> Box | None:
    """AI-Hub keeps the four corners of a run of words as a list of x and one of y."""
    across, down = lower.get("x"), lower.get("y")
    if not isinstance(across, list) or not isinstance(down, list) or len(across) != len(down):
        return None
    flat = flattened([cell for pair in zip(across, down, strict=True) for cell in pair])
    return around(flat) if flat and len(flat) >= 4 else None


def _zipped(value: dict[str, object]) -> list[object] | None:
    """VIA keeps x and y of an outline apart; of a circle or an ellipse, the middle and how far it reaches."""
    across, down = value.get("all_points_x"), value.get("all_points_y")
    if isinstance(across, list) and isinstance(down, list) and len(across) == len(down):
        return [cell for pair in zip(across, down, strict=True) for cell in pair]
    middle = number(value.get("cx")), number(value.get("cy"))
    wide = number(value.get("rx", value.get("r")))
    high = number(value.get("ry", value.get("r")))
    if middle[0] is None or middle[1] is None or wide is None or high is None:
        return None
    return [middle[0] - wide, middle[1] - high, middle[0] + wide, middle[1] + high]


def _has_label(lower: dict[str, object]) -> bool:
    return any(name in lower for name in (*_LABELS, *_TEXTS))


def _label(lower: dict[str, object]) -> str:
    inner = lower.get("value")
    if isinstance(inner, dict):  # Label Studio
        lower = {str(key).lower(): value for key, value in inner.items()}
    for name in _LABELS:
        value = lower.get(name)
        if isinstance(value, list) and value:
            value = value[0]
        if isinstance(value, dict):
            value = next((inner for inner in value.values() if isinstance(inner, (str, int))), None)
        if isinstance(value, (str, int)) and not isinstance(value, bool) and str(value).strip():
            return str(value)
    return ""


def _named_by_id(document: object, marks: list[Mark]) -> Iterator[Mark]:
    """Marks with the name of their class where the document lists classes by number."""
    names: dict[str, str] = {}
    kinds = document.get("categories") if isinstance(document, dict) else None
    for kind in kinds if isinstance(kinds, list) else ():
        if isinstance(kind, dict) and "id" in kind and "name" in kind:
            names[str(kind["id"])] = str(kind["name"])
    for found in marks:
        yield mark(names.get(found.label, found.label), found.box, found.shape, found.text, found.points)


def _labelme_mark(shape: object) -> Mark | None:
    if not isinstance(shape, dict):
        return None
    kind = shape.get("shape_type") or "polygon"
    flat = flattened(shape.get("points")) or []
    said = shape.get("description")
    text = said if isinstance(said, str) else ""
    if kind == "circle" and len(flat) == 4:
        radius = ((flat[2] - flat[0]) ** 2 + (flat[3] - flat[1]) ** 2) ** 0.5
        box: Box | None = (flat[0] - radius, flat[1] - radius, flat[0] + radius, flat[1] + radius)
        return mark(shape.get("label"), box, "polygon")
    if kind == "point" and len(flat) == 2:
        place = flat[0], flat[1], flat[0], flat[1]
        return mark(shape.get("label"), place, "points", points=(flat[0], flat[1], 1.0))
    form: Shape = "box" if kind == "rectangle" else "points" if kind == "points" else "polygon"
    outline = told_points(flat, 2) if form == "polygon" else ()
    return mark(shape.get("label"), around(flat), form, text, outline)


def _size(document: object) -> tuple[int, int] | None:
    if not isinstance(document, dict):
        return None
    lower = {str(key).lower(): value for key, value in document.items()}
    for wide_name, high_name in (("imagewidth", "imageheight"), ("width", "height")):
        wide, high = number(lower.get(wide_name)), number(lower.get(high_name))
        if wide and high and 0 < wide < 1e6 and 0 < high < 1e6:
            return int(wide), int(high)
    for name in ("size", "image", "images", "asset", "imginfo"):
        below = lower.get(name)
        if isinstance(below, list) and len(below) == 1:
            below = below[0]
        if isinstance(below, dict) and (size := _size(below)) is not None:
            return size
    return None


def _has_empty_list(document: object) -> bool:
    """Whether it says in so many words that there is nothing in the image."""
    if not isinstance(document, dict):
        return False
    return any(
        isinstance(value, list)
        and not value
        and str(key).lower() in ("objects", "annotations", "shapes", "labels")
        for key, value in document.items()
    )
