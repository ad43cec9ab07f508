"""Recommender: who will like what, learnt from ratings, or from nothing but who took what."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from engine.jobs.protocol import Json, Reporter
from engine.prototypes.split import Key, Split
from engine.prototypes.system import Baseline, Examples, Feeds, Outputs, Plan, Recipe, System
from engine.prototypes.tables.taking_codec import TakingCodec, TakingSettings, codec_of
from engine.prototypes.tables.takings import Taking, read_takings, split_by_time
from engine.prototypes.types import SystemCard
from engine.texts import catalogue

if TYPE_CHECKING:
    import torch

    from engine.dataset.types import Dataset
    from engine.prototypes.learning import Learner
    from engine.prototypes.metrics import Evidence

NAME = "recommender"
OTHERS = 32  # items that each taken one is held against
VECTOR_DECAY = 0.08
LEAST_SPREAD = 1e-3  # of ratings
LARGEST_TABLE = 20_000_000  # users times items of which it is kept who took what


class Recommender(System[Taking]):
    """Tables of users and items: ratings where there are some, else what is taken next."""

    example_count = 24_000
    portable = False  # another client has other people and other goods

    @property
    def card(self) -> SystemCard:
        """How the system is listed."""
        return SystemCard(
            name=NAME,
            title=catalogue("prototypes").texts[NAME],
            takes=("table",),
            metric="rating_error",
            baseline="item_user_bias",
            modalities=("table", "text"),
        )

    def read(self, dataset: Dataset, seed: int, reporter: Reporter) -> Examples[Taking]:
        """Each user's each item once; a user's rows stand or fall together. Raises UserError."""
        takings, unused = read_takings(dataset, reporter)
        return Examples(takings, tuple(Key(one.id, one.user) for one in takings), 0, unused)

    def metric(self, examples: Examples[Taking]) -> str:
        """The error of ratings where there are some, else how often what is taken next was recommended."""
        return "recall_at_10" if examples.prepared[0].rating is None else "rating_error"

    def split(self, examples: Examples[Taking], seed: int) -> Split:
        """By each user's time."""
        return split_by_time(examples.prepared, seed)

    def baselines(self, examples: Examples[Taking], sides: Split, seed: int) -> tuple[Baseline, ...]:
        """Of ratings the averages; of takings what is popular, and what others took beside it."""
        from engine.prototypes.tables.taking_baselines import (
            GlobalMean,
            ItemNeighbours,
            ItemUserBias,
            Popularity,
        )

        takings, codec = examples.prepared, _codec(examples, sides)
        if codec.said.rated:
            return GlobalMean(takings, sides.train), ItemUserBias(takings, sides.train, codec)
        return Popularity(takings, codec), ItemNeighbours(takings, codec)

    def plans(self, examples: Examples[Taking], sides: Split) -> tuple[Plan[Taking], ...]:
        """One."""
        return (FactorPlan(examples, sides),)

    def codec(self, settings: dict[str, Json]) -> TakingCodec:
        """As the file says."""
        return TakingCodec(TakingSettings.model_validate(settings))

    def make_example(self, folder: Path, seed: int, count: int) -> None:
        """About so many ratings that invented viewers gave to films over two years."""
        from engine.prototypes.drawings.ratings import write_ratings

        write_ratings(folder, seed, count)


