"""Variational autoencoder: restores pictures through a passage that noise can enter too."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from engine.jobs.protocol import Json, Reporter
from engine.prototypes.pictures.appearance import relative_frechet
from engine.prototypes.pictures.generation import Judge
from engine.prototypes.pictures.picture_pairs import beside, pixels_of
from engine.prototypes.pictures.restoration import (
    PASSAGE,
    PictureToItself,
    RestoringSettings,
    errors_of,
    simple_restorers,
)
from engine.prototypes.pictures.single_pictures import (
    LAYOUTS,
    OnePicture,
    as_planes,
    channels_of,
    latent_of,
    read_singles,
)
from engine.prototypes.split import Split
from engine.prototypes.system import Baseline, Examples, Feeds, Outputs, Plan, Port, Recipe, System
from engine.prototypes.types import SystemCard
from engine.texts import catalogue

if TYPE_CHECKING:
    import torch

    from engine.dataset.types import Dataset
    from engine.prototypes.learning import Learner
    from engine.prototypes.metrics import Evidence

NAME = "vae"
ENCODER_WIDTHS = (24, 48, 64)
WIDTHS = (64, 48, 32, 16)


class PictureAndNoise(PictureToItself):
    """A picture and noise in; the picture restored, how unusual it is, and a new picture out."""

    inputs = (Port("input"), Port("latent"))
    outputs = (Port("output"), Port("unusual"), Port("made"))

    def feeds(self, some: Sequence[OnePicture]) -> Feeds:
        """[n, channels, side, side], 0 … 1, and [n, passage]."""
        latents = np.stack([latent_of(one, self.said.passage) for one in some])
        return {"input": as_planes(some, self.said.channels), "latent": latents}

    def draw(self, one: OnePicture, outputs: Outputs) -> NDArray[np.uint8]:
        """The picture, what was restored, and a new one."""
        given = as_planes([one], self.said.channels)[0]
        return beside([pixels_of(given), pixels_of(outputs["output"]), pixels_of(outputs["made"])])


class Vae(System[OnePicture]):
    """Restores pictures, and makes new ones."""

    example_count = 2000

    @property
    def card(self) -> SystemCard:
        """How the system is listed."""
        return SystemCard(
            name=NAME,
            title=catalogue("prototypes").texts[NAME],
            takes=LAYOUTS,
            metric="reconstruction_error",
            baseline="pca_reconstruction",
        )

    def read(self, dataset: Dataset, seed: int, reporter: Reporter) -> Examples[OnePicture]:
        """Every picture, whatever else the set says of it."""
        return read_singles(dataset, seed, reporter)

    def baselines(self, examples: Examples[OnePicture], sides: Split, seed: int) -> tuple[Baseline, ...]:
        """The mean picture, and as many main components as the passage is wide."""
        return simple_restorers(examples, sides, channels_of(examples, sides.train), PASSAGE, frozenset())

    def plans(self, examples: Examples[OnePicture], sides: Split) -> tuple[Plan[OnePicture], ...]:
        """One, which is cheap."""
        return (VaePlan(examples, sides),)

    def codec(self, settings: Mapping[str, Json]) -> PictureAndNoise:
        """As the file says."""
        return PictureAndNoise(RestoringSettings.model_validate(settings))

    def make_example(self, folder: Path, seed: int, count: int) -> None:
        """Stamped digits of many hands, in one folder."""
        from engine.prototypes.drawings.glyphs import DIGITS, write_glyphs

        write_glyphs(folder, seed, count, DIGITS, signs_of_a_hand=1)


class VaePlan(Plan[OnePicture]):
    """Brings down the negative evidence lower bound."""

    size = 32
    recipe = Recipe(rate=3e-3, batch=64, weight_decay=1e-4, steps_wanted=400, steps_enough=250)

    def __init__(self, examples: Examples[OnePicture], sides: Split) -> None:
        self._examples = examples
        self._judge = Judge(examples, sides)
        self.codec: PictureAndNoise = PictureAndNoise(
            RestoringSettings(passage=PASSAGE, channels=self._judge.channels)
        )

    def learner(self) -> Learner:
        """Some 150,000 weights, the half of them to restore."""
        from engine.prototypes.learning import Supervised
        from engine.prototypes.networks.autoencoders import VariationalAutoencoder

        network = VariationalAutoencoder(self.codec.said.channels, PASSAGE, ENCODER_WIDTHS, WIDTHS)
        return Supervised(network, self.recipe, paired=self._paired)

    def evidence(self, outputs: Outputs, indices: Sequence[int]) -> list[Evidence]:
        """The mean square error of each picture."""
        return list(errors_of(outputs["output"], self._given(indices))[:, None])

    def beside(self, outputs: Outputs, indices: Sequence[int]) -> dict[str, float]:
        """How far the new pictures are from real ones, and from copies."""
        made = outputs["made"]
        return {
            "sample_distance": relative_frechet(self._judge.evidence(made, indices)),
            "novelty": self._judge.novelty(made, indices),
        }

    def _paired(
        self, indices: Sequence[int], generator: torch.Generator
    ) -> tuple[tuple[torch.Tensor, ...], Callable[[tuple[torch.Tensor, ...]], torch.Tensor]]:
        """Pictures and fresh noise; what restoring them costs, and how far their passage is from noise."""
        import torch

        from engine.prototypes.learning import tensors
        from engine.prototypes.networks.autoencoders import restoring_loss

        (pictures,) = tensors({"input": self._given(indices)})
        noise = torch.randn(len(indices), PASSAGE, generator=generator)
        return (pictures, noise), lambda outputs: restoring_loss(outputs[0], pictures) + outputs[2].mean()

    def _given(self, indices: Sequence[int]) -> NDArray[np.float32]:
        return as_planes([self._examples.prepared[index] for index in indices], self.codec.said.channels)
