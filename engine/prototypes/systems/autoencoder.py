"""Autoencoder: a picture through a narrow passage and back; what it can't restore is unusual."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from engine.jobs.protocol import Json, Reporter
from engine.prototypes.pictures.restoration import (
    PASSAGE,
    PictureToItself,
    RestoringSettings,
    errors_of,
    normal_classes,
    normal_error,
    read_for_restoring,
    restoring_evidence,
    simple_restorers,
    split_for_restoring,
    spoken_names,
    write_signs,
)
from engine.prototypes.pictures.single_pictures import LAYOUTS, OnePicture, as_planes, channels_of
from engine.prototypes.split import Split
from engine.prototypes.system import Baseline, Examples, Feeds, Outputs, Plan, Recipe, System
from engine.prototypes.types import SystemCard
from engine.texts import catalogue

if TYPE_CHECKING:
    import torch

    from engine.dataset.types import Dataset
    from engine.prototypes.learning import Learner
    from engine.prototypes.metrics import Evidence

NAME = "autoencoder"
ENCODER_WIDTHS = (24, 48, 64)
WIDTHS = (64, 48, 32, 16)


class PictureAutoencoder(System[OnePicture]):
    """Restores pictures; where a set marks anomalies, tells them by the error."""

    example_count = 2400

    @property
    def card(self) -> SystemCard:
        """How the system is listed."""
        return SystemCard(
            name=NAME,
            title=catalogue("prototypes").texts[NAME],
            takes=LAYOUTS,
            metric="anomaly_auroc",
            baseline="pca_reconstruction",
        )

    def metric(self, examples: Examples[OnePicture]) -> str:
        """How well anomalies are told, where the set marks some; else the error itself."""
        return "anomaly_auroc" if normal_classes(examples) else "reconstruction_error"

    def read(self, dataset: Dataset, seed: int, reporter: Reporter) -> Examples[OnePicture]:
        """Every picture, whatever else the set says of it."""
        return read_for_restoring(dataset, seed, reporter)

    def split(self, examples: Examples[OnePicture], seed: int) -> Split:
        """Anomalies are never learnt from."""
        return split_for_restoring(examples, seed)

    def baselines(self, examples: Examples[OnePicture], sides: Split, seed: int) -> tuple[Baseline, ...]:
        """The mean picture, and as many main components as the passage is wide."""
        channels, normal = channels_of(examples, sides.train), normal_classes(examples)
        return simple_restorers(examples, sides, channels, PASSAGE, normal)

    def plans(self, examples: Examples[OnePicture], sides: Split) -> tuple[Plan[OnePicture], ...]:
        """One, which is cheap."""
        return (AutoencoderPlan(examples, sides),)

    def codec(self, settings: Mapping[str, Json]) -> PictureToItself:
        """As the file says."""
        return PictureToItself(RestoringSettings.model_validate(settings))

    def make_example(self, folder: Path, seed: int, count: int) -> None:
        """Stamped digits, and signs that don't belong among them."""
        write_signs(folder, seed, count)


class AutoencoderPlan(Plan[OnePicture]):
    """Learns the training pictures, which are normal as far as the set tells."""

    size = 32
    recipe = Recipe(rate=3e-3, batch=64, weight_decay=1e-4, steps_wanted=400, steps_enough=250)

    def __init__(self, examples: Examples[OnePicture], sides: Split) -> None:
        self._examples, self._normal = examples, normal_classes(examples)
        channels = channels_of(examples, sides.train)
        self.codec: PictureToItself = PictureToItself(
            RestoringSettings(
                passage=PASSAGE,
                channels=channels,
                names=spoken_names(examples),
                normal=tuple(sorted(self._normal)),
            )
        )

    def learner(self) -> Learner:
        """Some 140,000 weights, the half of them to restore."""
        from engine.prototypes.learning import Supervised
        from engine.prototypes.networks.autoencoders import Autoencoder

        network = Autoencoder(self.codec.said.channels, PASSAGE, ENCODER_WIDTHS, WIDTHS)
        return Supervised(network, self.recipe, self._feeds, self._loss)

    def evidence(self, outputs: Outputs, indices: Sequence[int]) -> list[Evidence]:
        """Of the error, as the simple ways are judged."""
        return restoring_evidence(self._errors(outputs, indices), self._examples, indices, self._normal)

    def beside(self, outputs: Outputs, indices: Sequence[int]) -> dict[str, float]:
        """How well normal pictures are restored, where that isn't the metric itself."""
        return normal_error(self._errors(outputs, indices), self._examples, indices, self._normal)

    def _errors(self, outputs: Outputs, indices: Sequence[int]) -> NDArray[np.float64]:
        return errors_of(outputs["output"], self._given(indices))

    def _given(self, indices: Sequence[int]) -> NDArray[np.float32]:
        return as_planes([self._examples.prepared[index] for index in indices], self.codec.said.channels)

    def _feeds(self, indices: Sequence[int]) -> Feeds:
        return {"input": self._given(indices)}

    def _loss(self, outputs: tuple[torch.Tensor, ...], indices: Sequence[int]) -> torch.Tensor:
        import torch

        from engine.prototypes.networks.autoencoders import restoring_loss

        return restoring_loss(outputs[0], torch.from_numpy(self._given(indices)))
