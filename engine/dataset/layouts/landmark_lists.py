"""Meshes, and a table of the points on all of them: a row a point, or a row a mesh with all its points."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from engine.dataset.file_dataset import FileDataset
from engine.dataset.listing import Listing
from engine.dataset.study import Study
from engine.dataset.tables.lists_of_files import Names, naming_tables
from engine.dataset.tables.roles import number_of
from engine.dataset.tables.sources import Source
from engine.dataset.types import Item, Recognition, Sample, Unreadable
from engine.dataset.unreadable import UnreadableFileError

_AXIS = re.compile(r"(.*?)[_\-. ]?([xyz])[_\-. ]?(\d*)(?:\s*[(\[].*)?|([xyz])[_\-. ](.+)", re.IGNORECASE)
_HEAD_ROWS = 50
_LEAST_SHARE = 0.05
Point = tuple[float, float, float]


@dataclass(frozen=True)
class _PointTable:
    """``column``: where meshes are named; ``threes``: where x, y and z of each point of a row stand."""

    source: Source
    column: int
    threes: tuple[tuple[int, ...], ...]

    def points(self) -> Iterator[tuple[str, list[Point]]]:
        """What each row names, and the points that it tells."""
        for row in self.source.rows():
            numbers = ([number_of(row[place]) for place in three] for three in self.threes)
            told = [(x, y, z) for x, y, z in numbers if x is not None and y is not None and z is not None]
            yield row[self.column], told


def recognise(study: Study) -> FileDataset | None:
    """Paired: the input is the mesh, the target the points that the table tells of it."""
    listing = study.listing
    if study.kind != "mesh":
        return None
    names = Names(listing.files("mesh"))
    tables = [
        _PointTable(source, column, threes)
        for source, column in naming_tables(listing, "mesh", names)
        if (threes := _threes(source.columns)) and _tells(source, threes)
    ]
    points = _points_of(tables, names)
    if len(points) < max(1, _LEAST_SHARE * listing.counts["mesh"]):
        return None
    return _dataset(listing, points, {table.source.path for table in tables})


def _dataset(listing: Listing, points: dict[str, list[Point]], read: set[str]) -> FileDataset:
    count = listing.counts["mesh"]

    def samples() -> Iterator[Sample]:
        for path in listing.files("mesh"):
            told = points.get(path)
            target = None if told is None else Item("points", value=json.dumps(told))
            yield Sample(path, Item("mesh", path=path), target)

    def ignored() -> Iterator[Unreadable]:
        yield from (side for side in listing.side_files("mesh") if side.path not in read)

    return FileDataset(
        listing.tree,
        Recognition(
            layout="landmarks",
            form="paired",
            confidence=0.98,
            input_modality="mesh",
            target_modality="points",
            evidence=(("landmarks_listed", {"matched": len(points), "inputs": count, "list": min(read)}),),
            expected=count,
            systems=("bracket_positioning",),
        ),
        samples,
        ignored,
    )


def _points_of(tables: Sequence[_PointTable], names: Names) -> dict[str, list[Point]]:
    """The points of each mesh, in the order of the rows."""
    found: dict[str, list[Point]] = {}
    for table in tables:
        try:
            for cell, told in table.points():
                path = names.path(cell)
                if path is not None and told:
                    found.setdefault(path, []).extend(told)
        except UnreadableFileError:
            continue
    return found


def _threes(columns: Sequence[str]) -> tuple[tuple[int, ...], ...]:
    """Columns called x, y and z, or so of one point each (``x1``, ``cusp_x``, ``x_cusp``)."""
    there: dict[tuple[str, str], int] = {}
    for place, name in enumerate(columns):
        if found := _AXIS.fullmatch(name.strip().lower()):
            point = f"{found[1] or ''}{found[3] or ''}{found[5] or ''}"
            there.setdefault((point, found[2] or found[4]), place)
    points = dict.fromkeys(point for point, _ in there)
    whole = [point for point in points if all((point, axis) in there for axis in "xyz")]
    return tuple(tuple(there[point, axis] for axis in "xyz") for point in whole)


def _tells(source: Source, threes: Sequence[Sequence[int]]) -> bool:
    """Whether numbers stand in those columns."""
    head = list(islice(source.rows(), _HEAD_ROWS))
    cells = [row[place] for row in head for three in threes for place in three if row[place].strip()]
    return bool(cells) and all(number_of(cell) is not None for cell in cells)
