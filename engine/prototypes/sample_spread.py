"""How a metric is spread over the samples: a good mean can hide bad ones."""

from __future__ import annotations

from dataclasses import dataclass

from engine.prototypes.types import PrototypeResult

LEAST = 8  # samples: of fewer every one can be looked at
BINS = 14
SAME = 1e-6  # of the largest: what lies closer together is equal


@dataclass(frozen=True)
class SampleSpread:
    """``counts``: test samples in steps of equal width from ``low`` to ``high``; half of them lie between
    ``quarter`` and ``three_quarters``. ``worst`` is ``low`` or ``high``, as the metric has it."""

    counts: tuple[int, ...]
    low: float
    high: float
    quarter: float
    three_quarters: float
    worst: float


def sample_spread(result: PrototypeResult) -> SampleSpread | None:
    """Of the test samples' own figures; None where samples have none of their own, or all the same."""
    import numpy as np  # the window has this module before it has numpy

    told = [one.figure for one in result.predictions if one.seen == "new" and one.right is None]
    values = np.asarray([one for one in told if one is not None], np.float64)
    values = values[np.isfinite(values)]
    if len(values) < LEAST or np.ptp(values) <= SAME * np.abs(values).max():
        return None
    counts, edges = np.histogram(values, BINS)
    quarter = np.quantile(values, 0.25, method="lower")  # outwards: so half of them do lie between
    three_quarters = np.quantile(values, 0.75, method="higher")
    low, high = float(edges[0]), float(edges[-1])
    return SampleSpread(
        counts=tuple(int(count) for count in counts),
        low=low,
        high=high,
        quarter=float(quarter),
        three_quarters=float(three_quarters),
        worst=low if result.higher_is_better else high,
    )
