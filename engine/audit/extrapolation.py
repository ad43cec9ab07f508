"""How many different contents all of the client's data hold, told from a sample of it.

A sample at random shows how many contents came once, twice, three times … in it. Many
populations could have given those counts; the one with the fewest and the one with the most
different contents, of all that explain them within chance, are the ends of the interval. No
shape of the repeats is assumed. After the linear programme of Valiant and Valiant,
"Estimating the Unseen" (J. ACM 2017), with a band round each count for chance.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy
from numpy.typing import NDArray

_BAND = 1.0
"""Standard errors left for chance on either side of each count; proved by simulation in the tests."""
_OFTEN = 24  # a content that came this often is counted by itself: its share is known well enough
_STEPS = 1.12  # between two numbers of copies that a content may have

Floats = NDArray[numpy.float64]


@dataclass(frozen=True)
class Extent:
    """Different contents among all files: the likeliest number, and a 90 % interval."""

    samples: int
    low: int
    high: int


def extrapolate(sizes: Sequence[int], claimed: int) -> Extent:
    """From the sample's contents to those of all ``claimed`` files.

    ``sizes``: for each different content of the sample, how often it came. The sample is
    taken as drawn at random; where it holds everything, the number is exact.
    """
    drawn, distinct = sum(sizes), len(sizes)
    if drawn >= claimed or not distinct:
        return Extent(distinct, distinct, distinct)
    share = drawn / claimed
    rare = Counter(size for size in sizes if size <= _OFTEN)
    often = [size for size in sizes if size > _OFTEN]
    low, high = _ends(rare, often, share, claimed)
    low = max(distinct, low)
    high = max(low, min(high, distinct + claimed - drawn))
    return Extent(round((low * high) ** 0.5), low, high)


def _ends(rare: Counter[int], often: Sequence[int], share: float, claimed: int) -> tuple[int, int]:
    """The fewest and the most contents of a population that gives these counts within chance."""
    copies = _grid(share, claimed)
    chance = _chances(copies, share)
    counts = numpy.array([rare.get(times, 0) for times in range(1, _OFTEN + 1)], dtype=float)
    rows = numpy.vstack([chance, chance.sum(axis=0), copies])
    # All files are there: what came often takes its part, the others make up the rest.
    taken = sum(often) / share
    seen = numpy.concatenate([counts, [counts.sum(), claimed - taken]])
    chanced = numpy.concatenate(
        [numpy.sqrt(counts + 1), [(counts.sum() + 1) ** 0.5, sum(often) ** 0.5 / share]]
    )
    fewest = _least(numpy.ones(len(copies)), rows, seen, _BAND * chanced)
    most = _least(-numpy.ones(len(copies)), rows, seen, _BAND * chanced)
    low = 0.0 if fewest is None else fewest
    high = float(claimed) if most is None else -most + len(often)
    return math.floor(low + len(often)), math.ceil(high)


def _least(weights: Floats, rows: Floats, seen: Floats, slack: Floats) -> float | None:
    """The least weight of a population that explains what was seen; chance is given more room first."""
    from scipy.optimize import linprog

    for room in (1.0, 2.0, 4.0):
        bounds = numpy.concatenate([seen + room * slack, room * slack - seen])
        found = linprog(weights, numpy.vstack([rows, -rows]), bounds, method="highs")
        if found.success:
            return float(found.fun)
    return None


def _grid(share: float, claimed: int) -> Floats:
    """Numbers of copies that a content may have: all small ones, then ever wider steps."""
    most = min(float(claimed), 3.0 * _OFTEN / share)
    found = [1.0]
    while found[-1] < most:
        found.append(max(found[-1] + 1, round(found[-1] * _STEPS)))
    return numpy.array(found)


def _chances(copies: Floats, share: float) -> Floats:
    """(times, copies): the chance that a content of so many copies comes that many times."""
    from scipy.stats import binom

    times = numpy.arange(1, _OFTEN + 1)[:, None]
    return numpy.asarray(binom.pmf(times, copies[None, :], share))
