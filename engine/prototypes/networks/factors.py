"""Users and items as vectors whose product says how they get on (matrix factorisation)."""

from __future__ import annotations

import torch
from torch import Tensor, nn

WIDTH = 12
SMALL = 0.05
NUMBERS, RANKING = 0.1, 0.2  # how much these entries are held down beside the vectors of ratings


class Factors(nn.Module):
    """One pair of tables for how an item is rated, another for what is taken next; number 0 is anyone or
    anything unknown, whose entries stay at nothing.

    ``level``, ``spread``: of the ratings; ``kindness`` [users + 1], ``quality`` [items + 1]: how far those of
    users and items lie from it, in spreads, and ``popularity`` [items + 1]: where the two pairs begin.
    Without ``rated`` the score of a pair is how much the item is liked.
    """

    def __init__(
        self,
        level: float,
        spread: float,
        kindness: Tensor,
        quality: Tensor,
        popularity: Tensor,
        rated: bool,
    ) -> None:
        super().__init__()
        self.rated, self.level, self.spread = rated, level, spread
        users, items = len(kindness) - 1, len(quality) - 1
        self.taste, self.traits = _table(users, WIDTH), _table(items, WIDTH)
        self.kindness, self.quality = _table(users, 1), _table(items, 1)
        self.wish, self.lure, self.pull = _table(users, WIDTH), _table(items, WIDTH), _table(items, 1)
        with torch.no_grad():
            self.pull.weight.copy_(popularity[:, None])
            self.kindness.weight.copy_(kindness[:, None])
            self.quality.weight.copy_(quality[:, None])

    def forward(self, user: Tensor, item: Tensor) -> tuple[Tensor, Tensor]:
        """Numbers of users and items [n] → the score of each pair [n], and how likely each item is to be
        taken by each user [n, items + 1], higher for more."""
        likings = self.wish(user) @ self.lure.weight.T + self.pull.weight[:, 0]
        if not self.rated:
            return likings.gather(1, item[:, None])[:, 0], likings
        met = (self.taste(user) * self.traits(item)).sum(1)
        apart = self.kindness(user)[:, 0] + self.quality(item)[:, 0] + met
        return self.level + self.spread * apart, likings

    def weight(self, user: Tensor, item: Tensor) -> Tensor:
        """How large the entries are that a batch uses, to be kept small; those of ratings count most."""
        ranking = _size(self.wish(user)) + _size(self.lure(item))
        if not self.rated:
            return RANKING * ranking
        numbers = _size(self.kindness(user)) + _size(self.quality(item))
        return _size(self.taste(user)) + _size(self.traits(item)) + NUMBERS * numbers + RANKING * ranking


def _size(entries: Tensor) -> Tensor:
    return entries.square().sum(1).mean()


def _table(count: int, width: int) -> nn.Embedding:
    table = nn.Embedding(count + 1, width, padding_idx=0)
    with torch.no_grad():
        table.weight.normal_(0.0, SMALL)
        table.weight[0].zero_()
    return table
