"""What a detector learns from: varied pictures, where the middles of its boxes lie, and how far off it is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from torch.nn import functional

from engine.prototypes.learning import Learner, channels_last, descend, optimiser
from engine.prototypes.networks.detector import STRIDE, Detector
from engine.prototypes.pictures.augmentation import vary_colours
from engine.prototypes.pictures.picture_pairs import planes
from engine.prototypes.places.marked_pictures import Boxes, MarkedPicture
from engine.prototypes.system import Recipe

LEVELS = 0.2  # of brightness that stand for one standard deviation
SCALE, SHIFT = 0.25, 0.12  # logarithm; of the side
MANY, LEAST_STRENGTH = 200, 0.3  # with more pictures than that each is varied less, down to this share
LEAST_LEFT = 0.4  # share of a box that must stay in the picture
SPREAD = 1 / 6  # of a box's side: standard deviation of the peak at its middle
LEAST_SPREAD = 0.6  # cells
SIZE_WEIGHT = 0.7
EASY, RARE = 2.0, 4.0  # exponents of the focal loss
Floats = NDArray[np.float32]


@dataclass(frozen=True)
class Targets:
    """``heat`` [n, classes, h, w]: 1 at each middle, falling around it; ``place`` [n, 4, h, w]: what the
    network says of a box near there, ``weight`` [n, 1, h, w]: how much that counts; ``boxes``: how many."""

    heat: Tensor
    place: Tensor
    weight: Tensor
    boxes: int


class BoxLearner(Learner):
    """A detector, its pictures and boxes. ``mirror``: whether pictures bear it."""

    def __init__(
        self, network: Detector, recipe: Recipe, examples: Sequence[MarkedPicture],
        labels: Sequence[NDArray[np.int64]], mirror: bool,
    ) -> None:  # fmt: skip
        self.network = channels_last(network).train()
        self._detector, self._recipe, self._mirror = network, recipe, mirror
        self._examples, self._labels = examples, labels
        self._strength = min(1.0, max(LEAST_STRENGTH, MANY / len(examples)))
        self._optimiser = optimiser(self.network, recipe)

    def step(self, indices: Sequence[int], rate: float, fraction: float, generator: torch.Generator) -> float:
        """One step on these pictures, each shifted, scaled, mirrored and tinted by chance."""
        pictures, targets = [], []
        for index in indices:
            one = self._examples[index]
            if one.boxes is None:
                raise ValueError("an example has no boxes")
            pixels, boxes, kept = varied(one, one.boxes, self._mirror, self._strength, generator)
            pictures.append(pixels)
            shape = pixels.shape[0] // STRIDE, pixels.shape[1] // STRIDE
            targets.append(drawn_targets(boxes, self._labels[index][kept], self._detector.classes, shape))
        inputs = torch.from_numpy(planes(np.stack(pictures)))
        tinted = 0.5 + LEVELS * vary_colours((inputs - 0.5) / LEVELS, generator)
        inputs = inputs + self._strength * (tinted - inputs)
        told = self._detector.raw(inputs.contiguous(memory_format=torch.channels_last))
        heat, place, weight = (torch.from_numpy(np.stack(part)) for part in zip(*targets, strict=True))
        middles = int((heat == 1).sum())
        loss = detection_loss(told, Targets(heat, place, weight, max(1, middles)))
        descend(self._optimiser, loss, self._recipe, rate)
        return loss.item()


def detection_loss(told: Tensor, targets: Targets) -> Tensor:
    """Focal loss of the middles (as CornerNet's), and how far the boxes are off; a box counts once."""
    logits = told[:, : targets.heat.shape[1]]
    said = logits.sigmoid()
    middle = (targets.heat == 1).to(said.dtype)
    found = middle * (1 - said) ** EASY * functional.logsigmoid(logits)
    wrong = (1 - middle) * (1 - targets.heat) ** RARE * said**EASY * functional.logsigmoid(-logits)
    off = ((told[:, targets.heat.shape[1] :] - targets.place).abs() * targets.weight).sum()
    return -(found + wrong).sum() / targets.boxes + SIZE_WEIGHT * off / targets.weight.sum().clamp(min=1)


def varied(
    one: MarkedPicture, boxes: Boxes, mirror: bool, strength: float, generator: torch.Generator
) -> tuple[NDArray[np.uint8], Boxes, NDArray[np.bool_]]:
    """The picture scaled and shifted by at most ``strength`` times the most, and mirrored; the boxes that
    stayed in it, and which those are."""
    high, wide = one.pixels.shape[:2]
    drawn = torch.rand(4, generator=generator).numpy()
    zoom = float(np.exp((2 * drawn[0] - 1) * SCALE * strength))
    side = -1.0 if mirror and drawn[3] < 0.5 else 1.0
    across = wide / 2 * (1 - zoom * side) + (2 * drawn[1] - 1) * SHIFT * strength * wide
    down = high / 2 * (1 - zoom) + (2 * drawn[2] - 1) * SHIFT * strength * high
    transform = np.array([[zoom * side, 0, across], [0, zoom, down]])
    if side < 0:  # whole pixels are mirrored, not their corners
        transform[0, 2] -= 1
    flags = cv2.INTER_AREA if zoom < 1 else cv2.INTER_LINEAR
    pixels = cv2.warpAffine(one.pixels, transform, (wide, high), flags=flags, borderMode=cv2.BORDER_REPLICATE)
    moved = boxes * zoom
    moved[:, [0, 2]] = boxes[:, [0, 2]] * zoom * side + across
    moved[:, [1, 3]] += down
    if side < 0:
        moved = moved[:, [2, 1, 0, 3]]
    inside = np.clip(moved, 0, [wide, high, wide, high])
    kept = _area(inside) > LEAST_LEFT * _area(moved)
    return np.asarray(pixels, np.uint8), inside[kept], kept


def drawn_targets(
    boxes: Boxes, labels: NDArray[np.int64], classes: int, shape: tuple[int, int]
) -> tuple[Floats, Floats, Floats]:
    """Heat, place and weight (see :class:`Targets`) of one picture; of boxes that meet, the smaller wins."""
    high, wide = shape
    heat = np.zeros((classes, high, wide), np.float32)
    place = np.zeros((4, high, wide), np.float32)
    weight = np.zeros((1, high, wide), np.float32)
    rows, columns = np.arange(high, dtype=np.float32)[:, None], np.arange(wide, dtype=np.float32)[None]
    for which in np.argsort(-_area(boxes), kind="stable"):
        left, top, right, bottom = boxes[which] / STRIDE
        middle = (left + right) / 2, (top + bottom) / 2
        column, row = min(int(middle[0]), wide - 1), min(int(middle[1]), high - 1)
        spread = max(LEAST_SPREAD, (right - left) * SPREAD), max(LEAST_SPREAD, (bottom - top) * SPREAD)
        peak = np.exp(
            -((columns - column) ** 2) / (2 * spread[0] ** 2) - (rows - row) ** 2 / (2 * spread[1] ** 2)
        )
        np.maximum(heat[labels[which]], peak, out=heat[labels[which]])
        around = np.s_[max(0, row - 1) : row + 2, max(0, column - 1) : column + 2]
        place[0][around] = middle[0] - columns[:, around[1]] + 0 * rows[around[0]]
        place[1][around] = middle[1] - rows[around[0]] + 0 * columns[:, around[1]]
        place[2][around], place[3][around] = np.log(right - left), np.log(bottom - top)
        weight[0][around] = peak[around]
    return heat, place, weight


def _area(boxes: Boxes) -> Boxes:
    return np.asarray((boxes[:, 2] - boxes[:, 0]) * (boxes[:, 3] - boxes[:, 1]))
