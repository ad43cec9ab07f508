"""COCO: images, annotations and categories in one file, or in several about the same images."""

from __future__ import annotations

from collections.abc import Iterator

from engine.dataset.annotations.geometry import (
    Box,
    around,
    flattened,
    mark,
    number,
    numbers,
    outline_of,
    told_points,
)
from engine.dataset.annotations.marks_store import MarkStore
from engine.dataset.annotations.names import ImageNames
from engine.dataset.annotations.stream_json import top_level
from engine.dataset.trees import Tree
from engine.dataset.types import Mark
from engine.dataset.unreadable import UnreadableFileError

_HEAD = 1 << 16
_LOOKED_AT = 400  # elements that tell what a file is


def is_coco(tree: Tree, path: str) -> bool:
    """Whether a file begins as COCO does: lists of images with names, or of annotations of images."""
    try:
        with tree.open(path) as stream:
            head = stream.read(_HEAD)
            if not head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{"):
                return False
        with tree.open(path) as stream:
            for seen, (key, value) in enumerate(top_level(stream)):
                if key == "images" and isinstance(value, dict):
                    return "file_name" in value and "id" in value
                if key == "annotations" and isinstance(value, dict) and "image_id" in value:
                    return True
                if seen > _LOOKED_AT:
                    return False
    except (UnreadableFileError, OSError, ValueError):
        return False
    return False


def read_coco(tree: Tree, paths: list[str], names: ImageNames) -> MarkStore:
    """All files together. What is damaged costs that file from there on."""
    index = MarkStore()
    missing: set[str] = set()
    for path in paths:
        reading = Reading(index, names, missing)
        try:
            for key, value in _walk(tree, path):
                reading.take(key, value)
        except UnreadableFileError as error:
            index.problems[path] = error.reason
        reading.finish()
    index.lone = sorted(missing)
    return index


class Reading:
    """One file on its way into the index."""

    def __init__(self, index: MarkStore, names: ImageNames, missing: set[str]) -> None:
        self._index, self._names, self._missing = index, names, missing
        self._places: dict[str, int] = {}  # id of an image → its place
        self._kinds: dict[str, str] = {}  # id of a category → its name
        self._labels: dict[str, int] = {}  # id of a category → its place among the labels
        self._early: list[dict[str, object]] = []
        self._before = index.rows  # marks of earlier files

    def take(self, key: str, value: dict[str, object]) -> None:
        """One element of one of the lists."""
        if key == "images":
            self._take_image(value)
        elif key == "categories" and "id" in value:
            self._kinds[str(value["id"])] = str(value.get("name", value["id"]))
        elif key == "annotations":
            if str(value.get("image_id")) in self._places:
                self._take_annotation(value)
            else:
                self._early.append(value)

    def finish(self) -> None:
        """Annotations that came before their image, and the names of the classes."""
        for value in self._early:
            self._take_annotation(value)
        for kind, place in self._labels.items():
            self._index.labels[place] = self._kinds.get(kind, kind)

    def _take_image(self, value: dict[str, object]) -> None:
        name = value.get("file_name")
        found = self._names.find_loosely(name) if isinstance(name, str) else None
        if found is None:
            self._missing.add(str(name)[:500])
            return
        place = self._index.place_of(found)
        self._places[str(value.get("id"))] = place
        wide, high = number(value.get("width")), number(value.get("height"))
        if wide and high:
            self._index.sizes[place] = int(wide), int(high)

    def _take_annotation(self, value: dict[str, object]) -> None:
        place = self._places.get(str(value.get("image_id")))
        if place is None:
            return
        segments = value.get("segments_info")
        for entry in segments if isinstance(segments, list) else [value]:
            found = _mark(entry) if isinstance(entry, dict) else None
            if found is None:
                continue
            if self._index.says(place, found, self._before):
                self._index.repeated.add(found.shape)
                continue
            self._index.add(place, found, -1 if found.shape == "text" else self._label(entry))

    def _label(self, entry: dict[str, object]) -> int:
        kind = str(entry.get("category_id"))
        if kind not in self._labels:
            self._labels[kind] = len(self._index.labels)
            self._index.labels.append(kind)
        return self._labels[kind]


def _walk(tree: Tree, path: str) -> Iterator[tuple[str, dict[str, object]]]:
    with tree.open(path) as stream:
        for key, value in top_level(stream):
            if isinstance(value, dict):
                yield key, value


def _mark(value: dict[str, object]) -> Mark | None:
    caption = value.get("caption")
    if isinstance(caption, str):
        return mark("", None, "text", caption)
    cells = value.get("bbox")
    four = numbers(cells) if isinstance(cells, list) and len(cells) == 4 else None
    box: Box | None = (four[0], four[1], four[0] + four[2], four[1] + four[3]) if four else None
    if value.get("keypoints"):
        flat = flattened(value["keypoints"]) or []
        around_all = box or around([v for i in range(0, len(flat), 3) for v in flat[i : i + 2]])
        return mark("", around_all, "points", points=told_points(flat, 3))
    shape = value.get("segmentation")
    if box is None and isinstance(shape, list):
        box = around(flattened(shape) or [])
    return mark("", box, "polygon" if shape else "box" if box else "label", points=outline_of(shape))
