"""Everybody Dance Now: the picture of a pose in, a frame of one actor in that pose out."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from engine.jobs.protocol import Json, Reporter
from engine.prototypes.pictures.actor_pairs import as_pose, in_passages
from engine.prototypes.pictures.frames import each_picture
from engine.prototypes.pictures.pair_plan import Paint, PaintingPlan, sources_of, targets_of
from engine.prototypes.pictures.picture_pairs import (
    LAYOUTS,
    PairSettings,
    PicturePair,
    PictureToPicture,
    read_pairs,
)
from engine.prototypes.split import Split
from engine.prototypes.system import Baseline, Examples, Plan, Recipe, System
from engine.prototypes.types import SystemCard
from engine.texts import catalogue

if TYPE_CHECKING:
    from torch import nn

    from engine.dataset.types import Dataset, Sample

NAME = "everybody_dance_now"
SIDE, MULTIPLE = 96, 16
GAME = 0.05
MEDIAN_OF = 60  # frames
RECIPE = Recipe(rate=3e-3, batch=16, averaging=0.98, steps_wanted=500, steps_enough=250)


class PoseToFrame(PictureToPicture):
    """Of a pair, that side is the pose which is mostly empty, whatever the folders are called."""

    def read(self, dataset: Dataset, sample: Sample) -> PicturePair | None:
        """The pose, and the frame where the sample has one."""
        pair = super().read(dataset, sample)
        return None if pair is None else as_pose(pair)

    def samples(self, dataset: Dataset) -> Iterator[Sample]:
        """Every pose, of clips every frame."""
        return each_picture(dataset)


class EverybodyDanceNow(System[PicturePair]):
    """Poses and frames of one actor, learnt by a U-Net that paints over a backdrop, and a critic."""

    @property
    def card(self) -> SystemCard:
        """How the system is listed."""
        return SystemCard(
            name=NAME,
            title=catalogue("prototypes").texts[NAME],
            takes=(*LAYOUTS, "frame_folders"),
            metric="psnr",
            baseline="nearest_picture",
            modalities=("image", "video"),
            targets=("image", "video"),
        )

    def read(self, dataset: Dataset, seed: int, reporter: Reporter) -> Examples[PicturePair]:
        """Every pose with its frame; a clip, or a passage of one long clip, stays on one side.

        Raises UserError for too few.
        """
        examples = read_pairs(dataset, SIDE, MULTIPLE, seed, reporter).examples
        pairs = tuple(as_pose(one) for one in examples.prepared)
        return Examples(pairs, in_passages(examples.keys), examples.unreadable, examples.unused)

    def baselines(self, examples: Examples[PicturePair], sides: Split, seed: int) -> tuple[Baseline, ...]:
        """The mean frame, the frame of the most similar pose, a tree from pixel to pixel."""
        from engine.prototypes.pictures.picture_baselines import MeanPicture, NearestPicture, PixelTree

        sources, targets = sources_of(examples), targets_of(examples)
        return (
            MeanPicture(targets, sides.train),
            NearestPicture(sources, targets, sides.train),
            PixelTree(sources, targets, sides.train, seed),
        )

    def plans(self, examples: Examples[PicturePair], sides: Split) -> tuple[Plan[PicturePair], ...]:
        """A wide U-Net, and a narrow one for slow machines."""
        return tuple(
            ActorPlan(examples, sides, Paint(widths, 2, GAME, mirror=False), cost)
            for widths, cost in (((16, 32, 64, 64), 1.0), ((12, 24, 48), 0.6))
        )

    def codec(self, settings: dict[str, Json]) -> PoseToFrame:
        """As the file says."""
        return PoseToFrame(PairSettings.model_validate(settings))

    def make_example(self, folder: Path, seed: int, count: int) -> None:
        """A puppet's dances and the skeleton of each pose."""
        from engine.prototypes.drawings.dancers import write_dance

        write_dance(folder, seed, count)


class ActorPlan(PaintingPlan):
    """The backdrop begins as the median of some training frames: there what moves is gone."""

    def __init__(self, examples: Examples[PicturePair], sides: Split, paint: Paint, cost: float) -> None:
        shape = examples.prepared[0].source.shape[:2]
        super().__init__(examples, shape, paint, RECIPE, cost)
        self.codec = PoseToFrame(PairSettings(height=shape[0], width=shape[1]))
        self._some = sides.train[:: max(1, len(sides.train) // MEDIAN_OF)]

    def network(self) -> nn.Module:
        """A painter over a backdrop."""
        import torch

        from engine.prototypes.networks.painter import ActorPainter

        median = np.median(targets_of(self._examples, self._some), axis=0).astype(np.float32) / 255
        backdrop = torch.from_numpy(median.transpose(2, 0, 1).copy())
        return ActorPainter(backdrop, self._paint.widths, self._paint.fold)
