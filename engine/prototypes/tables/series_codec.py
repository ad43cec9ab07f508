"""Between windows of a series and a network: each is put on a scale of its own past."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray
from pydantic import Field

from engine.dataset.types import Dataset, Sample
from engine.errors import UserError
from engine.jobs.protocol import Json
from engine.prototypes.system import Answer, Codec, Feeds, Outputs, Port, Unread
from engine.prototypes.tables.moments import date_words
from engine.prototypes.tables.series import Values, read_board
from engine.prototypes.tables.series_chart import chart
from engine.prototypes.tables.series_shape import Shape
from engine.prototypes.tables.series_windows import LEAST_SCALE, Window, again, windows_to_run
from engine.runtime.types import Model

LEAST_LOGGED = 0.05  # of a window's spread in logarithms: quieter ones are not blown up
HIGHEST = 60.0  # logarithms are cut there: no number overflows
WHOLE = 1000  # from which on values are told without fractions


class SeriesSettings(Model):
    """``logged``: values are taken as log(1 + v), for such series grow by shares; ``ahead``: columns known
    beforehand; ``features``: how much is known of each step beside its value."""

    shape: Shape
    logged: bool
    ahead: tuple[str, ...]
    features: int = Field(ge=0)


class SeriesCodec(Codec[Window]):
    """A stretch of the past and what is known of the steps to come in, their values out."""

    inputs = (Port("past"), Port("future"))
    outputs = (Port("forecast"),)

    def __init__(self, said: SeriesSettings) -> None:
        self.said = said

    def settings(self) -> dict[str, Json]:
        """As written into the file."""
        return self.said.model_dump(mode="json")

    def read(self, dataset: Dataset, sample: Sample) -> Window | None:
        """None: a row alone is no window; see :meth:`read_all`."""
        return None

    def read_all(self, dataset: Dataset) -> Iterator[Window | Unread]:
        """The future of every series of the table, and its past.

        Raises UserError where it has other steps than those that were learnt.
        """
        board = read_board(dataset)
        found = windows_to_run(board, self.said.shape, self.said.ahead)
        if found and found[0].around.shape[1] != self.said.features:
            raise UserError("prototype_other_steps", name=dataset.name)
        yield from found

    def feeds(self, some: Sequence[Window]) -> Feeds:
        """past [n, context, 1 + k], future [n, horizon, k]."""
        context = self.said.shape.context
        values = np.stack([self.scaled(one, one.past) for one in some]).astype(np.float32)
        around = np.stack([one.around for one in some])
        past = np.concatenate([values[:, :, None], around[:, :context]], 2)
        return {"past": past, "future": np.ascontiguousarray(around[:, context:])}

    def scaled(self, one: Window, values: Values) -> Values:
        """A window's values as the network takes and gives them."""
        level, spread = self._scale(one)
        return (self._logged(values) - level) / spread

    def told(self, one: Window, scaled: NDArray[np.float32] | Values) -> Values:
        """The way back to the table's units."""
        level, spread = self._scale(one)
        made = scaled.astype(np.float64) * spread + level
        return np.expm1(np.clip(made, 0.0, HIGHEST)) if self.said.logged else made

    def answer(self, one: Window, outputs: Outputs) -> Answer:
        """The values to come, beside those that came."""
        truth = None if one.truth is None else _in_words(one.truth)
        given = f"{one.name} @ {date_words(one.moment)}"
        return Answer(_in_words(self.told(one, outputs["forecast"])), truth, given=given)

    def draw(self, one: Window, outputs: Outputs) -> NDArray[np.uint8]:
        """The past, what came, what was foreseen, and the last period over again."""
        shape = self.said.shape
        return chart(one.past, one.truth, self.told(one, outputs["forecast"]), again(one, shape))

    def _scale(self, one: Window) -> tuple[float, float]:
        past = self._logged(one.past)
        least = LEAST_LOGGED if self.said.logged else LEAST_SCALE * one.scale
        return float(past.mean()), max(float(past.std()), least)

    def _logged(self, values: Values) -> Values:
        return np.log1p(np.maximum(values, 0.0)) if self.said.logged else values


def _in_words(values: Values) -> str:
    return ", ".join(f"{value:.4g}" if abs(value) < WHOLE else f"{value:.0f}" for value in values)