class FactorPlan(Plan[Taking]):
    """Vectors of users and items; see :class:`Factors`."""

    recipe = Recipe(
        rate=5e-3, batch=1024, weight_decay=0.0, averaging=0.99, steps_wanted=600, steps_enough=300
    )

    def __init__(self, examples: Examples[Taking], sides: Split) -> None:
        self.codec = self._codec = _codec(examples, sides)
        self._takings = examples.prepared
        self._given = self._codec.feeds(examples.prepared)
        self._ratings = np.asarray([one.rating or 0.0 for one in examples.prepared], np.float32)
        self._train = sides.train

    def learner(self) -> Learner:
        """Fresh vectors; ratings begin with the averages, recommendations with what is popular."""
        import torch

        from engine.prototypes.learning import Supervised
        from engine.prototypes.networks.factors import Factors
        from engine.prototypes.tables.taking_baselines import ItemUserBias, popularity

        said = self._codec.said
        ratings = self._ratings[list(self._train)]
        level, spread = float(ratings.mean()), max(float(ratings.std()), LEAST_SPREAD)
        users, items = np.zeros(len(said.users) + 1), np.zeros(len(said.items) + 1)
        if said.rated:
            users, items = ItemUserBias(self._takings, self._train, self._codec).biases()
        counts = np.log(np.maximum(popularity(self._codec), 0.1))
        kindness, quality, popular = (
            torch.from_numpy(one.astype(np.float32)) for one in (users / spread, items / spread, counts)
        )
        network = Factors(level, spread, kindness, quality, popular, said.rated)

        def paired(
            indices: Sequence[int], generator: torch.Generator
        ) -> tuple[tuple[torch.Tensor, ...], Callable[[tuple[torch.Tensor, ...]], torch.Tensor]]:
            user, item = (torch.from_numpy(each) for each in self._feeds(indices).values())
            others = torch.randint(1, len(said.items) + 1, (len(indices), OTHERS), generator=generator)
            fair = ~had[user[:, None], others] if had is not None else others != item[:, None]
            truth = torch.from_numpy(self._ratings[list(indices)])

            def loss(outputs: tuple[torch.Tensor, ...]) -> torch.Tensor:
                """Ratings by squares, order by pairs: what was taken above what was not (BPR)."""
                score, likings = outputs
                apart = likings.gather(1, item[:, None]) - likings.gather(1, others)
                pairs = torch.nn.functional.softplus(-apart) * fair
                whole = pairs.sum() / fair.sum().clamp(min=1) + VECTOR_DECAY * network.weight(user, item)
                return whole + torch.nn.functional.mse_loss(score, truth) / spread**2 if said.rated else whole

            return (user, item), loss

        had = self._had()
        return Supervised(network, self.recipe, paired=paired)

    def evidence(self, outputs: Outputs, indices: Sequence[int]) -> list[Evidence]:
        """Squared errors of ratings, or whether what was taken would have been recommended."""
        if not self._codec.said.rated:
            return [np.asarray([float(hit)]) for hit in self._hits(outputs, indices)]
        apart = self._codec.rating(outputs["score"]) - self._ratings[list(indices)]
        return [np.asarray([error]) for error in apart**2]

    def beside(self, outputs: Outputs, indices: Sequence[int]) -> dict[str, float]:
        """Of ratings too, whether what is recommended would have been taken, beside mere popularity."""
        from engine.prototypes.tables.taking_baselines import Popularity

        if not self._codec.said.rated or not indices:
            return {}
        popular = Popularity(self._takings, self._codec).evidence(indices)
        return {
            "recall_at_10": float(np.mean(self._hits(outputs, indices))),
            "popularity_recall": float(np.mean([one.item() for one in popular])),
        }

    def _hits(self, outputs: Outputs, indices: Sequence[int]) -> list[bool]:
        return self._codec.hits(outputs["likings"], [self._takings[index] for index in indices])

    def _feeds(self, indices: Sequence[int]) -> Feeds:
        return {name: values[list(indices)] for name, values in self._given.items()}

    def _had(self) -> torch.Tensor | None:
        """[users + 1, items + 1]: who took what; None where that is too large a table."""
        import torch

        said = self._codec.said
        if (len(said.users) + 1) * (len(said.items) + 1) > LARGEST_TABLE:
            return None
        made = torch.zeros(len(said.users) + 1, len(said.items) + 1, dtype=torch.bool)
        for user, taken in enumerate(said.taken, start=1):
            made[user, list(taken)] = True
        return made


def _codec(examples: Examples[Taking], sides: Split) -> TakingCodec:
    return codec_of([examples.prepared[index] for index in sides.train])
