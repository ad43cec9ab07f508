"""Pix2pix: one kind of picture into another (a plan into a photograph, a photograph into a map …), learnt
from pairs; a critic of patches keeps the result from blurring."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from engine.jobs.protocol import Json, Reporter
from engine.prototypes.pictures.pair_plan import Paint, PaintingPlan, bears_mirror, sources_of, targets_of
from engine.prototypes.pictures.picture_pairs import (
    LAYOUTS,
    PairSettings,
    PicturePair,
    PictureToPicture,
    planes,
    psnr_evidence,
    read_pairs,
)
from engine.prototypes.split import Split
from engine.prototypes.system import Baseline, Examples, Plan, Recipe, System
from engine.prototypes.types import SystemCard
from engine.texts import catalogue

if TYPE_CHECKING:
    from engine.dataset.types import Dataset

NAME = "pix2pix"
SIDE, MULTIPLE = 96, 8
GAME = 0.3  # weight of the critic: with less, results are hardly sharper than without one
RECIPE = Recipe(rate=2e-3, batch=16, averaging=0.99, steps_wanted=500, steps_enough=250)


class Pix2Pix(System[PicturePair]):
    """Pairs of pictures, learnt by a U-Net and a critic of patches."""

    @property
    def card(self) -> SystemCard:
        """How the system is listed."""
        return SystemCard(
            name=NAME,
            title=catalogue("prototypes").texts[NAME],
            takes=LAYOUTS,
            metric="psnr",
            baseline="pixel_tree",
            targets=("image",),
        )

    def read(self, dataset: Dataset, seed: int, reporter: Reporter) -> Examples[PicturePair]:
        """Every pair that can be read, all of one shape. Raises UserError for too few."""
        return read_pairs(dataset, SIDE, MULTIPLE, seed, reporter).examples

    def baselines(self, examples: Examples[PicturePair], sides: Split, seed: int) -> tuple[Baseline, ...]:
        """The input as it is, the nearest known pair's answer, and a tree from pixel to pixel."""
        from engine.prototypes.pictures.picture_baselines import NearestPicture, PixelTree, Unchanged

        sources, targets = sources_of(examples), targets_of(examples)
        return (
            Unchanged(sources, targets),
            NearestPicture(sources, targets, sides.train),
            PixelTree(sources, targets, sides.train, seed),
        )

    def plans(self, examples: Examples[PicturePair], sides: Split) -> tuple[Plan[PicturePair], ...]:
        """A wide U-Net, and a narrow one for slow machines."""
        shape = sources_of(examples, sides.train[:1]).shape[1:3]
        change, mirror = _nearly_alike(examples, sides), bears_mirror(targets_of(examples, sides.train))
        return tuple(
            PaintingPlan(examples, shape, Paint(widths, 2, GAME, change=change, mirror=mirror), RECIPE, cost)
            for widths, cost in (((16, 48, 96), 1.0), ((12, 32, 64), 0.6))
        )

    def codec(self, settings: dict[str, Json]) -> PictureToPicture:
        """As the file says."""
        return PictureToPicture(PairSettings.model_validate(settings))

    def make_example(self, folder: Path, seed: int, count: int) -> None:
        """Plans of houses and the pictures that they stand for."""
        from engine.prototypes.drawings.houses import write_houses

        write_houses(folder, seed, count)


def _nearly_alike(examples: Examples[PicturePair], sides: Split) -> bool:
    """Whether inputs are nearer to their targets than the mean target is: then only the change is learnt."""
    sources, targets = planes(sources_of(examples, sides.train)), planes(targets_of(examples, sides.train))
    mean = np.broadcast_to(targets.mean(axis=0, dtype=np.float64).astype(np.float32), targets.shape)
    unchanged = np.concatenate(psnr_evidence(sources, targets)).mean()
    return bool(unchanged > np.concatenate(psnr_evidence(mean, targets)).mean())
