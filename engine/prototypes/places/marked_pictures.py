"""Pictures with what an annotation marks in them, read for learning."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine.dataset import UnreadableFileError, load_picture
from engine.dataset.types import Dataset, FileTree, Mark, Marked, Sample
from engine.errors import UserError
from engine.jobs.protocol import Reporter
from engine.prototypes.pictures.picture_pairs import Shape, few, load_item, room_for, shaped, working_shape
from engine.prototypes.split import LEAST_GROUPS
from engine.prototypes.system import Prepared
from engine.runtime.preprocess import Pixels, fingerprint

Boxes = NDArray[np.float64]
"""Left, top, right, bottom of each box, [n, 4]."""
LAYOUTS = ("coco", "voc", "yolo", "labelme", "cvat", "boxes", "mixed")
MEASURED = 200  # pictures of which the marks say how fine they are
ALIKE = 0.02  # of proportions
Size = tuple[int, int]
"""Width and height."""


@dataclass(frozen=True, kw_only=True)
class MarkedPicture(Prepared):
    """``pixels`` [h, w, 3]; ``boxes`` and ``labels`` of what is marked in it, in pixels of that; None
    where no annotation tells."""

    pixels: Pixels
    boxes: Boxes | None
    labels: tuple[str, ...]


def annotated(dataset: Dataset, wanted: str = "") -> list[Sample]:
    """The pictures that an annotation speaks of; ``wanted``: only where its target is of this modality.

    Raises UserError for too few.
    """
    found = [
        sample
        for sample in dataset.samples()
        if sample.input.modality == "image"
        and sample.input.path is not None
        and sample.target is not None
        and sample.target.marks is not None
        and (not wanted or sample.target.modality == wanted)
    ]
    if len(found) < LEAST_GROUPS:
        raise UserError("prototype_too_few", name=dataset.name, count=len(found), least=LEAST_GROUPS)
    return found


def marks_of(sample: Sample) -> Marked | None:
    """What is marked; None where nothing is known. Raises UnreadableFileError."""
    target = sample.target
    return None if target is None or target.marks is None else target.marks()


def measured(dataset: Dataset, samples: Sequence[Sample]) -> Iterator[tuple[Size, Marked]]:
    """The size of some of these pictures, evenly spread, and what is marked in them."""
    step = max(1, len(samples) // MEASURED)
    for sample in samples[::step][:MEASURED]:
        try:
            marked = marks_of(sample)
            size = marked.size if marked is not None else None
            if marked is not None:
                yield size or load_item(dataset.tree, sample.input).size, marked
        except UnreadableFileError:
            continue


def scale_of(marked: Marked, size: Size, shape: Shape) -> tuple[float, float]:
    """By what x and y of the marks of a picture of this size are multiplied in the working shape.

    An annotation may be of the picture in another size; one that claims other proportions is of one that
    has been turned since, or wrong.
    """
    claimed = marked.size
    if claimed is not None and abs(claimed[0] * size[1] / (claimed[1] * size[0]) - 1) < ALIKE:
        size = claimed
    wide, high = (1, 1) if marked.relative else size
    return shape[1] / wide, shape[0] / high


def boxes_of(marks: Sequence[Mark], scale: tuple[float, float], shape: Shape) -> tuple[Boxes, list[int]]:
    """The boxes in the working shape, cut off at its edges, and the places of their marks; a mark without
    a box, or with one that has no area, is left out."""
    boxes: list[list[float]] = []
    places: list[int] = []
    for place, mark in enumerate(marks):
        if mark.box is None:
            continue
        left, right = sorted(np.clip([mark.box[0] * scale[0], mark.box[2] * scale[0]], 0, shape[1]))
        top, bottom = sorted(np.clip([mark.box[1] * scale[1], mark.box[3] * scale[1]], 0, shape[0]))
        if right - left > 0.5 and bottom - top > 0.5:
            boxes.append([left, top, right, bottom])
            places.append(place)
    return np.asarray(boxes, np.float64).reshape(-1, 4), places


def read_marked(tree: FileTree, sample: Sample, shape: Shape) -> MarkedPicture | None:
    """One sample in this shape; None where its input is no picture. Raises UnreadableFileError."""
    path = sample.input.path
    if sample.input.modality != "image" or path is None:
        return None
    picture = load_picture(tree.read(path))
    marked = marks_of(sample)
    boxes: Boxes | None = None
    labels: tuple[str, ...] = ()
    if marked is not None:
        boxes, places = boxes_of(marked.marks, scale_of(marked, picture.size, shape), shape)
        labels = tuple(marked.marks[place].label for place in places)
    return MarkedPicture(
        id=sample.id,
        fingerprint=fingerprint(picture),
        pixels=shaped(picture, shape),
        boxes=boxes,
        labels=labels,
    )


def read_all_marked(
    dataset: Dataset, samples: Sequence[Sample], shape: Shape, seed: int, reporter: Reporter
) -> tuple[list[MarkedPicture], int, int]:
    """Those that can be read, how many can't, and how many there was no room for."""
    chosen = few(samples, seed, room_for(shape, 4))
    found: list[MarkedPicture] = []
    for done, sample in enumerate(chosen, start=1):
        try:
            one = read_marked(dataset.tree, sample, shape)
        except UnreadableFileError:
            one = None
        if one is not None and one.boxes is not None:
            found.append(one)
        reporter.progress(done, len(chosen), "reading")
    return found, len(chosen) - len(found), len(samples) - len(chosen)


def fitting_shape(sizes: Sequence[Size], side: int, multiple: int) -> Shape:
    """As :func:`working_shape` says, of widths and heights."""
    return working_shape([(high, wide) for wide, high in sizes], side, multiple)
