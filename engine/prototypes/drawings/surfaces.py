"""Surfaces of a material, sound or with a scratch, pits, a stain or a crack, and where it is."""

from __future__ import annotations

import math
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import cv2
import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray
from PIL import Image

Kind = Literal["ok", "scratch", "pit", "stain", "crack"]
KINDS: tuple[Kind, ...] = ("ok", "scratch", "pit", "stain", "crack")
Floats = NDArray[np.float32]


@dataclass(frozen=True)
class Surface:
    """``pixels`` [side, side, 3], 0 … 255; ``mask`` [side, side]: where the defect is."""

    pixels: NDArray[np.uint8]
    mask: NDArray[np.bool_]
    kind: Kind


def draw_surface(random: Generator, side: int, kind: Kind) -> Surface:
    """One surface, every time of another material."""
    ground = material(random, side, side)
    mask, shift = _DEFECTS[kind](random, side)
    soft = cv2.GaussianBlur(mask, (3, 3), 0.6)[..., None]
    pixels = np.clip((ground + soft * shift) * 255, 0, 255).astype(np.uint8)
    return Surface(pixels, mask > 0.5, kind)


def material(random: Generator, height: int, width: int, colour: Floats | None = None) -> Floats:
    """Plain, brushed or rough, lit from one side: [height, width, 3], 0 … 1."""
    base = random.uniform(0.35, 0.75, 3) if colour is None else colour
    relief = clouds(random, height, width) * random.uniform(0.03, 0.1)
    if random.random() < 0.5:
        lines = cv2.blur(random.standard_normal((height, width)).astype(np.float32), (15, 1))
        relief = relief + lines * random.uniform(0.03, 0.12)
    light = np.linspace(-1, 1, width)[None] * random.uniform(-0.08, 0.08)
    light = light + np.linspace(-1, 1, height)[:, None] * random.uniform(-0.08, 0.08)
    grain = random.standard_normal((height, width, 1)) * 0.02
    return np.clip(base[None, None] + (relief + light)[..., None] + grain, 0, 1).astype(np.float32)


def clouds(
    random: Generator,
    height: int,
    width: int,
    cells: tuple[int, ...] = (4, 8, 16),
    weights: tuple[float, ...] = (1, 0.5, 0.25),
) -> Floats:
    """Smooth noise of several sizes, between -1 and 1."""
    sum_ = np.zeros((height, width), np.float32)
    for count, weight in zip(cells, weights, strict=True):
        coarse = random.standard_normal((count, count)).astype(np.float32)
        sum_ += weight * cv2.resize(coarse, (width, height), interpolation=cv2.INTER_CUBIC)
    return np.asarray(sum_ / (np.abs(sum_).max() + 1e-6), dtype=np.float32)


def write_defect_folders(folder: Path, seed: int, count: int, side: int = 96) -> None:
    """``count`` surfaces as PNG, a folder a kind."""
    random = np.random.default_rng(seed)
    for number in range(count):
        kind = KINDS[number % len(KINDS)]
        home = folder / kind
        home.mkdir(parents=True, exist_ok=True)
        Image.fromarray(draw_surface(random, side, kind).pixels).save(home / f"{number:05d}.png")


def _none(_random: Generator, side: int) -> tuple[Floats, Floats]:
    return np.zeros((side, side), np.float32), np.zeros(3, np.float32)


def _scratch(random: Generator, side: int) -> tuple[Floats, Floats]:
    mask = np.zeros((side, side), np.float32)
    angle, length = random.uniform(0, math.pi), random.uniform(0.2, 0.45) * side
    middle = random.uniform(0.3, 0.7, 2) * side
    way = length * np.array([math.cos(angle), math.sin(angle)])
    thickness = int(random.integers(1, 3))
    cv2.line(mask, _point(middle - way), _point(middle + way), 1, thickness, cv2.LINE_AA)
    return mask, _grey(random.choice([-1, 1]) * random.uniform(0.15, 0.35))


def _pits(random: Generator, side: int) -> tuple[Floats, Floats]:
    mask = np.zeros((side, side), np.float32)
    for _ in range(random.integers(1, 5)):
        place = random.integers(side // 8, side - side // 8, 2)
        cv2.circle(mask, _point(place), int(random.integers(2, 5)), 1, -1, cv2.LINE_AA)
    return mask, _grey(-random.uniform(0.2, 0.4))


def _stain(random: Generator, side: int) -> tuple[Floats, Floats]:
    down, right = np.mgrid[:side, :side]
    middle, radius = random.uniform(0.3, 0.7, 2) * side, random.uniform(0.15, 0.3) * side
    edge = clouds(random, side, side, (5, 9), (1, 0.5)) * radius * 0.8
    inside = np.hypot(right - middle[0], down - middle[1]) + edge < radius
    tint = np.array([0.12, 0.02, -0.15]) * random.uniform(0.6, 1.3) * random.choice([-1, 1])
    return inside.astype(np.float32), tint.astype(np.float32)


def _crack(random: Generator, side: int) -> tuple[Floats, Floats]:
    mask = np.zeros((side, side), np.float32)
    place, angle = random.uniform(0.15, 0.85, 2) * side, random.uniform(0, 2 * math.pi)
    for _ in range(random.integers(8, 16)):
        angle += random.normal() * 0.6
        there = place + side / 13 * np.array([math.cos(angle), math.sin(angle)])
        cv2.line(mask, _point(place), _point(there), 1, 1, cv2.LINE_AA)
        place = there.clip(2, side - 3)
    return mask, _grey(-random.uniform(0.2, 0.4))


_DEFECTS = {"ok": _none, "scratch": _scratch, "pit": _pits, "stain": _stain, "crack": _crack}


def _point(place: NDArray[np.float64] | NDArray[np.int64]) -> tuple[int, int]:
    return int(place[0]), int(place[1])


def _grey(shift: float) -> Floats:
    return np.full(3, shift, np.float32)
