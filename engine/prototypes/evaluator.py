"""How good, how sure, and better than the simple way? The same for every system.

Shares of right answers have exact intervals; any other metric is resampled, whole groups of
samples at a time (a person, a video), for those of one group stand or fall together.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable, Sequence

import numpy as np

from engine.prototypes.metrics import Evidence, Metric
from engine.prototypes.types import Difference, Outcome, Score

CONFIDENCE_Z = 1.959963984540054  # the normal distribution's 97.5 % point
TAIL = 0.025
HALVINGS = 50  # of an interval of length 1: finer than any figure shown
RESAMPLES = 500


def score(name: str, evidence: Sequence[Evidence], metric: Metric, groups: Sequence[str]) -> Score:
    """The figure with its 95 % interval: Wilson's of a proportion, the bootstrap's of anything else.

    ``groups``: of each sample. ``evidence`` must not be empty.
    """
    if metric.proportion and _apart(groups):
        right = [bool(one.item()) for one in evidence]
        low, high = wilson_interval(sum(right), len(right))
        return Score(name=name, value=sum(right) / len(right), low=low, high=high)
    if len(set(groups)) < 2:  # nothing tells how groups scatter: at least as much as samples do
        groups = [str(place) for place in range(len(evidence))]
    drawn = [metric.combine([evidence[place] for place in places]) for places in _resampled(groups)]
    value = metric.combine(evidence)
    if metric.crowd:
        drawn = [max(0.0, one) for one in _centred(drawn, value)]  # a distance
    return Score(name=name, value=value, low=_low(drawn, value), high=_high(drawn, value))


def compare(
    model: Sequence[Evidence], baseline: Sequence[Evidence], metric: Metric, groups: Sequence[str]
) -> tuple[Outcome, Difference]:
    """Model against baseline on the same samples.

    The difference is the model's figure minus the baseline's; ``better`` and ``worse`` when its
    95 % interval excludes zero on that side which the metric calls so.
    """
    if metric.proportion and _apart(groups):
        difference = _paired([bool(one.item()) for one in model], [bool(one.item()) for one in baseline])
    else:
        drawn = [
            metric.combine([model[place] for place in places])
            - metric.combine([baseline[place] for place in places])
            for places in _resampled(groups)
        ]
        value = metric.combine(model) - metric.combine(baseline)
        drawn = _centred(drawn, value) if metric.crowd else drawn
        difference = _difference(drawn, value, len(set(groups)))
    if difference.low > 0:
        return ("better" if metric.higher else "worse"), difference
    if difference.high < 0:
        return ("worse" if metric.higher else "better"), difference
    return "as_good", difference


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


def _paired(model: Sequence[bool], baseline: Sequence[bool]) -> Difference:
    """Only samples on which exactly one of the two is right say anything (McNemar). The exact
    95 % interval of the model's share among those, stretched to all samples, is the
    interval of the difference."""
    gains = sum(ours and not theirs for ours, theirs in zip(model, baseline, strict=True))
    losses = sum(theirs and not ours for ours, theirs in zip(model, baseline, strict=True))
    discordant = gains + losses
    low, high = _exact_interval(gains, discordant) if discordant else (0.5, 0.5)
    stretch = discordant / len(model)
    return Difference(
        value=(gains - losses) / len(model), low=stretch * (2 * low - 1), high=stretch * (2 * high - 1)
    )


def _apart(groups: Sequence[str]) -> bool:
    """Whether every sample is of a group of its own."""
    return len(set(groups)) == len(groups)


def _resampled(groups: Sequence[str]) -> list[list[int]]:
    """Places of samples, drawn as groups with replacement; the same for the same groups."""
    members: dict[str, list[int]] = defaultdict(list)
    for place, group in enumerate(groups):
        members[group].append(place)
    clusters = list(members.values())
    random = np.random.default_rng(0)
    draws = random.integers(0, len(clusters), (RESAMPLES, len(clusters)))
    return [[place for number in draw for place in clusters[number]] for draw in draws]


def _centred(drawn: Sequence[float], value: float) -> list[float]:
    """The same scatter, about the value."""
    shift = value - float(np.median(drawn))
    return [one + shift for one in drawn]


def _difference(drawn: Sequence[float], value: float, clusters: int) -> Difference:
    """The interval of the bootstrap, widened for few clusters as Student's t is beside the normal: drawn from
    a handful they scatter too little. One cluster alone proves nothing: zero is always held."""
    if clusters < 2:
        return Difference(value=value, low=min(0.0, value), high=max(0.0, value))
    from scipy.stats import t

    stretch = float(t.ppf(1 - TAIL, clusters - 1)) / CONFIDENCE_Z * math.sqrt(clusters / (clusters - 1))
    low, high = _low(drawn, value), _high(drawn, value)
    return Difference(value=value, low=value - stretch * (value - low), high=value + stretch * (high - value))


def _low(drawn: Sequence[float], value: float) -> float:
    return min(value, float(np.quantile(drawn, TAIL)))


def _high(drawn: Sequence[float], value: float) -> float:
    return max(value, float(np.quantile(drawn, 1 - TAIL)))


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
