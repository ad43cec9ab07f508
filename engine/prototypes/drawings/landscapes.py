"""Landscapes with trees, houses and water: things that have a colour of their own."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import cv2
import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray
from PIL import Image

from engine.prototypes.drawings.surfaces import clouds

Floats = NDArray[np.float32]
Place = tuple[float, float, float]
"""Across, down (where it stands) and size, in pixels."""


def write_landscapes(folder: Path, seed: int, count: int, side: int = 128) -> None:
    """``count`` pictures in one folder."""
    random = np.random.default_rng(seed)
    folder.mkdir(parents=True, exist_ok=True)
    for number in range(count):
        Image.fromarray(draw_landscape(random, side)).save(folder / f"{number:05d}.png")


def draw_landscape(random: Generator, side: int) -> NDArray[np.uint8]:
    """Sky, hills, a meadow, maybe water; then what stands on it, the farther first. [side, side, 3]."""
    down, right = np.mgrid[:side, :side].astype(np.float32) / side
    picture = _sky(random, down)
    horizon = random.uniform(0.36, 0.56)
    hills = horizon - 0.1 * np.abs(_wave(random, right, 3)) - 0.03
    picture = np.where((down > hills)[..., None], _varied(random, (0.36, 0.46, 0.5), side, 0.1), picture)
    meadow = horizon + 0.03 * _wave(random, right, 2)
    picture = np.where((down > meadow)[..., None], _varied(random, (0.36, 0.55, 0.2), side, 0.3), picture)
    if random.random() < 0.5:
        bank = random.uniform(horizon + 0.1, 0.8)
        shore = bank + 0.02 * _wave(random, right, 3)
        wet = (down > shore) & (down < shore + random.uniform(0.08, 0.2))
        picture = np.where(wet[..., None], _water(random, down, side), picture)
    picture = np.ascontiguousarray(picture, np.float32)
    if random.random() < 0.5:
        middle = (int(random.uniform(0.1, 0.9) * side), int(random.uniform(0.08, 0.2) * side))
        cv2.circle(picture, middle, side // 18, (1.0, 0.86, 0.3), -1, cv2.LINE_AA)
    things: list[Callable[[Generator, Floats, Place], None]] = [_tree, _house, _bush]
    for stands in sorted(random.uniform(horizon + 0.03, 0.95, int(random.integers(3, 7)))):
        place = random.uniform(0.05, 0.95) * side, stands * side, side * (0.1 + 0.16 * (stands - horizon))
        things[int(random.choice(3, p=(0.45, 0.35, 0.2)))](random, picture, place)
    light = picture * random.uniform(0.8, 1.12) + random.normal(0, 0.012, picture.shape)
    return np.asarray(np.clip(cv2.GaussianBlur(light, (3, 3), 0.6), 0, 1) * 255, np.uint8)


def _sky(random: Generator, down: Floats) -> Floats:
    blue = np.array([0.36, 0.6, 0.92]) + down[..., None] * np.array([0.6, 0.35, 0.05])
    white = np.clip(clouds(random, *down.shape) * 1.4, 0, 1)[..., None]
    return np.asarray(blue + white * (np.array([0.97, 0.97, 0.98]) - blue), np.float32)


def _water(random: Generator, down: Floats, side: int) -> Floats:
    ripples = cv2.blur(random.standard_normal((side, side)).astype(np.float32), (side // 6, 1))
    return np.asarray(
        np.array([0.2, 0.47, 0.56]) + ripples[..., None] * 0.3 + down[..., None] * 0.05, np.float32
    )


def _varied(random: Generator, colour: tuple[float, float, float], side: int, strength: float) -> Floats:
    relief = clouds(random, side, side, (6, 16, 40), (1, 0.6, 0.5))[..., None] * strength
    return np.asarray(np.array(colour) * random.uniform(0.8, 1.15) * (1 + relief), np.float32)


def _wave(random: Generator, right: Floats, turns: int) -> Floats:
    phases = random.uniform(0, 6.28, turns)
    return np.asarray(
        sum(np.sin(right * 4 * (k + 1) + phases[k]) / (k + 1) for k in range(turns)), np.float32
    )


def _tree(random: Generator, picture: Floats, place: Place) -> None:
    across, down, size = place
    cv2.line(picture, _at(across, down), _at(across, down - size), (0.36, 0.23, 0.13), max(2, int(size / 5)))
    leaves = np.array([0.13, 0.36, 0.12]) * random.uniform(0.8, 1.3)
    pine = random.random() < 0.4
    if pine:
        for level in (0.5, 0.9, 1.3):
            wide = size * (0.75 - 0.35 * (level - 0.5))
            corners = [(-wide, -level), (wide, -level), (0.0, -level - 0.9)]
            outline = np.array([_at(across + x, down + y * size) for x, y in corners], np.int32)
            cv2.fillPoly(picture, [outline], leaves.tolist(), cv2.LINE_AA)
        return
    for _ in range(7):
        off = random.uniform(-0.45, 0.45, 2) * size
        shade = (leaves * random.uniform(0.85, 1.25)).tolist()
        cv2.circle(
            picture,
            _at(across + off[0], down - 1.5 * size + off[1]),
            int(size * 0.45),
            shade,
            -1,
            cv2.LINE_AA,
        )


def _house(random: Generator, picture: Floats, place: Place) -> None:
    across, down, size = place
    wide, high = size * random.uniform(0.9, 1.4), size * random.uniform(0.9, 1.2)
    wall = (np.array([0.86, 0.8, 0.68]) * random.uniform(0.85, 1.1)).tolist()
    roof = (np.array([0.72, 0.2, 0.13]) * random.uniform(0.8, 1.15)).tolist()
    cv2.rectangle(picture, _at(across - wide, down - high), _at(across + wide, down), wall, -1)
    corners = [(-1.2 * wide, -high), (1.2 * wide, -high), (0.0, -high - 0.8 * size)]
    outline = np.array([_at(across + x, down + y) for x, y in corners], np.int32)
    cv2.fillPoly(picture, [outline], roof, cv2.LINE_AA)
    for left in (-0.6, 0.25):
        cv2.rectangle(
            picture,
            _at(across + left * wide, down - 0.75 * high),
            _at(across + (left + 0.35) * wide, down - 0.4 * high),
            (0.25, 0.35, 0.5),
            -1,
        )


def _bush(random: Generator, picture: Floats, place: Place) -> None:
    across, down, size = place
    cv2.ellipse(
        picture, _at(across, down), (int(size * 0.8), int(size * 0.45)), 0, 180, 360, (0.2, 0.42, 0.16), -1
    )
    for _ in range(int(random.integers(4, 9))):
        off = random.uniform(-0.6, 0.6) * size, -random.uniform(0.05, 0.3) * size
        cv2.circle(
            picture,
            _at(across + off[0], down + off[1]),
            max(1, int(size / 10)),
            (0.93, 0.5, 0.66),
            -1,
            cv2.LINE_AA,
        )


def _at(across: float, down: float) -> tuple[int, int]:
    return round(float(across)), round(float(down))
