"""Image classification: a picture in, one of a few classes out (ResNet in small).

A recording is a picture too: that of its spectra.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import numpy as np
from numpy.typing import NDArray
from pydantic import Field

from engine.errors import UserError
from engine.jobs.protocol import Json, Reporter
from engine.prototypes.classes import class_answer, rights
from engine.prototypes.pictures.origins import grouped_keys
from engine.prototypes.pictures.reading import (
    channel_statistics,
    choose,
    named_pictures,
    read_pictures,
)
from engine.prototypes.pictures.seeing import SEEN, see
from engine.prototypes.split import LEAST_GROUPS, Split, group_counts
from engine.prototypes.system import (
    Answer,
    Baseline,
    Codec,
    Examples,
    Feeds,
    Outputs,
    Plan,
    Port,
    Prepared,
    System,
)
from engine.prototypes.types import SystemCard
from engine.runtime.preprocess import Pixels, fingerprint, normalise, prepare
from engine.runtime.types import Channels, Model
from engine.texts import catalogue

if TYPE_CHECKING:
    import torch

    from engine.dataset.types import Dataset, Sample
    from engine.prototypes.learning import Learner
    from engine.prototypes.metrics import Evidence

NAME = "image_classification"
SIZES = (64, 48)
BASELINE_SIZE = 32
WIDTHS = (16, 32, 64, 96)
DROPOUT = 0.2
SMOOTHING = 0.05
Spread = Annotated[float, Field(gt=0)]
COLOURFUL = 12  # mean spread between a pixel's channels, of 255, from which pictures count as coloured


class Settings(Model):
    """What the file says: a picture is made ``image_size`` square, scaled to 0 … 1, then
    ``(x - mean) / std`` a channel."""

    classes: tuple[str, ...] = Field(min_length=2)
    image_size: int = Field(ge=8, le=1024)
    mean: Channels
    std: tuple[Spread, Spread, Spread]


@dataclass(frozen=True, kw_only=True)
class LabelledPicture(Prepared):
    """``pixels`` by size; ``label``: None where it isn't known, or is none of the classes."""

    pixels: dict[int, Pixels]
    label: str | None
    heard: bool = False  # a recording


class PictureClasses(Codec[LabelledPicture]):
    """A square picture in, a logit a class out."""

    inputs = (Port("input"),)
    outputs = (Port("output"),)

    def __init__(self, said: Settings) -> None:
        self.said = said

    def settings(self) -> dict[str, Json]:
        """As written into the file."""
        return self.said.model_dump(mode="json")

    def read(self, dataset: Dataset, sample: Sample) -> LabelledPicture | None:
        """A picture; a folder that is not one of the classes ("batch 3") says nothing about the truth."""
        path, target = sample.input.path, sample.target
        if sample.input.modality not in SEEN or path is None:
            return None
        picture = see(dataset.tree, sample.input)
        label = str(target.value) if target is not None and target.modality == "category" else None
        return LabelledPicture(
            id=sample.id,
            fingerprint=fingerprint(picture),
            pixels={self.said.image_size: prepare(picture, self.said.image_size)},
            label=label if label in self.said.classes else None,
            heard=sample.input.modality == "audio",
        )

    def feeds(self, some: Sequence[LabelledPicture]) -> Feeds:
        """[n, 3, size, size], normalised."""
        pixels = np.stack([one.pixels[self.said.image_size] for one in some])
        return {"input": normalise(pixels, self.said.mean, self.said.std)}

    def answer(self, one: LabelledPicture, outputs: Outputs) -> Answer:
        """The class of the highest logit."""
        return class_answer(outputs["output"], self.said.classes, one.label)

    def draw(self, one: LabelledPicture, outputs: Outputs) -> NDArray[np.uint8] | None:
        """The spectra of a recording; pictures are shown as they are."""
        return one.pixels[self.said.image_size] if one.heard else None

    def names(self) -> tuple[str, ...]:
        """The classes, in the order of the outputs."""
        return self.said.classes


