"""How a transformer learns to tell texts apart: first what stands in their gaps, then their classes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

import torch
from torch import Tensor
from torch.nn import functional

from engine.prototypes.learning import Learner, Loss, descend, optimiser, tensors
from engine.prototypes.networks.transformer import TextClassifier, hide, random_gaps
from engine.prototypes.system import Recipe
from engine.prototypes.texts.pieces import MASK

if TYPE_CHECKING:
    from engine.prototypes.system import Feeds

GAPS_UNTIL = 0.35  # of the run
HIDDEN = 0.1  # share of the pieces hidden afterwards: no single word is to be leant on


class GapsFirst(Learner):
    """Gaps in the client's own texts need no labels and teach what words mean; the labels are for the rest
    of the run. ``gaps``: share of the pieces that are masked."""

    def __init__(
        self,
        network: TextClassifier,
        recipe: Recipe,
        feeds: Callable[[Sequence[int]], Feeds],
        loss: Loss,
        gaps: float,
    ) -> None:
        self.network: TextClassifier = network.train()
        self._recipe, self._feeds, self._loss, self._gaps = recipe, feeds, loss, gaps
        self._optimiser = optimiser(network, recipe)

    def step(self, indices: Sequence[int], rate: float, fraction: float, generator: torch.Generator) -> float:
        """One step of AdamW on the gaps, or on the classes."""
        (pieces,) = tensors(self._feeds(indices))
        if fraction < GAPS_UNTIL:
            shown, places, truth = random_gaps(pieces, pieces > MASK, self._gaps, generator)
            loss = gap_loss(self.network.fill(shown, places), truth)
        else:
            loss = self._loss((self.network(hide(pieces, HIDDEN, generator)),), indices)
        descend(self._optimiser, loss, self._recipe, rate)
        return loss.item()


def gap_loss(votes: Tensor, truth: Tensor) -> Tensor:
    """Cross-entropy of what was there: [n, m, vocabulary], [n, m] → a scalar; 0 is no gap."""
    return functional.cross_entropy(votes.flatten(0, 1), truth.flatten(), ignore_index=0)
