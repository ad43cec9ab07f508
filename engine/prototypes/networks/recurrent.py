"""A recurrent network that reads a text from both ends."""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn import functional

from engine.prototypes.networks.transformer import pooled, small
from engine.prototypes.texts.pieces import PAD


class RecurrentClassifier(nn.Module):
    """A gated recurrent network (GRU) over pieces, beside the mean of all groups of letters in the text.

    What single words say the second view learns from few texts; what their order says is the first
    one's. ``mark``: of the vocabulary.
    """

    def __init__(
        self, mark: str, vocabulary: int, buckets: int, width: int, hidden: int, classes: int, dropout: float
    ) -> None:
        super().__init__()
        self.table = f"pieces_{mark}"
        self.register_parameter(self.table, small(vocabulary, width))
        self.groups = small(buckets, width)
        self.reads = nn.GRU(width, hidden, batch_first=True, bidirectional=True)
        self.dropout = nn.Dropout(dropout)
        self.head = nn.Linear(4 * hidden + width, classes)

    def forward(self, pieces: Tensor, groups: Tensor) -> Tensor:
        """Pieces [n, t] and hashed groups of letters [n, m], 0 for none → logits [n, classes]."""
        words = functional.embedding(pieces, self.get_parameter(self.table))
        inner, _ = self.reads(self.dropout(words * (pieces != PAD)[:, :, None]))
        there = (groups != 0)[:, :, None]
        bag = (functional.embedding(groups, self.groups) * there).sum(1) / there.sum(1).clamp(min=1).sqrt()
        votes: Tensor = self.head(self.dropout(torch.cat([pooled(inner, pieces), bag], dim=1)))
        return votes
