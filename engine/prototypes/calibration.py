"""How fast is this machine? A few steps decide how many threads and which plan."""

from __future__ import annotations

import os
import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic

import torch

from engine.jobs.protocol import Reporter
from engine.prototypes.lesson import Lesson
from engine.prototypes.system import P, Plan
from engine.prototypes.trainer import Budget, Stepper

STEPS_TIMED = 3
LARGEST_SHARE = 0.2  # of the budget that may go into finding out
PREPARING = 0.5  # as long as this share of the budget may be what a plan does before its first step


@dataclass(frozen=True)
class Calibration(Generic[P]):
    """The plan to follow and what it will come to; ``enough``: whether that many steps teach."""

    plan: Plan[P]
    threads: int
    seconds_per_step: float
    steps_expected: int

    @property
    def enough(self) -> bool:
        """False: the budget is short for this machine, and the result will show it."""
        return self.steps_expected >= self.plan.recipe.steps_enough


def calibrate(
    plans: Sequence[Plan[P]],
    lesson: Lesson[P],
    budget: Budget,
    seed: int,
    reporter: Reporter | None = None,
) -> Calibration[P]:
    """The first plan that gets the steps it wants in the budget, else the cheapest; and one or two
    threads, whichever is faster just now. Sets torch's number of threads. Plans that can't be prepared in
    their share of the budget are passed over; ``reporter`` is told how far that is.

    With a counted number of steps nothing is timed: the first plan that can be prepared, on one thread.
    """
    if budget.steps is not None:
        torch.set_num_threads(1)
        return Calibration(_prepared(plans, None, reporter)[0], 1, 0.0, budget.steps)
    torch.set_num_threads(_thread_counts()[-1])
    plans = _prepared(plans, PREPARING * budget.seconds, reporter)
    start = time.monotonic()
    threads, seconds = min(
        ((count, _seconds_per_step(plans[0], lesson, seed, count)) for count in _thread_counts()),
        key=lambda timed: timed[1],
    )
    torch.set_num_threads(threads)
    plan = plans[0]
    for cheaper in plans[1:]:
        if budget.seconds / seconds >= plan.recipe.steps_wanted:
            break
        timed = time.monotonic() - start < LARGEST_SHARE * budget.seconds
        scale = cheaper.cost / plan.cost
        seconds = _seconds_per_step(cheaper, lesson, seed, threads) if timed else seconds * scale
        plan = cheaper
    return Calibration(plan, threads, seconds, int(budget.seconds / seconds))


def _prepared(
    plans: Sequence[Plan[P]], seconds: float | None, reporter: Reporter | None
) -> Sequence[Plan[P]]:
    """From the first that is ready in time; the last is taken as it is."""
    ready = (place for place, plan in enumerate(plans[:-1]) if plan.prepare(seconds, reporter))
    return plans[next(ready, len(plans) - 1) :]


def _thread_counts() -> list[int]:
    limit = os.environ.get("OMP_NUM_THREADS", "")  # OpenMP may crash where more are asked for than it grants
    most = int(limit) if limit.isdecimal() else 2
    return [1, 2] if min(os.cpu_count() or 1, most) > 1 else [1]


def _seconds_per_step(plan: Plan[P], lesson: Lesson[P], seed: int, threads: int) -> float:
    torch.set_num_threads(threads)
    stepper = Stepper(plan, lesson, seed)
    stepper.step(0.5)  # the first one also prepares the kernels
    start = time.monotonic()
    for _ in range(STEPS_TIMED):
        stepper.step(0.5)
    return max((time.monotonic() - start) / STEPS_TIMED, 1e-4)
