"""Moments out of a column's cells, in whichever of the usual ways they are written."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta

import numpy as np
from numpy.typing import NDArray

from engine.dataset.tables.roles import number_of

DAY = 86_400.0
Moments = NDArray[np.float64]
"""Seconds since 1970; nan where no moment is told."""
Places = tuple[int, int, int]
_CLOCK = r"(?:[T ]\s?(오전|오후)?\s?(\d{1,2})[:시]\s?(?:(\d{2})(?:[:분]\s?(?:(\d{2}))?)?)?.*)?"
_YEAR_FIRST = re.compile(
    r"(\d{4})[-/.년]\s?(\d{1,2})(?:[-/.월]\s?(?:(\d{1,2})[일.]?)?)?(?:\s?\([월화수목금토일]\))?" + _CLOCK
)
_SHORT = re.compile(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4}|\d{2})\.?" + _CLOCK)
_QUARTER = re.compile(r"(\d{4})(?:년|[-. ])? ?(?:[Qq]([1-4])|([1-4])분기)")
_WEEK = re.compile(r"(\d{4})[-. ]?[Ww](\d{1,2})")
_WORDS = re.compile(r"([A-Za-z]{3})[a-z]* (\d{1,2}),? (\d{4})")
_WORDED_MONTH = re.compile(r"(?:(\d{1,2})[- ])?([A-Za-z]{3})[a-z]*[- ](\d{4}|\d{2})")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_FIRST_YEAR, _LAST_YEAR = 1000, 2200


def moments(cells: Sequence[str]) -> Moments:
    """The moment of each cell. Whether day, month or year comes first, the column as a whole tells."""
    places = _places([found for cell in set(cells) if (found := _SHORT.fullmatch(cell.strip())) is not None])
    known = {cell: _moment(cell.strip(), places) for cell in set(cells)}
    return np.asarray([known[cell] for cell in cells], dtype=np.float64)


def date_words(moment: float) -> str:
    """``2024-05-03``, with the time of day where it is not midnight."""
    when = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=round(moment))
    return when.strftime("%Y-%m-%d %H:%M" if moment % DAY else "%Y-%m-%d")


def _places(found: Sequence[re.Match[str]]) -> Places:
    """Where in dates like ``03/01/24`` year, month and day stand: the year is what differs least."""
    short = [one for one in found if len(one[3]) == 2]
    if short and len({one[1] for one in short}) < len({one[3] for one in short}):
        return 1, 2, 3
    return (3, 2, 1) if any(int(one[1]) > 12 for one in found) else (3, 1, 2)


def _moment(cell: str, places: Places) -> float:
    try:
        return _written(cell, places)
    except (ValueError, OverflowError):
        return float("nan")


def _written(cell: str, places: Places) -> float:
    if found := _YEAR_FIRST.fullmatch(cell):
        return _at(int(found[1]), int(found[2]), int(found[3] or 1), found.groups()[3:])
    if found := _SHORT.fullmatch(cell):
        year, month, day = (int(found[place]) for place in places)
        return _at(_whole(year), month, day, found.groups()[3:])
    if found := _WORDED_MONTH.fullmatch(cell):
        return _at(_whole(int(found[3])), _MONTHS.index(found[2].lower()) + 1, int(found[1] or 1))
    if found := _QUARTER.fullmatch(cell):
        return _at(int(found[1]), 3 * int(found[2] or found[3]) - 2, 1)
    if found := _WEEK.fullmatch(cell):
        monday = date.fromisocalendar(int(found[1]), int(found[2]), 1)
        return _at(monday.year, monday.month, monday.day)
    if found := _WORDS.fullmatch(cell):
        return _at(int(found[3]), _MONTHS.index(found[1].lower()) + 1, int(found[2]))
    return _counted(cell.removesuffix("년"))


def _counted(cell: str) -> float:
    """A year, a day as eight digits, seconds or milliseconds since 1970."""
    number = number_of(cell)
    if number is None:
        return float("nan")
    if number == int(number) and _FIRST_YEAR <= number <= _LAST_YEAR:
        return _at(int(number), 1, 1)
    if re.fullmatch(r"(19|20)\d{6}", cell):
        return _at(int(cell[:4]), int(cell[4:6]), int(cell[6:]))
    if re.fullmatch(r"\d{9,10}(\.\d+)?", cell):
        return number
    return number / 1000 if re.fullmatch(r"\d{12,13}", cell) else float("nan")


def _whole(year: int) -> int:
    return year + 2000 if year < 100 else year


def _at(year: int, month: int, day: int, clock: Sequence[str | None] = ()) -> float:
    """``clock``: morning or afternoon in Korean, hour, minute, second; the day may end with hour 24."""
    half, *told = (*clock, None, None, None, None)[:4]
    hour, minute, second = (int(part or 0) for part in told)
    if half is not None:
        hour = hour % 12 + (12 if half == "오후" else 0)
    if hour > 24 or minute > 59:
        raise ValueError
    midnight = datetime(year, month, day, tzinfo=UTC)
    return (midnight + timedelta(hours=hour, minutes=minute, seconds=min(second, 59))).timestamp()
