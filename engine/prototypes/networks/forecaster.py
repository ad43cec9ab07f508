"""A recurrent network that foresees how a series goes on."""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn import functional

HIDDEN, WIDE, DROPOUT = 48, 64, 0.2


class Forecaster(nn.Module):
    """A straight line through all values, solved beforehand (ridge regression), mended by a gated recurrent
    network (GRU) that has read the past and knows the calendar of what comes; it begins by mending nothing.

    ``features``: known of every step beside the value. ``slopes`` [horizon, context + horizon · features] and
    ``starts`` [horizon]: the line's.
    """

    slopes: Tensor
    starts: Tensor

    def __init__(self, slopes: Tensor, starts: Tensor, features: int) -> None:
        super().__init__()
        horizon = len(starts)
        self.reads = nn.GRU(1 + features, HIDDEN, batch_first=True)
        bends = nn.Linear(WIDE, horizon)
        self.head = nn.Sequential(
            nn.Dropout(DROPOUT), nn.Linear(HIDDEN + horizon * features, WIDE), nn.GELU(), bends
        )
        self.register_buffer("slopes", slopes, persistent=False)
        self.register_buffer("starts", starts, persistent=False)
        nn.init.zeros_(bends.weight)
        nn.init.zeros_(bends.bias)

    def forward(self, past: Tensor, future: Tensor) -> Tensor:
        """Values and what is known of them [n, context, 1 + k], what is known of the steps to come
        [n, horizon, k] → the values to come [n, horizon]."""
        known = future.flatten(1)
        read, _ = self.reads(past)
        line = functional.linear(torch.cat([past[:, :, 0], known], 1), self.slopes, self.starts)
        made: Tensor = line + self.head(torch.cat([read[:, -1], known], 1))
        return made
