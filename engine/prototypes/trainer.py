"""The one trainer: as many steps as the time allows, the learning rate run down to its end."""

from __future__ import annotations

import copy
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
import torch
from numpy.typing import NDArray
from torch import nn
from torch.nn.utils import convert_conv2d_weight_memory_format

from engine.jobs.protocol import Reporter
from engine.prototypes.split import Split
from engine.prototypes.system import Plan
from engine.prototypes.types import CurvePoint

LEARNING_RATE = 5e-3
WEIGHT_DECAY = 1e-2
WARM_UP = 0.05  # share of the run in which the learning rate rises
AVERAGING = 0.98  # weight of the past in the running mean of the weights
LOOKS = 20  # at the validation samples, spread over the run
POINT_SECONDS = 0.5
LARGE_BATCH, SMALL_BATCH, LARGE_FROM = 64, 32, 2000
JUDGE_BATCH = 128


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


def batch_size(train: int) -> int:
    """Small sets take small batches, so that there are steps enough."""
    return min(train, LARGE_BATCH if train >= LARGE_FROM else SMALL_BATCH)


def fit(plan: Plan, split: Split, budget: Budget, seed: int, reporter: Reporter) -> Trained:
    """Train a fresh network until the budget is used up or the user says "finish now".

    Emits a ``point`` about every half second. The end of a whole run is kept unseen: there the
    learning rate has come to rest, and validation samples are too few to know a better moment.
    """
    torch.manual_seed(seed)
    return _Run(plan, split, budget, seed, reporter).go()


class Stepper:
    """A network, its optimiser and the samples: one call a step."""

    def __init__(self, plan: Plan, train: Sequence[int], seed: int) -> None:
        self.network = convert_conv2d_weight_memory_format(plan.network(), torch.channels_last).train()
        self._plan = plan
        self._optimiser = torch.optim.AdamW(
            self.network.parameters(), LEARNING_RATE, weight_decay=WEIGHT_DECAY, fused=True
        )
        self._generator = torch.Generator().manual_seed(seed)
        self._batches = _endless_batches(train, seed)

    def step(self, fraction: float) -> float:
        """Learn one batch, ``fraction`` of the run being over; its loss."""
        for group in self._optimiser.param_groups:
            group["lr"] = LEARNING_RATE * min(1.0, 0.05 + fraction / WARM_UP) * (1 - fraction) ** 0.9
        indices = next(self._batches)
        inputs = torch.from_numpy(self._plan.inputs(indices)).to(memory_format=torch.channels_last)
        loss = self._plan.loss(self.network(self._plan.augment(inputs, self._generator)), indices)
        self._optimiser.zero_grad(set_to_none=True)
        torch.autograd.backward(loss)
        self._optimiser.step()
        return loss.item()


class _Run:
    def __init__(self, plan: Plan, split: Split, budget: Budget, seed: int, reporter: Reporter) -> None:
        self.plan, self.split, self.budget, self.reporter = plan, split, budget, reporter
        self.stepper = Stepper(plan, split.train, seed)
        self.mean = copy.deepcopy(self.stepper.network).eval()
        self.best: tuple[float, float] = (-1.0, 0.0)
        self.kept = self.mean
        self.curve: list[CurvePoint] = []
        self.start = time.monotonic()
        self.steps = 0
        self.loss = 0.0
        self.accuracy: float | None = None

    def go(self) -> Trained:
        looks = 1
        while not self.reporter.finish_requested and (fraction := self._fraction()) < 1:
            loss = self.stepper.step(fraction)
            self.steps += 1
            self.loss = loss if self.steps == 1 else 0.9 * self.loss + 0.1 * loss
            self._average()
            if self._fraction() * LOOKS >= looks:
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
        past = min(AVERAGING, self.steps / (10 + self.steps))
        for mean, now in zip(
            self.mean.state_dict().values(), self.stepper.network.state_dict().values(), strict=True
        ):
            if mean.is_floating_point():
                mean.lerp_(now, 1 - past)
            else:
                mean.copy_(now)

    def _look(self) -> None:
        """Judge the running mean on the validation samples; keep it when it is the best so far."""
        indices = self.split.validation
        outputs = predict(self.mean, self.plan, indices)
        self.accuracy = float(np.mean(self.plan.judge(outputs, indices)))
        loss = float(self.plan.loss(torch.from_numpy(outputs), indices))
        if (self.accuracy, -loss) >= self.best:
            self.best = (self.accuracy, -loss)
            self.kept = copy.deepcopy(self.mean)

    def _point(self) -> None:
        elapsed = self._elapsed()
        done = self._fraction()
        left = elapsed * (1 - done) / max(done, 1e-6) if self.budget.steps else self.budget.seconds - elapsed
        point = CurvePoint(seconds=elapsed, step=self.steps, loss=self.loss, accuracy=self.accuracy)
        self.curve.append(point)
        self.reporter.emit(
            "point",
            seconds=point.seconds,
            step=point.step,
            loss=point.loss,
            accuracy=point.accuracy,
            seconds_left=max(0.0, left),
        )
        self.accuracy = None


@torch.no_grad()
def predict(network: nn.Module, plan: Plan, indices: Sequence[int]) -> NDArray[np.float32]:
    """The network's outputs for these examples, in evaluation mode."""
    network.eval()
    outputs = [
        network(torch.from_numpy(plan.inputs(indices[start : start + JUDGE_BATCH]))).numpy()
        for start in range(0, len(indices), JUDGE_BATCH)
    ]
    return np.concatenate(outputs)


def _endless_batches(train: Sequence[int], seed: int) -> Iterator[list[int]]:
    """Full batches for ever; every example once before any comes again."""
    random = np.random.default_rng(seed)
    size = batch_size(len(train))
    waiting: list[int] = []
    while True:
        while len(waiting) < size:
            waiting += random.permutation(np.asarray(train)).tolist()
        yield waiting[:size]
        del waiting[:size]
