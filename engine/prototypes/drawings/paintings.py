"""A painting of swirling brush strokes, and ordinary pictures that are to be painted like it."""

from __future__ import annotations

import math
from pathlib import Path

import cv2
import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray
from PIL import Image

from engine.prototypes.drawings.landscapes import draw_landscape

COLOURS = np.array(
    [(26, 51, 140), (51, 102, 204), (242, 204, 64), (230, 230, 191), (13, 26, 77), (77, 153, 179)], np.float64
)
SHARES = (0.25, 0.25, 0.12, 0.08, 0.15, 0.15)
STROKES = 2600


def write_style_set(folder: Path, seed: int, count: int, side: int = 128) -> None:
    """``photos/``: all but one of ``count`` pictures; ``style/``: one painting."""
    random = np.random.default_rng(seed)
    for name in ("photos", "style"):
        (folder / name).mkdir(parents=True, exist_ok=True)
    Image.fromarray(draw_painting(random, 2 * side)).save(folder / "style" / "painting.png")
    for number in range(count - 1):
        Image.fromarray(draw_landscape(random, side)).save(folder / "photos" / f"photo_{number:05d}.png")


def draw_painting(random: Generator, side: int) -> NDArray[np.uint8]:
    """Strokes around a few whirls, [side, side, 3]."""
    canvas = np.full((side, side, 3), COLOURS[4], np.float32)
    whirls = random.uniform(0, side, (4, 2))
    for x, y in random.uniform(0, side, (STROKES, 2)):
        away = whirls - (x, y)
        nearest = away[np.square(away).sum(1).argmin()]
        angle = math.atan2(nearest[1], nearest[0]) + math.pi / 2 + random.normal(0, 0.15)
        reach = random.uniform(9, 20) * np.array([math.cos(angle), math.sin(angle)])
        colour = COLOURS[random.choice(len(COLOURS), p=SHARES)] * random.uniform(0.8, 1.15)
        start, end = ((int(x + sign * reach[0]), int(y + sign * reach[1])) for sign in (-1, 1))
        cv2.line(canvas, start, end, colour.tolist(), int(random.integers(2, 6)), cv2.LINE_AA)
    return np.asarray(np.clip(canvas, 0, 255), np.uint8)
