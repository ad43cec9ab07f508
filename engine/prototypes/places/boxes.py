"""Boxes: how far two overlap, which of those found are true ones, and how they are shown."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import cv2
import numpy as np
from numpy.typing import NDArray

from engine.prototypes.metrics import Evidence
from engine.prototypes.pictures.scales import enlarged
from engine.prototypes.places.marked_pictures import Boxes
from engine.runtime.preprocess import Pixels

HIT = 0.5  # overlap from which a box is found
COLOURS = (
    (230, 30, 60), (40, 120, 240), (250, 180, 20), (30, 170, 90), (170, 70, 220), (20, 190, 200),
    (240, 110, 30), (130, 140, 20),
)  # fmt: skip


def overlaps(mine: Boxes, other: Boxes) -> NDArray[np.float64]:
    """Intersection over union of each with each, [n, m]."""
    low = np.maximum(mine[:, None, :2], other[None, :, :2])
    high = np.minimum(mine[:, None, 2:], other[None, :, 2:])
    shared = np.clip(high - low, 0, None).prod(2)
    area = np.clip(mine[:, 2:] - mine[:, :2], 0, None).prod(1)
    others = np.clip(other[:, 2:] - other[:, :2], 0, None).prod(1)
    return np.asarray(shared / np.maximum(area[:, None] + others[None] - shared, 1e-9))


def precision_evidence(
    boxes: Boxes, scores: NDArray[np.float64], labels: NDArray[np.int64],
    truth: Boxes, truths: NDArray[np.int64],
) -> Evidence:  # fmt: skip
    """What one picture says for :func:`metrics.average_precision`: rows (class, score, hit); each true box
    is hit once, by the surest that overlaps it by half."""
    rows = [[float(label), -1.0, 0.0] for label in truths]
    share = overlaps(boxes, truth) * (labels[:, None] == truths[None])
    free = np.ones(len(truth), bool)
    for which in np.argsort(-scores, kind="stable"):
        open_ = share[which] * free
        best = int(open_.argmax()) if len(truth) else 0
        hit = bool(len(truth)) and open_[best] >= HIT
        if hit:
            free[best] = False
        rows.append([float(labels[which]), float(scores[which]), float(hit)])
    return np.asarray(rows, np.float64).reshape(-1, 3)


def told_apart(boxes: Boxes, scores: NDArray[np.float64], least: float = 0.5) -> NDArray[np.int64]:
    """Places of those that no surer one overlaps by ``least``, the surest first."""
    waiting = list(np.argsort(-scores, kind="stable"))
    kept: list[int] = []
    while waiting:
        kept.append(int(waiting.pop(0)))
        share = overlaps(boxes[[kept[-1]]], boxes[waiting])[0] if waiting else np.zeros(0)
        waiting = [which for which, much in zip(waiting, share, strict=True) if much < least]
    return np.asarray(kept, np.int64)


def counted(labels: Sequence[str]) -> str:
    """``disc 2, square 1``: how many of each class, by name."""
    return ", ".join(
        f"{label} {count}" if label else str(count) for label, count in sorted(Counter(labels).items())
    )


def outlined(pixels: Pixels, boxes: Boxes, labels: Sequence[int]) -> Pixels:
    """The picture, large enough to be looked at, with each box in the colour of its class."""
    shown, times = enlarged(pixels)
    shown = shown.copy()
    corners = [
        ((round(left), round(top)), (round(right) - 1, round(bottom) - 1))
        for left, top, right, bottom in boxes * times
    ]
    for both in corners:  # first, so that no box is covered by the white of its neighbour
        cv2.rectangle(shown, *both, (255, 255, 255), 3)
    for both, label in zip(corners, labels, strict=True):
        cv2.rectangle(shown, *both, COLOURS[label % len(COLOURS)], 2)
    return shown
