"""A prototype's result: its metric beside its baselines, and what it said of each sample."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict

from engine.texts import Text


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


class Prediction(Model):
    """What the exported model said of one sample.

    ``seen``: ``fitted`` (the model was trained on it) or ``new`` (it was held out, or
    never part of the sample). ``picture``: file name in the run's ``pictures`` folder.
    """

    id: str
    truth: str | None
    predicted: str
    score: float
    scores: dict[str, float]
    seen: Literal["fitted", "new"]
    picture: str | None = None

    @property
    def right(self) -> bool | None:
        """Whether it was right; None where the truth is not known."""
        return None if self.truth is None else self.truth == self.predicted


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
    """

    system: str
    data: str  # name of the data set
    metric: str
    model: Score
    baselines: tuple[Score, ...]
    outcome: Literal["better", "as_good", "worse"]
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
