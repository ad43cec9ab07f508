"""Crowns of invented teeth as a scanner leaves them: four kinds, uneven, with parts missing, turned any way.

Each patient's teeth are alike in size and shape. Beside each mesh lies where its bracket goes: the place on
the outer face, the way out of it, and the long axis. Millimetres.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import trimesh
from numpy.random import Generator
from numpy.typing import NDArray
from trimesh.exchange.stl import export_stl

EACH = 6  # teeth of a patient
ROUND, UP = 24, 15  # points around a crown, and from its neck to its top
LOWEST = -0.6  # of the sine of the height at which the neck is
NOISE, MISSING, TURN, SHIFT = 0.04, 0.5, np.pi / 3, 3.0
PLACED = 0.15  # millimetres by which whoever marks the place is off
Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Kind:
    """``size``: width, depth, height; ``thin``: how much of the depth the edge lacks; ``lean``: of the depth
    by which it leans in; ``cusps``: waves along and across the top, and how high they are."""

    name: str
    size: tuple[float, float, float]
    thin: float
    lean: float
    cusps: tuple[float, float, float]


KINDS = (
    Kind("incisor", (8.5, 7.0, 10.0), 0.55, 0.06, (0.5, 0.0, 0.4)),
    Kind("canine", (7.8, 8.0, 10.5), 0.35, 0.06, (0.4, 0.0, 0.8)),
    Kind("premolar", (7.0, 8.5, 8.5), 0.15, 0.0, (1.0, 1.0, 0.7)),
    Kind("molar", (10.5, 10.5, 7.5), 0.0, 0.0, (2.0, 1.0, 0.6)),
)


@dataclass(frozen=True)
class Style:
    """What the teeth of a patient have in common."""

    size: Floats
    square: tuple[float, float]  # of the outlines; 1 is an ellipse, less a box
    height: float  # of the bracket, as a share of the crown's


def write_crowns(folder: Path, seed: int, count: int) -> None:
    """``count`` teeth as STL, each with its bracket as JSON, a folder a patient."""
    random = np.random.default_rng(seed)
    style = _style(random)
    for number in range(count):
        if number % EACH == 0:
            style = _style(random)
        name = f"patient_{number // EACH + 1:03d}"
        (folder / name).mkdir(exist_ok=True)
        stem = folder / name / f"{name}_tooth_{number % EACH + 1}"
        mesh, frame = _tooth(random, KINDS[random.integers(len(KINDS))], style)
        stem.with_suffix(".stl").write_bytes(export_stl(mesh))
        stem.with_suffix(".json").write_text(json.dumps(frame, indent=1), encoding="utf-8")


def _style(random: Generator) -> Style:
    square = (float(random.uniform(0.55, 0.8)), float(random.uniform(0.6, 0.9)))
    return Style(random.uniform(0.9, 1.1, 3), square, float(random.uniform(0.1, 0.14)))


def _tooth(random: Generator, kind: Kind, style: Style) -> tuple[trimesh.Trimesh, dict[str, list[float]]]:
    """The mesh, and the bracket's place, normal and axis."""
    size = np.asarray(kind.size) * style.size * random.uniform(0.95, 1.05, 3)
    around = np.linspace(-np.pi, np.pi, ROUND, endpoint=False)
    sines = np.linspace(LOWEST, 1.0, UP)
    points = _surface(kind, size, style.square, *np.meshgrid(around, np.arcsin(sines), indexing="xy"))
    heights = np.linspace(LOWEST, 1.0, 400)
    front = _surface(kind, size, style.square, np.full(400, -np.pi / 2), np.arcsin(heights))
    place = front[np.argmin(np.abs(front[:, 2] - size[2] * style.height))]
    turn, shift = _rotation(random, TURN), random.normal(0, SHIFT, 3)
    vertices = points.reshape(-1, 3) + random.normal(0, NOISE, (ROUND * UP, 3))
    faces = _faces()
    if random.random() < MISSING:
        faces = _without_patch(random, vertices, faces)
    mesh = trimesh.Trimesh(vertices @ turn.T + shift, faces, process=False)
    marked = place + random.normal(0, PLACED, 3) * (1, 0, 1)
    said = {
        "place": turn @ marked + shift,
        "normal": turn @ np.asarray([0.0, -1.0, 0.0]),
        "axis": turn @ np.asarray([0.0, 0.0, 1.0]),
    }
    return mesh, {name: [round(float(one), 4) for one in values] for name, values in said.items()}


def _surface(kind: Kind, size: Floats, square: tuple[float, float], around: Floats, up: Floats) -> Floats:
    """[…, 3]: a superellipsoid that thins towards its edge and has cusps on top."""

    def bent(wave: Floats, power: float) -> Floats:
        return np.asarray(np.sign(wave) * np.abs(wave) ** power)

    width, depth, height = size
    ring = bent(np.cos(up), square[0])
    x = width / 2 * ring * bent(np.cos(around), square[1])
    y = depth / 2 * ring * bent(np.sin(around), square[1])
    z = 0.6 * height * bent(np.sin(up), square[0])
    top = np.clip(z / (0.6 * height), 0, 1)
    y = y * (1 - kind.thin * top) + kind.lean * depth * top
    along, across, high = kind.cusps
    waves = np.cos(2 * np.pi * along * x / width) * np.cos(2 * np.pi * across * y / depth)
    return np.stack([x, y, z + high * waves * top], -1)


def _faces() -> NDArray[np.int64]:
    """Two triangles for every patch of the grid, which closes around."""
    rows, columns = np.meshgrid(np.arange(UP - 1), np.arange(ROUND), indexing="ij")
    here, beside = rows * ROUND + columns, rows * ROUND + (columns + 1) % ROUND
    above, across = here + ROUND, beside + ROUND
    first, second = np.stack([here, beside, across], -1), np.stack([here, across, above], -1)
    return np.concatenate([first.reshape(-1, 3), second.reshape(-1, 3)])


def _without_patch(random: Generator, vertices: Floats, faces: NDArray[np.int64]) -> NDArray[np.int64]:
    """Where the scanner couldn't see: a cap of the crown from any side."""
    way = _rotation(random, np.pi)[0]
    distances = vertices[faces].mean(1) @ way
    kept = distances <= np.quantile(distances, random.uniform(0.82, 0.95))
    return np.asarray(faces[kept], np.int64)


def _rotation(random: Generator, most: float) -> Floats:
    """About any axis, by at most so much."""
    axis = random.normal(size=3)
    x, y, z = axis / np.linalg.norm(axis)
    angle = random.uniform(0, most)
    across = np.asarray([[0, -z, y], [z, 0, -x], [-y, x, 0]])
    return np.asarray(np.eye(3) + np.sin(angle) * across + (1 - np.cos(angle)) * across @ across)
