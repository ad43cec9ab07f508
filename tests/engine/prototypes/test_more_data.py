"""Would more data help: parts of the training side, and figures as errors."""

from __future__ import annotations

import pytest
from bench_reporter import RecordingReporter
from hypothesis import given
from hypothesis import strategies as st
from picture_sets import write_tints

from engine.dataset import open_dataset
from engine.errors import UserError
from engine.prototypes import more_words
from engine.prototypes.metrics import METRICS
from engine.prototypes.more_data import concluded, from_error, measure_more_data, part_of, to_error
from engine.prototypes.registry import find_system
from engine.prototypes.split import Split
from engine.prototypes.trainer import Budget
from engine.prototypes.types import CurveRun

SIDES = Split(train=tuple(range(0, 200, 2)), validation=(1, 3), test=(5, 7), copies=())


@given(st.sampled_from((1 / 8, 1 / 4, 1 / 2, 1.0)), st.integers(0, 5))
def test_larger_parts_hold_the_smaller_and_nobody_else_moves(part, seed):
    smaller, whole = part_of(SIDES, part, seed), part_of(SIDES, 1.0, seed)
    assert set(smaller.train) <= set(whole.train) == set(SIDES.train)
    assert len(smaller.train) == round(100 * part)
    assert (smaller.validation, smaller.test) == (SIDES.validation, SIDES.test)


@pytest.mark.parametrize(("name", "figure"), [("accuracy", 0.8), ("psnr", 27.5), ("character_errors", 0.1)])
def test_a_figure_comes_back_from_its_error(name, figure):
    metric = METRICS[name]
    assert from_error(to_error(figure, metric), metric) == pytest.approx(figure)
    better = figure + 0.05 if metric.higher else figure - 0.05
    assert to_error(better, metric) < to_error(figure, metric)


@pytest.mark.slow
def test_twelve_trainings_with_the_same_steps(tmp_path):
    data = open_dataset(write_tints(tmp_path / "data", 30))
    reporter = RecordingReporter()
    found = measure_more_data(find_system("image_classification"), data, Budget(60, steps=3), 0, reporter)
    assert len(found.runs) == len(reporter.of("curve_run")) == 12
    assert len({run.samples for run in found.runs}) == 4
    assert [one.samples for one in found.forecasts] == [42, 84, 210, 420]
    for one in found.forecasts:
        assert one.low <= one.figure <= one.high


def test_too_few_samples_get_a_sentence(tmp_path):
    data = open_dataset(write_tints(tmp_path / "data", 12))
    with pytest.raises(UserError) as refused:
        measure_more_data(
            find_system("image_classification"), data, Budget(60, steps=3), 0, RecordingReporter()
        )
    assert refused.value.code == "more_data_too_few"


def runs_of(means, spread, seen):
    return [
        CurveRun(samples=samples, figure=mean + spread * seed, seen=seen)
        for samples, mean in zip((40, 80, 160, 320), means, strict=True)
        for seed in (-1, 0, 1)
    ]


@pytest.mark.parametrize(
    ("metric", "means", "spread", "seen", "outlook"),
    [
        ("accuracy", (0.5, 0.65, 0.76, 0.83), 0.01, 0.99, "helps"),
        ("accuracy", (0.82, 0.83, 0.83, 0.83), 0.005, 0.99, "plateau"),
        ("accuracy", (0.82, 0.83, 0.83, 0.83), 0.005, 0.85, "unclear"),
        ("accuracy", (0.80, 0.79, 0.81, 0.83), 0.08, 0.99, "unclear"),
        ("character_errors", (0.5, 0.35, 0.24, 0.17), 0.01, 0.02, "helps"),
        ("psnr", (20.0, 22.0, 24.0, 26.0), 0.1, 33.0, "helps"),
    ],
)
def test_the_outlook_follows_from_the_curve_its_scatter_and_what_was_fitted(
    metric, means, spread, seen, outlook
):
    found = concluded("s", "d", METRICS[metric], 60, runs_of(means, spread, seen))
    assert found.outlook == outlook
    assert [one.samples for one in found.forecasts] == [320, 640, 1600, 3200]
    assert (found.fitted[0].samples, found.fitted[-1].samples) == (40, 3200)
    assert [one.samples for one in found.spreads()] == [40, 80, 160, 320]
    assert (more_words.goal(found, "en") != "") == (outlook == "helps")


def test_the_goal_names_how_many_more_with_figure_and_band():
    found = concluded("s", "d", METRICS["accuracy"], 60, runs_of((0.5, 0.65, 0.76, 0.83), 0.01, 0.99))
    assert found.goal == found.forecasts[1], "twice as many are better whatever the luck"
    assert found.goal.low > found.forecasts[0].figure
    said = more_words.goal(found, "en")
    assert "With 320 more to train on, 640 in all" in said
    assert f"{100 * found.goal.figure:.1f} %" in said
