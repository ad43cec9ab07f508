"""CycleGAN: pictures of one heap get the looks of another, without pairs; there and back must be the same."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from engine.jobs.protocol import Json, Reporter
from engine.prototypes.pictures.domains import (
    Judge,
    Target,
    curves,
    read_heaps,
    structure_kept,
    target_of,
)
from engine.prototypes.pictures.pair_plan import mirrored, sources_of
from engine.prototypes.pictures.picture_pairs import PairSettings, PicturePair, PictureToPicture, planes
from engine.prototypes.split import Split
from engine.prototypes.system import Baseline, Examples, Feeds, Outputs, Plan, Recipe, System
from engine.prototypes.types import SystemCard
from engine.runtime.preprocess import Pixels
from engine.texts import catalogue

if TYPE_CHECKING:
    from collections.abc import Sequence

    import torch

    from engine.dataset.types import Dataset
    from engine.prototypes.learning import Learner
    from engine.prototypes.metrics import Evidence

NAME = "cyclegan"
SIDE, MULTIPLE = 64, 8
WIDE = ((24, 48), 1.0), ((16, 32), 0.5)
NARROW = (((12, 24), 0.4),)
FEW = 100  # pictures of either heap: with fewer, colours are where to begin
KNOTS = 17
RECIPE = Recipe(rate=1e-3, batch=8, weight_decay=0.0, averaging=0.98, steps_wanted=500, steps_enough=200)
FEW_RECIPE = replace(RECIPE, rate=3e-3)


class CycleGan(System[PicturePair]):
    """Two heaps of pictures, learnt by two translators and two critics; the one that leads from the first
    heap to the second is kept."""

    example_count = 600

    @property
    def card(self) -> SystemCard:
        """How the system is listed."""
        return SystemCard(
            name=NAME,
            title=catalogue("prototypes").texts[NAME],
            takes=("two_domains", "class_folders", "paired_folders"),
            metric="energy_distance",
            baseline="colour_curves",
            targets=("image", "category"),
        )

    def read(self, dataset: Dataset, seed: int, reporter: Reporter) -> Examples[PicturePair]:
        """Both heaps, in one shape. Raises UserError where either is too small."""
        return read_heaps(dataset, SIDE, MULTIPLE, seed, reporter)

    def baselines(self, examples: Examples[PicturePair], sides: Split, seed: int) -> tuple[Baseline, ...]:
        """The picture as it is; the other heap's mean colour and contrast; its histograms."""
        from engine.prototypes.pictures.domains import ColourCurves, ColourStatistics, Recoloured

        target = target_of(examples)
        sources, judge = sources_of(examples), Judge(target, sides)
        return (
            Recoloured("unchanged_picture", sources, judge),
            ColourStatistics(sources, target.train, judge),
            ColourCurves(sources, sides.train, target.train, judge),
        )

    def plans(self, examples: Examples[PicturePair], sides: Split) -> tuple[Plan[PicturePair], ...]:
        """Wide translators, and narrow ones for slow machines. From few pictures only narrow ones are learnt,
        and what they begin with is the best of the simple ways."""
        target = target_of(examples)
        judge = Judge(target, sides)
        learnt = sources_of(examples, sides.train)
        few = min(len(learnt), len(target.train)) < FEW
        return tuple(
            CyclePlan(examples, target, judge, widths, cost, learnt if few else None)
            for widths, cost in (NARROW if few else WIDE)
        )

    def codec(self, settings: dict[str, Json]) -> PictureToPicture:
        """As the file says."""
        return PictureToPicture(PairSettings.model_validate(settings))

    def make_example(self, folder: Path, seed: int, count: int) -> None:
        """Oranges and melons."""
        from engine.prototypes.drawings.fruits import write_fruits

        write_fruits(folder, seed, count)


class CyclePlan(Plan[PicturePair]):
    """Translators of one width."""

    def __init__(
        self,
        examples: Examples[PicturePair],
        target: Target,
        judge: Judge,
        widths: tuple[int, int],
        cost: float,
        few: Pixels | None,
    ) -> None:
        """``few``: the training side's pictures where these are so few that colours are begun with."""
        high, wide = examples.prepared[0].source.shape[:2]
        self.codec = PictureToPicture(PairSettings(height=high, width=wide))
        self.cost, self.size = cost, max(high, wide)
        self._examples, self._target, self._widths = examples, target, widths
        self._judge, self._few = judge, few
        self.recipe = RECIPE if few is None else FEW_RECIPE

    def learner(self) -> Learner:
        """There, back, and the critics."""
        from engine.prototypes.networks.translators import Cycle, Translator, Weights

        weights = (
            Weights() if self._few is None else Weights(cycle=4, identity=0)
        )  # its curves change what is there
        critics = (24, 48) if self._few is None else (24, 48, 64)
        there, back = (Translator(*self._widths, curves=begin) for begin in self._begin())
        return Cycle(there, back, critics, self.recipe, weights, self._draw)

    def _begin(self) -> tuple[torch.Tensor | None, torch.Tensor | None]:
        """The curves there and back, [3, knots] of 0 … 1."""
        import torch

        if self._few is None:
            return None, None
        values = np.linspace(0, 255, KNOTS)
        there = curves(self._few, self._target.train, values)
        back = curves(self._target.train, self._few, values)
        return torch.from_numpy(there / 255).float(), torch.from_numpy(back / 255).float()

    def evidence(self, outputs: Outputs, indices: Sequence[int]) -> list[Evidence]:
        """How the translated pictures look beside the other heap's."""
        return self._judge.evidence(outputs["output"], indices)

    def beside(self, outputs: Outputs, indices: Sequence[int]) -> dict[str, float]:
        """How far they still show what the pictures showed: looks alone could be had by forgetting it."""
        sources = planes(sources_of(self._examples, indices))
        return {"structure_kept": structure_kept(sources, outputs["output"])}

    def _draw(self, indices: Sequence[int], generator: torch.Generator) -> tuple[torch.Tensor, torch.Tensor]:
        import torch

        from engine.prototypes.learning import tensors
        from engine.prototypes.pictures.augmentation import warp

        chosen = torch.randint(len(self._target.train), (len(indices),), generator=generator).numpy()
        both: Feeds = {
            "first": planes(sources_of(self._examples, indices)),
            "second": planes(np.ascontiguousarray(self._target.train[chosen])),
        }
        first, second = tensors(both)
        if self._few is not None:
            return warp(first, generator, mirror=True), warp(second, generator, mirror=True)
        flips = torch.rand((2, len(indices)), generator=generator) < 0.5
        return mirrored(first, flips[0]), mirrored(second, flips[1])
