"""Series forecasting: how values over time go on, foreseen by a recurrent network from several starts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from engine.errors import UserError
from engine.jobs.protocol import Json, Reporter
from engine.prototypes.split import Key, Split
from engine.prototypes.system import Baseline, Examples, Feeds, Outputs, Plan, Recipe, System
from engine.prototypes.tables.series import Values, read_board
from engine.prototypes.tables.series_codec import SeriesCodec, SeriesSettings
from engine.prototypes.tables.series_shape import shape_of
from engine.prototypes.tables.series_windows import Side, Window, windows_of
from engine.prototypes.types import SystemCard
from engine.texts import catalogue

if TYPE_CHECKING:
    import torch

    from engine.dataset.types import Dataset
    from engine.prototypes.learning import Learner
    from engine.prototypes.metrics import Evidence

NAME = "series_forecasting"
SKEWED = 2.0  # of the high values of a series over its low ones, from which it is taken to grow by shares
SHAKEN = 0.1  # of a window's own spread
SMALL = 0.02  # of a series' level: of less an error in shares says nothing
LEAST_SHARE = 0.9  # of windows for which an error in shares must mean something


class SeriesForecasting(System[Window]):
    """Tables with a column that says when: each series cut into windows that slide through time."""

    example_count = 60

    @property
    def card(self) -> SystemCard:
        """How the system is listed."""
        return SystemCard(
            name=NAME,
            title=catalogue("prototypes").texts[NAME],
            takes=("table",),
            metric="forecast_error",
            baseline="ridge_lags",
            modalities=("table",),
        )

    def read(self, dataset: Dataset, seed: int, reporter: Reporter) -> Examples[Window]:
        """Windows of all series; those that begin at the same moment are one group.

        Raises UserError where there is no series, or too short ones.
        """
        board = read_board(dataset, reporter)
        windows = windows_of(board, shape_of(board.step, board.end), board.ahead)
        if {one.side for one in windows} != {"train", "validation", "test"}:
            raise UserError("prototype_uneven_series", name=dataset.name)
        keys = tuple(Key(one.id, f"{one.moment:.0f}") for one in windows)
        return Examples(tuple(windows), keys, 0, board.unused)

    def split(self, examples: Examples[Window], seed: int) -> Split:
        """By time: the past learns, the latest stretch judges, from several starts."""
        return Split(
            _of_side(examples, "train"), _of_side(examples, "validation"), _of_side(examples, "test"), ()
        )

    def baselines(self, examples: Examples[Window], sides: Split, seed: int) -> tuple[Baseline, ...]:
        """The last value, the last period, and ridge regression, which is hard to beat."""
        from engine.prototypes.tables.series_baselines import LastValue, RidgeOnLags, SeasonalNaive

        windows, codec = examples.prepared, _codec(examples, sides)
        return (
            LastValue(windows),
            SeasonalNaive(windows, codec.said.shape),
            RidgeOnLags(windows, codec, sides.train, sides.validation),
        )

    def plans(self, examples: Examples[Window], sides: Split) -> tuple[Plan[Window], ...]:
        """One."""
        return (ForecastPlan(examples, sides),)

    def codec(self, settings: dict[str, Json]) -> SeriesCodec:
        """As the file says."""
        return SeriesCodec(SeriesSettings.model_validate(settings))

    def make_example(self, folder: Path, seed: int, count: int) -> None:
        """Daily sales of so many products of invented shops, with promotions and holidays."""
        from engine.prototypes.drawings.sales import write_sales

        write_sales(folder, seed, count)


class ForecastPlan(Plan[Window]):
    """A gated recurrent network that mends ridge regression; see :class:`Forecaster`."""

    recipe = Recipe(rate=2e-3, batch=128, weight_decay=0.1, averaging=0.99, clip=1.0)

    def __init__(self, examples: Examples[Window], sides: Split) -> None:
        self.codec = self._codec = codec = _codec(examples, sides)
        self.size = codec.said.shape.context
        self._windows, self._sides = examples.prepared, sides
        self._given = codec.feeds(examples.prepared)
        truth = [codec.scaled(one, one.truth) for one in examples.prepared if one.truth is not None]
        self._truth = np.stack(truth).astype(np.float32)

    def learner(self) -> Learner:
        """A fresh network, which says at first what ridge regression says."""
        import torch

        from engine.prototypes.learning import Supervised
        from engine.prototypes.networks.forecaster import Forecaster
        from engine.prototypes.tables.series_baselines import RidgeOnLags

        ridge = RidgeOnLags(self._windows, self._codec, self._sides.train, self._sides.validation)
        slopes, starts = map(torch.from_numpy, ridge.line())
        network = Forecaster(slopes, starts, self._codec.said.features)
        return Supervised(network, self.recipe, self._feeds, self._loss, self._shaken)

    def evidence(self, outputs: Outputs, indices: Sequence[int]) -> list[Evidence]:
        """How far off each forecast is, by how far the series usually lies from itself one period before."""
        from engine.prototypes.tables.series_baselines import scaled_error

        return [
            np.asarray([scaled_error(one, self._codec.told(one, said))])
            for one, said in self._pairs(outputs, indices)
        ]

    def beside(self, outputs: Outputs, indices: Sequence[int]) -> dict[str, float]:
        """The mean error in shares of the truth, where no value is near nothing."""
        errors = [
            float(np.mean(np.abs(self._codec.told(one, said) - one.truth) / np.abs(one.truth)))
            for one, said in self._pairs(outputs, indices)
            if one.truth is not None and np.abs(one.truth).min() > SMALL * np.abs(one.past).mean()
        ]
        return {"mape": float(np.mean(errors))} if len(errors) >= LEAST_SHARE * len(indices) > 0 else {}

    def _pairs(
        self, outputs: Outputs, indices: Sequence[int]
    ) -> Iterator[tuple[Window, NDArray[np.float32]]]:
        return zip((self._windows[index] for index in indices), outputs["forecast"], strict=True)

    def _feeds(self, indices: Sequence[int]) -> Feeds:
        return {name: values[list(indices)] for name, values in self._given.items()}

    def _shaken(
        self, inputs: tuple[torch.Tensor, ...], indices: Sequence[int], generator: torch.Generator
    ) -> tuple[torch.Tensor, ...]:
        """Past values a little off, so that no window is known by heart."""
        import torch

        past, future = inputs
        noise = torch.zeros_like(past)
        noise[:, :, 0] = SHAKEN * torch.randn(past.shape[:2], generator=generator)
        return past + noise, future

    def _loss(self, outputs: tuple[torch.Tensor, ...], indices: Sequence[int]) -> torch.Tensor:
        """The mean distance from the truth: single wild days weigh no more than their distance."""
        import torch

        truth = torch.from_numpy(self._truth[list(indices)])
        return torch.nn.functional.l1_loss(outputs[0], truth)


def _of_side(examples: Examples[Window], side: Side) -> tuple[int, ...]:
    return tuple(index for index, one in enumerate(examples.prepared) if one.side == side)


def _codec(examples: Examples[Window], sides: Split) -> SeriesCodec:
    """What the training side says of the series."""
    train = [examples.prepared[index] for index in sides.train]
    first = train[0]
    said = SeriesSettings(
        shape=first.shape, logged=_grows_by_shares(train), ahead=first.ahead, features=first.around.shape[1]
    )
    return SeriesCodec(said)


def _grows_by_shares(train: Sequence[Window]) -> bool:
    """Whether nothing is negative and high values of the same series are many times its low ones."""
    values: dict[str, list[Values]] = defaultdict(list)
    for one in train:
        values[one.name].append(one.past)
    ends = [np.quantile(np.concatenate(some), (0.0, 0.05, 0.95)) for some in values.values()]
    if min(least for least, _, _ in ends) < 0:
        return False
    return bool(np.median([high / max(low, 1e-9) for _, low, high in ends if high > 0] or [1.0]) > SKEWED)
