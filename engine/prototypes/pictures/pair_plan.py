"""How a painter learns pairs of pictures: near to the truth, and such that a critic believes it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from engine.prototypes.pictures.picture_pairs import (
    PairSettings,
    PicturePair,
    PictureToPicture,
    Shape,
    planes,
    psnr_evidence,
)
from engine.prototypes.system import Examples, Outputs, Plan, Recipe
from engine.runtime.preprocess import Pixels

if TYPE_CHECKING:
    import torch
    from torch import nn

    from engine.prototypes.adversarial import Round
    from engine.prototypes.learning import Learner
    from engine.prototypes.metrics import Evidence

LIKENESS = 10.0
MIRRORED = 2.0  # times as far off by chance


@dataclass(frozen=True)
class Paint:
    """How a plan paints. ``widths``, ``fold``: of the U-Net. ``game``: weight of the critic's word beside
    ``LIKENESS`` times the mean absolute error; 0: none. ``begin``: the fraction of the run from which
    it has a say. ``mirror``: whether pairs may be mirrored, both sides alike. ``change``: see Painter."""

    widths: tuple[int, ...]
    fold: int
    game: float
    begin: float = 0.2
    mirror: bool = True
    change: bool = False
    critic: tuple[int, ...] = (16, 32)


class PaintingPlan(Plan[PicturePair]):
    """One painter for pairs of one shape."""

    def __init__(
        self,
        examples: Examples[PicturePair],
        shape: Shape,
        paint: Paint,
        recipe: Recipe,
        cost: float = 1.0,
    ) -> None:
        self.codec = PictureToPicture(PairSettings(height=shape[0], width=shape[1]))
        self.recipe, self.cost, self.size = recipe, cost, max(shape)
        self._examples, self._paint = examples, paint

    def learner(self) -> Learner:
        """A painter and, where it has a say, a critic of patches that sees the input beside the picture."""
        from engine.prototypes.adversarial import HINGE, Adversarial, Rules
        from engine.prototypes.blocks import PatchCritic

        paint = self._paint
        rules = Rules(HINGE, weight=paint.game, begin=paint.begin if paint.game else 2.0)
        return Adversarial(self.network(), PatchCritic(6, paint.critic), self.recipe, rules, self._play)

    def network(self) -> nn.Module:
        """A fresh painter."""
        from engine.prototypes.networks.painter import Painter

        return Painter(3, 3, self._paint.widths, self._paint.fold, self._paint.change)

    def evidence(self, outputs: Outputs, indices: Sequence[int]) -> list[Evidence]:
        """How alike each painted picture is to its truth, in dB."""
        return psnr_evidence(outputs["output"], planes(targets_of(self._examples, indices)))

    def _play(self, indices: Sequence[int], generator: torch.Generator) -> Round:
        import torch

        from engine.prototypes.adversarial import Round
        from engine.prototypes.learning import tensors

        sources = np.stack([self._examples.prepared[index].source for index in indices])
        source, target = tensors(
            {"source": planes(sources), "target": planes(targets_of(self._examples, indices))}
        )
        if self._paint.mirror:
            flip = torch.rand(len(indices), generator=generator) < 0.5
            source, target = mirrored(source, flip), mirrored(target, flip)
        return Round(
            inputs=(source,),
            real=target,
            beside=(source,),
            likeness=lambda outputs: LIKENESS * (outputs[0] - target).abs().mean(),
        )


def mirrored(pictures: torch.Tensor, which: torch.Tensor) -> torch.Tensor:
    """[n, c, h, w] with those of ``which`` [n] mirrored left to right."""
    import torch

    return torch.where(which[:, None, None, None], pictures.flip(3), pictures)


def bears_mirror(targets: Pixels) -> bool:
    """Whether these pictures know no left and right, as far as can be told: whether the mean of one half
    of them, mirrored, is about as near to the mean of the other half as it is unmirrored."""
    halves = [targets[start::2].mean(axis=0, dtype=np.float64) for start in (0, 1)]
    same = np.square(halves[0] - halves[1]).mean()
    turned = np.square(halves[0] - halves[1][:, ::-1]).mean()
    return bool(turned <= MIRRORED * same)


def sources_of(examples: Examples[PicturePair], indices: Sequence[int] | None = None) -> Pixels:
    """Inputs, [n, h, w, 3]; ``indices``: of which; None: of all."""
    chosen = range(len(examples.prepared)) if indices is None else indices
    return np.stack([examples.prepared[index].source for index in chosen])


def targets_of(examples: Examples[PicturePair], indices: Sequence[int] | None = None) -> Pixels:
    """Truths, likewise. Raises ValueError where one isn't known."""
    chosen = range(len(examples.prepared)) if indices is None else indices
    truths = [examples.prepared[index].target for index in chosen]
    known = [one for one in truths if one is not None]
    if len(known) != len(truths):
        raise ValueError("an example has no target")
    return np.stack(known)
