"""How good, how sure, and better than the simple way? The same for every system.

All of it works on one figure a held-out sample: 1 where it was right, 0 where not.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

from engine.prototypes.types import Difference, Outcome, Score

CONFIDENCE_Z = 1.959963984540054  # the normal distribution's 97.5 % point
TAIL = 0.025
HALVINGS = 50  # of an interval of length 1: finer than any figure shown


def score(name: str, right: Sequence[bool]) -> Score:
    """The share that was right, with its 95 % Wilson interval. ``right`` must not be empty."""
    low, high = wilson_interval(sum(right), len(right))
    return Score(name=name, value=sum(right) / len(right), low=low, high=high)


def wilson_interval(successes: int, trials: int) -> tuple[float, float]:
    """95 % interval of a proportion; holds for few trials and near 0 and 1 too."""
    z = CONFIDENCE_Z
    share = successes / trials
    centre = share + z * z / (2 * trials)
    spread = z * math.sqrt(share * (1 - share) / trials + z * z / (4 * trials * trials))
    scale = 1 + z * z / trials
    low = 0.0 if successes == 0 else (centre - spread) / scale
    high = 1.0 if successes == trials else (centre + spread) / scale
    return low, high


def compare(model: Sequence[bool], baseline: Sequence[bool]) -> tuple[Outcome, Difference]:
    """Model against baseline on the same samples.

    Only samples on which exactly one of the two is right say anything (McNemar). The exact
    95 % interval of the model's share among those, stretched to all samples, is the
    interval of the difference; ``better`` and ``worse`` when it excludes zero.
    """
    gains = sum(ours and not theirs for ours, theirs in zip(model, baseline, strict=True))
    losses = sum(theirs and not ours for ours, theirs in zip(model, baseline, strict=True))
    discordant = gains + losses
    low, high = _exact_interval(gains, discordant) if discordant else (0.5, 0.5)
    stretch = discordant / len(model)
    difference = Difference(
        value=(gains - losses) / len(model), low=stretch * (2 * low - 1), high=stretch * (2 * high - 1)
    )
    if difference.low > 0:
        return "better", difference
    return ("worse" if difference.high < 0 else "as_good"), difference


def _exact_interval(successes: int, trials: int) -> tuple[float, float]:
    """The Clopper-Pearson interval of a proportion."""

    def at_least(share: float) -> float:
        return _binomial_tail(successes, trials, share) - TAIL

    def more_than(share: float) -> float:
        return _binomial_tail(successes + 1, trials, share) - (1 - TAIL)

    low = 0.0 if successes == 0 else _root(at_least)
    high = 1.0 if successes == trials else _root(more_than)
    return low, high


def _binomial_tail(least: int, trials: int, share: float) -> float:
    """The chance of ``least`` or more successes; ``share`` strictly between 0 and 1."""
    logs = math.log(share), math.log1p(-share)
    return math.fsum(
        math.exp(
            math.lgamma(trials + 1)
            - math.lgamma(count + 1)
            - math.lgamma(trials - count + 1)
            + count * logs[0]
            + (trials - count) * logs[1]
        )
        for count in range(least, trials + 1)
    )


def _root(rising: Callable[[float], float]) -> float:
    """Where a function that rises from below to above zero on (0, 1) crosses it."""
    low, high = 0.0, 1.0
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        low, high = (low, middle) if rising(middle) > 0 else (middle, high)
    return (low + high) / 2
