"""Windows of series: a stretch to look back at, and the stretch behind it that is to be foreseen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
import xxhash
from numpy.typing import NDArray

from engine.prototypes.system import Prepared
from engine.prototypes.tables.moments import date_words
from engine.prototypes.tables.series import Board, Line, Values
from engine.prototypes.tables.series_shape import Shape, calendar

MOST_WINDOWS = 12_000
TEST_FROM, VALIDATION_FROM = 0.8, 0.7  # shares of the time
LEAST_SCALE = 0.1  # of a series' own, below which a quiet window isn't blown up
Side = Literal["train", "validation", "test", ""]


@dataclass(frozen=True, kw_only=True, eq=False)
class Window(Prepared):
    """``past`` [context], ``truth`` [horizon] or None: in the table's units.

    ``around`` [context + horizon, k]: what is known of every step: calendar, and what was said beforehand,
    by the names ``ahead``. ``scale``: of the series: how far a value usually lies from that of one period
    before; ``moment``: the first foreseen step's.
    """

    name: str
    past: Values
    truth: Values | None
    around: NDArray[np.float32]
    scale: float
    moment: float
    shape: Shape
    ahead: tuple[str, ...]
    side: Side = ""


@dataclass(frozen=True)
class Borders:
    """The steps from which on samples choose and judge; ``end``: behind the last."""

    validation: int
    test: int
    end: int

    def side(self, start: int, stop: int) -> Side:
        """Where a stretch belongs that is to be foreseen; empty where it lies across a border."""
        if start >= self.test:
            return "test"
        if start >= self.validation:
            return "validation" if stop <= self.test else ""
        return "train" if stop <= self.validation else ""


def borders_of(board: Board) -> Borders:
    """The last fifth of the time judges, the tenth before it chooses."""
    return Borders(int(VALIDATION_FROM * board.end), int(TEST_FROM * board.end), board.end)


def windows_of(board: Board, shape: Shape, ahead: Sequence[str]) -> list[Window]:
    """Windows to learn from, dense on the training side; those that judge don't overlap.

    ``ahead``: names of what is to be known beforehand, in their order.
    """
    borders = borders_of(board)
    stride = _stride(len(board.lines) * (borders.validation - shape.context), shape.horizon)
    cutter = Cutter(board, shape, ahead)
    found = []
    for line in board.lines:
        for origin in range(shape.context, board.end - shape.horizon + 1):
            distance = board.end - shape.horizon - origin
            side = borders.side(origin, origin + shape.horizon)
            if side and distance % (shape.horizon if side == "test" else stride) == 0:
                found.append(cutter.cut(line, origin, side))
    return [one for one in found if one is not None and one.truth is not None]


def windows_to_run(board: Board, shape: Shape, ahead: Sequence[str]) -> list[Window]:
    """The future of every series, then its past, one stretch behind the other."""
    cutter = Cutter(board, shape, ahead)
    origins = [board.end, *range(board.end - shape.horizon, shape.context - 1, -shape.horizon)]
    found = [cutter.cut(line, origin) for line in board.lines for origin in origins]
    return [one for one in found if one is not None]


class Cutter:
    """Cuts windows out of the series of one table."""

    def __init__(self, board: Board, shape: Shape, ahead: Sequence[str]) -> None:
        self.board, self.shape, self.ahead = board, shape, tuple(ahead)
        longer = len(board.moments) + shape.horizon
        self.moments = board.step.moments(float(board.moments[0]), longer)
        self.calendar = calendar(self.moments, board.step)
        self.columns = [board.ahead.index(name) if name in board.ahead else -1 for name in ahead]
        borders = borders_of(board)
        self.scales = {id(line): scale_of(line.values[: borders.validation], shape) for line in board.lines}

    def cut(self, line: Line, origin: int, side: Side = "") -> Window | None:
        """None where the past has gaps."""
        start, stop = origin - self.shape.context, origin + self.shape.horizon
        past, truth = line.values[start:origin], line.values[origin:stop]
        if start < 0 or not np.isfinite(past).all():
            return None
        known = len(truth) == self.shape.horizon and bool(np.isfinite(truth).all())
        content = np.concatenate([past, truth]) if known else past
        moment = float(self.moments[origin])
        return Window(
            id=f"{line.name} @ {date_words(moment)}",
            fingerprint=xxhash.xxh3_64_intdigest(np.ascontiguousarray(content).tobytes()),
            name=line.name,
            past=past,
            truth=truth if known else None,
            around=np.concatenate([self.calendar[start:stop], self._ahead(line, start, stop)], 1),
            scale=self.scales[id(line)],
            moment=moment,
            shape=self.shape,
            ahead=self.ahead,
            side=side,
        )

    def _ahead(self, line: Line, start: int, stop: int) -> NDArray[np.float32]:
        made = np.zeros((stop - start, len(self.columns)), np.float32)
        said = line.ahead[start:stop]
        for place, column in enumerate(self.columns):
            if column >= 0:
                made[: len(said), place] = said[:, column]
        return made


def scale_of(values: Values, shape: Shape) -> float:
    """The mean distance of a value from that of one period before; that of all values from their mean, or 1,
    where it is nothing."""
    known = values[np.isfinite(values)]
    centre = float(known.mean()) if known.size else 0.0
    for apart in (values[shape.period :] - values[: -shape.period], known - centre):
        told = np.abs(apart[np.isfinite(apart)])
        if told.size and told.mean() > 0:
            return float(told.mean())
    return 1.0


def again(window: Window, shape: Shape) -> Values:
    """[horizon]: the last period over and over."""
    return np.resize(window.past[-shape.period :], shape.horizon)


def _stride(count: int, horizon: int) -> int:
    """The smallest divisor of the horizon with which so many steps give no more windows than are read."""
    return next(
        (step for step in range(1, horizon) if horizon % step == 0 and count / step <= MOST_WINDOWS), horizon
    )
