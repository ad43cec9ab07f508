"""Surfaces with defects, and masks of where those are."""

from __future__ import annotations

import math
from collections.abc import Callable
from pathlib import Path

import cv2
import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray
from PIL import Image

from engine.prototypes.drawings.surfaces import Kind, draw_surface, material

COARSE: tuple[Kind, ...] = ("pit", "stain", "stain")
CRACKED = 0.12  # share of surfaces with a crack
SOUND = 0.06  # share of surfaces with nothing on them
Floats = NDArray[np.float32]
Marked = tuple[NDArray[np.uint8], NDArray[np.bool_]]


def write_defect_masks(folder: Path, seed: int, count: int, side: int = 96) -> None:
    """``images/`` and ``masks/``, tied by number: pits and stains, half of them with a scratch across, and
    some cracks."""

    def draw(random: Generator) -> Marked:
        if random.random() < CRACKED:
            return crack(random, side, (0.18, 0.4), thinnest=2)
        return coarse_defect(random, side)

    _write(folder, seed, count, draw)


def write_crack_masks(folder: Path, seed: int, count: int, side: int = 192) -> None:
    """Likewise, with cracks a few pixels wide, and soft folds that are none."""
    _write(folder, seed, count, lambda random: crack(random, side, (0.07, 0.22)))


def coarse_defect(random: Generator, side: int) -> Marked:
    """A surface [side, side, 3] and where it is damaged [side, side]."""
    if random.random() < SOUND:
        return draw_surface(random, side, "ok").pixels, np.zeros((side, side), np.bool_)
    surface = draw_surface(random, side, COARSE[int(random.integers(len(COARSE)))])
    if random.random() < 0.5:
        return surface.pixels, surface.mask
    line = np.zeros((side, side), np.float32)
    ends = random.integers(side // 8, side - side // 8, (2, 2)).tolist()
    cv2.line(line, ends[0], ends[1], 1, int(random.integers(3, 6)))
    return _shaded(surface.pixels, line, random.choice([-1, 1]) * random.uniform(0.15, 0.35)), (
        surface.mask | (line > 0)
    )


def crack(random: Generator, side: int, depth: tuple[float, float], thinnest: int = 1) -> Marked:
    """A surface with a crack that branches, [side, side, 3], and where it runs [side, side].

    ``depth``: how much darker it may be, of 1; ``thinnest``: pixels of its branches.
    """
    ground = np.asarray(material(random, side, side) * 255, np.uint8)
    for _ in range(int(random.integers(0, 3))):
        fold = np.zeros((side, side), np.float32)
        ends = random.integers(0, side, (2, 2)).tolist()
        cv2.line(fold, ends[0], ends[1], 1, side // 24)
        soft = np.asarray(cv2.GaussianBlur(fold, (0, 0), side / 40), np.float32)
        ground = _shaded(ground, soft, -random.uniform(0.1, 0.3))
    line = np.zeros((side, side), np.float32)
    if random.random() >= SOUND:
        start = random.uniform(0.15, 0.85, 2) * side
        _grow(random, line, start, random.uniform(0, 2 * math.pi), side, 2, thinnest)
    return _shaded(ground, line, -random.uniform(*depth)), line > 0


def _grow(
    random: Generator,
    line: Floats,
    start: NDArray[np.float64],
    angle: float,
    length: float,
    branches: int,
    thinnest: int,
) -> None:
    """Step by step, with a branch here and there; branches are as thin as may be."""
    side, place, step = len(line), start, len(line) / 48
    wide = int(random.integers(thinnest, 4)) if branches == 2 else thinnest
    for _ in range(int(length / step)):
        angle += random.normal() * 0.4
        there = place + step * np.array([math.cos(angle), math.sin(angle)])
        cv2.line(line, _point(place), _point(there), 1, wide)
        place = there
        if not 0 <= place.min() <= place.max() < side:
            return
        if branches and random.random() < 0.05:
            turn = random.choice([-1, 1]) * random.uniform(0.5, 1.1)
            _grow(random, line, place, angle + turn, length / 2, branches - 1, thinnest)


def _shaded(pixels: NDArray[np.uint8], mask: Floats, shift: float) -> NDArray[np.uint8]:
    soft = cv2.GaussianBlur(mask, (3, 3), 0.6)[..., None]
    return np.clip(pixels + soft * shift * 255, 0, 255).astype(np.uint8)


def _write(folder: Path, seed: int, count: int, draw: Callable[[Generator], Marked]) -> None:
    random = np.random.default_rng(seed)
    for name in ("images", "masks"):
        (folder / name).mkdir(parents=True, exist_ok=True)
    for number in range(count):
        pixels, mask = draw(random)
        Image.fromarray(pixels).save(folder / "images" / f"{number:05d}.png")
        Image.fromarray(mask.astype(np.uint8) * 255).save(folder / "masks" / f"{number:05d}.png")


def _point(place: NDArray[np.float64]) -> tuple[int, int]:
    return round(float(place[0])), round(float(place[1]))
