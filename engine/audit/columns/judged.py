"""What a column's tally says: gaps, numbers that are none, far-off values, the answer given away."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

import numpy
from numpy.typing import NDArray

from engine.audit.columns.tally import ColumnTally
from engine.dataset.tables.roles import is_missing, number_of

LEAKING = 0.98
"""Share of the rows whose answer the column alone gives right, each without its own help."""
LEAKING_LIFT = 0.95
"""And of what always saying the commonest answer would leave to be got right."""
SAME_LINE = 0.9999
"""Correlation of a column of numbers with a target of numbers: it is the target in another unit."""
MISTYPED = 0.9
"""Share of numbers from which on a column is one of numbers, and its other cells are slips."""
MIXED = 0.1
"""Share of numbers, or of words, in a column of both, from which on its types are mixed."""
FAR_OFF, FAR_OFF_LOG = 10.0, 3.0
"""Times the middle half's width that a value lies beyond it, by itself and by its logarithm."""
_FEWEST = 50  # rows with a target, or numbers, to say anything
_BINS = 64
_MOST_LABELS = 300
_FAR_SHARE = 0.01
_GAP = 3.0  # times the next value before it
_NOTHING = frozenset({-1.0, -9.0, -99.0, -999.0, -9999.0})  # what is written for a missing value
_SIGNS, _SIGNS_SHARE = 2, 0.2  # so few different values may be so large a share
_FEWEST_NEAR = 20

Floats = NDArray[numpy.float64]


@dataclass(frozen=True)
class Judged:
    """``leaks``: share of the answers that it gives right where that is too good to be true, else 0.

    ``slips``, ``far``: cells that are no numbers among numbers; numbers far off. ``mixed``:
    share of numbers among words, else 0.
    """

    name: str
    rows: int
    filled: int
    distinct: int
    leaks: float = 0.0
    slips: tuple[str, ...] = ()
    slip_count: int = 0
    mixed: float = 0.0
    far: tuple[str, ...] = ()
    far_count: int = 0


def judge(tally: ColumnTally, target: str | None) -> Judged:
    """``target``: ``category``, ``number`` or another modality; None without one."""
    cells: Counter[str] = Counter()
    for (cell, _), count in tally.pairs.items():
        cells[cell] += count
    filled = {cell: count for cell, count in cells.items() if not is_missing(cell)}
    total = sum(filled.values())
    numbers = {cell: value for cell in filled if (value := _number(cell)) is not None}
    numeric = sum(filled[cell] for cell in numbers)
    share = numeric / total if total else 0.0
    slips = sorted((c for c in filled if c not in numbers), key=lambda c: -filled[c])
    mistyped = MISTYPED <= share < 1 and total >= _FEWEST and _are_slips(slips, filled)
    mixed = not mistyped and MIXED <= share <= 1 - MIXED and total >= _FEWEST
    far = _far_off(numbers, filled) if share >= MISTYPED and numeric >= _FEWEST else []
    return Judged(
        tally.name,
        tally.rows,
        total,
        len(filled),
        leaks=_leaks(tally, filled, numbers, target, share),
        slips=tuple(slips[:5]) if mistyped else (),
        slip_count=total - numeric if mistyped else 0,
        mixed=share if mixed and _mixes(numbers, filled) else 0.0,
        far=tuple(far[:5]),
        far_count=sum(filled[cell] for cell in far),
    )


def _number(cell: str) -> float | None:
    try:
        value = float(cell)
    except ValueError:
        return number_of(cell)
    return value if math.isfinite(value) and "_" not in cell else None


def _are_slips(slips: list[str], filled: Mapping[str, int]) -> bool:
    """Not so where one word stands for many cells: that is a mark of its own, as "none" or "<5"."""
    return filled[slips[0]] <= max(3, 0.02 * sum(filled.values()))


def _mixes(numbers: Mapping[str, float], filled: Mapping[str, int]) -> bool:
    """Codes of a few kinds (A, B, 1, 2) and names that happen to be numbers are no mixture."""
    words = len(filled) - len(numbers)
    return len(numbers) >= 20 and words >= 2 and any("." in cell or len(cell) > 1 for cell in numbers)


