"""The simple ways to find things: a box where one mostly lies, and outlines that a forest tells apart."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import cv2
import numpy as np
from numpy.typing import NDArray
from sklearn.ensemble import RandomForestClassifier

from engine.prototypes.metrics import Evidence
from engine.prototypes.places.boxes import overlaps, precision_evidence, told_apart
from engine.prototypes.places.marked_pictures import Boxes, MarkedPicture
from engine.prototypes.system import Baseline
from engine.runtime.preprocess import Pixels

NOTHING = -1
LIKE_TRUTH = 0.5  # overlap from which an outline stands for the thing
LEAST_SHARE, MOST_SHARE = 5e-4, 0.9  # of the picture's area
MOST_OUTLINES = 60  # of a picture
TREES = 60
ROUGHNESS = 0.06  # of the outline's length: corners finer than that don't count
Ints = NDArray[np.int64]


class UsualBox(Baseline):
    """The mean box of the most frequent class, in every picture."""

    name = "usual_box"

    def __init__(
        self, examples: Sequence[MarkedPicture], labels: Sequence[Ints], train: Sequence[int]
    ) -> None:
        self._examples, self._labels = examples, labels
        counts = Counter(int(label) for index in train for label in labels[index])
        self._label = min(label for label, count in counts.items() if count == max(counts.values()))
        own = [_boxes(examples[index])[labels[index] == self._label] for index in train]
        self._box = np.concatenate(own).mean(0, keepdims=True)

    def evidence(self, indices: Sequence[int]) -> list[Evidence]:
        """Right where a thing of that class lies about there."""
        label = np.array([self._label])
        return [
            precision_evidence(
                self._box, np.ones(1), label, _boxes(self._examples[index]), self._labels[index]
            )
            for index in indices
        ]


class Outlines(Baseline):
    """Outlines of what differs from its surroundings (Otsu's threshold, edges), and a forest that knows by
    shape, size and colour what each is, or that it is nothing."""

    name = "outlines_forest"

    def __init__(
        self, examples: Sequence[MarkedPicture], labels: Sequence[Ints], train: Sequence[int], seed: int
    ) -> None:
        self._examples, self._labels = examples, labels
        inputs, answers = [], []
        for index in train:
            boxes, features = outlines(examples[index].pixels)
            inputs.append(features)
            answers.append(_what(boxes, _boxes(examples[index]), labels[index]))
        self._forest = RandomForestClassifier(TREES, min_samples_leaf=2, random_state=seed, n_jobs=1)
        self._forest.fit(np.concatenate(inputs), np.concatenate(answers))

    def evidence(self, indices: Sequence[int]) -> list[Evidence]:
        """What it finds in each picture."""
        return [self._said(index) for index in indices]

    def _said(self, index: int) -> Evidence:
        boxes, features = outlines(self._examples[index].pixels)
        votes = np.asarray(self._forest.predict_proba(features))
        known = [place for place, label in enumerate(self._forest.classes_) if label != NOTHING]
        if not known:
            boxes, votes, known = boxes[:0], votes[:0], [0]
        scores = votes[:, known].max(1) if len(votes) else np.zeros(0)
        labels = np.asarray(self._forest.classes_)[known][votes[:, known].argmax(1)]
        kept = told_apart(boxes, scores)
        truth = _boxes(self._examples[index])
        return precision_evidence(boxes[kept], scores[kept], labels[kept], truth, self._labels[index])


def outlines(pixels: Pixels) -> tuple[Boxes, NDArray[np.float64]]:
    """Boxes of what stands out in a picture [h, w, 3], and a row of measures of each; at least one."""
    area = pixels.shape[0] * pixels.shape[1]
    found: list[NDArray[np.int32]] = []
    for mask in _masks(pixels):
        contours, _ = cv2.findContours(mask, cv2.RETR_LIST, cv2.CHAIN_APPROX_SIMPLE)
        for one in contours:
            _, _, wide, high = cv2.boundingRect(one)
            if LEAST_SHARE * area < wide * high < MOST_SHARE * area:
                found.append(np.asarray(one, np.int32))
    found.sort(key=lambda one: -cv2.contourArea(one))
    if not found:
        high, wide = pixels.shape[:2]
        found = [np.array([[[0, 0]], [[wide - 1, 0]], [[wide - 1, high - 1]], [[0, high - 1]]], np.int32)]
    some = found[:MOST_OUTLINES]
    boxes = np.array([_box(one) for one in some], np.float64)
    return boxes, np.stack([_measures(pixels, one) for one in some])


def _masks(pixels: Pixels) -> list[NDArray[np.uint8]]:
    """What differs from the usual colour of the picture; and what lies inside of edges."""
    off = np.abs(pixels.astype(np.int16) - np.median(pixels, (0, 1)).astype(np.int16)).max(2)
    smooth = cv2.medianBlur(off.astype(np.uint8), 5)
    _, different = cv2.threshold(smooth, 0, 255, cv2.THRESH_BINARY + cv2.THRESH_OTSU)
    edges = cv2.Canny(cv2.GaussianBlur(pixels, (5, 5), 1.2), 40, 100)
    closed = cv2.morphologyEx(edges, cv2.MORPH_CLOSE, np.ones((3, 3), np.uint8))
    return [np.asarray(different, np.uint8), np.asarray(closed, np.uint8)]


def _box(contour: NDArray[np.int32]) -> tuple[float, float, float, float]:
    left, top, wide, high = cv2.boundingRect(contour)
    return left, top, left + wide, top + high


def _measures(pixels: Pixels, contour: NDArray[np.int32]) -> NDArray[np.float64]:
    """Size, proportions, corners, roundness, fullness and colours of what an outline holds."""
    left, top, wide, high = cv2.boundingRect(contour)
    length, area = cv2.arcLength(contour, True), cv2.contourArea(contour)
    corners = len(cv2.approxPolyDP(contour, ROUGHNESS * length, True))
    hull = cv2.contourArea(cv2.convexHull(contour))
    inner = pixels[top : top + high, left : left + wide].reshape(-1, 3).astype(np.float64)
    shape = [
        wide * high / (pixels.shape[0] * pixels.shape[1]), wide / high, corners,
        area / max(length**2, 1e-6), area / (wide * high), area / max(hull, 1e-6),
        (left + wide / 2) / pixels.shape[1], (top + high / 2) / pixels.shape[0],
    ]  # fmt: skip
    return np.asarray([*shape, *inner.mean(0), *inner.std(0)], np.float64)


def _what(boxes: Boxes, truth: Boxes, labels: Ints) -> Ints:
    """The class of the thing that each outline stands for."""
    if not len(truth):
        return np.full(len(boxes), NOTHING)
    share = overlaps(boxes, truth)
    return np.where(share.max(1) >= LIKE_TRUTH, labels[share.argmax(1)], NOTHING).astype(np.int64)


def _boxes(one: MarkedPicture) -> Boxes:
    return np.zeros((0, 4)) if one.boxes is None else one.boxes
