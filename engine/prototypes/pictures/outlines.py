"""Outlines that annotations draw around things, made into masks."""

from __future__ import annotations

from collections.abc import Iterable

import cv2
import numpy as np

from engine.dataset import UnreadableFileError
from engine.dataset.types import Mark, Marked, Sample
from engine.prototypes.pictures.masks import MOST_LABELS, Labels, Legend

LEAST_NUMBERS = 9  # three corners of three numbers each
FINER = 4  # bits after the point of a corner's place


def has_outlines(sample: Sample) -> bool:
    """Whether an annotation draws around what is on the picture. What can't be read draws nothing."""
    return bool(_drawn(marks_of(sample)))


def marks_of(sample: Sample) -> Marked | None:
    """What an annotation says of the picture; None where there is none, or it can't be read."""
    target = sample.target
    if sample.input.modality != "image" or target is None or target.marks is None:
        return None
    try:
        return target.marks()
    except UnreadableFileError:
        return None


def legend_of(samples: Iterable[Sample]) -> Legend:
    """A label a name, the ground before them; one label for all where there are too many names."""
    names = sorted({mark.label for sample in samples for mark in _drawn(marks_of(sample))})
    if not 1 < len(names) <= MOST_LABELS:
        return Legend(((0, 0, 0), (255, 255, 255)), 0, things=True)
    greys = [round(255 * place / len(names)) for place in range(len(names) + 1)]
    return Legend(tuple((grey, grey, grey) for grey in greys), 0, names=("", *names))


def outlined(marked: Marked, size: tuple[int, int], most: int, legend: Legend) -> Labels:
    """The mask of a picture of this width and height, made smaller where a side has more than ``most``
    pixels; what is smaller lies upon what is larger."""
    scale = min(1.0, most / max(size))
    wide, high = (max(1, round(length * scale)) for length in size)
    mask = np.zeros((high, wide), np.uint8)
    across, down = (wide, high) if marked.relative else (scale, scale)
    places = {name: place for place, name in enumerate(legend.names)}
    for mark in sorted(_drawn(marked), key=_area, reverse=True):
        corners = np.asarray(mark.points, np.float64).reshape(-1, 3)[:, :2] * (across, down)
        whole = np.rint(corners * (1 << FINER)).astype(np.int32)
        label = places.get(mark.label) if legend.names else 1
        if label is not None:
            cv2.fillPoly(mask, [whole], label, cv2.LINE_8, FINER)
    return mask


def _drawn(marked: Marked | None) -> list[Mark]:
    if marked is None:
        return []
    return [mark for mark in marked.marks if mark.shape == "polygon" and len(mark.points) >= LEAST_NUMBERS]


def _area(mark: Mark) -> float:
    if mark.box is None:
        return 0.0
    left, top, right, bottom = mark.box
    return (right - left) * (bottom - top)
