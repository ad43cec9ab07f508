"""Colourisation: a grey picture in, its colours out; any picture in colour is a pair of its own."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from engine.jobs.protocol import Json, Reporter
from engine.prototypes.pictures.colours import (
    ColourPicture,
    chroma,
    painted,
    read_colour,
    read_colours,
    truths,
)
from engine.prototypes.pictures.frames import each_picture
from engine.prototypes.pictures.picture_pairs import LAYOUTS, PairSettings, beside
from engine.prototypes.pictures.single_pictures import LAYOUTS as ALONE
from engine.prototypes.split import Split
from engine.prototypes.system import (
    Answer,
    Baseline,
    Codec,
    Examples,
    Feeds,
    Outputs,
    Plan,
    Port,
    Recipe,
    System,
)
from engine.prototypes.types import SystemCard
from engine.texts import catalogue

if TYPE_CHECKING:
    import torch

    from engine.dataset.types import Dataset, Sample
    from engine.prototypes.learning import Learner
    from engine.prototypes.metrics import Evidence

NAME = "colourisation"
SIDE, MULTIPLE = 96, 16
FEW = 300  # training pictures: fewer are varied in place and size, too
RECIPE = Recipe(rate=3e-3, batch=16, averaging=0.98, steps_wanted=400, steps_enough=200)


class LightToColour(Codec[ColourPicture]):
    """Light of 0 … 1 in, [n, 1, h, w]; colour out (Cr, Cb of Rec. 601; 0.5 is none), [n, 2, h, w]."""

    inputs = (Port("input"),)
    outputs = (Port("output"),)

    def __init__(self, said: PairSettings) -> None:
        self.said = said

    def settings(self) -> dict[str, Json]:
        """As written into the file."""
        return self.said.model_dump(mode="json")

    def read(self, dataset: Dataset, sample: Sample) -> ColourPicture | None:
        """Any picture, as light; what colour it had is the truth."""
        return read_colour(dataset.tree, sample, self.said.shape)

    def samples(self, dataset: Dataset) -> Iterator[Sample]:
        """Every picture, of clips every frame."""
        return each_picture(dataset)

    def feeds(self, some: Sequence[ColourPicture]) -> Feeds:
        """[n, 1, height, width], 0 … 1."""
        return {"input": np.stack([one.grey for one in some])[:, None].astype(np.float32) / np.float32(255)}

    def answer(self, one: ColourPicture, outputs: Outputs) -> Answer:
        """Nothing in words: the picture is the answer."""
        return Answer()

    def draw(self, one: ColourPicture, outputs: Outputs) -> NDArray[np.uint8]:
        """The grey picture, the coloured one, the truth."""
        made = painted(one.grey, outputs["output"].transpose(1, 2, 0))
        shown = [np.repeat(one.grey[..., None], 3, axis=2), np.rint(made * 255).astype(np.uint8)]
        return beside(shown if one.truth is None else [*shown, one.truth])


class Colourisation(System[ColourPicture]):
    """Pictures in colour, or grey ones with their coloured ones, learnt by a U-Net."""

    @property
    def card(self) -> SystemCard:
        """How the system is listed."""
        return SystemCard(
            name=NAME,
            title=catalogue("prototypes").texts[NAME],
            takes=tuple(dict.fromkeys((*ALONE, *LAYOUTS))),
            metric="psnr",
            baseline="pixel_tree",
            modalities=("image", "video"),
        )

    def read(self, dataset: Dataset, seed: int, reporter: Reporter) -> Examples[ColourPicture]:
        """Every picture in colour. Raises UserError where there are too few."""
        return read_colours(dataset, SIDE, MULTIPLE, seed, reporter)

    def baselines(self, examples: Examples[ColourPicture], sides: Split, seed: int) -> tuple[Baseline, ...]:
        """Grey, the mean colour, the most similar picture's colours, a tree."""
        from engine.prototypes.pictures.colour_baselines import colour_baselines

        return colour_baselines(examples, sides, seed)

    def plans(self, examples: Examples[ColourPicture], sides: Split) -> tuple[Plan[ColourPicture], ...]:
        """A wide U-Net, and a narrow one for slow machines."""
        few = len(sides.train) < FEW
        return tuple(
            ColourPlan(examples, widths, cost, few)
            for widths, cost in (((16, 32, 64, 96), 1.0), ((12, 24, 48, 64), 0.6))
        )

    def codec(self, settings: dict[str, Json]) -> LightToColour:
        """As the file says."""
        return LightToColour(PairSettings.model_validate(settings))

    def make_example(self, folder: Path, seed: int, count: int) -> None:
        """Landscapes whose things have colours of their own."""
        from engine.prototypes.drawings.landscapes import write_landscapes

        write_landscapes(folder, seed, count)


class ColourPlan(Plan[ColourPicture]):
    """One U-Net."""

    recipe = RECIPE

    def __init__(
        self, examples: Examples[ColourPicture], widths: tuple[int, ...], cost: float, few: bool
    ) -> None:
        high, wide = examples.prepared[0].grey.shape
        self.codec = LightToColour(PairSettings(height=high, width=wide))
        self.cost, self.size = cost, max(high, wide)
        self._examples, self._widths, self._few = examples, widths, few

    def learner(self) -> Learner:
        """A small U-Net; the mean absolute error of the colour."""
        from engine.prototypes.learning import Supervised
        from engine.prototypes.networks.painter import Painter

        return Supervised(Painter(1, 2, self._widths, 2), self.recipe, paired=self._varied)

    def evidence(self, outputs: Outputs, indices: Sequence[int]) -> list[Evidence]:
        """How alike each coloured picture is to its truth, in dB."""
        from engine.prototypes.pictures.colour_baselines import coloured_evidence

        return coloured_evidence(self._examples, indices, outputs["output"].transpose(0, 2, 3, 1))

    def _varied(
        self, indices: Sequence[int], generator: torch.Generator
    ) -> tuple[tuple[torch.Tensor, ...], Callable[[tuple[torch.Tensor, ...]], torch.Tensor]]:
        import torch

        from engine.prototypes.learning import tensors
        from engine.prototypes.pictures.augmentation import warp
        from engine.prototypes.pictures.pair_plan import LIKENESS, mirrored

        light = self.codec.feeds([self._examples.prepared[index] for index in indices])["input"]
        colour = np.stack([chroma(one) for one in truths(self._examples, indices)]).transpose(0, 3, 1, 2)
        (both,) = tensors({"both": np.concatenate([light, colour], axis=1)})
        if self._few:
            both = warp(both, generator, mirror=True)
        else:
            both = mirrored(both, torch.rand(len(both), generator=generator) < 0.5)
        wanted = both[:, 1:]
        return (both[:, :1].contiguous(),), lambda outputs: LIKENESS * (outputs[0] - wanted).abs().mean()
