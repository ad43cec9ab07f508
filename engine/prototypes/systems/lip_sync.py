"""Lip sync: speech and a face with its mouth covered in, the face that says it out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from engine.jobs.protocol import Json, Reporter
from engine.prototypes.metrics import correlation
from engine.prototypes.moving.clips import CLIP_LAYOUTS
from engine.prototypes.moving.talking import FaceAndVoice, Moment, TalkingSettings, read_talking, true_faces
from engine.prototypes.pictures.picture_pairs import planes, psnr_evidence
from engine.prototypes.split import Split
from engine.prototypes.system import Baseline, Examples, Outputs, Plan, Recipe, System
from engine.prototypes.types import SystemCard
from engine.texts import catalogue

if TYPE_CHECKING:
    import torch
    from torch import Tensor

    from engine.dataset.types import Dataset
    from engine.prototypes.learning import Learner
    from engine.prototypes.metrics import Evidence
    from engine.prototypes.moving.mouths import MouthScale

NAME = "lip_sync"
SETTINGS = TalkingSettings()
STILL = 0.2  # what a pixel that doesn't move counts, beside one that moves as most do
SOFT = 0.05  # differences below it count by their squares: else noise would teach to change nothing
LEAST_APART = 4  # frames from a moment to its reference while learning
LIGHT, LOUD = 0.15, 0.15
RECIPE = Recipe(rate=2e-3, batch=24, weight_decay=1e-3, averaging=0.98, steps_wanted=600, steps_enough=250)


class LipSync(System[Moment]):
    """Videos of people who speak, with their sound."""

    example_count = 80

    @property
    def card(self) -> SystemCard:
        """How the system is listed."""
        return SystemCard(
            name=NAME,
            title=catalogue("prototypes").texts[NAME],
            takes=CLIP_LAYOUTS,
            metric="mouth_correlation",
            baseline="sound_regression",
            modalities=("video",),
            targets=("audio", "text", "category", ""),
        )

    def read(self, dataset: Dataset, seed: int, reporter: Reporter) -> Examples[Moment]:
        """Every moment of every clip that has a sound; speakers stay on one side. Raises UserError."""
        return read_talking(dataset, SETTINGS, seed, reporter)

    def baselines(self, examples: Examples[Moment], sides: Split, seed: int) -> tuple[Baseline, ...]:
        """Another moment's mouth, a regression on the sound, the mouths at similar sounds."""
        from engine.prototypes.moving.mouths import MouthScale, simple_mouths

        return simple_mouths(MouthScale(FaceAndVoice(SETTINGS), examples, sides.train), sides.train)

    def plans(self, examples: Examples[Moment], sides: Split) -> tuple[Plan[Moment], ...]:
        """A wide painter, and a narrow one for slow machines."""
        from engine.prototypes.moving.mouths import MouthScale

        scale = MouthScale(FaceAndVoice(SETTINGS), examples, sides.train)
        return tuple(
            LipPlan(examples, scale, widths, cost)
            for widths, cost in (((32, 48, 64, 96), 1.0), ((20, 32, 48, 64), 0.55))
        )

    def codec(self, settings: dict[str, Json]) -> FaceAndVoice:
        """As the file says."""
        return FaceAndVoice(TalkingSettings.model_validate(settings))

    def make_example(self, folder: Path, seed: int, count: int) -> None:
        """Drawn people who say vowels, in clips of two seconds."""
        from engine.prototypes.drawings.speakers import write_speakers

        write_speakers(folder, seed, count)


class LipPlan(Plan[Moment]):
    """One painter, taught most where the mouth differs from the reference."""

    recipe = RECIPE

    def __init__(
        self, examples: Examples[Moment], scale: MouthScale, widths: tuple[int, ...], cost: float
    ) -> None:
        self.codec: FaceAndVoice = FaceAndVoice(SETTINGS, control=True)
        self.cost, self.size = cost, SETTINGS.side
        self._examples, self._scale, self._widths = examples, scale, widths

    def learner(self) -> Learner:
        """A fresh painter with its loss."""
        from engine.prototypes.learning import Supervised
        from engine.prototypes.networks.lip_painter import LipPainter

        network = LipPainter(SETTINGS.voice.bands, SETTINGS.ticks, self._widths)
        return Supervised(network, self.recipe, paired=self._batch)

    def evidence(self, outputs: Outputs, indices: Sequence[int]) -> list[Evidence]:
        """How far open each painted mouth is, and the true one."""
        return self._scale.evidence(outputs["output"], indices)

    def beside(self, outputs: Outputs, indices: Sequence[int]) -> dict[str, float]:
        """How alike the lower halves are; and the correlation that is left with the sound a second late."""
        truth = planes(true_faces([self._examples.prepared[index] for index in indices]))
        half = truth.shape[2] // 2
        alike = psnr_evidence(outputs["output"][:, :, half:], truth[:, :, half:])
        late = self._scale.evidence(outputs["late"], indices)
        return {"mouth_psnr": float(np.mean(alike)), "late_sound_correlation": correlation(late)}

    def _batch(
        self, indices: Sequence[int], generator: torch.Generator
    ) -> tuple[tuple[Tensor, ...], Callable[[tuple[Tensor, ...]], Tensor]]:
        """Each moment with any other one of its clip as reference, both in a light of their own."""
        import torch
        from torch.nn import functional

        from engine.prototypes.learning import tensors

        some = [self._examples.prepared[index] for index in indices]
        drawn = torch.rand(len(some), generator=generator).tolist()
        references = [_another(one, share) for one, share in zip(some, drawn, strict=True)]
        sound, face, reference = tensors(self.codec.pieces(some, references))
        (truth,) = tensors({"truth": planes(true_faces(some))})
        louder = LOUD * torch.randn(len(some), 1, 1, 1, generator=generator)
        light = 1 + LIGHT * torch.randn(len(some), 3, 1, 1, generator=generator)
        flip = (torch.rand(len(some), generator=generator) < 0.5)[:, None, None, None]
        half = truth.shape[2] // 2

        def varied(pictures: Tensor) -> Tensor:
            return (torch.where(flip, pictures.flip(3), pictures) * light).clamp(0, 1)

        truth, reference = varied(truth), varied(reference)
        face = torch.cat([truth[:, :, :half], face[:, :, half:]], dim=2)
        moved = (truth - reference)[:, :, half:].abs().mean(1, keepdim=True)
        weight = STILL + moved / moved.mean().clamp(min=1e-3)

        def loss(outputs: tuple[Tensor, ...]) -> Tensor:
            off = functional.smooth_l1_loss(
                outputs[0][:, :, half:], truth[:, :, half:], reduction="none", beta=SOFT
            )
            return (off * weight).mean()

        return (sound + louder, face, reference), loss


def _another(one: Moment, share: float) -> int:
    """A frame of the clip that is not next to this one; ``share``: which, 0 … 1."""
    count = len(one.clip.faces)
    apart = min(LEAST_APART, count // 2)
    return (one.place + apart + int(share * max(1, count - 2 * apart))) % count
