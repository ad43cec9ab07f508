"""Small sets judged more than once: with few test samples one split says more of luck than of the model.

The whole set is split anew, trained on and judged again, each time in a shorter run; the evidence of
all test samples is put together. A sample that is judged twice counts as one cluster.
"""

from __future__ import annotations

from dataclasses import replace

from engine.jobs.protocol import Json, Reporter
from engine.prototypes.judging import Judged
from engine.prototypes.lesson import Lesson
from engine.prototypes.system import P, Plan, System
from engine.prototypes.trainer import Budget, fit, predict

FEW_TESTS, FEW_GROUPS = 30, 3
"""With fewer test samples, or origins of them, the set is judged again."""
REPEATS = 2
MAIN_SHARE = 0.5
"""Of the seconds, for the run that is exported; the repeats share the rest."""


def shares(lesson: Lesson[P], budget: Budget) -> tuple[Budget, Budget | None]:
    """The budget of the main run, and that of each repeat; None where there are to be none.

    Counted steps are for runs that are to be alike: they are never repeated.
    """
    test = lesson.sides.test
    origins = {lesson.examples.keys[index].group for index in test}
    if budget.steps is not None or (len(test) >= FEW_TESTS and len(origins) >= FEW_GROUPS):
        return budget, None
    rest = budget.seconds * (1 - MAIN_SHARE) / REPEATS
    return Budget(budget.seconds * MAIN_SHARE), Budget(rest)


def judge_again(
    system: System[P], lesson: Lesson[P], budget: Budget, size: int, seed: int, reporter: Reporter
) -> list[Judged]:
    """Split, train and judge again; the plan of that ``size`` is taken. Ends early when asked to."""
    found: list[Judged] = []
    for number in range(1, REPEATS + 1):
        if reporter.finish_requested:
            break
        reporter.emit("stage", name="repeating")
        sides = system.split(lesson.examples, seed + number)
        other = replace(lesson, sides=sides)
        plan = _like(system.plans(lesson.examples, sides), size)
        trained = fit(plan, other, budget, seed + number, _Hushed(reporter))
        outputs = predict(trained.network, plan, lesson.examples, sides.test)
        ways = system.baselines(lesson.examples, sides, seed + number)
        found.append(
            Judged(
                sides.test,
                plan.evidence(outputs, sides.test),
                {way.name: way.evidence(sides.test) for way in ways},
            )
        )
    return found


def _like(plans: tuple[Plan[P], ...], size: int) -> Plan[P]:
    return next((plan for plan in plans if plan.size == size), plans[0])


class _Hushed:
    """Says nothing of its own points, but ends when the user wishes so."""

    def __init__(self, reporter: Reporter) -> None:
        self._reporter = reporter

    @property
    def finish_requested(self) -> bool:
        """As the run as a whole."""
        return self._reporter.finish_requested

    def progress(self, done: int, total: int | None, stage: str) -> None:
        """Nothing."""

    def emit(self, kind: str, **data: Json) -> None:
        """Nothing."""
