"""Points in space out of a file of landmarks, in whichever of the usual ways they are written."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from itertools import islice
from xml.etree.ElementTree import ParseError

import numpy
from numpy.typing import NDArray

from engine.dataset.tables.encoding import decode_text

_NUMBER = r"[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?"
_DEPTH = 12
_FEWEST_LABELS = 30  # that are told from a list of places or of names
_NO_PLACES = frozenset({"color", "colour", "selectedcolor", "rgb", "rgba", "orientation", "display", "scale"})
_IN_XML = frozenset({"pp", "xml", "mps"})
Point = tuple[float, float, float]


def points_in(data: bytes, suffix: str, most: int = 100_000) -> NDArray[numpy.float64]:
    """(n, 3): the points of a file, in the order in which they stand; (0, 3) where there are none."""
    found = list(islice(_points(decode_text(data), suffix), most))
    return numpy.array(found, dtype=numpy.float64).reshape(-1, 3)


def labels_in(data: bytes, suffix: str) -> bool:
    """Whether a file is a long row of whole numbers of few kinds: one for each point or face of a mesh."""
    text = decode_text(data)
    if suffix == "json" or text.lstrip()[:1] in ("{", "["):
        try:
            return _has_labels(json.loads(text), _DEPTH)
        except (ValueError, RecursionError):
            return False
    lines = text.split("\n")[:5000]
    numbers = [line.strip() for line in lines if re.fullmatch(r"-?\d{1,6}", line.strip())]
    return len(numbers) >= max(_FEWEST_LABELS, 0.95 * (len(lines) - 1)) and _are_labels(numbers)


def _has_labels(value: object, depth: int) -> bool:
    if depth == 0:
        return False
    if isinstance(value, dict):
        return any(_has_labels(inner, depth - 1) for inner in value.values())
    if isinstance(value, list):
        if len(value) >= _FEWEST_LABELS and all(type(inner) is int for inner in value):
            return _are_labels(value)
        return any(_has_labels(inner, depth - 1) for inner in value[:100])
    return False


def _are_labels(values: Sequence[object]) -> bool:
    return len(set(values)) <= max(2, len(values) // 4)


def _points(text: str, suffix: str) -> Iterator[Point]:
    if suffix == "json" or text.lstrip()[:1] in ("{", "["):
        try:
            yield from _in_json(json.loads(text), _DEPTH)
        except (ValueError, RecursionError):
            return
    elif suffix in _IN_XML:
        yield from _in_xml(text)
    else:
        yield from _in_lines(text)


def _in_json(value: object, depth: int) -> Iterator[Point]:
    """Three numbers in a row, a long row of them, or x, y and z by name."""
    if depth == 0:
        return
    if isinstance(value, dict):
        lower = {str(key).lower(): inner for key, inner in value.items()}
        axes = [lower.get(axis) for axis in "xyz"]
        if all(_is_number(axis) for axis in axes):
            yield _point(axes)
            return
        for key, inner in lower.items():
            if key not in _NO_PLACES:
                yield from _in_json(inner, depth - 1)
    elif isinstance(value, list):
        if value and len(value) % 3 == 0 and all(map(_is_number, value)):
            yield from (_point(value[place : place + 3]) for place in range(0, len(value), 3))
            return
        for inner in value:
            yield from _in_json(inner, depth - 1)


def _in_xml(text: str) -> Iterator[Point]:
    """Elements with x, y and z as attributes (MeshLab) or as elements (MITK)."""
    from defusedxml import DefusedXmlException
    from defusedxml.ElementTree import fromstring

    try:
        root = fromstring(text)
    except (ParseError, DefusedXmlException, ValueError):
        return
    for element in root.iter():
        said = {str(key).lower(): value for key, value in element.attrib.items()}
        said |= {str(inner.tag).lower(): inner.text or "" for inner in element}
        try:
            yield float(said["x"]), float(said["y"]), float(said["z"])
        except (KeyError, ValueError):
            continue


def _in_lines(text: str) -> Iterator[Point]:
    """The first three numbers in a row of each line; a leading number of the point is left out."""
    for line in text.splitlines():
        if line.startswith("#"):
            continue
        cells = [cell for cell in re.split(r"[\s,;]+", line.strip()) if cell]
        numbers = [re.fullmatch(_NUMBER, cell) is not None for cell in cells]
        runs = [p for p in range(len(cells) - 2) if all(numbers[p : p + 3])]
        if runs:
            start = runs[0]
            counted = len(cells) == start + 4 and all(numbers[start : start + 4])
            start += counted and "." not in cells[start]
            x, y, z = cells[start : start + 3]
            yield float(x), float(y), float(z)


def _is_number(value: object) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool) and abs(value) < 1e300


def _point(values: list[object]) -> Point:
    x, y, z = (float(value) for value in values if isinstance(value, (int, float)))
    return x, y, z
