"""Discs, squares and triangles of a material lying on another, in shadows and under threads, and the box
around each."""

from __future__ import annotations

import json
import math
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray
from PIL import Image

from engine.prototypes.drawings.surfaces import Floats, clouds, material

KINDS = ("disc", "square", "triangle")
CORNERS = {"disc": 24, "square": 4, "triangle": 3}
MOST_THINGS = 5
MOST_THREADS = 3
MEET = 0.8  # of the room that two things need: they may touch
SMALLEST, LARGEST = 6 / 96, 15 / 96  # radius in parts of the side
SUB_PIXEL = 4  # bits behind the point when corners are drawn
Box = tuple[float, float, float, float]


@dataclass(frozen=True)
class Thing:
    """One shape: what it is, and left, top, right, bottom of its box in pixels."""

    kind: str
    box: Box


def draw_shapes(random: Generator, side: int) -> tuple[NDArray[np.uint8], list[Thing]]:
    """One picture [side, side, 3] and what lies in it: one to five shapes that hardly cover each other."""
    picture = material(random, side, side)
    things: list[Thing] = []
    wanted = int(random.integers(1, MOST_THINGS + 1))
    for _ in range(200):
        if len(things) == wanted:
            break
        kind = KINDS[random.integers(len(KINDS))]
        radius = random.uniform(SMALLEST, LARGEST) * side
        middle = random.uniform(radius + 2, side - radius - 2, 2)
        if all(_apart(middle, radius, other.box) for other in things):
            corners = _corners(random, kind, middle, radius)
            picture = _laid_on(random, picture, corners)
            low, high = corners.min(0), corners.max(0)
            things.append(Thing(kind, (float(low[0]), float(low[1]), float(high[0]), float(high[1]))))
    soft = cv2.GaussianBlur(_crossed(random, picture), (3, 3), 0.5)
    return np.clip(soft * 255, 0, 255).astype(np.uint8), things


def write_shapes(folder: Path, seed: int, count: int, side: int = 96) -> None:
    """``images/`` and ``annotations.json`` as COCO writes it."""
    random = np.random.default_rng(seed)
    (folder / "images").mkdir(parents=True, exist_ok=True)
    images: list[dict[str, object]] = []
    annotations: list[dict[str, object]] = []
    for number in range(1, count + 1):
        pixels, things = draw_shapes(random, side)
        name = f"{number:05d}.png"
        Image.fromarray(pixels).save(folder / "images" / name)
        images.append({"id": number, "file_name": name, "width": side, "height": side})
        for thing in things:
            left, top, right, bottom = thing.box
            annotations.append(
                {
                    "id": len(annotations) + 1,
                    "image_id": number,
                    "category_id": KINDS.index(thing.kind) + 1,
                    "bbox": [round(value, 2) for value in (left, top, right - left, bottom - top)],
                    "area": round((right - left) * (bottom - top), 1),
                    "iscrowd": 0,
                }
            )
    categories = [{"id": number, "name": kind} for number, kind in enumerate(KINDS, start=1)]
    said = {"images": images, "annotations": annotations, "categories": categories}
    (folder / "annotations.json").write_text(json.dumps(said), encoding="utf-8")


def _crossed(random: Generator, picture: Floats) -> Floats:
    """Threads that lie over everything, and a shadow that something out of sight throws."""
    side = len(picture)
    for _ in range(random.integers(MOST_THREADS + 1)):
        start, end = (tuple(int(value) for value in random.integers(0, side, 2)) for _ in range(2))
        colour = tuple(random.uniform(0.1, 0.95, 3).tolist())
        cv2.line(picture, start, end, colour, int(random.integers(1, 3)), cv2.LINE_AA)
    if random.random() < 0.5:
        edge = clouds(random, side, side, (3, 6), (1, 0.4)) - random.uniform(-0.2, 0.3)
        shade = 1 - random.uniform(0.1, 0.3) / (1 + np.exp(-25 * edge))
        picture = np.asarray(picture * shade[..., None], np.float32)
    return picture


def _apart(middle: Floats | NDArray[np.float64], radius: float, box: Box) -> bool:
    """Whether a shape there and this box have room between them."""
    aside = abs(middle[0] - (box[0] + box[2]) / 2) >= MEET * (radius + (box[2] - box[0]) / 2)
    below = abs(middle[1] - (box[1] + box[3]) / 2) >= MEET * (radius + (box[3] - box[1]) / 2)
    return bool(aside or below)


def _corners(random: Generator, kind: str, middle: NDArray[np.float64], radius: float) -> NDArray[np.float64]:
    turns = random.uniform(0, 2 * math.pi) + 2 * math.pi * np.arange(CORNERS[kind]) / CORNERS[kind]
    return np.asarray(middle + radius * np.stack([np.cos(turns), np.sin(turns)], axis=1))


def _laid_on(random: Generator, picture: Floats, corners: NDArray[np.float64]) -> Floats:
    """A shape of a colour that differs from what it lies on, though seldom by much."""
    side = len(picture)
    inside = np.zeros((side, side), np.uint8)
    cv2.fillPoly(inside, [np.round(corners * 2**SUB_PIXEL).astype(np.int32)], 1, cv2.LINE_8, SUB_PIXEL)
    below = picture[inside > 0].mean(0)
    colour = below + random.choice([-1, 1]) * random.uniform(0.15, 0.4) + random.normal(0, 0.08, 3)
    own = material(random, side, side, np.clip(colour, 0, 1).astype(np.float32))
    return np.asarray(np.where(inside[..., None] > 0, own, picture), np.float32)