class ImageClassification(System[LabelledPicture]):
    """Class folders of pictures, learnt by a small residual network."""

    @property
    def card(self) -> SystemCard:
        """How the system is listed."""
        return SystemCard(
            name=NAME,
            title=catalogue("prototypes").texts[NAME],
            takes=("class_folders", "named_files", "file_list"),
            metric="accuracy",
            baseline="logistic_regression",
            modalities=SEEN,
            targets=("category",),
        )

    def read(self, dataset: Dataset, seed: int, reporter: Reporter) -> Examples[LabelledPicture]:
        """Decode the pictures of every class; those of one origin (a speaker, a camera), and equal
        ones, are one group.

        Raises UserError for fewer than two classes, or a class with too few distinct pictures.
        """
        named = named_pictures(dataset)
        chosen = choose(named, seed)
        pictures = read_pictures(dataset.tree, chosen, (*SIZES, BASELINE_SIZE), reporter)
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
        return Examples(prepared, keys, len(chosen) - len(pictures), len(named) - len(chosen))

    def baselines(self, examples: Examples[LabelledPicture], sides: Split, seed: int) -> tuple[Baseline, ...]:
        """The most frequent class, and logistic regression on coarse colours and edges."""
        from engine.prototypes.pictures.classical import LogisticPictures, Majority

        pixels = np.stack([one.pixels[BASELINE_SIZE] for one in examples.prepared])
        labels = _labels(examples)
        return (
            Majority(labels, sides.train),
            LogisticPictures(pixels, labels, sides.train, sides.validation),
        )

    def plans(self, examples: Examples[LabelledPicture], sides: Split) -> tuple[Plan[LabelledPicture], ...]:
        """The input sizes, the larger first; smaller pictures are enlarged, for the network's first
        layer halves them again."""
        bearable = _bearable(examples, sides)
        return tuple(PicturePlan(examples, sides, size, bearable) for size in SIZES)

    def codec(self, settings: dict[str, Json]) -> PictureClasses:
        """As the file says."""
        return PictureClasses(Settings.model_validate(settings))

    def make_example(self, folder: Path, seed: int, count: int) -> None:
        """Brushed and rough surfaces, sound or with one of four defects, a folder each."""
        from engine.prototypes.drawings.surfaces import write_defect_folders

        write_defect_folders(folder, seed, count)


class PicturePlan(Plan[LabelledPicture]):
    """One input size. What it measures, it measures on the training side alone."""

    def __init__(
        self, examples: Examples[LabelledPicture], sides: Split, size: int, bearable: frozenset[str]
    ) -> None:
        self.size, self.cost = size, size**2
        self._examples, self._labels = examples, _labels(examples)
        train = np.stack([examples.prepared[index].pixels[size] for index in sides.train])
        mean, std = channel_statistics(train)
        classes = _classes(examples)
        self.codec = PictureClasses(Settings(classes=classes, image_size=size, mean=mean, std=std))
        self._classes = len(classes)
        self._mirror, self._turn = "mirror" in bearable, "turn" in bearable

    def learner(self) -> Learner:
        """A residual network of some 220,000 weights: what a minute on two cores can teach."""
        from engine.prototypes.blocks import ResidualClassifier
        from engine.prototypes.learning import Supervised

        network = ResidualClassifier(WIDTHS, self._classes, DROPOUT)
        return Supervised(network, self.recipe, self._feeds, self._loss, self._augment)

    def evidence(self, outputs: Outputs, indices: Sequence[int]) -> list[Evidence]:
        """Whether the highest logit is the true class's."""
        return rights(outputs["output"].argmax(1) == self._labels[list(indices)])

    def _feeds(self, indices: Sequence[int]) -> Feeds:
        return self.codec.feeds([self._examples.prepared[index] for index in indices])

    def _augment(
        self, inputs: tuple[torch.Tensor, ...], indices: Sequence[int], generator: torch.Generator
    ) -> tuple[torch.Tensor, ...]:
        """Slightly tilted, shifted, scaled, brighter or darker; mirrored and turned over where the
        pictures bear it."""
        from engine.prototypes.pictures.augmentation import turn_over, vary_colours, warp

        varied = vary_colours(warp(inputs[0], generator, self._mirror), generator)
        return (turn_over(varied, generator) if self._turn else varied,)

    def _loss(self, outputs: tuple[torch.Tensor, ...], indices: Sequence[int]) -> torch.Tensor:
        """Cross-entropy with smoothed labels: some of a client's labels are wrong."""
        import torch

        labels = torch.from_numpy(self._labels[list(indices)])
        return torch.nn.functional.cross_entropy(outputs[0], labels, label_smoothing=SMOOTHING)


def _classes(examples: Examples[LabelledPicture]) -> tuple[str, ...]:
    return tuple(sorted({str(one.label) for one in examples.prepared}))


def _labels(examples: Examples[LabelledPicture]) -> NDArray[np.int64]:
    """The number of each picture's class."""
    numbers = {label: number for number, label in enumerate(_classes(examples))}
    return np.asarray([numbers[str(one.label)] for one in examples.prepared], dtype=np.int64)


def _bearable(examples: Examples[LabelledPicture], sides: Split) -> frozenset[str]:
    """Which of ``mirror`` and ``turn`` the training pictures bear."""
    from engine.prototypes.pictures.classical import bears

    train = list(sides.train)
    pixels = np.stack([examples.prepared[index].pixels[BASELINE_SIZE] for index in train])
    spread = float(pixels.max(3).astype(np.float32).mean() - pixels.min(3).mean())
    variations = {"mirror": pixels[:, :, ::-1], "turn": pixels[:, ::-1]}
    labels = _labels(examples)[train]
    return frozenset(
        name
        for name, varied in variations.items()
        if bears(pixels, labels, varied, coloured=spread >= COLOURFUL)
    )
