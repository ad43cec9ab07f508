"""Segmentation: a picture in, a label for each of its pixels out (U-Net); thin cracks too."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray
from pydantic import Field

from engine.jobs.protocol import Json, Reporter
from engine.prototypes.pictures.mask_reading import MaskedPicture, read_masked, read_masks_of
from engine.prototypes.pictures.mask_showing import overlaid, shares_said
from engine.prototypes.pictures.masks import Colour, Labels, Legend, overlaps
from engine.prototypes.pictures.picture_pairs import LAYOUTS, PairSettings, beside, planes
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
    from engine.prototypes.pictures.mask_learning import MaskLoss

NAME = "segmentation"
OUTLINED = ("labelme", "coco", "yolo", "cvat", "voc", "boxes")  # where annotations draw outlines
MULTIPLE = 16  # folded once, halved three times
WIDEST_OF_THREE = 160  # pixels of a picture that is shown three times
CROP = 96  # pixels: larger pictures are learnt from in pieces
RECIPE = Recipe(rate=4e-3, batch=16, averaging=0.98, steps_wanted=400, steps_enough=200)


class Settings(PairSettings):
    """Colours of the labels in their order; ``ground``: the one that nothing has."""

    colours: tuple[Colour, ...] = Field(min_length=2)
    ground: int | None
    things: bool
    names: tuple[str, ...] = ()

    @property
    def legend(self) -> Legend:
        """What the colours stand for."""
        return Legend(self.colours, self.ground, self.things, self.names)


class PixelLabels(Codec[MaskedPicture]):
    """A picture of 0 … 1 in, how sure it is of each label for each pixel out."""

    inputs = (Port("input"),)
    outputs = (Port("output"),)

    def __init__(self, said: Settings) -> None:
        self.said = said

    def settings(self) -> dict[str, Json]:
        """As written into the file."""
        return self.said.model_dump(mode="json")

    def read(self, dataset: Dataset, sample: Sample) -> MaskedPicture | None:
        """The picture, and its mask where the sample has one."""
        return read_masked(dataset.tree, sample, self.said.shape, self.said.legend)

    def feeds(self, some: Sequence[MaskedPicture]) -> Feeds:
        """[n, 3, height, width], 0 … 1."""
        return {"input": planes(np.stack([one.source for one in some]))}

    def answer(self, one: MaskedPicture, outputs: Outputs) -> Answer:
        """How much of the picture each label covers."""
        said = outputs["output"].argmax(0).astype(np.uint8)
        truth = None if one.labels is None else shares_said(one.labels, self.said.legend)
        return Answer(shares_said(said, self.said.legend), truth)

    def draw(self, one: MaskedPicture, outputs: Outputs) -> NDArray[np.uint8]:
        """The picture, unless it is large and what was found is all there is room for; the picture with
        what was found; with what is true."""
        legend = self.said.legend
        found = overlaid(one.source, outputs["output"].argmax(0).astype(np.uint8), legend)
        if one.labels is None:
            return beside([one.source, found])
        shown = [found, overlaid(one.source, one.labels, legend)]
        return beside(shown if one.source.shape[1] > WIDEST_OF_THREE else [one.source, *shown])


class Segmentation(System[MaskedPicture]):
    """Pictures and masks, learnt by a U-Net."""

    @property
    def card(self) -> SystemCard:
        """How the system is listed."""
        return SystemCard(
            name=NAME,
            title=catalogue("prototypes").texts[NAME],
            takes=(*LAYOUTS, *OUTLINED),
            metric="iou",
            baseline="surroundings_tree",
            targets=("image", "boxes"),
        )

    def read(self, dataset: Dataset, seed: int, reporter: Reporter) -> Examples[MaskedPicture]:
        """Every pair of a picture and a mask, in the size that the masks need.

        Raises UserError for too few, and for masks that are all of one colour.
        """
        return read_masks_of(dataset, MULTIPLE, seed, reporter)

    def baselines(self, examples: Examples[MaskedPicture], sides: Split, seed: int) -> tuple[Baseline, ...]:
        """The commonest label everywhere; a threshold, where there are two; a tree over surroundings."""
        from engine.prototypes.pictures.mask_baselines import CommonestLabel, OtsuThreshold, SurroundingsTree

        legend = _legend(examples)
        sources = [one.source for one in examples.prepared]
        truth = _truth(examples, range(len(sources)))
        ground, train = legend.ground, sides.train
        tree = SurroundingsTree(sources, truth, ground, train, sides.validation, seed)
        naive = CommonestLabel(sources, truth, ground, train)
        if len(legend.colours) > 2:
            return (naive, tree)
        return (naive, OtsuThreshold(sources, truth, ground, train), tree)

    def plans(self, examples: Examples[MaskedPicture], sides: Split) -> tuple[Plan[MaskedPicture], ...]:
        """A U-Net on the folded picture, and a narrower one for slow machines."""
        return tuple(
            MaskPlan(examples, widths, cost)
            for widths, cost in (((16, 32, 64, 64), 1.0), ((12, 24, 32, 48), 0.6))
        )

    def codec(self, settings: dict[str, Json]) -> PixelLabels:
        """As the file says."""
        return PixelLabels(Settings.model_validate(settings))

    def make_example(self, folder: Path, seed: int, count: int) -> None:
        """Surfaces with pits, stains, scratches and cracks, and where those are."""
        from engine.prototypes.drawings.defects import write_defect_masks

        write_defect_masks(folder, seed, count)


class MaskPlan(Plan[MaskedPicture]):
    """One U-Net, learning pieces of the pictures."""

    recipe = RECIPE

    def __init__(self, examples: Examples[MaskedPicture], widths: tuple[int, ...], cost: float) -> None:
        legend = _legend(examples)
        high, wide = examples.prepared[0].source.shape[:2]
        self.codec = PixelLabels(
            Settings(
                height=high,
                width=wide,
                colours=legend.colours,
                ground=legend.ground,
                things=legend.things,
                names=legend.names,
            )
        )
        self.cost, self.size = cost, max(high, wide)
        self._examples, self._widths, self._legend = examples, widths, legend

    def learner(self) -> Learner:
        """A small U-Net; cross-entropy and dice."""
        from engine.prototypes.learning import Supervised
        from engine.prototypes.networks.segmenter import Segmenter

        network = Segmenter(len(self._legend.colours), self._widths, 2)
        return Supervised(network, self.recipe, paired=self._pieces)

    def evidence(self, outputs: Outputs, indices: Sequence[int]) -> list[Evidence]:
        """The overlap of each answer with its mask."""
        said = outputs["output"].argmax(1).astype(np.uint8)
        return overlaps(list(said), _truth(self._examples, indices), self._legend.ground)

    def _pieces(
        self, indices: Sequence[int], generator: torch.Generator
    ) -> tuple[tuple[torch.Tensor, ...], MaskLoss]:
        from engine.prototypes.pictures.mask_learning import MaskLoss, pieces

        examples = [self._examples.prepared[index] for index in indices]
        pictures, labels = pieces(examples, CROP, self._legend.ground, generator)
        return (pictures,), MaskLoss(labels, self._legend.judged)


def _legend(examples: Examples[MaskedPicture]) -> Legend:
    return examples.prepared[0].legend


def _truth(examples: Examples[MaskedPicture], indices: Sequence[int]) -> list[Labels]:
    """The masks. Raises ValueError where one isn't known."""
    known = [examples.prepared[index].labels for index in indices]
    there = [one for one in known if one is not None]
    if len(there) != len(known):
        raise ValueError("an example has no mask")
    return there
