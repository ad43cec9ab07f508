"""The one trainer: as many steps as the time allows, the learning rate run down to its end."""

from __future__ import annotations

import copy
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Generic, Literal

import numpy as np
import torch
from torch import nn
from torch.nn.utils import convert_conv2d_weight_memory_format

from engine.jobs.protocol import Reporter
from engine.prototypes.gallery import tell_gallery
from engine.prototypes.learning import Learner, as_tuple, tensors
from engine.prototypes.lesson import JUDGE_BATCH, Lesson
from engine.prototypes.system import Examples, Outputs, P, Plan
from engine.prototypes.types import CurvePoint

WARM_UP = 0.05  # share of the run in which the learning rate rises
LOOKS = 20  # at the validation samples, spread over the run
LOOKED_AT = 256  # of them at most: the rest of the time is for learning
LOOKING = 0.15  # share of the time that may go into looking: large outputs are looked at less often
GALLERY_SECONDS = 3.0
POINT_SECONDS = 0.5
LARGE_BATCH, SMALL_BATCH, LARGE_FROM = 64, 32, 2000


@dataclass(frozen=True)
class Budget:
    """How long to train: ``seconds``, or exactly ``steps`` steps however long they take.

    Counted steps make a run repeatable to the digit, and runs on samples of different
    size comparable.
    """

    seconds: float
    steps: int | None = None


@dataclass(frozen=True)
class Trained:
    """The running mean of the weights, ready to be exported: at the end of a run that used its
    budget, at its best look at the validation samples in one that was finished early."""

    network: nn.Module
    seconds: float
    steps: int
    finished: Literal["budget", "finish_now"]
    curve: tuple[CurvePoint, ...]


def batch_size(train: int, wanted: int | None) -> int:
    """Small sets take small batches, so that there are steps enough."""
    return min(train, wanted or (LARGE_BATCH if train >= LARGE_FROM else SMALL_BATCH))


def fit(plan: Plan[P], lesson: Lesson[P], budget: Budget, seed: int, reporter: Reporter) -> Trained:
    """Train a fresh network until the budget is used up or the user says "finish now".

    Emits a ``point`` about every half second and a ``gallery`` every few. The end of a whole run
    is kept unseen: there the learning rate has come to rest, and validation samples are too few to
    know a better moment.
    """
    return _Run(plan, lesson, budget, seed, reporter).go()


class Stepper(Generic[P]):
    """A learner and its examples: one call a step."""

    def __init__(self, plan: Plan[P], lesson: Lesson[P], seed: int) -> None:
        torch.manual_seed(seed)
        self.learner: Learner = plan.learner()
        if lesson.starter is not None:
            lesson.starter.warm(self.learner.network)
        self._generator = torch.Generator().manual_seed(seed)
        self._batches = _endless_batches(lesson.sides.train, plan.recipe.batch, seed)

    def step(self, fraction: float) -> float:
        """Learn one batch, ``fraction`` of the run being over; its loss."""
        rate = min(1.0, 0.05 + fraction / WARM_UP) * (1 - fraction) ** 0.9
        return self.learner.step(next(self._batches), rate, fraction, self._generator)


