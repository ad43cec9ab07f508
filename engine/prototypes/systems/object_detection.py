"""Object detection: a picture in, a box and a class for each thing in it out (CenterNet in small)."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray
from pydantic import Field

from engine.errors import UserError
from engine.jobs.protocol import Json, Reporter
from engine.prototypes.gallery import row
from engine.prototypes.pictures.origins import grouped_keys
from engine.prototypes.pictures.picture_pairs import PairSettings, Shape, beside, planes
from engine.prototypes.places.boxes import counted, outlined, precision_evidence
from engine.prototypes.places.marked_pictures import (
    LAYOUTS,
    Boxes,
    MarkedPicture,
    annotated,
    fitting_shape,
    measured,
    read_all_marked,
    read_marked,
)
from engine.prototypes.split import LEAST_GROUPS, Split
from engine.prototypes.system import (
    Answer,
    Baseline,
    Codec,
    Examples,
    Feeds,
    Outputs,
    Plan,
    Port,
    Recipe,
    System,
)
from engine.prototypes.types import SystemCard
from engine.texts import catalogue

if TYPE_CHECKING:
    from engine.dataset.types import Dataset, Sample
    from engine.prototypes.learning import Learner
    from engine.prototypes.metrics import Evidence

NAME = "object_detection"
MULTIPLE = 16
SIDES = (96, 128, 160, 192, 224)
"""Of which the smallest that keeps small things visible is worked in."""
LEAST_PIXELS, SMALL = 11.0, 0.15  # what the smaller ones of each class should measure
SIDED = ("left", "right", "왼", "오른")
FLOOR, SURE = 0.05, 0.3  # scores from which a box is told, and shown
LEAST_BOXES, MOST_BOXES = 20, 200
WIDTHS = ((16, 32, 64, 96), (12, 24, 48, 64))
PIXELS_A_STEP = 24 * 96**2
Said = tuple[Boxes, NDArray[np.float64], NDArray[np.int64]]


class Settings(PairSettings):
    """The classes in their order; ``sure``: score from which a box is shown."""

    classes: tuple[str, ...] = Field(min_length=1)
    sure: float = Field(ge=0, le=1)


class PictureBoxes(Codec[MarkedPicture]):
    """A picture of 0 … 1 in; boxes in parts of its width and height, scores and classes out, the surest
    first; a score of 0 stands for no box."""

    inputs = (Port("input"),)
    outputs = (Port("boxes"), Port("scores"), Port("classes"))

    def __init__(self, said: Settings) -> None:
        self.said = said

    def settings(self) -> dict[str, Json]:
        """As written into the file."""
        return self.said.model_dump(mode="json")

    def read(self, dataset: Dataset, sample: Sample) -> MarkedPicture | None:
        """The picture, and its boxes where it has some."""
        return read_marked(dataset.tree, sample, self.said.shape)

    def feeds(self, some: Sequence[MarkedPicture]) -> Feeds:
        """[n, 3, height, width], 0 … 1."""
        return {"input": planes(np.stack([one.pixels for one in some]))}

    def answer(self, one: MarkedPicture, outputs: Outputs) -> Answer:
        """How many of each class, and how sure the surest is."""
        _, scores, labels = self._shown(outputs)
        told = counted([self.said.classes[label] for label in labels])
        truth = None if one.boxes is None else counted(one.labels)
        return Answer(told or "0", None if truth is None else truth or "0", float(scores.max(initial=0.0)))

    def draw(self, one: MarkedPicture, outputs: Outputs) -> NDArray[np.uint8]:
        """With the boxes that were found; with those that are true."""
        boxes, _, labels = self._shown(outputs)
        shown = [outlined(one.pixels, boxes, labels.tolist())]
        if one.boxes is not None:
            places = {name: place for place, name in enumerate(self.said.classes)}
            shown.append(outlined(one.pixels, one.boxes, [places.get(label, -1) for label in one.labels]))
        return beside(shown)

    def _shown(self, outputs: Outputs) -> Said:
        boxes, scores, labels = said_boxes(outputs, self.said.shape)
        sure = scores >= self.said.sure
        known = np.clip(labels, 0, len(self.said.classes) - 1)
        return boxes[sure], scores[sure], known[sure]


class ObjectDetection(System[MarkedPicture]):
    """Pictures and the boxes around what is in them, learnt by a small detector of middles."""

    example_count = 600

    @property
    def card(self) -> SystemCard:
        """How the system is listed."""
        return SystemCard(
            name=NAME,
            title=catalogue("prototypes").texts[NAME],
            takes=LAYOUTS,
            metric="map50",
            baseline="outlines_forest",
            targets=("boxes",),
        )

    def read(self, dataset: Dataset, seed: int, reporter: Reporter) -> Examples[MarkedPicture]:
        """Every picture that an annotation speaks of, in the size that its small things need.

        Raises UserError for too few pictures, or where nothing is marked in them.
        """
        samples = annotated(dataset)
        shape = needed_shape(dataset, samples)
        found, unreadable, unused = read_all_marked(dataset, samples, shape, seed, reporter)
        keys = grouped_keys(found, dataset.recognition)
        there = len({key.group for key, one in zip(keys, found, strict=True) if len(one.labels)})
        if there < LEAST_GROUPS:
            raise UserError("prototype_few_boxes", name=dataset.name, count=there, least=LEAST_GROUPS)
        return Examples(tuple(found), keys, unreadable, unused)

    def baselines(self, examples: Examples[MarkedPicture], sides: Split, seed: int) -> tuple[Baseline, ...]:
        """The usual box, and outlines that a forest tells apart."""
        from engine.prototypes.places.box_baselines import Outlines, UsualBox

        labels = numbered(examples)
        train = [index for index in sides.train if len(labels[index])] or [
            index for index in range(len(labels)) if len(labels[index])
        ]
        return (
            UsualBox(examples.prepared, labels, train),
            Outlines(examples.prepared, labels, sides.train, seed),
        )

    def plans(self, examples: Examples[MarkedPicture], sides: Split) -> tuple[Plan[MarkedPicture], ...]:
        """A detector, and a narrower one for slow machines."""
        return tuple(BoxPlan(examples, widths, cost) for widths, cost in zip(WIDTHS, (1.0, 0.6), strict=True))

    def codec(self, settings: dict[str, Json]) -> PictureBoxes:
        """As the file says."""
        return PictureBoxes(Settings.model_validate(settings))

    def make_example(self, folder: Path, seed: int, count: int) -> None:
        """Discs, squares and triangles on materials of all kinds, in COCO's way."""
        from engine.prototypes.drawings.shapes import write_shapes

        write_shapes(folder, seed, count)


