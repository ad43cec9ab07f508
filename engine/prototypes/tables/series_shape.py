"""How a series goes on: from one step to the next, by which rhythm, and how far it is to be foreseen."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine.prototypes.tables.moments import DAY, Moments
from engine.runtime.types import Model

WEEK, YEAR = 7 * DAY, 365.2425 * DAY
MONTH_DAYS = (27.5, 31.5)
HARMONICS = 3
LONG_CYCLE = 200  # steps: of a longer one only the wave itself is told, or single days are learnt by heart
LARGEST_PERIOD = 168  # steps: longer rhythms are left to the calendar


@dataclass(frozen=True)
class Step:
    """``months``: whole months, else 0; ``seconds``: the length where it is no whole month."""

    months: int
    seconds: float

    def places(self, moments: Moments) -> NDArray[np.int64]:
        """How many steps each moment lies behind the first one."""
        if not self.months:
            steps: NDArray[np.int64] = np.rint((moments - moments.min()) / self.seconds).astype(np.int64)
            return steps
        months = _month(moments)
        return np.asarray((months - months.min()) // self.months, dtype=np.int64)

    def moments(self, first: float, count: int) -> Moments:
        """The moments of so many steps from the first one on."""
        if not self.months:
            return np.asarray(first + self.seconds * np.arange(count), dtype=np.float64)
        months = _month(np.asarray([first]))[0] + self.months * np.arange(count)
        made: Moments = months.astype("datetime64[M]").astype("datetime64[s]").astype(np.float64)
        return made


class Shape(Model):
    """Steps that are looked back at and ahead, and after how many the rhythm returns (1: none is known)."""

    context: int
    horizon: int
    period: int


def step_of(moments: Moments) -> Step:
    """The usual distance between neighbouring moments. ``moments``: different, at least two, in order."""
    usual = float(np.median(np.diff(moments)))
    months = round(usual / (YEAR / 12))
    if months and MONTH_DAYS[0] * months <= usual / DAY <= MONTH_DAYS[1] * months:
        return Step(months, 0.0)
    return Step(0, usual)


def shape_of(step: Step, length: int) -> Shape:
    """What suits series of that many steps: two weeks of days, a day of hours, a year of months …"""
    period = _period(step)
    if 3 * period > length // 2:
        period = 1
    if period == 1:
        context, horizon = 12, 5
    elif period <= 7:
        context, horizon = 8 * period, 2 * period if period == 7 else period
    elif period <= 24:
        context, horizon = 3 * period, period
    else:
        context, horizon = period + period // 4, max(8, period // 4)
    room = max(period, 2, length // 4)
    return Shape(context=min(context, room), horizon=max(1, min(horizon, length // 10)), period=period)


def calendar(moments: Moments, step: Step) -> NDArray[np.float32]:
    """[t, k]: where each moment stands in the day, the week and the year, as far as steps are finer."""
    length = step.seconds or step.months * YEAR / 12
    waves = []
    for cycle in (DAY, WEEK, YEAR):
        for harmonic in range(1, (HARMONICS if cycle <= LONG_CYCLE * length else 1) + 1):
            if cycle / harmonic >= 2 * length:
                angle = 2 * np.pi * harmonic * (moments % cycle) / cycle
                waves += [np.sin(angle), np.cos(angle)]
    return np.stack(waves, 1).astype(np.float32) if waves else np.zeros((len(moments), 0), np.float32)


def _period(step: Step) -> int:
    """Of a day where steps are hours or less, of a week where they are days, else of a year."""
    if step.months:
        return max(1, 12 // step.months)
    cycle = DAY if step.seconds < 0.75 * DAY else WEEK if step.seconds < 0.75 * WEEK else YEAR
    period = round(cycle / step.seconds)
    return period if 1 <= period <= LARGEST_PERIOD else 1


def _month(moments: Moments) -> NDArray[np.int64]:
    """Months since 1970."""
    return moments.astype("datetime64[s]").astype("datetime64[M]").astype(np.int64)