def _far_off(numbers: Mapping[str, float], filled: Mapping[str, int]) -> list[str]:
    """Numbers beyond all others with a gap between: of a long tail the end is no fault."""
    cells = sorted(numbers, key=lambda cell: numbers[cell])
    values = numpy.array([numbers[cell] for cell in cells])
    counts = numpy.array([filled[cell] for cell in cells])
    far = _beyond(values, counts, FAR_OFF)
    if values[0] >= 0:
        far &= _beyond(numpy.log1p(values), counts, FAR_OFF_LOG)
    far = _behind_gap(values, far)
    if len(values) > _FEWEST_NEAR and values[0] in _NOTHING and values[1] >= 0:
        far[0] = True  # -1 among ages
    share = counts[far].sum() / counts.sum()
    if share > _FAR_SHARE and not (far.sum() <= _SIGNS and share <= _SIGNS_SHARE):
        return []
    return [cells[place] for place in numpy.flatnonzero(far)]


def _behind_gap(values: Floats, far: NDArray[numpy.bool_]) -> NDArray[numpy.bool_]:
    """Those of the far values, in order, that a gap parts from the others."""
    found = numpy.zeros(len(values), dtype=bool)
    middle = numpy.median(values)
    for place in numpy.flatnonzero(far & (values > middle)):
        if place and values[place] >= _GAP * abs(values[place - 1]):
            found[place:] = True
            break
    for place in numpy.flatnonzero(far & (values < middle))[::-1]:
        if values[place] <= min(_GAP * values[place + 1], 0.0):
            found[: place + 1] = True
            break
    return found


def _beyond(values: Floats, counts: NDArray[numpy.int64], times: float) -> NDArray[numpy.bool_]:
    places = counts.cumsum() / counts.sum()
    low, high = (float(values[numpy.searchsorted(places, share)]) for share in (0.25, 0.75))
    width = high - low
    if width <= 0:
        return numpy.zeros(len(values), dtype=bool)
    return numpy.asarray((values > high + times * width) | (values < low - times * width))


def _leaks(
    tally: ColumnTally,
    filled: Mapping[str, int],
    numbers: Mapping[str, float],
    target: str | None,
    share: float,
) -> float:
    pairs = {(c, y): n for (c, y), n in tally.pairs.items() if y and c in filled}
    total = sum(pairs.values())
    if total < max(_FEWEST, 0.5 * tally.rows) or target not in ("category", "number"):
        return 0.0
    if target == "number":
        return _same_line(pairs, numbers) if share == 1 else 0.0
    labels = Counter[str]()
    for (_, label), count in pairs.items():
        labels[label] += count
    if not 2 <= len(labels) <= _MOST_LABELS:
        return 0.0
    usual = max(labels.values()) / total
    right = _right(pairs, labels) / total
    if share == 1 and len(numbers) > _BINS:
        right = max(right, _right(_binned(pairs, numbers), labels) / total)
    good = right >= LEAKING and right - usual >= LEAKING_LIFT * (1 - usual)
    return right if good else 0.0


def _right(pairs: Mapping[tuple[str, str], int], labels: Mapping[str, int]) -> float:
    """Rows whose label is the commonest of the others with the same cell; of lone cells: by chance."""
    best: dict[str, int] = {}
    for (cell, _), count in pairs.items():
        best[cell] = max(best.get(cell, 0), count)
    chance = max(labels.values()) / sum(labels.values())
    return sum(count if count > 1 else chance for count in best.values())


def _binned(pairs: Mapping[tuple[str, str], int], numbers: Mapping[str, float]) -> dict[tuple[str, str], int]:
    """The same with numbers in steps of as many rows each."""
    cells = sorted({cell for cell, _ in pairs}, key=lambda cell: numbers[cell])
    counts: Counter[str] = Counter()
    for (cell, _), count in pairs.items():
        counts[cell] += count
    total, before = sum(counts.values()), 0
    step: dict[str, str] = {}
    for cell in cells:
        step[cell] = str(before * _BINS // total)
        before += counts[cell]
    found: Counter[tuple[str, str]] = Counter()
    for (cell, label), count in pairs.items():
        found[step[cell], label] += count
    return found


def _same_line(pairs: Mapping[tuple[str, str], int], numbers: Mapping[str, float]) -> float:
    told = [(numbers[cell], value) for cell, label in pairs if (value := _number(label)) is not None]
    if len(told) < _FEWEST or len(told) < 0.95 * len(pairs):
        return 0.0
    one, other = numpy.array(told).T
    if not (one.std() > 0 and other.std() > 0):
        return 0.0
    with numpy.errstate(all="ignore"):
        together = abs(float(numpy.corrcoef(one, other)[0, 1]))
    return together if together >= SAME_LINE else 0.0
