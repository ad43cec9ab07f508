"""A prototype's result: its metric beside its baselines, and what it said of each sample."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict

from engine.runtime.types import Prediction
from engine.texts import Text

__all__ = ["CurvePoint", "Difference", "Outcome", "Prediction", "PrototypeResult", "Score", "SystemCard"]

Outcome = Literal["better", "as_good", "worse"]


class Model(BaseModel):
    """Base: frozen and strict about its keys."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class SystemCard(Model):
    """A system as ``jjak prototype list`` tells it; ``takes``: layouts of the dataset room."""

    name: str
    title: Text
    takes: tuple[str, ...]
    metric: str
    baseline: str


class Score(Model):
    """A metric on held-out samples with its 95 % interval, all between 0 and 1."""

    name: str  # ``model``, ``majority``, ``logistic_regression`` …: a key of prototypes.toml
    value: float
    low: float
    high: float


class Difference(Model):
    """Model minus the better baseline on the same test samples, with its 95 % interval; -1 … 1."""

    value: float
    low: float
    high: float


class CurvePoint(Model):
    """One point of the live curve; ``accuracy`` is on validation samples, not the test's."""

    seconds: float
    step: int
    loss: float
    accuracy: float | None = None


class PrototypeResult(Model):
    """One training run, as written to ``result.json`` beside ``model.onnx``.

    ``outcome``: does the model beat the better baseline? ``better`` and ``worse`` when
    the intervals of the paired difference exclude zero, else ``as_good``.
    ``parity``: largest absolute difference between torch and ONNX on test samples.
    ``copies_left_out``: held-out copies that were not counted twice; ``unreadable``: files
    that could not be read; ``unused``: samples beyond what a prototype reads.
    """

    system: str
    data: str  # name of the data set
    metric: str
    model: Score
    baselines: tuple[Score, ...]
    outcome: Outcome
    train_samples: int
    validation_samples: int
    test_samples: int
    classes: tuple[str, ...]
    confusion: tuple[tuple[int, ...], ...]  # rows: truth; columns: predicted; test samples
    seconds: float
    steps: int
    parameters: int
    image_size: int
    finished: Literal["budget", "finish_now"]
    parity: float
    model_bytes: int
    milliseconds_per_sample: float
    seed: int
    curve: tuple[CurvePoint, ...]
    predictions: tuple[Prediction, ...]  # test samples first, wrong ones first
    difference: Difference | None = None  # to the better baseline
    copies_left_out: int = 0
    unreadable: int = 0
    unused: int = 0
