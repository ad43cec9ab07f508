"""Video super resolution: five small frames in, the middle one large out; every clip makes its own pairs."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from engine.jobs.protocol import Json, Reporter
from engine.prototypes.moving.clips import CLIP_LAYOUTS
from engine.prototypes.moving.passages import FRAMES, MIDDLE, FramesToFrame, Passage, read_passages
from engine.prototypes.pictures.enlarging import EnlargingSettings
from engine.prototypes.pictures.picture_pairs import planes, psnr_evidence
from engine.prototypes.pictures.scales import thinned
from engine.prototypes.split import Split
from engine.prototypes.system import Baseline, Examples, Outputs, Plan, Recipe, System
from engine.prototypes.types import SystemCard
from engine.runtime.preprocess import Pixels
from engine.texts import catalogue

if TYPE_CHECKING:
    import torch

    from engine.dataset.types import Dataset
    from engine.prototypes.learning import Learner
    from engine.prototypes.metrics import Evidence

NAME = "video_super_resolution"
CROP = 24  # side of what is learnt at once, in small pixels
RECIPE = Recipe(rate=2e-3, batch=8, weight_decay=0.0, clip=1.0, steps_wanted=350, steps_enough=120)


class VideoSuperResolution(System[Passage]):
    """Clips, learnt by a network that aligns neighbouring frames and fuses them."""

    example_count = 80

    @property
    def card(self) -> SystemCard:
        """How the system is listed."""
        return SystemCard(
            name=NAME,
            title=catalogue("prototypes").texts[NAME],
            takes=CLIP_LAYOUTS,
            metric="psnr",
            baseline="sharpened_enlargement",
            modalities=("video",),
            targets=("", "category", "video", "text", "audio"),
        )

    def read(self, dataset: Dataset, seed: int, reporter: Reporter) -> Examples[Passage]:
        """Passages of every clip. Raises UserError where there are too few."""
        return read_passages(dataset, reporter)

    def split(self, examples: Examples[Passage], seed: int) -> Split:
        """Whole clips on one side."""
        return thinned(super().split(examples, seed))

    def baselines(self, examples: Examples[Passage], sides: Split, seed: int) -> tuple[Baseline, ...]:
        """The middle frame alone: squares for pixels, cubic interpolation, that sharpened."""
        from engine.prototypes.pictures.enlarging_baselines import interpolations

        return interpolations(middles_of(examples), truths_of(examples), sides.train)

    def plans(self, examples: Examples[Passage], sides: Split) -> tuple[Plan[Passage], ...]:
        """A network of three blocks, and a narrow one for slow machines."""
        return tuple(
            FusingPlan(examples, width, blocks, cost) for width, blocks, cost in ((24, 3, 1.0), (16, 2, 0.55))
        )

    def codec(self, settings: dict[str, Json]) -> FramesToFrame:
        """As the file says."""
        return FramesToFrame(EnlargingSettings.model_validate(settings))

    def make_example(self, folder: Path, seed: int, count: int) -> None:
        """A hand-held camera before still lifes."""
        from engine.prototypes.drawings.still_lifes import write_clips

        write_clips(folder, seed, count)


class FusingPlan(Plan[Passage]):
    """One network."""

    recipe = RECIPE

    def __init__(self, examples: Examples[Passage], width: int, blocks: int, cost: float) -> None:
        small, large = middles_of(examples, [0]).shape[1], truths_of(examples, [0]).shape[1]
        self._scale = large // small
        self.codec = FramesToFrame(EnlargingSettings(scale=self._scale, low=small))
        self.cost, self.size = cost, small
        self._examples, self._width, self._blocks = examples, width, blocks

    def learner(self) -> Learner:
        """What is to be added to cubic interpolation."""
        from engine.prototypes.learning import Supervised
        from engine.prototypes.networks.video_enlargers import VideoEnlarger

        network = VideoEnlarger(self._scale, self._width, self._blocks, FRAMES)
        return Supervised(network, self.recipe, paired=self._varied)

    def evidence(self, outputs: Outputs, indices: Sequence[int]) -> list[Evidence]:
        """How alike each enlarged frame is to the true one, in dB."""
        return psnr_evidence(outputs["output"], planes(truths_of(self._examples, indices)))

    def beside(self, outputs: Outputs, indices: Sequence[int]) -> dict[str, float]:
        """The same where there is much detail."""
        from engine.prototypes.pictures.enlarging_baselines import on_detail

        small, truth = middles_of(self._examples, indices), truths_of(self._examples, indices)
        return on_detail(self.evidence(outputs, indices), small, truth)

    def _varied(
        self, indices: Sequence[int], generator: torch.Generator
    ) -> tuple[tuple[torch.Tensor, ...], Callable[[tuple[torch.Tensor, ...]], torch.Tensor]]:
        import torch

        from engine.prototypes.networks.enlargers import charbonnier, cropped_alike, turned_alike

        small = self.codec.feeds([self._examples.prepared[index] for index in indices])["input"]
        pair = torch.from_numpy(small), torch.from_numpy(planes(truths_of(self._examples, indices)))
        frames, large = turned_alike(*cropped_alike(*pair, CROP, generator), generator)
        if torch.rand((), generator=generator) < 0.5:
            frames = frames.flip(1)  # backwards in time
        return (frames,), lambda outputs: charbonnier(outputs[0], large)


def middles_of(examples: Examples[Passage], indices: Sequence[int] | None = None) -> Pixels:
    """The small middle frames, [n, low, low, 3]; ``indices``: of which; None: of all."""
    chosen = range(len(examples.prepared)) if indices is None else indices
    return np.stack([examples.prepared[index].small[MIDDLE] for index in chosen])


def truths_of(examples: Examples[Passage], indices: Sequence[int] | None = None) -> Pixels:
    """The large ones, likewise. Raises ValueError where one isn't known."""
    chosen = range(len(examples.prepared)) if indices is None else indices
    known = [truth for index in chosen if (truth := examples.prepared[index].truth) is not None]
    if len(known) != len(chosen):
        raise ValueError("an example has no truth")
    return np.stack(known)
