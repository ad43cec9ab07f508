"""The simple ways to foresee a series: no network, a second of work."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import Ridge

from engine.prototypes.metrics import Evidence
from engine.prototypes.system import Baseline
from engine.prototypes.tables.series import Values
from engine.prototypes.tables.series_codec import SeriesCodec
from engine.prototypes.tables.series_shape import Shape
from engine.prototypes.tables.series_windows import Window, again

STRENGTHS = (1.0, 10.0, 100.0, 1000.0)  # of the ridge


def scaled_error(one: Window, said: Values) -> float:
    """The mean distance from the truth, by how far the series usually lies from itself one period before."""
    return float(np.abs(said - _truth(one)).mean()) / one.scale


class LastValue(Baseline):
    """It stays as it is."""

    name = "last_value"

    def __init__(self, windows: Sequence[Window]) -> None:
        self._windows = windows

    def evidence(self, indices: Sequence[int]) -> list[Evidence]:
        """How far off the last known value is."""
        some = (self._windows[index] for index in indices)
        return [np.asarray([scaled_error(one, one.past[-1:])]) for one in some]


class SeasonalNaive(Baseline):
    """As one period before: last week's same day, last year's same month."""

    name = "seasonal_naive"

    def __init__(self, windows: Sequence[Window], shape: Shape) -> None:
        self._windows, self._shape = windows, shape

    def evidence(self, indices: Sequence[int]) -> list[Evidence]:
        """How far off the last period is."""
        some = (self._windows[index] for index in indices)
        return [np.asarray([scaled_error(one, again(one, self._shape))]) for one in some]


class RidgeOnLags(Baseline):
    """Ridge regression on all that the network is given."""

    name = "ridge_lags"

    def __init__(
        self, windows: Sequence[Window], codec: SeriesCodec, train: Sequence[int], validation: Sequence[int]
    ) -> None:
        """Its strength is chosen on the validation side, as the network's weights are."""
        self._windows, self._codec = windows, codec
        given = self._given(train)
        truth = np.stack([codec.scaled(windows[index], _truth(windows[index])) for index in train])
        fitted = [Ridge(strength).fit(given, truth) for strength in STRENGTHS]
        errors = [np.mean(self._errors(model, validation)) for model in fitted]
        self._model = fitted[int(np.argmin(errors))]

    def line(self) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        """Its slopes [horizon, all that is given] and starts [horizon]."""
        slopes = np.asarray(self._model.coef_, np.float32)
        return slopes, np.asarray(self._model.intercept_, np.float32)

    def evidence(self, indices: Sequence[int]) -> list[Evidence]:
        """How far off the regression is."""
        return [np.asarray([error]) for error in self._errors(self._model, indices)]

    def _errors(self, model: Ridge, indices: Sequence[int]) -> list[float]:
        some = [self._windows[index] for index in indices]
        said = model.predict(self._given(indices))
        return [scaled_error(one, self._codec.told(one, each)) for one, each in zip(some, said, strict=True)]

    def _given(self, indices: Sequence[int]) -> NDArray[np.float32]:
        feeds = self._codec.feeds([self._windows[index] for index in indices])
        return np.concatenate([feeds["past"][:, :, 0], feeds["future"].reshape(len(indices), -1)], 1)


def _truth(one: Window) -> Values:
    if one.truth is None:
        raise ValueError("a window without its truth neither teaches nor judges")
    return one.truth
