"""Would more data help? A power law with a floor, fitted to what samples of several sizes have taught.

``error(n) = floor + scale · n^-exponent``: the shape that learning curves are found to have
(Hestness and others 2017, arXiv:1712.00409). Floor and exponent are tried on a grid, the scale
follows in closed form; a bootstrap over the runs gives the band. Beyond ten times the data
nothing is said.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

FARTHEST = 10.0
"""Times the data there is, up to which the curve is drawn on."""
LEAST_SIZES, LEAST_SEEDS = 4, 3
BAND = (0.05, 0.95)
RESAMPLES = 200
EXPONENTS = np.linspace(0.05, 1.5, 30)
FLOORS = np.linspace(0.0, 1.0, 41)  # shares of the smallest error seen
PLATEAU = 0.1
"""When ten times the data takes away less than this share of the error, the curve is flat."""

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Run:
    """What one training on ``size`` samples came to; ``error``: less is better, at least 0."""

    size: int
    error: float


@dataclass(frozen=True)
class Forecast:
    """The error to be expected with ``size`` samples, and the band that holds 90 % of the resampled fits."""

    size: int
    error: float
    low: float
    high: float


@dataclass(frozen=True)
class Curve:
    """``plateau``: whether even ten times the data would hardly help."""

    floor: float
    scale: float
    exponent: float
    forecasts: tuple[Forecast, ...]
    plateau: bool

    def error(self, size: float) -> float:
        """The error that the fit gives for so many samples."""
        return float(self.floor + self.scale * size**-self.exponent)


def fit_curve(runs: Sequence[Run], wanted: Sequence[int]) -> Curve:
    """Fit the runs and say what to expect of the ``wanted`` sizes, at most ten times the largest of them.

    Raises ValueError for fewer than 4 sizes or 3 runs a size, or for a size too far off.
    """
    counts = {run.size: sum(other.size == run.size for other in runs) for run in runs}
    if len(counts) < LEAST_SIZES or min(counts.values()) < LEAST_SEEDS:
        raise ValueError(f"{LEAST_SIZES} sizes and {LEAST_SEEDS} runs of each are needed")
    largest = max(counts)
    if max(wanted) > FARTHEST * largest:
        raise ValueError(f"nothing is said beyond {FARTHEST:g} times the largest size")
    sizes, errors = _arrays(runs)
    floor, scale, exponent = _fit(sizes, errors)
    drawn = np.array(
        [_predicted(_fit(*_resampled(sizes, errors, seed)), wanted) for seed in range(RESAMPLES)]
    )
    expected = _predicted((floor, scale, exponent), wanted)
    low, high = np.quantile(drawn, BAND, axis=0)
    forecasts = tuple(
        Forecast(size, float(value), float(min(value, least)), float(max(value, most)))
        for size, value, least, most in zip(wanted, expected, low, high, strict=True)
    )
    now, then = _predicted((floor, scale, exponent), [largest, int(FARTHEST * largest)])
    return Curve(floor, scale, exponent, forecasts, bool(now - then < PLATEAU * max(now, 1e-9)))


def _arrays(runs: Sequence[Run]) -> tuple[Floats, Floats]:
    return np.array([float(run.size) for run in runs]), np.array([run.error for run in runs])


def _fit(sizes: Floats, errors: Floats) -> tuple[float, float, float]:
    """Weighted least squares: larger samples scatter less, and matter more for what is to come."""
    weights = np.sqrt(sizes / sizes.max())
    falling = sizes[None, :] ** -EXPONENTS[:, None]  # exponents, runs
    above = errors[None, :] - (FLOORS * errors.min())[:, None]  # floors, runs
    scale = (weights * falling) @ above.T / (weights * falling**2).sum(1)[:, None]  # exponents, floors
    scale = np.maximum(scale, 0.0)
    rest = above[None] - scale[..., None] * falling[:, None]
    exponent, floor = np.unravel_index(np.argmin((weights * rest**2).sum(2)), scale.shape)
    lowest = FLOORS[floor] * errors.min()
    return float(lowest), float(scale[exponent, floor]), float(EXPONENTS[exponent])


def _predicted(fitted: tuple[float, float, float], sizes: Sequence[int]) -> Floats:
    floor, scale, exponent = fitted
    return np.asarray(floor + scale * np.asarray(sizes, np.float64) ** -exponent)


def _resampled(sizes: Floats, errors: Floats, seed: int) -> tuple[Floats, Floats]:
    """The runs drawn again, as many of each size."""
    random = np.random.default_rng(seed)
    places = np.concatenate(
        [
            random.choice(np.flatnonzero(sizes == size), np.count_nonzero(sizes == size))
            for size in np.unique(sizes)
        ]
    )
    return sizes[places], errors[places]
