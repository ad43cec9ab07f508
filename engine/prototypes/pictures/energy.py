"""How far two crowds are apart, said without leaning either way even of a handful."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from engine.prototypes.metrics import Evidence

SAME = 1e-6  # a distance below which two rows are one sample, drawn or taken again


def relative_energy(evidence: Sequence[Evidence]) -> float:
    """The energy distance (Székely and Rizzo 2013) of made from real samples, in units of the mean distance
    between two real ones. 0: the same crowd.

    Where the Fréchet distance of a few samples grows with their fewness, this one does not: a sample is
    never compared with itself. Evidence of a sample: two rows, the features of a made one and of a real
    one.
    """
    rows = np.stack(evidence)
    made, real = rows[:, 0], rows[:, 1]
    spread = _mean_distance(real, real)
    apart = 2 * _mean_distance(made, real) - _mean_distance(made, made) - spread
    return float(max(apart, 0.0) / max(spread, SAME))


def _mean_distance(first: NDArray[np.float64], second: NDArray[np.float64]) -> float:
    """Of all pairs of different samples; 0 where there are none."""
    squares = np.square(first).sum(1)[:, None] + np.square(second).sum(1) - 2 * first @ second.T
    distances = np.sqrt(np.maximum(squares, 0))
    apart = distances[distances > SAME * (1 + distances.max())]
    return float(apart.mean()) if apart.size else 0.0
