"""Houses: a plan of flat colours (sky, wall, roof, window …) and the picture that it stands for."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray
from PIL import Image

from engine.prototypes.drawings.surfaces import clouds

SKY, WALL, ROOF, WINDOW, DOOR, GRASS, BUSH, CHIMNEY = range(8)
PLAN_COLOURS = np.array(
    [
        (60, 90, 220), (230, 200, 60), (200, 40, 40), (60, 220, 230), (150, 60, 200), (60, 180, 70),
        (20, 90, 30), (120, 120, 120),
    ],
    np.uint8,
)  # fmt: skip
Floats = NDArray[np.float32]
Labels = NDArray[np.uint8]


def write_houses(folder: Path, seed: int, count: int, side: int = 128) -> None:
    """``input/`` (plans) and ``target/`` (pictures), tied by number."""
    random = np.random.default_rng(seed)
    for name in ("input", "target"):
        (folder / name).mkdir(parents=True, exist_ok=True)
    for number in range(count):
        labels = draw_plan(random, side)
        Image.fromarray(PLAN_COLOURS[labels]).save(folder / "input" / f"{number:05d}.png")
        Image.fromarray(draw_house(random, labels)).save(folder / "target" / f"{number:05d}.png")


def draw_plan(random: Generator, side: int) -> Labels:
    """What is where, [side, side]."""
    labels = np.full((side, side), SKY, np.uint8)
    ground = int(random.uniform(0.72, 0.86) * side)
    labels[ground:] = GRASS
    left, right = int(random.uniform(0.08, 0.24) * side), int(random.uniform(0.76, 0.92) * side)
    top = int(random.uniform(0.36, 0.5) * side)
    high = int(random.uniform(0.14, 0.26) * side)
    eaves = side // 20
    peak = (left + right) // 2 + int(random.uniform(-0.1, 0.1) * side)
    if random.random() < 0.6:
        place = int(random.uniform(left + 0.1 * side, right - 0.2 * side))
        labels[top - high : top, place : place + side // 12] = CHIMNEY
    outline = np.array([[left - eaves, top], [right + eaves, top], [peak, top - high]], np.int32)
    cv2.fillPoly(labels, [outline], ROOF)
    labels[top : ground + 2, left:right] = WALL
    _windows(random, labels, (left, right, top, ground))
    for _ in range(int(random.integers(0, 4))):
        middle = (int(random.uniform(0, side)), ground + int(random.uniform(0, 0.04) * side))
        size = (int(random.uniform(0.05, 0.12) * side), int(random.uniform(0.04, 0.09) * side))
        cv2.ellipse(labels, middle, size, 0, 0, 360, BUSH, -1)
    return labels


def draw_house(random: Generator, labels: Labels) -> NDArray[np.uint8]:
    """The picture of a plan, [side, side, 3]: materials, light from the left, grain."""
    side = len(labels)
    down, right = np.mgrid[:side, :side].astype(np.float32)
    picture = np.zeros((side, side, 3), np.float32)
    surfaces = {
        SKY: _sky(random, down),
        WALL: _bricks(*_from_corner(labels == WALL, down, right)),
        ROOF: _tiles(*_from_corner(labels == ROOF, down, right)),
        WINDOW: _panes(labels == WINDOW, down, right),
        DOOR: _boards(labels == DOOR, right),
        GRASS: _blades(random, side, (0.33, 0.52, 0.2), 0.1),
        BUSH: _blades(random, side, (0.16, 0.34, 0.13), 0.16),
        CHIMNEY: _bricks(*_from_corner(labels == CHIMNEY, down, right)) * np.float32(0.7),
    }
    for label, surface in surfaces.items():
        picture = np.where((labels == label)[..., None], surface, picture)
    house = np.isin(labels, (WALL, ROOF, DOOR))
    light = np.where(house, 1.1 - 0.3 * right / side, 1.0)
    below = np.roll(labels == ROOF, side // 24, axis=0) & (labels == WALL)
    lit = picture * np.where(below, 0.72, light)[..., None] * random.uniform(0.94, 1.06)
    grainy = lit + random.normal(0, 0.012, lit.shape)
    return np.clip(cv2.GaussianBlur(grainy, (3, 3), 0.5) * 255, 0, 255).astype(np.uint8)


def _windows(random: Generator, labels: Labels, wall: tuple[int, int, int, int]) -> None:
    left, right, top, ground = wall
    side = len(labels)
    count = int(random.integers(2, 5))
    wide, high = int(random.uniform(0.08, 0.12) * side), int(random.uniform(0.1, 0.15) * side)
    step = (right - left) / count
    door = int(random.uniform(left + 0.05 * side, right - 0.18 * side))
    upper, lower = top + side // 16, ground - int(0.2 * side)
    for place in range(count):
        corner = int(left + step * (place + 0.5) - wide / 2)
        beside_door = corner + wide < door or corner > door + 0.11 * side
        if beside_door or upper + high < lower - side // 40:
            labels[upper : upper + high, corner : corner + wide] = WINDOW
    labels[lower : ground + 2, door : door + int(0.11 * side)] = DOOR


def _from_corner(mask: NDArray[np.bool_], down: Floats, right: Floats) -> tuple[Floats, Floats]:
    """Places counted from where the thing begins, as a mason does."""
    if not mask.any():
        return down, right
    return down - np.float32(np.flatnonzero(mask.any(1))[0]), right - np.float32(
        np.flatnonzero(mask.any(0))[0]
    )


def _sky(random: Generator, down: Floats) -> Floats:
    side = len(down)
    height = (down / side)[..., None]
    blue = np.array([0.5, 0.7, 0.95]) + height * np.array([0.35, 0.2, 0.0])
    white = np.clip(clouds(random, side, side), 0, 1)[..., None] * 0.15
    return np.asarray(blue + white, dtype=np.float32)


def _bricks(down: Floats, right: Floats) -> Floats:
    row = down // 6
    joint = (down % 6 < 1) | ((right + (row % 2) * 6) % 12 < 1)
    shade = 0.92 + 0.08 * np.sin(row * 2.4 + (right + (row % 2) * 6) // 12 * 1.7)
    colour = np.where(joint[..., None], (0.84, 0.8, 0.74), np.array([0.74, 0.46, 0.34]) * shade[..., None])
    return np.asarray(colour, dtype=np.float32)


def _tiles(down: Floats, right: Floats) -> Floats:
    row = down // 5
    round_ = np.abs(np.sin((right + (row % 2) * 4) * np.pi / 8))
    shade = 0.62 + 0.38 * round_ * (0.6 + 0.4 * (down % 5) / 5)
    return np.asarray(np.array([0.5, 0.24, 0.2]) * shade[..., None] * 1.15, dtype=np.float32)


def _panes(mask: NDArray[np.bool_], down: Floats, right: Floats) -> Floats:
    inner = cv2.erode(mask.astype(np.uint8), np.ones((5, 5), np.uint8)) > 0
    glass = np.array([0.2, 0.27, 0.36]) + 0.25 * (np.sin((down - right) / 5) > 0.55)[..., None]
    return np.asarray(np.where(inner[..., None], glass, (0.93, 0.93, 0.9)), dtype=np.float32)


def _boards(mask: NDArray[np.bool_], right: Floats) -> Floats:
    inner = cv2.erode(mask.astype(np.uint8), np.ones((5, 5), np.uint8)) > 0
    wood = np.array([0.42, 0.26, 0.15]) * (1 - 0.25 * (right % 5 < 1))[..., None]
    return np.asarray(np.where(inner[..., None], wood, (0.25, 0.15, 0.1)), dtype=np.float32)


def _blades(random: Generator, side: int, colour: tuple[float, float, float], strength: float) -> Floats:
    noise = random.standard_normal((side, side)).astype(np.float32)
    blades = cv2.GaussianBlur(noise, (0, 0), sigmaX=0.6, sigmaY=1.6)
    grown = 1 + strength * blades / (blades.std() + 1e-6)
    return np.asarray(np.array(colour) * grown[..., None], dtype=np.float32)
