"""Image super resolution: a small picture in, the large one out; any picture can be shrunk to a pair."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from engine.jobs.protocol import Json, Reporter
from engine.prototypes.pictures.enlarging import EnlargingSettings, SmallToLarge, read_originals
from engine.prototypes.pictures.pair_plan import sources_of, targets_of
from engine.prototypes.pictures.picture_pairs import LAYOUTS, PicturePair, planes, psnr_evidence
from engine.prototypes.pictures.scales import thinned
from engine.prototypes.pictures.single_pictures import LAYOUTS as ALONE
from engine.prototypes.split import Split
from engine.prototypes.system import Baseline, Examples, Outputs, Plan, Recipe, System
from engine.prototypes.types import SystemCard
from engine.texts import catalogue

if TYPE_CHECKING:
    import torch

    from engine.dataset.types import Dataset
    from engine.prototypes.learning import Learner
    from engine.prototypes.metrics import Evidence

NAME = "image_super_resolution"
CROP = 32  # side of what is learnt at once, in small pixels
RECIPE = Recipe(rate=2e-3, batch=16, weight_decay=0.0, clip=1.0, steps_wanted=500, steps_enough=150)


class ImageSuperResolution(System[PicturePair]):
    """Pictures with their small ones, given or made, learnt by a residual network."""

    example_count = 100

    @property
    def card(self) -> SystemCard:
        """How the system is listed."""
        return SystemCard(
            name=NAME,
            title=catalogue("prototypes").texts[NAME],
            takes=tuple(dict.fromkeys((*ALONE, *LAYOUTS))),
            metric="psnr",
            baseline="sharpened_enlargement",
            modalities=("image", "video"),
        )

    def read(self, dataset: Dataset, seed: int, reporter: Reporter) -> Examples[PicturePair]:
        """Windows of every picture. Raises UserError where there are too few pictures."""
        return read_originals(dataset, seed, reporter)

    def split(self, examples: Examples[PicturePair], seed: int) -> Split:
        """Whole pictures on one side."""
        return thinned(super().split(examples, seed))

    def baselines(self, examples: Examples[PicturePair], sides: Split, seed: int) -> tuple[Baseline, ...]:
        """Squares for pixels, cubic interpolation, and that sharpened."""
        from engine.prototypes.pictures.enlarging_baselines import interpolations

        return interpolations(sources_of(examples), targets_of(examples), sides.train)

    def plans(self, examples: Examples[PicturePair], sides: Split) -> tuple[Plan[PicturePair], ...]:
        """A network of four blocks, and a narrow one for slow machines."""
        return tuple(
            EnlargingPlan(examples, width, blocks, cost)
            for width, blocks, cost in ((32, 4, 1.0), (16, 3, 0.4))
        )

    def codec(self, settings: dict[str, Json]) -> SmallToLarge:
        """As the file says."""
        return SmallToLarge(EnlargingSettings.model_validate(settings))

    def make_example(self, folder: Path, seed: int, count: int) -> None:
        """Still lifes full of fine detail."""
        from engine.prototypes.drawings.still_lifes import write_still_lifes

        write_still_lifes(folder, seed, count, side=288)


class EnlargingPlan(Plan[PicturePair]):
    """One network."""

    recipe = RECIPE

    def __init__(self, examples: Examples[PicturePair], width: int, blocks: int, cost: float) -> None:
        small, large = (one.shape[1] for one in (sources_of(examples, [0]), targets_of(examples, [0])))
        self._scale = large // small
        self.codec = SmallToLarge(EnlargingSettings(scale=self._scale, low=small))
        self.cost, self.size = cost, small
        self._examples, self._width, self._blocks = examples, width, blocks

    def learner(self) -> Learner:
        """What is to be added to cubic interpolation."""
        from engine.prototypes.learning import Supervised
        from engine.prototypes.networks.enlargers import Enlarger

        return Supervised(Enlarger(self._scale, self._width, self._blocks), self.recipe, paired=self._varied)

    def evidence(self, outputs: Outputs, indices: Sequence[int]) -> list[Evidence]:
        """How alike each enlarged picture is to its original, in dB."""
        return psnr_evidence(outputs["output"], planes(targets_of(self._examples, indices)))

    def beside(self, outputs: Outputs, indices: Sequence[int]) -> dict[str, float]:
        """The same where there is much detail."""
        from engine.prototypes.pictures.enlarging_baselines import on_detail

        small, truth = sources_of(self._examples, indices), targets_of(self._examples, indices)
        return on_detail(self.evidence(outputs, indices), small, truth)

    def _varied(
        self, indices: Sequence[int], generator: torch.Generator
    ) -> tuple[tuple[torch.Tensor, ...], Callable[[tuple[torch.Tensor, ...]], torch.Tensor]]:
        from engine.prototypes.learning import tensors
        from engine.prototypes.networks.enlargers import charbonnier, cropped_alike, turned_alike

        small, large = tensors(
            {
                "small": planes(sources_of(self._examples, indices)),
                "large": planes(targets_of(self._examples, indices)),
            }
        )
        small, large = turned_alike(*cropped_alike(small, large, CROP, generator), generator)
        return (small,), lambda outputs: charbonnier(outputs[0], large)
