"""Boxes out of whatever numbers an annotation holds."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence

from engine.dataset.types import Mark, Shape

Box = tuple[float, float, float, float]

_CORNERS = (
    ("xmin", "ymin", "xmax", "ymax"), ("x_min", "y_min", "x_max", "y_max"), ("x1", "y1", "x2", "y2"),
    ("xtl", "ytl", "xbr", "ybr"), ("left", "top", "right", "bottom"), ("minx", "miny", "maxx", "maxy"),
    ("x0", "y0", "x1", "y1"), ("x_1", "y_1", "x_2", "y_2"), ("bx1", "by1", "bx2", "by2"),
    ("boxxmin", "boxymin", "boxxmax", "boxymax"),
)  # fmt: skip
_SIZES = (
    ("x", "y", "width", "height"), ("x", "y", "w", "h"), ("left", "top", "width", "height"),
    ("x_1", "y_1", "width", "height"), ("x1", "y1", "width", "height"), ("x1", "y1", "w", "h"),
    ("bbox_x", "bbox_y", "bbox_width", "bbox_height"), ("bbox_left", "bbox_top", "bbox_width", "bbox_height"),
    ("xmin", "ymin", "width", "height"), ("xmin", "ymin", "w", "h"),
    ("bb_left", "bb_top", "bb_width", "bb_height"),
)  # fmt: skip
LEAST_OUTLINE = 6  # numbers: three corners


def number(value: object) -> float | None:
    """A finite number out of a cell, or None."""
    if isinstance(value, bool) or not isinstance(value, (int, float, str)):
        return None
    try:
        parsed = float(value)
    except (ValueError, OverflowError):
        return None
    return parsed if math.isfinite(parsed) else None


def numbers(values: Iterable[object]) -> list[float] | None:
    """All as finite numbers, or None where one is none."""
    parsed = [number(value) for value in values]
    found = [value for value in parsed if value is not None]
    return found if len(found) == len(parsed) else None


def around(points: Sequence[float]) -> Box | None:
    """The box around x, y, x, y …; None for less than two points."""
    if len(points) < 4 or len(points) % 2:
        return None
    return min(points[::2]), min(points[1::2]), max(points[::2]), max(points[1::2])


def named_columns(names: Iterable[str]) -> tuple[tuple[str, str, str, str], bool] | None:
    """Four of the names that tell a box, and whether they are two corners (else corner and size)."""
    there = set(names)
    for corners in _CORNERS:
        if there.issuperset(corners):
            return corners, True
    for sizes in _SIZES:
        if there.issuperset(sizes):
            return sizes, False
    return None


def named_box(values: Mapping[str, object]) -> Box | None:
    """The box that keys such as xmin or width tell, or None."""
    lower = {key.lower().replace(" ", "_"): value for key, value in values.items() if len(key) < 20}
    found = named_columns(lower)
    if found is None:
        return None
    four = numbers(lower[name] for name in found[0])
    return None if four is None else box_of(four, corners=found[1])


def box_of(four: Sequence[float], corners: bool) -> Box:
    """A box of two corners, or of a corner and a size."""
    one, two, three, last = four
    return (one, two, three, last) if corners else (one, two, one + three, two + last)


def flattened(points: object) -> list[float] | None:
    """x, y, x, y … out of nested lists, or of lists of {x, y}; None for anything else."""
    if not isinstance(points, list) or not points or len(points) > 100_000:
        return None
    if all(isinstance(point, dict) for point in points):
        pairs = [[point.get("x"), point.get("y")] for point in points if isinstance(point, dict)]
        return numbers(value for pair in pairs for value in pair)
    if all(isinstance(point, list) for point in points):
        if all(len(point) == 2 and not isinstance(point[0], list) for point in points):
            return numbers(value for point in points for value in point)
        rings = [flattened(point) for point in points]
        return [value for ring in rings if ring for value in ring] or None
    return numbers(points)


def mark(
    label: object, box: Box | None, shape: Shape = "box", text: str = "", points: tuple[float, ...] = ()
) -> Mark:
    """A mark whose label is a short text."""
    return Mark(str(label)[:200].strip() if label is not None else "", box, shape, text[:2000], points)


def told_points(flat: Sequence[float], width: int) -> tuple[float, ...]:
    """Points as a mark has them, out of ``width`` numbers each: x and y, or x, y and how visible it is,
    which is 0 for one that nobody knows."""
    if width == 2:
        return tuple(value for at in range(0, len(flat) - 1, 2) for value in (flat[at], flat[at + 1], 1.0))
    return tuple(
        value
        for at in range(0, len(flat) - 2, 3)
        for value in (flat[at], flat[at + 1], 1.0 if flat[at + 2] > 0 else 0.0)
    )


def outline_of(points: object) -> tuple[float, ...]:
    """The points of a polygon as a mark has them: of several rings the longest; none where it is no list."""
    rings = points if isinstance(points, list) and points and isinstance(points[0], list) else [points]
    if all(isinstance(ring, list) and len(ring) == 2 for ring in rings):
        rings = [points]  # pairs of one ring
    flat = max((flattened(ring) or [] for ring in rings), key=len, default=[])
    return told_points(flat, 2) if len(flat) >= LEAST_OUTLINE else ()
