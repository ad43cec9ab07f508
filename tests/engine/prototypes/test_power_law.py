"""Would more data help: the fit against curves whose law is known."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.prototypes.power_law import Run, fit_curve

SIZES = (100, 200, 400, 800)


def runs(floor: float, scale: float, exponent: float, noise: float = 0.0, seed: int = 0) -> list[Run]:
    random = np.random.default_rng(seed)
    return [
        Run(size, max(0.0, floor + scale * size**-exponent + noise * float(random.normal())))
        for size in SIZES
        for _ in range(3)
    ]


@settings(max_examples=20, deadline=None)
@given(st.floats(0, 0.1), st.floats(0.5, 3), st.floats(0.2, 0.6))
def test_a_law_without_noise_is_found_again(floor, scale, exponent):
    curve = fit_curve(runs(floor, scale, exponent), [800, 8000])
    assert curve.forecasts[0].error == pytest.approx(floor + scale * 800**-exponent, abs=0.01)
    assert curve.forecasts[1].error == pytest.approx(floor + scale * 8000**-exponent, abs=0.06)


def test_a_falling_curve_helps_and_a_flat_one_is_a_plateau():
    assert not fit_curve(runs(0.0, 3.0, 0.4, 0.005), [8000]).plateau
    assert fit_curve(runs(0.2, 0.0, 0.4, 0.003), [8000]).plateau


def test_the_band_mostly_holds_the_truth():
    held = 0
    for seed in range(40):
        forecast = fit_curve(runs(0.05, 2.0, 0.4, 0.01, seed), [4000]).forecasts[0]
        assert forecast.low <= forecast.error <= forecast.high
        held += forecast.low - 0.01 <= 0.05 + 2.0 * 4000**-0.4 <= forecast.high + 0.01
    assert held >= 28


def test_nothing_is_said_beyond_ten_times_the_data_or_from_too_few_runs():
    with pytest.raises(ValueError, match="10 times"):
        fit_curve(runs(0, 1, 0.5), [8001])
    with pytest.raises(ValueError, match="4 sizes"):
        fit_curve(runs(0, 1, 0.5)[3:], [800])
    with pytest.raises(ValueError, match="3 runs"):
        fit_curve(runs(0, 1, 0.5)[1:], [800])
