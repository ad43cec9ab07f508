"""A prototype's result: its metric beside its baselines, and what it said of each sample."""

from __future__ import annotations

from typing import Literal

from pydantic import AliasChoices, BaseModel, ConfigDict, Field

from engine.runtime.types import Prediction
from engine.texts import Text

__all__ = [
    "Borrowed",
    "CurveForecast",
    "CurvePoint",
    "CurveRun",
    "Difference",
    "MoreData",
    "Outcome",
    "Outlook",
    "Prediction",
    "PrototypeResult",
    "Score",
    "Spread",
    "Start",
    "SystemCard",
    "Unit",
]

Outcome = Literal["better", "as_good", "worse"]
Unit = Literal["share", "decibel", "pixels", "millimetres", "degrees", "bits", "number"]
"""What a metric is counted in; a share is shown in per cent."""
Start = Literal["scratch", "start_weights"]
Outlook = Literal["helps", "unclear", "plateau"]
"""Whether more data would help. ``unclear``: the points scatter more than the curve falls, or the trainings
were too short to tell."""


class Model(BaseModel):
    """Base: frozen and strict about its keys."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class SystemCard(Model):
    """A system as ``jjak prototype list`` tells it; ``name``: also the id of its card in the rule book.

    ``takes``: layouts of the dataset room; ``modalities``: what the input side must be one of;
    ``targets``: what the target side must be one of (``""``: no target is needed).
    """

    name: str
    title: Text
    takes: tuple[str, ...]
    metric: str
    baseline: str
    modalities: tuple[str, ...] = ("image",)
    targets: tuple[str, ...] = ()

    def fits(self, layout: str, modality: str, target: str | None) -> bool:
        """Whether a data set of this layout, with this on its two sides, can be learnt from."""
        return (
            layout in self.takes
            and modality in self.modalities
            and (not self.targets or (target or "") in self.targets)
        )


class Score(Model):
    """A metric on held-out samples with its 95 % interval."""

    name: str  # ``model``, ``majority``, ``logistic_regression`` …: a key of prototypes.toml
    value: float
    low: float
    high: float


class Difference(Model):
    """By how much the model's figure is higher than the better baseline's on the same test samples, with
    its 95 % interval. Higher is worse where the metric counts errors."""

    value: float
    low: float
    high: float


class CurvePoint(Model):
    """One point of the live curve; ``figure``: the metric on validation samples, not the test's."""

    seconds: float
    step: int
    loss: float
    figure: float | None = Field(None, validation_alias=AliasChoices("figure", "accuracy"))


class Borrowed(Model):
    """Weights of others that stand in a model, unchanged. ``name``: of their network; ``file``: they came in
    it; ``licence``: a key of ``prototypes.toml`` for what is known of their terms."""

    name: str
    file: str
    licence: str


class PrototypeResult(Model):
    """One training run, as written to ``result.json`` beside ``model.onnx``.

    ``outcome``: does the model beat the better baseline? ``better`` and ``worse`` when
    the interval of the paired difference excludes zero, else ``as_good``.
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
    image_size: int  # side of a picture, length of a text …; 0 where there is no such thing
    finished: Literal["budget", "finish_now"]
    parity: float
    model_bytes: int
    milliseconds_per_sample: float
    seed: int
    curve: tuple[CurvePoint, ...]
    predictions: tuple[Prediction, ...]  # test samples first, the worst ones first
    difference: Difference | None = None  # to the better baseline
    copies_left_out: int = 0
    unreadable: int = 0
    unused: int = 0
    unit: Unit = "share"
    higher_is_better: bool = True
    started_from: Start = "scratch"
    borrowed: Borrowed | None = None
    repeats: int = 1  # splits that the verdict rests on
    beside: dict[str, float] = Field(default_factory=dict)  # further figures on test samples, by key
    samples_won: float | None = None  # share of test samples on which the model beats the best baseline

    def ranked(self) -> tuple[Score, ...]:
        """The baselines, the best first."""
        return tuple(sorted(self.baselines, key=lambda score: score.value, reverse=self.higher_is_better))


class CurveRun(Model):
    """One training: on how many samples, and the metric that it came to; ``seen``: on samples of those."""

    samples: int
    figure: float
    seen: float


class CurveForecast(Model):
    """What to expect of so many samples, and the band that holds it nine times of ten."""

    samples: int
    figure: float
    low: float
    high: float


class Spread(Model):
    """The trainings on so many samples: the mean of their figures, the lowest and the highest."""

    samples: int
    mean: float
    low: float
    high: float


class MoreData(Model):
    """Whether more data would help. ``steps``: of every training; ``plateau``: it would hardly; ``short``:
    on what they had seen the trainings were hardly better, so that not the data but their steps, or the size
    of the model, set the limit.

    ``forecasts``: of all samples that there were to train on, then of more; ``fitted``: the curve that
    runs through them, from the smallest part that was trained on to ten times the largest.
    """

    system: str
    data: str
    metric: str
    unit: Unit
    higher_is_better: bool
    steps: int
    runs: tuple[CurveRun, ...]
    forecasts: tuple[CurveForecast, ...]
    fitted: tuple[CurveForecast, ...]
    plateau: bool
    short: bool

    @property
    def outlook(self) -> Outlook:
        """The answer in one word."""
        if self.plateau:
            return "unclear" if self.short else "plateau"
        return "helps" if self._surely_better(self.forecasts[-1]) else "unclear"

    @property
    def goal(self) -> CurveForecast:
        """The fewest samples that are better than those of now whatever the luck; else the most told of."""
        return next((one for one in self.forecasts[1:] if self._surely_better(one)), self.forecasts[-1])

    def spreads(self) -> tuple[Spread, ...]:
        """What the trainings came to, by their number of samples, the fewest first."""
        sizes = sorted({run.samples for run in self.runs})
        by_size = {size: [run.figure for run in self.runs if run.samples == size] for size in sizes}
        return tuple(
            Spread(samples=size, mean=sum(mine) / len(mine), low=min(mine), high=max(mine))
            for size, mine in by_size.items()
        )

    def _surely_better(self, then: CurveForecast) -> bool:
        now = self.forecasts[0].figure
        return then.low > now if self.higher_is_better else then.high < now
