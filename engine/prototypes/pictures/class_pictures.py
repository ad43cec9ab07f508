"""Pictures that are one of a few classes: what is kept of them, how a network takes them, what every plan
to learn them shares."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Annotated

import numpy as np
from numpy.typing import NDArray
from pydantic import Field

from engine.jobs.protocol import Json
from engine.prototypes.classes import class_answer, class_of, rights
from engine.prototypes.pictures.seeing import SEEN, see
from engine.prototypes.system import Answer, Codec, Examples, Feeds, Outputs, Plan, Port, Prepared
from engine.runtime.preprocess import Pixels, fingerprint, normalise, prepare
from engine.runtime.types import Channels, Model

if TYPE_CHECKING:
    import torch

    from engine.dataset.types import Dataset, Sample
    from engine.prototypes.metrics import Evidence

SMOOTHING = 0.05
Spread = Annotated[float, Field(gt=0)]


class Settings(Model):
    """What the file says: a picture is made ``image_size`` square, scaled to 0 … 1, then
    ``(x - mean) / std`` a channel."""

    classes: tuple[str, ...] = Field(min_length=2)
    image_size: int = Field(ge=8, le=1024)
    mean: Channels
    std: tuple[Spread, Spread, Spread]


@dataclass(frozen=True, kw_only=True)
class LabelledPicture(Prepared):
    """``pixels`` by size; ``label``: None where it isn't known, or is none of the classes; ``seen``: what
    frozen backbones saw in it, by their files: filled when they look at it, so that none does so twice."""

    pixels: dict[int, Pixels]
    label: str | None
    heard: bool = False  # a recording
    seen: dict[str, NDArray[np.float32]] = field(default_factory=dict, compare=False)


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
        path = sample.input.path
        if sample.input.modality not in SEEN or path is None:
            return None
        picture = see(dataset.tree, sample.input)
        label = class_of(sample.target)
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


class ClassPlan(Plan[LabelledPicture]):
    """Pictures of one size, normalised so; the loss and the evidence."""

    codec: PictureClasses

    def __init__(self, examples: Examples[LabelledPicture], size: int, mean: Channels, std: Channels) -> None:
        self.size, self.cost = size, size**2
        self.examples, self.labels = examples, labels_of(examples)
        self.classes = classes_of(examples)
        self.codec = PictureClasses(Settings(classes=self.classes, image_size=size, mean=mean, std=std))

    def evidence(self, outputs: Outputs, indices: Sequence[int]) -> list[Evidence]:
        """Whether the highest logit is the true class's."""
        return rights(outputs["output"].argmax(1) == self.labels[list(indices)])

    def feeds(self, indices: Sequence[int]) -> Feeds:
        """The network's input for these examples."""
        return self.codec.feeds([self.examples.prepared[index] for index in indices])

    def loss(self, outputs: tuple[torch.Tensor, ...], indices: Sequence[int]) -> torch.Tensor:
        """Cross-entropy with smoothed labels: some of a client's labels are wrong."""
        import torch

        labels = torch.from_numpy(self.labels[list(indices)])
        return torch.nn.functional.cross_entropy(outputs[0], labels, label_smoothing=SMOOTHING)


def classes_of(examples: Examples[LabelledPicture]) -> tuple[str, ...]:
    """The classes that there are, in the order of the outputs."""
    return tuple(sorted({str(one.label) for one in examples.prepared}))


def labels_of(examples: Examples[LabelledPicture]) -> NDArray[np.int64]:
    """The number of each picture's class."""
    numbers = {label: number for number, label in enumerate(classes_of(examples))}
    return np.asarray([numbers[str(one.label)] for one in examples.prepared], dtype=np.int64)
