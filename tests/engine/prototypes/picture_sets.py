"""Sets of small pictures for the tests: textured shapes on textured ground, in class folders."""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw

KINDS = ("disc", "square", "triangle")


def shape(random: np.random.Generator, kind: str, side: int, plain: bool = False) -> Image.Image:
    """One shape of random place, size, turn and material (or black on white); only its outline
    tells its kind."""
    mask = Image.new("L", (side, side), 0)
    radius = random.uniform(0.2, 0.32) * side
    across, down = random.uniform(radius, side - radius, 2)
    corners = {"disc": 24, "square": 4, "triangle": 3}[kind]
    start = random.uniform(0, 2 * math.pi)
    points = [
        (across + radius * math.cos(start + turn), down + radius * math.sin(start + turn))
        for turn in np.linspace(0, 2 * math.pi, corners, endpoint=False)
    ]
    ImageDraw.Draw(mask).polygon(points, fill=255)
    if plain:
        return Image.composite(Image.new("RGB", mask.size, 0), Image.new("RGB", mask.size, "white"), mask)
    return Image.composite(material(random, side), material(random, side), mask)


def material(random: np.random.Generator, side: int) -> Image.Image:
    """A plain colour with blotches and grain."""
    colour = random.uniform(60, 200, 3)
    blotches = Image.fromarray(random.uniform(-25, 25, (6, 6)).astype(np.float32)).resize((side, side))
    grain = random.normal(0, 8, (side, side, 1))
    values = colour + np.asarray(blotches)[..., None] + grain
    return Image.fromarray(values.clip(0, 255).astype(np.uint8))


def write_shapes(root: Path, each: int, side: int = 96, seed: int = 1) -> Path:
    """``each`` PNG files of every kind, in a folder a kind."""
    random = np.random.default_rng(seed)
    for kind in KINDS:
        (root / kind).mkdir(parents=True)
        for number in range(each):
            shape(random, kind, side).save(root / kind / f"{number:04d}.png")
    return root


def write_figures(root: Path, each: int, seed: int = 1) -> Path:
    """Dark discs and triangles of 32 px on a light ground: apart, but not by colour or place."""
    random = np.random.default_rng(seed)
    for kind in ("disc", "triangle"):
        (root / kind).mkdir(parents=True)
        for number in range(each):
            outline = np.asarray(shape(random, kind, 32, plain=True), np.float32)
            values = outline * random.uniform(0.6, 1) + random.normal(0, 8, outline.shape)
            Image.fromarray(values.clip(0, 255).astype(np.uint8)).save(root / kind / f"{number:04d}.png")
    return root


def write_noise(root: Path, each: int, classes: tuple[str, ...], seed: int = 1) -> Path:
    """Pictures whose class says nothing about them."""
    random = np.random.default_rng(seed)
    for name in classes:
        (root / name).mkdir(parents=True)
        for number in range(each):
            values = random.integers(0, 256, (24, 24, 3), dtype=np.uint8)
            Image.fromarray(values).save(root / name / f"{number:04d}.png")
    return root


def write_tints(root: Path, each: int, seed: int = 1) -> Path:
    """Two classes that are trivially apart: reddish and bluish noise of 24 px."""
    random = np.random.default_rng(seed)
    for name, tint in (("red", (120, 0, 0)), ("blue", (0, 0, 120))):
        (root / name).mkdir(parents=True)
        for number in range(each):
            values = random.integers(0, 130, (24, 24, 3)) + np.array(tint)
            Image.fromarray(values.astype(np.uint8)).save(root / name / f"{number:04d}.png")
    return root
