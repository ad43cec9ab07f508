"""Surfaces and whole scenes drawn from noise: fallen leaves, walls, pages, gradients."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

Picture = NDArray[np.uint8]
Plane = NDArray[np.float32]

_WORDS = (
    "sale",
    "open",
    "north",
    "river",
    "1984",
    "model",
    "exit",
    "bread",
    "lamp",
    "blue",
    "stone",
    "27",
    "note",
)
_FONTS = (
    cv2.FONT_HERSHEY_SIMPLEX,
    cv2.FONT_HERSHEY_DUPLEX,
    cv2.FONT_HERSHEY_COMPLEX,
    cv2.FONT_HERSHEY_TRIPLEX,
)


def scene(rng: np.random.Generator, width: int, height: int) -> Picture:
    """A scene like a photo's in its statistics: occluding textured shapes of all sizes, light, grain."""
    kind = rng.random()
    if kind < 0.72:
        picture = leaves(rng, width, height, int(rng.integers(40, 260)))
    elif kind < 0.86:
        picture = city(rng, width, height)
    else:
        picture = tinted(rng, fractal(rng, width, height, int(rng.integers(3, 6))))
    return grained(rng, lit(rng, picture))


def leaves(rng: np.random.Generator, width: int, height: int, count: int) -> Picture:
    """Shapes that fall on one another, radii by a power law, each with a colour and a surface."""
    canvas = np.full((height, width, 3), rng.integers(0, 256, 3), np.uint8)
    labels = np.zeros((height, width), np.uint8)
    surfaces = [surface(rng, width, height) for _ in range(5)]
    hue = rng.integers(30, 226, 3)
    largest = max(width, height) * rng.uniform(0.2, 0.5)
    radii = np.clip(4.0 * rng.random(count) ** -0.7, 4.0, largest)
    order = np.argsort(-radii * rng.uniform(0.3, 3.0, count))
    for radius in radii[order]:
        outline = blob_outline(rng, rng.uniform(0, width), rng.uniform(0, height), float(radius))
        colour = np.clip(hue + rng.normal(0, 55, 3), 0, 255)
        cv2.fillPoly(canvas, [outline], colour.tolist(), cv2.LINE_AA)
        cv2.fillPoly(labels, [outline], int(rng.integers(1, 6)))
    return painted(canvas, labels, surfaces, rng.uniform(20, 60))


def painted(canvas: Picture, labels: NDArray[np.uint8], surfaces: list[Plane], depth: float) -> Picture:
    """The canvas with each label's surface laid over it."""
    stack = np.stack([np.zeros_like(surfaces[0]), *surfaces])
    rows, columns = np.indices(labels.shape)
    return np.clip(canvas + (stack[labels, rows, columns] * depth)[..., None], 0, 255).astype(np.uint8)


def surface(rng: np.random.Generator, width: int, height: int) -> Plane:
    """One surface, about -1 to 1: grain of a scale, stripes, checks, dots, or nearly nothing."""
    kind = int(rng.integers(0, 5))
    plane = fractal(rng, width, height, int(rng.integers(2, 6)))
    if kind in (1, 2):
        angle, pitch = rng.uniform(0, np.pi), rng.uniform(5, 18)
        rows, columns = np.indices((height, width))
        along = (columns * np.cos(angle) + rows * np.sin(angle)) / pitch
        across = (rows * np.cos(angle) - columns * np.sin(angle)) / pitch
        wave = np.sin(2 * np.pi * (along + 0.4 * plane))
        if kind == 2:
            wave = wave * np.sin(2 * np.pi * across)
        return (0.7 * np.sign(wave) * np.abs(wave) ** 0.5 + 0.3 * plane).astype(np.float32)
    if kind == 3:
        return (0.1 * plane).astype(np.float32)
    return plane


def fractal(rng: np.random.Generator, width: int, height: int, octaves: int) -> Plane:
    """Noise of several scales, mean 0, about -1 to 1."""
    plane = np.zeros((height, width), np.float32)
    cells, weight = int(rng.integers(2, 6)), 1.0
    for _ in range(octaves):
        coarse = rng.normal(0, weight, (cells, cells)).astype(np.float32)
        plane += cv2.resize(coarse, (width, height), interpolation=cv2.INTER_CUBIC)
        cells, weight = min(cells * 2, max(width, height)), weight * rng.uniform(0.5, 0.85)
    return (plane - plane.mean()) / (plane.std() * 2 + 1e-6)


def tinted(rng: np.random.Generator, plane: Plane) -> Picture:
    """A plane as a picture between two colours."""
    low, high = rng.integers(0, 256, 3), rng.integers(0, 256, 3)
    share = np.clip(plane * 0.5 + 0.5, 0, 1)[..., None]
    return (low * (1 - share) + high * share).astype(np.uint8)


