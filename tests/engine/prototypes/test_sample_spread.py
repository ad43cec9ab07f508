from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.prototypes.sample_spread import LEAST, sample_spread
from engine.prototypes.types import PrototypeResult, Score
from engine.runtime.types import Prediction

values = st.lists(st.floats(-60, 60), min_size=LEAST, max_size=80)


def run_with(figures: list[float | None], *, higher: bool = True) -> PrototypeResult:
    """A run whose test samples have these figures."""
    model = Score(name="model", value=1.0, low=0.5, high=1.5)
    predictions = tuple(
        Prediction(id=str(place), truth=None, predicted="", seen="new", figure=one)
        for place, one in enumerate(figures)
    )
    fitted = Prediction(id="f", truth=None, predicted="", seen="fitted", figure=1e6)
    return PrototypeResult(
        system="pix2pix", data="set", metric="psnr", model=model, baselines=(model,), outcome="as_good",
        train_samples=9, validation_samples=3, test_samples=len(figures), classes=(), confusion=(),
        seconds=1.0, steps=1, parameters=1, image_size=8, finished="budget", parity=0.0, model_bytes=1,
        milliseconds_per_sample=1.0, seed=0, curve=(), predictions=(*predictions, fitted),
        higher_is_better=higher,
    )  # fmt: skip


@given(values)
def test_every_test_sample_is_counted_once_and_the_middle_half_lies_inside(figures):
    said = sample_spread(run_with([*figures]))
    if said is None:
        assert max(figures) - min(figures) <= 1e-6 * max(map(abs, figures))
        return
    assert sum(said.counts) == len(figures)
    assert said.low <= said.quarter <= said.three_quarters <= said.high
    assert (said.low, said.high) == pytest.approx((min(figures), max(figures)))
    between = sum(said.quarter <= one <= said.three_quarters for one in figures)
    assert between >= len(figures) // 2


def test_the_worst_is_at_the_end_that_the_metric_calls_so():
    figures = [float(number) for number in range(20)]
    higher, lower = sample_spread(run_with([*figures])), sample_spread(run_with([*figures], higher=False))
    assert higher is not None
    assert lower is not None
    assert (higher.worst, lower.worst) == (0.0, 19.0)


def test_a_handful_or_samples_without_figures_have_no_spread():
    assert sample_spread(run_with([1.0, 2.0, 3.0])) is None
    assert sample_spread(run_with([None] * 30)) is None
