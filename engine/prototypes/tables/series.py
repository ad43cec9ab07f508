"""Series out of a table: which columns say when, of what and how much; brought onto even steps."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from engine.dataset.kinds import stem_of
from engine.dataset.tables.roles import Column, is_called, is_missing, number_of
from engine.dataset.tables.tasks import time_columns
from engine.dataset.types import Dataset
from engine.dataset.vocabulary import words
from engine.errors import UserError
from engine.jobs.protocol import Reporter
from engine.prototypes.tables.moments import Moments, moments
from engine.prototypes.tables.rows import Rows, read_rows
from engine.prototypes.tables.series_shape import Step, step_of

MOST_ROWS = 200_000
MOST_LINES = 200
LONGEST_GAP = 3  # steps that are filled in
LEAST_STEPS = 24
UNIQUE = 0.98  # of rows that must differ in moment and key
APART = 1.5  # times as many moments there are when told apart by file
MOST_KEYS = 3
AHEAD = words(
    "promo promotion promotions holiday holidays event events discount campaign"
    " 행사 프로모션 할인 휴일 공휴일 이벤트 휴무"
)
PARTS = words("year month day week weekday quarter hour 연도 년도 년 월 일 주차 요일 분기 시간 시")
Values = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Line:
    """One series. ``values`` [t]: nan where nothing is known; ``ahead`` [t, k]: what is known beforehand."""

    name: str
    values: Values
    ahead: NDArray[np.float32]


@dataclass(frozen=True, eq=False)
class Board:
    """All series of a table on the same steps. ``ahead``: names of what is known beforehand (promotions,
    holidays); ``end``: the step behind the last known value; ``unused``: rows and series left out."""

    lines: tuple[Line, ...]
    moments: Moments
    step: Step
    ahead: tuple[str, ...]
    end: int
    unused: int


def read_board(dataset: Dataset, reporter: Reporter | None = None) -> Board:
    """Raises UserError where no column says when, or no series is long enough."""
    rows = read_rows(dataset, MOST_ROWS, reporter)
    when = time_columns(rows.columns)
    if not when:
        raise UserError("prototype_no_series", name=dataset.name)
    at = moments(_joined([rows.of(column) for column in when], when[0].role == "date"))
    there = np.flatnonzero(np.isfinite(at))
    distinct = np.unique(at[there])
    if len(distinct) < LEAST_STEPS:
        raise UserError("prototype_short_series", name=dataset.name, count=len(distinct), least=LEAST_STEPS)
    step = step_of(distinct)
    places = step.places(at[there])
    count = int(places.max()) + 1
    if count > 4 * len(distinct) + LEAST_STEPS:
        raise UserError("prototype_uneven_series", name=dataset.name)
    ahead = tuple(column for column in rows.columns if _is_known_ahead(column, when))
    values = _value_columns(rows, when, ahead, dataset.recognition.target_name)
    files = _files(rows, there, places)
    marks = places if files is None else _with(places, files)
    keys = _keys(rows, marks, there, {*when, *ahead, *values})
    values = tuple(column for column in values if column not in keys)
    if not values:
        raise UserError("prototype_no_series", name=dataset.name)
    told = [] if files is None else [files]
    told += [[cells[place] for place in there] for cells in map(rows.of, keys)]
    names = [" · ".join(cells) for cells in zip(*told, strict=True)] or [""] * len(there)
    lines, left = _lines(rows, there, places, count, names, values, ahead)
    lasts = [int(np.flatnonzero(np.isfinite(line.values)).max(initial=-1)) for line in lines]
    return Board(
        lines=tuple(line for line, last in zip(lines, lasts, strict=True) if last >= 0),
        moments=step.moments(float(at[there].min()), count),
        step=step,
        ahead=tuple(column.name for column in ahead),
        end=max(lasts) + 1,
        unused=rows.unused + left,
    )


def filled(values: Values) -> Values:
    """Short gaps between known values bridged by a straight line."""
    known = np.flatnonzero(np.isfinite(values))
    made = values.copy()
    for before, behind in pairwise(known.tolist()):
        if 1 < behind - before <= LONGEST_GAP + 1:
            made[before : behind + 1] = np.linspace(values[before], values[behind], behind - before + 1)
    return made


def _joined(columns: Sequence[list[str]], dated: bool) -> list[str]:
    """What says when in one piece; ``dated``: a day and a time of day, else year, month, day and hour."""
    if len(columns) == 1:
        return columns[0]
    days = columns[0] if dated else ["-".join(cells) for cells in zip(*columns[:3], strict=True)]
    clocks = columns[1:] if dated else columns[3:]
    if not clocks:
        return days
    return [
        f"{day} {clock if ':' in clock else f'{clock}:00'}" for day, clock in zip(days, *clocks, strict=True)
    ]


def _files(rows: Rows, there: NDArray[np.int64], places: NDArray[np.int64]) -> list[str] | None:
    """What the file of each row is called, where files tell of the same moments: a sensor or a shop each."""
    moments_told = len(np.unique(places))
    if moments_told >= UNIQUE * len(there):
        return None
    files = [stem_of(rows.ids[place].rpartition("#")[0]) for place in there]
    return files if len(np.unique(_with(places, files))) >= APART * moments_told else None


def _with(marks: NDArray[np.int64], cells: Sequence[str]) -> NDArray[np.int64]:
    """Numbers that two rows share where they share both mark and cell."""
    codes = np.unique(cells, return_inverse=True)[1]
    joined: NDArray[np.int64] = np.unique(marks * (int(codes.max()) + 1) + codes, return_inverse=True)[1]
    return joined


def _is_known_ahead(column: Column, when: Sequence[Column]) -> bool:
    """Called so, and either there or not."""
    return column not in when and column.distinct <= 2 and is_called(column.name, AHEAD)


def _value_columns(
    rows: Rows, when: Sequence[Column], ahead: Sequence[Column], target: str
) -> tuple[Column, ...]:
    """The column that is to be predicted where one of numbers is, else every one of numbers."""
    numbers = [
        column
        for column in rows.columns
        if column.role == "number"
        and column not in when
        and column not in ahead
        and column.distinct > 2
        and not is_called(column.name, PARTS)
    ]
    named = tuple(column for column in numbers if column.name == target)
    return named or tuple(numbers)


def _keys(
    rows: Rows, places: NDArray[np.int64], there: NDArray[np.int64], taken: set[Column]
) -> tuple[Column, ...]:
    """The columns that tell series apart: with them each moment comes once. Numbers that count are keys too
    where each comes often, a shop's or a product's."""
    wanted = UNIQUE * len(there)
    marks = places
    chosen: list[Column] = []
    if len(np.unique(marks)) >= wanted:
        return ()
    numbered = [c for c in rows.columns if c.counting and c.distinct <= max(2, c.filled // 10)]
    likely = [c for c in rows.columns if c.role in ("category", "id", "text") and c.distinct > 1]
    candidates = [c for c in (*likely, *numbered) if c not in taken]
    while len(chosen) < MOST_KEYS:
        found: list[tuple[int, int, Column, NDArray[np.int64]]] = []
        for column in candidates:
            cells = rows.of(column)
            joined = _with(marks, [cells[place] for place in there])
            found.append((int(joined.max()), -column.distinct, column, joined))
        if not found:
            break
        _, _, column, marks = max(found, key=lambda one: one[:2])
        if column in chosen:
            break
        chosen.append(column)
        candidates = [one for one in candidates if one.name != column.name]
        if len(np.unique(marks)) >= wanted:
            break
    return tuple(sorted(chosen, key=lambda column: column.index))


def _lines(
    rows: Rows,
    there: NDArray[np.int64],
    places: NDArray[np.int64],
    count: int,
    names: Sequence[str],
    values: Sequence[Column],
    ahead: Sequence[Column],
) -> tuple[list[Line], int]:
    """A series for each name and column of values, the fullest ones; and how many are left out."""
    known, codes = np.unique(names, return_inverse=True)
    most = max(1, MOST_LINES // len(values))
    fullest = np.argsort(-np.bincount(codes), kind="stable")[:most]
    rank = np.full(len(known), -1)
    rank[np.sort(fullest)] = np.arange(len(fullest))
    kept = rank[codes] >= 0
    where = rank[codes[kept]] * count + places[kept]
    shape = (len(fullest), count)
    grids = [_grid(_numbers(rows.of(one), there)[kept], where, shape) for one in values]
    beside = [np.nan_to_num(_grid(_flags(rows.of(one), there)[kept], where, shape)) for one in ahead]
    flags = np.stack(beside, 2) if beside else np.zeros((*shape, 0))
    labels = [str(known[place]) for place in np.sort(fullest)]
    lines = [
        Line(
            name=" · ".join(filter(None, (label, column.name if len(values) > 1 or not label else ""))),
            values=filled(grid[number]),
            ahead=flags[number].astype(np.float32),
        )
        for column, grid in zip(values, grids, strict=True)
        for number, label in enumerate(labels)
    ]
    return lines, (len(known) - len(fullest)) * len(values)


def _grid(numbers: Values, where: NDArray[np.int64], shape: tuple[int, int]) -> Values:
    """[series, t]: the mean of what each cell of the grid was told; nan where it was told nothing."""
    told = np.isfinite(numbers)
    size = shape[0] * shape[1]
    sums = np.bincount(where[told], numbers[told], size)
    counts = np.bincount(where[told], minlength=size)
    means = np.full(size, np.nan)
    np.divide(sums, counts, out=means, where=counts > 0)
    return means.reshape(shape)


def _numbers(cells: Sequence[str], there: NDArray[np.int64]) -> Values:
    known: dict[str, float] = {}
    for cell in cells:
        if cell not in known:
            number = None if is_missing(cell) else number_of(cell)
            known[cell] = float("nan") if number is None else number
    return np.asarray([known[cells[place]] for place in there], dtype=np.float64)


def _flags(cells: Sequence[str], there: NDArray[np.int64]) -> Values:
    """1 where something is said that is no "no"."""
    return np.asarray([float(_is_yes(cells[place])) for place in there], dtype=np.float64)


def _is_yes(cell: str) -> bool:
    number = number_of(cell) if cell else None
    if number is not None:
        return number != 0
    return not is_missing(cell) and cell.lower() not in ("false", "no", "n", "f", "아니오", "아니요", "x")
