"""Columns that tell points of an image: a row an image with all of them (``nose_x``, ``nose_y``), or a row
a point."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from engine.dataset.annotations.geometry import number

_LEAST = 2  # points
_PLACE = re.compile(
    r"(.*?)[_\-. ]?(x|y|v|vis|visible|visibility)|([xyv])[_\-. ]?(.*)",
    re.IGNORECASE,
)
_OTHERWISE = frozenset({"width", "height", "w", "h"})


@dataclass(frozen=True)
class PointColumns:
    """``places``: of x and y of each point, and of whether it is visible where ``width`` is 3."""

    places: tuple[int, ...]
    width: int = 2


def named_points(header: Sequence[str]) -> PointColumns | None:
    """Columns called as places of two points or more, or of the one point that a row tells."""
    lower = [name.strip().lower() for name in header]
    there: dict[tuple[str, str], int] = {}
    for place, name in enumerate(lower):
        if found := _PLACE.fullmatch(name):
            there.setdefault((found[1] or found[4] or "", (found[2] or found[3])[0]), place)
    names = dict.fromkeys(name for name, _ in there)
    points = [name for name in names if (name, "x") in there and (name, "y") in there]
    if points == [""] and not _OTHERWISE & set(lower):
        return PointColumns((there["", "x"], there["", "y"]))
    points = [name for name in points if name]
    if len(points) < _LEAST:
        return None
    axes = "xyv" if all((name, "v") in there for name in points) else "xy"
    return PointColumns(tuple(there[name, axis] for name in points for axis in axes), len(axes))


def go_beyond_boxes(header: Sequence[str]) -> bool:
    """Whether points are numbered on after the two of a box."""
    return {"x3", "y3"} <= {name.strip().lower().replace("_", "") for name in header}


def points_told(cells: Sequence[str], width: int) -> tuple[float, ...]:
    """Points as a mark has them; one whose cells are empty or -1 isn't known."""
    told: list[float] = []
    for at in range(0, len(cells) - width + 1, width):
        across, down = number(cells[at]), number(cells[at + 1])
        seen = width == 2 or (number(cells[at + 2]) or 0) > 0
        if across is None or down is None or across == down == -1 or not seen:
            told += [0.0, 0.0, 0.0]
        else:
            told += [across, down, 1.0]
    return tuple(told)


def box_around(points: Sequence[float]) -> tuple[float, float, float, float] | None:
    """The box around the points that are known; None for less than two."""
    known = [points[at : at + 2] for at in range(0, len(points), 3) if points[at + 2] > 0]
    if len(known) < _LEAST:
        return None
    across, down = zip(*known, strict=True)
    return min(across), min(down), max(across), max(down)