def city(rng: np.random.Generator, width: int, height: int) -> Picture:
    """House fronts: windows in rows, no two fronts alike."""
    picture = tinted(rng, fractal(rng, width, height, 3))
    left = 0
    while left < width:
        wide = int(rng.integers(30, 110))
        top = int(rng.uniform(0.05, 0.5) * height)
        wall = rng.integers(40, 220, 3)
        grain = fractal(rng, wide, height - top, 6)[..., None] * 14
        part = np.clip(wall + grain, 0, 255).astype(np.uint8)
        step_x, step_y = int(rng.integers(9, 24)), int(rng.integers(10, 28))
        for y in range(5, part.shape[0] - 6, step_y):
            for x in range(4, wide - 6, step_x):
                shade = np.clip(wall * rng.uniform(0.2, 1.4) + rng.normal(0, 12, 3), 0, 255).tolist()
                size = (int(step_x * rng.uniform(0.4, 0.7)), int(step_y * rng.uniform(0.4, 0.7)))
                cv2.rectangle(part, (x, y), (x + size[0], y + size[1]), shade, -1)
        shown = part[:, : width - left]
        picture[top:, left : left + shown.shape[1]] = shown
        left += wide
    return picture


def wall(rng: np.random.Generator, width: int, height: int) -> Picture:
    """A wallpaper: one small drawing repeated all over."""
    pitch = int(rng.integers(20, 48))
    motif = leaves(rng, pitch, pitch, int(rng.integers(4, 9)))
    tiled = np.tile(motif, (height // pitch + 1, width // pitch + 1, 1))[:height, :width]
    return np.ascontiguousarray(tiled)


def page(rng: np.random.Generator, width: int, height: int) -> Picture:
    """A page: words, lines, boxes; a document or a diagram of few shapes and much white."""
    picture = np.full((height, width, 3), rng.integers(225, 256), np.uint8)
    ink = rng.integers(0, 90, 3).tolist()
    font, size = _FONTS[int(rng.integers(0, len(_FONTS)))], float(rng.uniform(0.35, 0.8))
    if rng.random() < 0.4:
        for _ in range(int(rng.integers(3, 9))):
            x, y = int(rng.uniform(0, width * 0.7)), int(rng.uniform(0, height * 0.8))
            far = (x + int(rng.integers(20, 90)), y + int(rng.integers(15, 50)))
            cv2.rectangle(picture, (x, y), far, ink, 1, cv2.LINE_AA)
            cv2.line(
                picture, far, (int(rng.uniform(0, width)), int(rng.uniform(0, height))), ink, 1, cv2.LINE_AA
            )
            cv2.putText(
                picture, str(rng.choice(_WORDS)), (x + 3, y + 14), font, size * 0.7, ink, 1, cv2.LINE_AA
            )
        return picture
    line = int(24 * size) + 8
    for y in range(line, height, line):
        words = " ".join(rng.choice(_WORDS, int(rng.integers(3, 9))).tolist())
        cv2.putText(picture, words, (6, y), font, size, ink, 1, cv2.LINE_AA)
    return picture


def ground(rng: np.random.Generator, width: int, height: int) -> Picture:
    """A background without things on it: one colour or a gradient."""
    low, high = rng.integers(0, 256, 3), rng.integers(0, 256, 3)
    if rng.random() < 0.4:
        high = low
    angle = rng.uniform(0, 2 * np.pi)
    rows, columns = np.indices((height, width))
    share = (columns * np.cos(angle) / width + rows * np.sin(angle) / height + 1) / 2
    flat = low * (1 - share[..., None]) + high * share[..., None]
    return grained(rng, np.clip(flat, 0, 255).astype(np.uint8))


def lit(rng: np.random.Generator, picture: Picture) -> Picture:
    """Uneven light."""
    light = 1 + 0.25 * fractal(rng, picture.shape[1], picture.shape[0], 1)
    return np.clip(picture * light[..., None], 0, 255).astype(np.uint8)


def grained(rng: np.random.Generator, picture: Picture) -> Picture:
    """A sensor's grain and a lens' softness."""
    soft = cv2.GaussianBlur(picture, (0, 0), float(rng.uniform(0.4, 0.9)))
    return np.clip(soft + rng.normal(0, rng.uniform(1, 4), picture.shape), 0, 255).astype(np.uint8)


def blob_outline(rng: np.random.Generator, x: float, y: float, radius: float) -> NDArray[np.int32]:
    """An outline in pixels: a polygon, a smooth blob, or an ellipse."""
    corners = int(rng.integers(3, 8)) if rng.random() < 0.5 else 28
    turns = np.sort(rng.uniform(0, 2 * np.pi, corners)) if corners < 28 else np.arange(28) * 2 * np.pi / 28
    waves = 1 + sum(rng.uniform(0, 0.25) / k * np.cos(k * turns + rng.uniform(0, 6.3)) for k in (2, 3, 5))
    squeeze, tilt = rng.uniform(0.45, 1.0), rng.uniform(0, np.pi)
    across, along = radius * waves * np.cos(turns), radius * squeeze * waves * np.sin(turns)
    points = np.stack(
        [x + across * np.cos(tilt) - along * np.sin(tilt), y + across * np.sin(tilt) + along * np.cos(tilt)],
        1,
    )
    return points.round().astype(np.int32)