class BoxPlan(Plan[MarkedPicture]):
    """One detector."""

    def __init__(self, examples: Examples[MarkedPicture], widths: tuple[int, ...], cost: float) -> None:
        high, wide = examples.prepared[0].pixels.shape[:2]
        self._classes = classes = _classes(examples)
        self.codec = PictureBoxes(Settings(height=high, width=wide, classes=classes, sure=SURE))
        self.cost, self.size = cost, max(high, wide)
        self.recipe = Recipe(
            rate=4e-3, batch=int(np.clip(PIXELS_A_STEP // (high * wide), 8, 24)), clip=10.0, steps_wanted=400
        )
        self._shape = high, wide
        self._examples, self._labels, self._widths = examples, numbered(examples), widths
        most = 2 * max(len(labels) for labels in self._labels)
        cells = high * wide // 16 * len(classes)
        self._most = min(int(np.clip(most, LEAST_BOXES, MOST_BOXES)), cells)

    def learner(self) -> Learner:
        """A detector of middles; focal loss and distance."""
        from engine.prototypes.networks.box_learning import BoxLearner
        from engine.prototypes.networks.detector import Detector

        network = Detector(len(self._classes), self._widths, self._most, FLOOR)
        return BoxLearner(
            network,
            self.recipe,
            self._examples.prepared,
            self._labels,
            mirror=_mirrored(self._classes),
        )

    def evidence(self, outputs: Outputs, indices: Sequence[int]) -> list[Evidence]:
        """Which of the boxes told are true, and how many there are."""
        found: list[Evidence] = []
        for place, index in enumerate(indices):
            boxes, scores, labels = said_boxes(row(outputs, place), self._shape)
            truth = self._examples.prepared[index].boxes
            if truth is None:
                raise ValueError("an example has no boxes")
            found.append(precision_evidence(boxes, scores, labels, truth, self._labels[index]))
        return found


def said_boxes(outputs: Outputs, shape: Shape) -> Said:
    """Boxes in pixels, scores and classes of one sample; what has no score is none."""
    there = outputs["scores"] > 0
    return (
        outputs["boxes"][there].astype(np.float64) * np.array([*shape[::-1], *shape[::-1]]),
        outputs["scores"][there].astype(np.float64),
        outputs["classes"][there].round().astype(np.int64),
    )


def needed_shape(dataset: Dataset, samples: Sequence[Sample]) -> Shape:
    """The smallest shape in which nearly all things of every class can be seen."""
    sizes = []
    things: dict[str, list[float]] = {}
    for size, marked in measured(dataset, samples):
        sizes.append(size)
        wide, high = (1, 1) if marked.relative else size
        for mark in marked.marks:
            if mark.box is not None:
                area = abs((mark.box[2] - mark.box[0]) * (mark.box[3] - mark.box[1])) / (wide * high)
                things.setdefault(mark.label, []).append(area**0.5)
    small = min((float(np.quantile(each, SMALL)) for each in things.values()), default=1.0)
    side = next((side for side in SIDES if small * side >= LEAST_PIXELS), SIDES[-1])
    return fitting_shape(sizes, side, MULTIPLE)


def _mirrored(classes: Sequence[str]) -> bool:
    """Whether a picture seen in a mirror has the same things in it: not where left and right are told apart,
    and not where the things are single letters."""
    letters = all(len(name) == 1 for name in classes)
    return not letters and not any(side in name.lower() for name in classes for side in SIDED)


def numbered(examples: Examples[MarkedPicture]) -> list[NDArray[np.int64]]:
    """The numbers of the classes of each picture's boxes."""
    places = {name: place for place, name in enumerate(_classes(examples))}
    return [np.asarray([places[label] for label in one.labels], np.int64) for one in examples.prepared]


def _classes(examples: Examples[MarkedPicture]) -> tuple[str, ...]:
    return tuple(sorted({label for one in examples.prepared for label in one.labels}))
