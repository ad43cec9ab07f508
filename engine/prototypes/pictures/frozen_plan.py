"""Transfer learning: a linear head on what a network sees that others trained on millions of photographs."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from engine.jobs.protocol import Reporter
from engine.prototypes.pictures.class_pictures import ClassPlan, LabelledPicture
from engine.prototypes.split import Split
from engine.prototypes.system import Examples, Recipe

if TYPE_CHECKING:
    from engine.prototypes.learning import Learner
    from engine.prototypes.networks.backbones import Backbone
    from engine.prototypes.networks.head_learning import Sight

SIDES = (224, 160, 128)
"""Of the pictures, the one first that the backbones were trained on."""
MOST_BYTES = 256 * 2**20  # of all pictures in memory
MEAN, STD = (0.485, 0.456, 0.406), (0.229, 0.224, 0.225)  # of ImageNet's channels, 0 … 1
DROPOUT = 0.5  # few samples, many features


def borrowed_sizes(count: int, reporter: Reporter) -> tuple[int, ...]:
    """The side at which so many pictures are to be kept for a backbone; none where no weights are at hand, or
    where there are too many pictures to be kept. Files that can't be used are told as ``weights_ignored``."""
    side = next((side for side in SIDES if count * side**2 * 3 <= MOST_BYTES), None)
    if side is None:
        return ()
    from engine.prototypes.networks.backbones import find_backbone

    def ignored(file: str, reason: str) -> None:
        reporter.emit("weights_ignored", file=file, reason=reason)

    return () if find_backbone(ignored) is None else (side,)


def frozen_plans(examples: Examples[LabelledPicture], sides: Split, coarse: int) -> tuple[FrozenPlan, ...]:
    """One where the pictures were kept for it and the weights are still there. ``coarse``: the side at which
    the simple way looks at them."""
    side = next((side for side in SIDES if side in examples.prepared[0].pixels), None)
    if side is None:
        return ()
    from engine.prototypes.networks.backbones import find_backbone

    backbone = find_backbone(lambda _file, _reason: None)
    return () if backbone is None else (FrozenPlan(examples, sides, side, coarse, backbone),)


class FrozenPlan(ClassPlan):
    """Each picture is looked at once, before the first step; only the head learns. Not taken for pictures
    unlike the backbone's photographs, such as spectra, where it sees less than the simple way does."""

    recipe = Recipe(rate=1e-3, batch=64, weight_decay=1.0, steps_wanted=100, steps_enough=50)

    def __init__(
        self, examples: Examples[LabelledPicture], sides: Split, side: int, coarse: int, backbone: Backbone
    ) -> None:
        super().__init__(examples, side, MEAN, STD)
        self._sides, self._coarse, self._backbone = sides, coarse, backbone
        self.borrowed = backbone.borrowed

    def prepare(self, seconds: float | None, reporter: Reporter | None) -> bool:
        """Look at the pictures that are learnt from and that choose. False also where logistic regression on
        what is seen tells these apart less well than on coarse colours and edges."""
        if reporter is not None:
            reporter.emit("stage", name="features")
        looked_at = (*self._sides.train, *self._sides.validation)
        return self._sight.look(looked_at, seconds, reporter) and self._sees_enough(looked_at)

    def _sees_enough(self, looked_at: Sequence[int]) -> bool:
        from engine.prototypes.pictures.classical import best_logistic, features

        labels, learnt = self.labels[list(looked_at)], len(self._sides.train)
        train, validation = range(learnt), range(learnt, len(looked_at))
        coarse = np.stack([self.examples.prepared[index].pixels[self._coarse] for index in looked_at])
        _, seen = best_logistic(self._sight.of(looked_at).numpy(), labels, train, validation)
        _, simple = best_logistic(features(coarse), labels, train, validation)
        return seen >= simple

    def learner(self) -> Learner:
        """A head of a few thousand weights."""
        from engine.prototypes.networks.backbones import FrozenClassifier
        from engine.prototypes.networks.head_learning import HeadLearner

        network = FrozenClassifier(self._backbone, len(self.classes), DROPOUT)
        return HeadLearner(network, self.recipe, self._sight, self.loss)

    @cached_property
    def _sight(self) -> Sight:
        from engine.prototypes.networks.head_learning import Sight

        return Sight(self._backbone, [one.seen for one in self.examples.prepared], self.feeds)