class _Run(Generic[P]):
    def __init__(
        self, plan: Plan[P], lesson: Lesson[P], budget: Budget, seed: int, reporter: Reporter
    ) -> None:
        self.plan, self.lesson, self.budget, self.reporter = plan, lesson, budget, reporter
        self.stepper = Stepper(plan, lesson, seed)
        self.network = self.stepper.learner.network
        self.mean = copy.deepcopy(self.network).eval()
        self.looked_at = _evenly(lesson.sides.validation, LOOKED_AT)
        self.best: float | None = None
        self.kept = self.mean
        self.curve: list[CurvePoint] = []
        self.start = time.monotonic()
        self.looking = 0.0
        self.shown = -GALLERY_SECONDS  # the first look is shown at once
        self.steps = 0
        self.loss = 0.0
        self.figure: float | None = None

    def go(self) -> Trained:
        looks = 1
        if self.lesson.starter is not None:  # there is something to see before anything is learnt
            self._look()
        while not self.reporter.finish_requested and (fraction := self._fraction()) < 1:
            loss = self.stepper.step(fraction)
            self.steps += 1
            self.loss = loss if self.steps == 1 else 0.9 * self.loss + 0.1 * loss
            self._average()
            if self._fraction() * LOOKS >= looks and self.looking <= LOOKING * self._elapsed():
                looks += 1
                self._look()
            if not self.curve or self._elapsed() - self.curve[-1].seconds >= POINT_SECONDS:
                self._point()
        finished: Literal["budget", "finish_now"] = "finish_now" if self._fraction() < 1 else "budget"
        self._look()
        self._point()
        network = self.mean if finished == "budget" else self.kept
        return Trained(
            network=convert_conv2d_weight_memory_format(network, torch.contiguous_format).eval(),
            seconds=self._elapsed(),
            steps=self.steps,
            finished=finished,
            curve=tuple(self.curve),
        )

    def _elapsed(self) -> float:
        return time.monotonic() - self.start

    def _fraction(self) -> float:
        if self.budget.steps is not None:
            return min(1.0, self.steps / self.budget.steps)
        return min(1.0, self._elapsed() / self.budget.seconds)

    @torch.no_grad()
    def _average(self) -> None:
        """Let the running mean of weights and batch statistics follow; faster at first."""
        past = min(self.plan.recipe.averaging, self.steps / (10 + self.steps))
        for mean, now in zip(
            self.mean.state_dict().values(), self.network.state_dict().values(), strict=True
        ):
            if mean.is_floating_point():
                mean.lerp_(now, 1 - past)
            else:
                mean.copy_(now)

    def _look(self) -> None:
        """Judge the running mean on the validation samples; keep it when it is the best so far."""
        began = time.monotonic()
        metric = self.lesson.metric
        outputs = predict(self.mean, self.plan, self.lesson.examples, self.looked_at)
        self.figure = metric.combine(self.plan.evidence(outputs, self.looked_at))
        if self.best is None or metric.better(self.figure, self.best) >= 0:
            self.best = self.figure
            self.kept = copy.deepcopy(self.mean)
        if time.monotonic() - self.shown >= GALLERY_SECONDS:
            shown = [self.lesson.examples.prepared[index] for index in self.looked_at]
            tell_gallery(self.plan.codec, shown, outputs, self.lesson.own_picture, self.reporter)
            self.shown = time.monotonic()
        self.looking += time.monotonic() - began

    def _point(self) -> None:
        elapsed = self._elapsed()
        done = self._fraction()
        left = elapsed * (1 - done) / max(done, 1e-6) if self.budget.steps else self.budget.seconds - elapsed
        point = CurvePoint(seconds=elapsed, step=self.steps, loss=self.loss, figure=self.figure)
        self.curve.append(point)
        self.reporter.emit("point", **point.model_dump(), seconds_left=max(0.0, left))
        self.figure = None


@torch.no_grad()
def predict(network: nn.Module, plan: Plan[P], examples: Examples[P], indices: Sequence[int]) -> Outputs:
    """The network's outputs for these examples, in evaluation mode."""
    network.eval()
    names = [port.name for port in plan.codec.outputs]
    batches = []
    for start in range(0, len(indices), JUDGE_BATCH):
        some = [examples.prepared[index] for index in indices[start : start + JUDGE_BATCH]]
        batches.append([one.numpy() for one in as_tuple(network(*tensors(plan.codec.feeds(some))))])
    return {
        name: np.concatenate(parts) for name, parts in zip(names, zip(*batches, strict=True), strict=True)
    }


def _evenly(indices: Sequence[int], most: int) -> tuple[int, ...]:
    """At most so many of them, at even distances: of every class in a list that is ordered by class."""
    step = max(1.0, len(indices) / most)
    return tuple(indices[int(place * step)] for place in range(min(most, len(indices))))


def _endless_batches(train: Sequence[int], wanted: int | None, seed: int) -> Iterator[list[int]]:
    """Full batches for ever; every example once before any comes again."""
    random = np.random.default_rng(seed)
    size = batch_size(len(train), wanted)
    waiting: list[int] = []
    while True:
        while len(waiting) < size:
            waiting += random.permutation(np.asarray(train)).tolist()
        yield waiting[:size]
        del waiting[:size]
