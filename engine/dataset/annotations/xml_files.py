"""Annotations in XML: Pascal VOC and LabelMe's web tool (a file an image), CVAT (a file for all)."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import IO
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml import ElementTree as SafeTree

from engine.dataset.annotations.geometry import Box, around, mark, named_box, number, numbers, told_points
from engine.dataset.types import Mark, Marked, Shape
from engine.dataset.unreadable import UnreadableFileError

MAX_BYTES = 16 * 1024 * 1024  # of the file of one image
_DAMAGE = (ParseError, DefusedXmlException, ValueError, LookupError, RecursionError, OSError, EOFError)


def read_voc(data: bytes) -> Marked:
    """Of a file about one image. Raises ``UnreadableFileError``."""
    if not data.strip():
        raise UnreadableFileError("empty_file")
    if len(data) > MAX_BYTES:
        raise UnreadableFileError("too_large")
    try:
        root = SafeTree.parse(io.BytesIO(data), forbid_dtd=True).getroot()
    except _DAMAGE:
        raise UnreadableFileError("damaged_annotation") from None
    if root is None or root.tag.lower() != "annotation":
        raise UnreadableFileError("not_an_annotation")
    size = root.find("size")
    if size is None and root.find("object") is None and root.find("filename") is None:
        raise UnreadableFileError("not_an_annotation")
    marks = [found for thing in root.iter("object") if (found := _voc_mark(thing)) is not None]
    return Marked(tuple(marks), _size(size))


def _voc_mark(thing: Element) -> Mark | None:
    if (thing.findtext("deleted") or "").strip() == "1":
        return None
    label = (thing.findtext("name") or "").strip()
    box, shape = _voc_box(thing)
    return mark(label, box, shape if box else "label") if label or box else None


def _voc_box(thing: Element) -> tuple[Box | None, Shape]:
    for path in ("bndbox", "segm/box", "box"):
        found = thing.find(path)
        if found is not None:
            return named_box({part.tag: (part.text or "").strip() for part in found}), "box"
    turned = thing.find("robndbox")
    if turned is not None:
        four = numbers((turned.findtext(name) or "").strip() for name in ("cx", "cy", "w", "h"))
        if four:
            x, y, wide, high = four
            return (x - wide / 2, y - high / 2, x + wide / 2, y + high / 2), "box"
    polygon = thing.find("polygon")
    if polygon is not None:
        points = numbers(
            (point.findtext(name) or "").strip() for point in polygon.iter("pt") for name in "xy"
        ) or numbers((part.text or "").strip() for part in polygon if part.tag[:1] in "xy")
        return (around(points) if points else None), "polygon"
    return None, "label"


def _size(size: Element | None) -> tuple[int, int] | None:
    if size is None:
        return None
    wide, high = number(size.findtext("width")), number(size.findtext("height"))
    return (int(wide), int(high)) if wide and high and 0 < wide < 1e6 and 0 < high < 1e6 else None


def is_cvat(head: bytes) -> bool:
    """Whether the beginning of a file is that of a CVAT export."""
    return b"<annotations" in head and (b"<image" in head or b"<track" in head or b"<version" in head)


def read_cvat(stream: IO[bytes]) -> Iterator[tuple[str, int | None, Marked]]:
    """(name of the image or "", number of the frame, marks), element by element.

    Raises ``UnreadableFileError`` where the file breaks off; what came before stands.
    """
    try:
        for _, element in SafeTree.iterparse(stream, events=("end",), forbid_dtd=True):
            if element.tag == "image":
                yield _cvat_image(element)
                element.clear()
            elif element.tag == "track":
                yield from _cvat_track(element)
                element.clear()
    except _DAMAGE:
        raise UnreadableFileError("damaged_annotation") from None


def _cvat_image(element: Element) -> tuple[str, int | None, Marked]:
    marks = [found for part in element if (found := _cvat_mark(part, part.get("label"))) is not None]
    wide, high = number(element.get("width")), number(element.get("height"))
    frame = number(element.get("id"))
    size = (int(wide), int(high)) if wide and high else None
    return element.get("name") or "", None if frame is None else int(frame), Marked(tuple(marks), size)


def _cvat_track(element: Element) -> Iterator[tuple[str, int | None, Marked]]:
    for part in element:
        frame = number(part.get("frame"))
        found = _cvat_mark(part, element.get("label"))
        if found is not None and frame is not None and part.get("outside") != "1":
            yield "", int(frame), Marked((found,))


def _cvat_mark(part: Element, label: str | None) -> Mark | None:
    if part.tag in ("box", "mask", "cuboid", "ellipse"):
        return mark(label, named_box(dict(part.attrib)), "polygon" if part.tag == "mask" else "box")
    if part.tag in ("polygon", "polyline", "points"):
        flat = numbers(cell for point in (part.get("points") or "").split(";") for cell in point.split(","))
        if part.tag == "points":
            return mark(label, around(flat) if flat else None, "points", points=told_points(flat or (), 2))
        outline = told_points(flat or (), 2) if part.tag == "polygon" else ()
        return mark(label, around(flat) if flat else None, "polygon", points=outline)
    if part.tag == "skeleton":
        return mark(label, None, "points")
    return mark(label, None, "label") if part.tag == "tag" else None
