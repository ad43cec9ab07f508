"""Oranges and striped melons on a table: two kinds of one scene, so that what is told of either without
pairs can be held against the other, which nobody showed."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray
from PIL import Image

from engine.prototypes.drawings.surfaces import clouds, material

Floats = NDArray[np.float32]
ORANGE = np.array([0.95, 0.55, 0.12])
DARK, BRIGHT = np.array([0.12, 0.38, 0.12]), np.array([0.58, 0.76, 0.36])
STRIPES = 11.5  # of a picture's side lie so many


def write_fruits(folder: Path, seed: int, count: int, side: int = 64) -> None:
    """``A/``: oranges; ``B/``: melons of other scenes. The number of a scene is in its file's name."""
    for name in ("A", "B"):
        (folder / name).mkdir(parents=True, exist_ok=True)
    for number in range(count):
        kind = number % 2
        home, name = (folder / "A", "orange") if kind == 0 else (folder / "B", "melon")
        Image.fromarray(draw_fruits(seed, number, side)[kind]).save(home / f"{name}_{number:05d}.png")


def draw_fruits(seed: int, number: int, side: int) -> tuple[NDArray[np.uint8], NDArray[np.uint8]]:
    """One scene with oranges, and the same with melons; [side, side, 3] each."""
    random = np.random.default_rng((seed, number))
    table = material(random, side, side, random.uniform(0.35, 0.6, 3).astype(np.float32))
    both = [table, table.copy()]
    down, right = np.mgrid[:side, :side].astype(np.float32)
    for _ in range(int(random.integers(1, 4))):
        middle, radius = random.uniform(0.2, 0.8, 2) * side, random.uniform(0.14, 0.25) * side
        away = np.hypot(right - middle[0], down - middle[1])
        inside = np.clip(radius - away + 0.5, 0, 1)[..., None]
        shadow = np.exp(-np.square(np.hypot(right - middle[0] - 3, down - middle[1] - 4) / radius) * 1.4)
        light = 1.05 - 0.55 * np.square(np.minimum(away / radius, 1))
        light = light - 0.15 * ((right - middle[0]) * 0.5 + (down - middle[1]) * 0.8) / radius
        skins = _orange(random, side), _melon(right - middle[0], down - middle[1], side)
        for place, skin in enumerate(skins):
            darker = both[place] * (1 - 0.45 * shadow[..., None])
            both[place] = np.asarray(darker + inside * (skin * light[..., None] - darker), np.float32)
    tint, noise = random.uniform(0.88, 1.08), random.normal(0, 0.012, (side, side, 3))
    return _finished(both[0], tint, noise), _finished(both[1], tint, noise)


def _orange(random: Generator, side: int) -> Floats:
    pores = clouds(random, side, side, (side // 3, side // 2), (1, 0.6))[..., None]
    return np.asarray(ORANGE * (1 + 0.08 * pores), np.float32)


def _melon(right: Floats, down: Floats, side: int) -> Floats:
    """Stripes that follow the curve of the fruit a little."""
    wave = np.sin((right + 0.02 * down * down / 2) * 2 * np.pi * STRIPES / side)
    share = np.clip(0.5 + 2.5 * wave, 0, 1)[..., None]
    return np.asarray(BRIGHT + share * (DARK - BRIGHT), np.float32)


def _finished(picture: Floats, tint: float, noise: NDArray[np.float64]) -> NDArray[np.uint8]:
    soft = cv2.GaussianBlur(picture, (3, 3), 0.5) * tint + noise
    return np.asarray(np.clip(np.rint(soft * 255), 0, 255), np.uint8)
