"""The simple ways to recommend: averages, popularity, and what others took beside it."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from engine.prototypes.metrics import Evidence
from engine.prototypes.system import Baseline
from engine.prototypes.tables.taking_codec import TakingCodec
from engine.prototypes.tables.takings import Taking

ITEM_SHRINK, USER_SHRINK = 3.0, 5.0  # ratings of the mean that everyone begins with
SHARED_SHRINK = 10.0  # takings that two items must share before they count as neighbours


class _Rated(Baseline):
    """Whatever says a rating of a row."""

    def __init__(self, takings: Sequence[Taking]) -> None:
        self._takings = takings

    def evidence(self, indices: Sequence[int]) -> list[Evidence]:
        """Squared errors."""
        some = [self._takings[index] for index in indices]
        truth = np.asarray([one.rating for one in some], np.float64)
        return [np.asarray([error]) for error in (self._ratings(some) - truth) ** 2]

    def _ratings(self, some: Sequence[Taking]) -> NDArray[np.float64]:
        raise NotImplementedError


class GlobalMean(_Rated):
    """Always the mean rating."""

    name = "global_mean"

    def __init__(self, takings: Sequence[Taking], train: Sequence[int]) -> None:
        super().__init__(takings)
        self._level = float(np.mean([takings[index].rating for index in train]))

    def _ratings(self, some: Sequence[Taking]) -> NDArray[np.float64]:
        return np.full(len(some), self._level)


class ItemUserBias(_Rated):
    """The mean, by how far the item, and then the user, usually lies from it; drawn to it where few do."""

    name = "item_user_bias"

    def __init__(self, takings: Sequence[Taking], train: Sequence[int], codec: TakingCodec) -> None:
        super().__init__(takings)
        self._codec = codec
        some = [takings[index] for index in train]
        users, items = codec.numbers(some), codec.item_numbers(some)
        ratings = np.asarray([one.rating for one in some], np.float64)
        self._level = float(ratings.mean())
        self._items = _apart(ratings - self._level, items, len(codec.said.items), ITEM_SHRINK)
        left = ratings - self._level - self._items[items]
        self._users = _apart(left, users, len(codec.said.users), USER_SHRINK)

    def biases(self) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """[users + 1] and [items + 1]: how far their ratings lie from the mean; 0 for the unknown one."""
        return self._users, self._items

    def _ratings(self, some: Sequence[Taking]) -> NDArray[np.float64]:
        items, users = self._codec.item_numbers(some), self._codec.numbers(some)
        low, high = self._codec.said.low, self._codec.said.high
        return np.clip(self._level + self._items[items] + self._users[users], low, high)


class _Ranked(Baseline):
    """Whatever says how likely each item is to be taken next."""

    def __init__(self, takings: Sequence[Taking], codec: TakingCodec) -> None:
        self._takings, self._codec = takings, codec

    def evidence(self, indices: Sequence[int]) -> list[Evidence]:
        """1 where the item that was taken is among those recommended, else 0."""
        some = [self._takings[index] for index in indices]
        hits = self._codec.hits(self._likings(self._codec.numbers(some)), some)
        return [np.asarray([float(hit)]) for hit in hits]

    def _likings(self, users: NDArray[np.int64]) -> NDArray[np.float32]:
        raise NotImplementedError


class Popularity(_Ranked):
    """To everyone what is taken most."""

    name = "popularity"

    def __init__(self, takings: Sequence[Taking], codec: TakingCodec) -> None:
        super().__init__(takings, codec)
        self._counts = popularity(codec)

    def _likings(self, users: NDArray[np.int64]) -> NDArray[np.float32]:
        return np.repeat(self._counts[None], len(users), 0)


class ItemNeighbours(_Ranked):
    """What was taken by those who took what the user took: cosines between items (k nearest neighbours)."""

    name = "item_neighbours"

    def __init__(self, takings: Sequence[Taking], codec: TakingCodec) -> None:
        super().__init__(takings, codec)
        self._had = _had(codec)
        shared = self._had.T @ self._had
        counts = shared.diagonal()
        norms = np.sqrt(np.maximum(counts[:, None] * counts[None], 1e-9)) + SHARED_SHRINK
        self._near = shared / norms
        np.fill_diagonal(self._near, 0.0)
        self._counts = popularity(codec) / max(1.0, float(popularity(codec).max()))

    def _likings(self, users: NDArray[np.int64]) -> NDArray[np.float32]:
        """Whoever took nothing yet is recommended what is popular."""
        near: NDArray[np.float32] = self._had[users] @ self._near + 1e-3 * self._counts
        return near.astype(np.float32)


def popularity(codec: TakingCodec) -> NDArray[np.float32]:
    """[items + 1]: how many users of the training side took each; 0 for the unknown one."""
    taken = np.concatenate([np.asarray(one, np.int64) for one in codec.said.taken])
    return np.bincount(taken, minlength=len(codec.said.items) + 1).astype(np.float32)


def _had(codec: TakingCodec) -> NDArray[np.float32]:
    """[users + 1, items + 1]: 1 where a user of the training side took an item."""
    made = np.zeros((len(codec.said.users) + 1, len(codec.said.items) + 1), np.float32)
    for user, taken in enumerate(codec.said.taken, start=1):
        made[user, list(taken)] = 1.0
    return made


def _apart(
    values: NDArray[np.float64], numbers: NDArray[np.int64], count: int, shrink: float
) -> NDArray[np.float64]:
    """[count + 1]: the mean of each number's values, as if ``shrink`` more of them were 0."""
    sums = np.bincount(numbers, values, count + 1)
    return np.asarray(sums / (np.bincount(numbers, minlength=count + 1) + shrink), np.float64)
