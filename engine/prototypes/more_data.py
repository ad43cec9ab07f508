"""Would more data help? The system trained on ever larger parts of the sample, with the same number of steps.

The steps are fixed, not the seconds: otherwise a slow moment of the machine looks like a lack of data.
Judged on the validation side, so that the test is still touched only once.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from engine.errors import UserError
from engine.jobs.protocol import Reporter
from engine.prototypes.lesson import Lesson
from engine.prototypes.metrics import Metric
from engine.prototypes.power_law import FARTHEST, Curve, Run, fit_curve
from engine.prototypes.split import Split
from engine.prototypes.system import P, System
from engine.prototypes.types import CurveForecast, CurveRun, MoreData

if TYPE_CHECKING:
    from engine.dataset.types import Dataset
    from engine.prototypes.trainer import Budget

PARTS = (1 / 8, 1 / 4, 1 / 2, 1.0)
SEEDS = (0, 1, 2)
TRAININGS = len(PARTS) * len(SEEDS)
LEAST_TRAINING = 32
"""Training samples; an eighth of fewer is next to nothing."""
LEAST_STEPS = 20
MOST_SEEN = 0.5
"""A training whose error on what it has seen is more than this share of that on new samples was short."""
TIMES = (1, 2, 5, 10)
DRAWN = 16
"""Places at which the fitted curve is drawn."""


def measure_more_data(
    system: System[P], dataset: Dataset, budget: Budget, seed: int, reporter: Reporter
) -> MoreData:
    """Train on an eighth, a quarter, half and all of the training side, three times each.

    ``budget``: of all trainings together; counted steps are those of each. Raises UserError when the set
    doesn't suit the system or is too small.
    """
    from engine.prototypes.pipeline import read_lesson
    from engine.prototypes.trainer import Budget

    lesson = read_lesson(system, dataset, seed, reporter)
    if len(lesson.sides.train) < LEAST_TRAINING:
        raise UserError("more_data_too_few", count=len(lesson.sides.train), least=LEAST_TRAINING)
    steps = budget.steps or _steps_in(system, lesson, budget, seed)
    runs: list[CurveRun] = []
    for place, (part, number) in enumerate((part, number) for part in PARTS for number in SEEDS):
        reporter.progress(place, TRAININGS, "more_data")
        smaller = replace(lesson, sides=part_of(lesson.sides, part, number))
        runs.append(_train(system, smaller, Budget(budget.seconds, steps), seed + number))
        reporter.emit("curve_run", done=len(runs), total=TRAININGS)
    return concluded(system.card.name, dataset.name, lesson.metric, steps, runs)


def concluded(system: str, data: str, metric: Metric, steps: int, runs: Sequence[CurveRun]) -> MoreData:
    """What the trainings say together: the curve through them, drawn on."""
    least, whole = min(run.samples for run in runs), max(run.samples for run in runs)
    sizes = [times * whole for times in TIMES if times <= FARTHEST]
    errors = [Run(run.samples, to_error(run.figure, metric)) for run in runs]
    curve = fit_curve(errors, [*sizes, *_drawn(least, sizes[-1])])
    told = _forecasts(curve, metric)
    return MoreData(
        system=system,
        data=data,
        metric=metric.name,
        unit=metric.unit,
        higher_is_better=metric.higher,
        steps=steps,
        runs=tuple(runs),
        forecasts=told[: len(sizes)],
        fitted=told[len(sizes) :],
        plateau=curve.plateau,
        short=_is_short([run for run in runs if run.samples == whole], metric),
    )


def part_of(sides: Split, part: float, seed: int) -> Split:
    """The split with only this share of its training side; of a seed the larger parts hold the smaller."""
    order = np.random.default_rng(seed).permutation(len(sides.train))
    kept = order[: max(1, round(part * len(order)))]
    return replace(sides, train=tuple(sorted(sides.train[place] for place in kept)))


def to_error(figure: float, metric: Metric) -> float:
    """The figure as an error that falls with more data: what a share lacks to 1, the root mean square error
    that decibels stand for, and an error as it is."""
    if metric.unit == "share" and metric.higher:
        return max(0.0, 1.0 - figure)
    if metric.unit == "decibel":
        return float(10 ** (-figure / 20))
    if metric.higher:
        raise ValueError(f"{metric.name} has no error")
    return max(0.0, figure)


def from_error(error: float, metric: Metric) -> float:
    """The figure that an error stands for."""
    if metric.unit == "share" and metric.higher:
        return 1.0 - error
    return float(-20 * np.log10(max(error, 1e-6))) if metric.unit == "decibel" else error


def _is_short(runs: Sequence[CurveRun], metric: Metric) -> bool:
    seen, new = (
        float(np.mean([to_error(figure, metric) for figure in figures]))
        for figures in zip(*((run.seen, run.figure) for run in runs), strict=True)
    )
    return seen > MOST_SEEN * new


def _drawn(least: int, most: int) -> list[int]:
    """Sizes at equal steps of a logarithmic axis."""
    return [min(most, round(size)) for size in np.geomspace(least, most, DRAWN)]


def _forecasts(curve: Curve, metric: Metric) -> tuple[CurveForecast, ...]:
    said = []
    for one in curve.forecasts:
        ends = sorted((from_error(one.low, metric), from_error(one.high, metric)))
        figure = from_error(one.error, metric)
        said.append(CurveForecast(samples=one.size, figure=figure, low=ends[0], high=ends[1]))
    return tuple(said)


def _steps_in(system: System[P], lesson: Lesson[P], budget: Budget, seed: int) -> int:
    """How many steps each of the trainings gets."""
    from engine.prototypes.calibration import calibrate

    calibration = calibrate(system.plans(lesson.examples, lesson.sides), lesson, budget, seed)
    return max(LEAST_STEPS, calibration.steps_expected // TRAININGS)


def _train(system: System[P], lesson: Lesson[P], budget: Budget, seed: int) -> CurveRun:
    """One training, judged on the whole validation side and on as many samples that it has seen."""
    from engine.prototypes.trainer import fit, predict

    plan = system.plans(lesson.examples, lesson.sides)[0]
    trained = fit(plan, lesson, budget, seed, _Quiet())

    def figure(indices: Sequence[int]) -> float:
        outputs = predict(trained.network, plan, lesson.examples, indices)
        return lesson.metric.combine(plan.evidence(outputs, indices))

    train, validation = lesson.sides.train, lesson.sides.validation
    seen = np.random.default_rng(seed).permutation(train)[: len(validation)]
    return CurveRun(
        samples=len(train), figure=figure(validation), seen=figure([int(place) for place in sorted(seen)])
    )


class _Quiet:
    """Each training's own events are of no interest."""

    finish_requested = False

    def progress(self, done: int, total: int | None, stage: str) -> None:
        """Nothing."""

    def emit(self, kind: str, **data: object) -> None:
        """Nothing."""
