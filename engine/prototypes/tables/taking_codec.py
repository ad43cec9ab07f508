"""Between rows of users and items and a network that knows both by number."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray
from pydantic import Field

from engine.dataset.types import Dataset, Sample
from engine.jobs.protocol import Json
from engine.prototypes.system import Answer, Codec, Feeds, Outputs, Port, Unread
from engine.prototypes.tables.takings import Taking, all_takings
from engine.runtime.types import Model

TOP = 10
"""Items that are recommended."""


class TakingSettings(Model):
    """``taken``: of each user the places (in ``items``, from 1) of what they had, which is not recommended
    again. ``low``, ``high``: the ratings' ends; the same where there are none."""

    users: tuple[str, ...] = Field(min_length=1)
    items: tuple[str, ...] = Field(min_length=1)
    taken: tuple[tuple[int, ...], ...]
    low: float
    high: float

    @property
    def rated(self) -> bool:
        """Whether ratings were learnt."""
        return self.high > self.low


class TakingCodec(Codec[Taking]):
    """The numbers of a user and an item in; a score of the pair, and one of every item, out."""

    inputs = (Port("user"), Port("item"))
    outputs = (Port("score"), Port("likings"))

    def __init__(self, said: TakingSettings) -> None:
        self.said = said
        self._users = {name: place for place, name in enumerate(said.users, start=1)}
        self._items = {name: place for place, name in enumerate(said.items, start=1)}

    def settings(self) -> dict[str, Json]:
        """As written into the file."""
        return self.said.model_dump(mode="json")

    def read(self, dataset: Dataset, sample: Sample) -> Taking | None:
        """None: which column says who, the table as a whole tells; see :meth:`read_all`."""
        return None

    def read_all(self, dataset: Dataset) -> Iterator[Taking | Unread]:
        """Every row. Raises UserError where no columns say who took what."""
        yield from all_takings(dataset)

    def feeds(self, some: Sequence[Taking]) -> Feeds:
        """[n] each; 0 for whoever and whatever is not known."""
        return {"user": self.numbers(some), "item": self.item_numbers(some)}

    def numbers(self, some: Sequence[Taking]) -> NDArray[np.int64]:
        """[n]: the users'."""
        return np.asarray([self._users.get(one.user, 0) for one in some], np.int64)

    def item_numbers(self, some: Sequence[Taking]) -> NDArray[np.int64]:
        """[n]: the items'."""
        return np.asarray([self._items.get(one.item, 0) for one in some], np.int64)

    def rating(self, score: NDArray[np.float32]) -> NDArray[np.float64]:
        """Scores as ratings, no higher and no lower than any is."""
        return np.clip(score.astype(np.float64), self.said.low, self.said.high)

    def hits(self, likings: NDArray[np.float32], some: Sequence[Taking]) -> list[bool]:
        """Whether each row's item is among the ``TOP`` that its user would have been recommended.

        ``likings`` [n, items + 1]: of every item; those that the user had are no candidates.
        """
        found = []
        for one, row, item in zip(some, likings, self.item_numbers(some), strict=True):
            left = self._left(one, row, int(item))
            mine = left[item]
            higher, same = np.count_nonzero(left > mine), np.count_nonzero(left == mine)
            found.append(bool(item > 0 and higher + (same - 1) / 2 < TOP))
        return found

    def answer(self, one: Taking, outputs: Outputs) -> Answer:
        """The rating, or what is recommended; besides, how likely the likeliest items are."""
        left = self._left(one, outputs["likings"], self._items.get(one.item, 0)).astype(np.float64)
        chances = np.exp(left - left.max())
        chances /= chances.sum()
        best = [int(place) for place in np.argsort(-left, kind="stable")[:TOP] if np.isfinite(left[place])]
        scores = {self.said.items[place - 1]: round(float(chances[place]), 4) for place in best}
        if not self.said.rated:
            return Answer(", ".join(scores), one.item, scores=scores, given=one.user)
        said = f"{float(self.rating(outputs['score'])):.1f}"
        truth = None if one.rating is None else f"{one.rating:g}"
        return Answer(said, truth, scores=scores, given=f"{one.user} → {one.item}")

    def _left(self, one: Taking, likings: NDArray[np.float32], item: int) -> NDArray[np.float32]:
        """Likings of what a user has not had, beside the item that is asked about."""
        left = likings.copy()
        user = self._users.get(one.user, 0)
        had = [place for place in self.said.taken[user - 1] if place != item] if user else []
        left[[0, *had]] = -np.inf
        return left


def codec_of(train: Sequence[Taking]) -> TakingCodec:
    """What the training side knows."""
    users = sorted({one.user for one in train})
    items = sorted({one.item for one in train})
    places = {name: place for place, name in enumerate(items, start=1)}
    taken: dict[str, list[int]] = defaultdict(list)
    for one in train:
        taken[one.user].append(places[one.item])
    ratings = [one.rating for one in train if one.rating is not None] or [0.0]
    said = TakingSettings(
        users=tuple(users),
        items=tuple(items),
        taken=tuple(tuple(sorted(taken[name])) for name in users),
        low=min(ratings),
        high=max(ratings),
    )
    return TakingCodec(said)
