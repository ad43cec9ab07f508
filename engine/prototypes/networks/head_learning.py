"""A head learns on what a frozen backbone saw; every picture is looked at once, which takes most time."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from engine.jobs.protocol import Reporter
from engine.prototypes.learning import Learner, Loss, channels_last, descend, optimiser, tensors
from engine.prototypes.networks.backbones import Backbone, FrozenClassifier
from engine.prototypes.system import Feeds, Recipe

BATCH = 16
Seen = dict[str, NDArray[np.float32]]
"""Features of one picture by the file of the backbone that saw them."""


class Sight:
    """What a backbone sees in examples: looked at when first asked for, kept with the examples.

    ``kept``: of every example; ``feeds``: indices → the backbone's input.
    """

    def __init__(
        self, backbone: Backbone, kept: Sequence[Seen], feeds: Callable[[Sequence[int]], Feeds]
    ) -> None:
        self._network, self._name = channels_last(backbone.network), backbone.borrowed.file
        self._kept, self._feeds = kept, feeds

    def of(self, indices: Sequence[int]) -> Tensor:
        """The features [n, width] of these examples."""
        self.look(indices, None, None)
        return torch.from_numpy(np.stack([self._kept[index][self._name] for index in indices]))

    def look(self, indices: Sequence[int], seconds: float | None, reporter: Reporter | None) -> bool:
        """Look at those of the examples that were not looked at yet. False, and soon, where that would take
        longer than ``seconds``."""
        unseen = [index for index in dict.fromkeys(indices) if self._name not in self._kept[index]]
        start = time.monotonic()
        for done in range(0, len(unseen), BATCH):
            elapsed = time.monotonic() - start
            if done and seconds is not None and elapsed * len(unseen) > seconds * done:
                return False
            self._see(unseen[done : done + BATCH])
            if reporter is not None:
                reporter.progress(min(done + BATCH, len(unseen)), len(unseen), "features")
        return True

    @torch.no_grad()
    def _see(self, indices: Sequence[int]) -> None:
        seen = self._network(*tensors(self._feeds(indices))).numpy()
        for index, one in zip(indices, seen, strict=True):
            self._kept[index][self._name] = one


class HeadLearner(Learner):
    """Only the head is ever run in training; the whole network is what is judged and exported."""

    def __init__(self, network: FrozenClassifier, recipe: Recipe, sight: Sight, loss: Loss) -> None:
        self.network = network
        self._head = network.head.train()
        self._recipe, self._sight, self._loss = recipe, sight, loss
        self._optimiser = optimiser(self._head, recipe)

    def step(self, indices: Sequence[int], rate: float, fraction: float, generator: torch.Generator) -> float:
        """One step of AdamW on the loss of this batch."""
        loss = self._loss((self._head(self._sight.of(indices)),), indices)
        descend(self._optimiser, loss, self._recipe, rate)
        return loss.item()
