"""Transfer learning: a linear head on what a network sees that others trained on millions of photographs."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

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


def frozen_plans(examples: Examples[LabelledPicture], sides: Split) -> tuple[FrozenPlan, ...]:
    """One where the pictures were kept for it and the weights are still there."""
    side = next((side for side in SIDES if side in examples.prepared[0].pixels), None)
    if side is None:
        return ()
    from engine.prototypes.networks.backbones import find_backbone

    backbone = find_backbone(lambda _file, _reason: None)
    return () if backbone is None else (FrozenPlan(examples, sides, side, backbone),)


class FrozenPlan(ClassPlan):
    """Each training picture is looked at once, before the first step; only the head learns."""

    recipe = Recipe(rate=1e-3, batch=64, weight_decay=1.0, steps_wanted=100, steps_enough=50)

    def __init__(
        self, examples: Examples[LabelledPicture], sides: Split, side: int, backbone: Backbone
    ) -> None:
        super().__init__(examples, side, MEAN, STD)
        self._train, self._backbone = sides.train, backbone
        self.borrowed = backbone.borrowed

    def prepare(self, seconds: float | None, reporter: Reporter | None) -> bool:
        """Look at the training pictures."""
        if reporter is not None:
            reporter.emit("stage", name="features")
        return self._sight.look(self._train, seconds, reporter)

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
