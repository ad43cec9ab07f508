"""Face to face: a photograph and another person's moving face in, the photograph making those faces out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from engine.jobs.protocol import Json, Reporter
from engine.prototypes.metrics import correlation
from engine.prototypes.moving.clips import CLIP_LAYOUTS
from engine.prototypes.moving.moving_faces import MovingFaces, MovingSettings, Turn, pair_of, read_turns
from engine.prototypes.pictures.picture_pairs import planes, psnr_evidence
from engine.prototypes.split import Split
from engine.prototypes.system import Baseline, Examples, Outputs, Plan, Recipe, System
from engine.prototypes.types import SystemCard
from engine.runtime.preprocess import Pixels
from engine.texts import catalogue

if TYPE_CHECKING:
    import torch
    from torch import Tensor

    from engine.dataset.types import Dataset
    from engine.prototypes.learning import Learner
    from engine.prototypes.metrics import Evidence
    from engine.prototypes.networks.face_mover import FaceMover

NAME = "face_to_face"
SETTINGS = MovingSettings()
POINTS, NUMBERS = 10, 8
LIKENESS, COARSER, STEADY = 10.0, 5.0, 2.0  # weights: of pixels, of smaller pictures, of the key points
SIZES = (2, 4)  # times smaller
BENT = 0.08  # how far a picture is bent to see whether its key points go along
LIGHT = 0.15
RECIPE = Recipe(
    rate=3e-3, batch=12, weight_decay=1e-3, averaging=0.98, clip=5.0, steps_wanted=450, steps_enough=250
)


class FaceToFace(System[Turn]):
    """Clips of many people, a face each."""

    example_count = 1920

    @property
    def card(self) -> SystemCard:
        """How the system is listed."""
        return SystemCard(
            name=NAME,
            title=catalogue("prototypes").texts[NAME],
            takes=CLIP_LAYOUTS,
            metric="psnr",
            baseline="flow_face",
            modalities=("video",),
            targets=("audio", "text", "category", "video", ""),
        )

    def read(self, dataset: Dataset, seed: int, reporter: Reporter) -> Examples[Turn]:
        """Every frame of every clip, with another one as its photograph; people stay on one side.

        Raises UserError.
        """
        return read_turns(dataset, SETTINGS, seed, reporter)

    def baselines(self, examples: Examples[Turn], sides: Split, seed: int) -> tuple[Baseline, ...]:
        """The photograph as it is, moved as a whole, bent along the flow."""
        from engine.prototypes.moving.face_warps import simple_warps

        return simple_warps(examples)

    def plans(self, examples: Examples[Turn], sides: Split) -> tuple[Plan[Turn], ...]:
        """A mover that paints well, and one for slow machines."""
        return tuple(MovingPlan(examples, wide, cost) for wide, cost in ((32, 1.0), (16, 0.7)))

    def codec(self, settings: dict[str, Json]) -> MovingFaces:
        """As the file says."""
        return MovingFaces(MovingSettings.model_validate(settings))

    def make_example(self, folder: Path, seed: int, count: int) -> None:
        """Drawn people who turn their heads and make faces."""
        from engine.prototypes.drawings.faces import write_faces

        write_faces(folder, seed, count)


class MovingPlan(Plan[Turn]):
    """One mover; ``wide``: of what paints."""

    recipe = RECIPE

    def __init__(self, examples: Examples[Turn], wide: int, cost: float) -> None:
        self.codec: MovingFaces = MovingFaces(SETTINGS, control=True)
        self.cost, self.size = cost, SETTINGS.side
        self._examples, self._wide = examples, wide

    def learner(self) -> Learner:
        """A fresh mover with its loss."""
        from functools import partial

        from engine.prototypes.learning import Supervised
        from engine.prototypes.networks.face_mover import FaceMover

        network = FaceMover(SETTINGS.side, POINTS, NUMBERS, self._wide)
        return Supervised(network, self.recipe, paired=partial(self._batch, network))

    def evidence(self, outputs: Outputs, indices: Sequence[int]) -> list[Evidence]:
        """How alike each moved photograph is to the driving frame, in dB."""
        drivers = np.stack([self._examples.prepared[index].driver for index in indices])
        return psnr_evidence(outputs["output"], planes(drivers))

    def beside(self, outputs: Outputs, indices: Sequence[int]) -> dict[str, float]:
        """How far the key points of somebody else follow the driving ones."""
        said, true = (outputs[name].astype(np.float64) for name in ("crossed_points", "points"))
        moved = np.stack([(said - said.mean(0)).ravel(), (true - true.mean(0)).ravel()], axis=1)
        return {"crossed_pose_likeness": correlation(list(moved))}

    def _batch(
        self, network: FaceMover, indices: Sequence[int], generator: torch.Generator
    ) -> tuple[tuple[Tensor, ...], Callable[[tuple[Tensor, ...]], Tensor]]:
        """Each frame with any other one of its clip as photograph, both in a light of their own."""
        import torch
        from torch.nn import functional

        from engine.prototypes.learning import tensors

        some = [self._examples.prepared[index] for index in indices]
        shares = torch.rand(len(some), generator=generator).tolist()
        photos = np.stack([_any_other(one, share) for one, share in zip(some, shares, strict=True)])
        pair = tensors(pair_of(photos, np.stack([one.driver for one in some])))
        light = 1 + LIGHT * torch.randn(len(some), 3, 1, 1, generator=generator)
        flip = (torch.rand(len(some), generator=generator) < 0.5)[:, None, None, None]
        source, driving = ((torch.where(flip, one.flip(3), one) * light).clamp(0, 1) for one in pair)
        checked = len(some) // 2 or 1  # of them the key points, which saves time
        bent, way = _bent(driving[:checked], generator)

        def loss(outputs: tuple[Tensor, ...]) -> Tensor:
            made, points = outputs
            cost = LIKENESS * (made - driving).abs().mean()
            for size in SIZES:
                coarse = functional.avg_pool2d(made, size) - functional.avg_pool2d(driving, size)
                cost = cost + COARSER * coarse.abs().mean()
            expected = network.points(bent) @ way[:, :, :2].transpose(1, 2) + way[:, None, :, 2]
            return cost + STEADY * (points[:checked] - expected).abs().mean()

        return (source, driving), loss


def _bent(pictures: Tensor, generator: torch.Generator) -> tuple[Tensor, Tensor]:
    """Pictures moved, turned and stretched a little, and how, [n, 2, 3]: from a place in the new picture to
    the one where that was."""
    import torch
    from torch.nn import functional

    count = len(pictures)
    way = torch.eye(2, 3) + BENT * torch.randn(count, 2, 3, generator=generator)
    places = functional.affine_grid(way, list(pictures.shape), align_corners=False)
    return functional.grid_sample(pictures, places, padding_mode="reflection", align_corners=False), way


def _any_other(one: Turn, share: float) -> Pixels:
    """A frame of the clip that is not the driving one; ``share``: which, 0 … 1."""
    count = len(one.film.frames)
    other = (one.driving + 1 + int(share * (count - 1))) % count
    return one.film.frame(other)
