"""Image classification: a picture in, one of a few classes out (ResNet in small, or a head on a large one
that others trained).

A recording is a picture too: that of its spectra.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from engine.errors import UserError
from engine.jobs.protocol import Json, Reporter
from engine.prototypes.pictures.class_pictures import (
    ClassPlan,
    LabelledPicture,
    PictureClasses,
    Settings,
    labels_of,
)
from engine.prototypes.pictures.frozen_plan import borrowed_sizes, frozen_plans
from engine.prototypes.pictures.origins import grouped_keys
from engine.prototypes.pictures.reading import (
    Picture,
    channel_statistics,
    choose,
    named_pictures,
    read_pictures,
)
from engine.prototypes.pictures.seeing import SEEN
from engine.prototypes.pictures.single_pictures import CLASS_LAYOUTS
from engine.prototypes.split import LEAST_GROUPS, Split, group_counts
from engine.prototypes.system import Baseline, Examples, Plan, System
from engine.prototypes.types import SystemCard
from engine.texts import catalogue

if TYPE_CHECKING:
    import torch

    from engine.dataset.types import Dataset
    from engine.prototypes.learning import Learner

NAME = "image_classification"
SIZES = (64, 48)
BASELINE_SIZE = 32
WIDTHS = (16, 32, 64, 96)
DROPOUT = 0.2
COLOURFUL = 12  # mean spread between a pixel's channels, of 255, from which pictures count as coloured


class ImageClassification(System[LabelledPicture]):
    """Class folders of pictures, learnt by a small residual network."""

    @property
    def card(self) -> SystemCard:
        """How the system is listed."""
        return SystemCard(
            name=NAME,
            title=catalogue("prototypes").texts[NAME],
            takes=CLASS_LAYOUTS,
            metric="accuracy",
            baseline="logistic_regression",
            modalities=SEEN,
            targets=("category",),
        )

    def read(self, dataset: Dataset, seed: int, reporter: Reporter) -> Examples[LabelledPicture]:
        """Decode the pictures of every class; those of one origin (a speaker, a camera), and equal
        ones, are one group. A class with too few distinct pictures is left out where two others are left.

        Raises UserError for fewer than two classes.
        """
        named = named_pictures(dataset)
        chosen = choose(named, seed)
        sizes = (*SIZES, BASELINE_SIZE, *borrowed_sizes(len(chosen), reporter))
        read = read_pictures(dataset.tree, chosen, sizes, reporter)
        pictures = _of_enough(read)
        prepared = tuple(
            LabelledPicture(
                id=one.id,
                fingerprint=one.fingerprint,
                pixels=dict(one.pixels),
                label=one.label,
                heard=dataset.recognition.input_modality == "audio",
            )
            for one in pictures
        )
        keys = grouped_keys(prepared, dataset.recognition, [one.label for one in pictures])
        counts = group_counts(keys)
        if len(counts) < 2:
            raise UserError("prototype_one_class", count=len(counts))
        smallest = min(counts, key=lambda label: (counts[label], label))
        if counts[smallest] < LEAST_GROUPS:
            raise UserError(
                "prototype_class_too_small", label=smallest, count=counts[smallest], least=LEAST_GROUPS
            )
        unused = len(named) - len(chosen) + len(read) - len(pictures)
        return Examples(prepared, keys, len(chosen) - len(read), unused)

    def baselines(self, examples: Examples[LabelledPicture], sides: Split, seed: int) -> tuple[Baseline, ...]:
        """The most frequent class, and logistic regression on coarse colours and edges."""
        from engine.prototypes.pictures.classical import LogisticPictures, Majority

        pixels = np.stack([one.pixels[BASELINE_SIZE] for one in examples.prepared])
        labels = labels_of(examples)
        return (
            Majority(labels, sides.train),
            LogisticPictures(pixels, labels, sides.train, sides.validation),
        )

    def plans(self, examples: Examples[LabelledPicture], sides: Split) -> tuple[Plan[LabelledPicture], ...]:
        """A head on a frozen backbone where its weights are at hand; then networks of our own, the larger
        input first; smaller pictures are enlarged, for the network's first layer halves them again."""
        bearable = _bearable(examples, sides)
        own = tuple(PicturePlan(examples, sides, size, bearable) for size in SIZES)
        return (*frozen_plans(examples, sides, BASELINE_SIZE), *own)

    def codec(self, settings: dict[str, Json]) -> PictureClasses:
        """As the file says."""
        return PictureClasses(Settings.model_validate(settings))

    def make_example(self, folder: Path, seed: int, count: int) -> None:
        """Brushed and rough surfaces, sound or with one of four defects, a folder each."""
        from engine.prototypes.drawings.surfaces import write_defect_folders

        write_defect_folders(folder, seed, count)


class PicturePlan(ClassPlan):
    """One input size. What it measures, it measures on the training side alone."""

    def __init__(
        self, examples: Examples[LabelledPicture], sides: Split, size: int, bearable: frozenset[str]
    ) -> None:
        train = np.stack([examples.prepared[index].pixels[size] for index in sides.train])
        super().__init__(examples, size, *channel_statistics(train))
        self._mirror, self._turn = "mirror" in bearable, "turn" in bearable

    def learner(self) -> Learner:
        """A residual network of some 220,000 weights: what a minute on two cores can teach."""
        from engine.prototypes.blocks import ResidualClassifier
        from engine.prototypes.learning import Supervised

        network = ResidualClassifier(WIDTHS, len(self.classes), DROPOUT)
        return Supervised(network, self.recipe, self.feeds, self.loss, self._augment)

    def _augment(
        self, inputs: tuple[torch.Tensor, ...], indices: Sequence[int], generator: torch.Generator
    ) -> tuple[torch.Tensor, ...]:
        """Slightly tilted, shifted, scaled, brighter or darker; mirrored and turned over where the
        pictures bear it."""
        from engine.prototypes.pictures.augmentation import turn_over, vary_colours, warp

        varied = vary_colours(warp(inputs[0], generator, self._mirror), generator)
        return (turn_over(varied, generator) if self._turn else varied,)


def _of_enough(pictures: Sequence[Picture]) -> list[Picture]:
    """The pictures of classes that have a distinct one for each side, where there are two such classes."""
    counts = Counter(label for label, _ in {(one.label, one.fingerprint) for one in pictures})
    enough = {label for label, count in counts.items() if count >= LEAST_GROUPS}
    return [one for one in pictures if len(enough) < 2 or one.label in enough]


def _bearable(examples: Examples[LabelledPicture], sides: Split) -> frozenset[str]:
    """Which of ``mirror`` and ``turn`` the training pictures bear."""
    from engine.prototypes.pictures.classical import bears

    train = list(sides.train)
    pixels = np.stack([examples.prepared[index].pixels[BASELINE_SIZE] for index in train])
    spread = float(pixels.max(3).astype(np.float32).mean() - pixels.min(3).mean())
    variations = {"mirror": pixels[:, :, ::-1], "turn": pixels[:, ::-1]}
    labels = labels_of(examples)[train]
    return frozenset(
        name
        for name, varied in variations.items()
        if bears(pixels, labels, varied, coloured=spread >= COLOURFUL)
    )
