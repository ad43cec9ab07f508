"""A recurrent network that foresees how a series goes on."""

from __future__ import annotations

import torch
from torch import Tensor, nn

HIDDEN, WIDE, DROPOUT = 48, 64, 0.2


class Forecaster(nn.Module):
    """What the last period says, mended by a straight line through all values and by a gated recurrent
    network (GRU) that has read the past and knows the calendar of what comes.

    ``features``: known of every step beside the value. Both menders begin at nothing.
    """

    last: Tensor

    def __init__(self, context: int, horizon: int, period: int, features: int) -> None:
        super().__init__()
        self.reads = nn.GRU(1 + features, HIDDEN, batch_first=True)
        bends = nn.Linear(WIDE, horizon)
        self.head = nn.Sequential(
            nn.Dropout(DROPOUT), nn.Linear(HIDDEN + horizon * features, WIDE), nn.GELU(), bends
        )
        self.straight = nn.Linear(context + horizon * features, horizon)
        places = [context - period + step % period for step in range(horizon)]
        self.register_buffer("last", torch.tensor(places), persistent=False)
        for layer in (bends, self.straight):
            nn.init.zeros_(layer.weight)
            nn.init.zeros_(layer.bias)

    def forward(self, past: Tensor, future: Tensor) -> Tensor:
        """Values and what is known of them [n, context, 1 + k], what is known of the steps to come
        [n, horizon, k] → the values to come [n, horizon]."""
        values, known = past[:, :, 0], future.flatten(1)
        read, _ = self.reads(past)
        bent = self.head(torch.cat([read[:, -1], known], 1))
        line = self.straight(torch.cat([values, known], 1))
        made: Tensor = values.index_select(1, self.last) + line + bent
        return made
