"""A mesh as dots spread over its faces, shaded by how they lie to the light; a cloud by its depth."""

from __future__ import annotations

import numpy
from numpy.typing import NDArray
from PIL import Image

from engine.audit.pictured.canvas import COLOURS, GROUND, INK, SIDE, encoded
from engine.dataset.media.meshes import glimpse_of
from engine.dataset.media.shapes import Shape
from engine.dataset.types import FileTree

_DOTS = 36_000
_MOST_FACES = 80_000
_MOST_POINTS = 40_000
_MARGIN = 6  # pixels
_TURN, _TILT = numpy.radians(-35.0), numpy.radians(-62.0)  # about the upright axis, then towards the viewer
Floats = NDArray[numpy.float64]


def drawn_mesh(tree: FileTree, path: str, points: Floats | None = None) -> tuple[str | None, str]:
    """(picture, how many points and faces); no picture of what is too large for a glimpse.

    ``points``: (n, 3) landmarks, drawn over it. Raises ``UnreadableFileError``.
    """
    shape = glimpse_of(tree, path)
    if shape is None:
        return None, ""
    counted = f"• {len(shape.vertices) + shape.hidden:,}" if not shape.partial else ""
    if shape.faces is not None:
        counted += f" △ {len(shape.faces):,}"
    usable = shape.vertices[numpy.isfinite(shape.vertices).all(axis=1)] if len(shape.vertices) else None
    if usable is None or not len(usable):
        return None, counted
    with numpy.errstate(all="ignore"):  # places near the end of all numbers
        return encoded(_draw(shape, points)), counted


def _draw(shape: Shape, points: Floats | None) -> Image.Image:
    dots, light = _dots_of(shape)
    turned = _turned(dots)
    low, high = turned.min(axis=0), turned.max(axis=0)
    scale = (SIDE - 2 * _MARGIN) / max(float((high - low)[:2].max()), 1e-12)
    middle = (low + high) / 2
    if light is None:
        light = 0.35 + 0.55 * (turned[:, 2] - low[2]) / max(float(high[2] - low[2]), 1e-12)
    spread = 2 if shape.faces is not None else 1 if len(dots) > 5000 else 2 if len(dots) > 500 else 4
    pixels = _splatted((turned - middle) * scale, light, spread)
    if points is not None and len(points):
        for x, y in ((_turned(points) - middle) * scale)[:300, :2] + SIDE / 2:
            _put_landmark(pixels, x, SIDE - y)
    return Image.fromarray(pixels)


def _dots_of(shape: Shape) -> tuple[Floats, Floats | None]:
    """(n, 3) places on the surface and how bright each is; of a cloud its points, without."""
    if shape.faces is None:
        whole = shape.vertices[numpy.isfinite(shape.vertices).all(axis=1)]
        return whole[:: max(1, len(whole) // _MOST_POINTS)], None
    faces = shape.faces[:: max(1, len(shape.faces) // _MOST_FACES)]
    corners = shape.vertices[faces]
    corners = corners[numpy.isfinite(corners).all(axis=(1, 2))]
    if not len(corners):
        return _dots_of(Shape(shape.vertices))
    one, two = corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0]
    normals = numpy.cross(one, two)
    areas = numpy.linalg.norm(normals, axis=1)
    total = numpy.cumsum(areas)
    if not total[-1] > 0:
        return _dots_of(Shape(shape.vertices))
    chance = numpy.random.default_rng(0)
    chosen = numpy.searchsorted(total, (numpy.arange(_DOTS) + chance.random(_DOTS)) * (total[-1] / _DOTS))
    chosen = chosen.clip(max=len(corners) - 1)
    u, v = chance.random(_DOTS), chance.random(_DOTS)
    outside = u + v > 1
    u[outside], v[outside] = 1 - u[outside], 1 - v[outside]
    dots = corners[chosen, 0] + u[:, None] * one[chosen] + v[:, None] * two[chosen]
    facing = _turned(normals / numpy.maximum(areas, 1e-300)[:, None])
    light = numpy.abs(facing @ numpy.array([0.35, 0.45, 0.82]))[chosen]  # open scans show their inside too
    return dots, 0.18 + 0.8 * light.clip(0, 1)


def _turned(points: Floats) -> Floats:
    """As seen: x to the right, y upwards, z towards the viewer."""
    cos, sin = numpy.cos(_TURN), numpy.sin(_TURN)
    upright = numpy.array([[cos, -sin, 0], [sin, cos, 0], [0, 0, 1]])
    cos, sin = numpy.cos(_TILT), numpy.sin(_TILT)
    tilted = numpy.array([[1, 0, 0], [0, cos, -sin], [0, sin, cos]])
    return numpy.asarray(points @ (tilted @ upright).T)


def _splatted(places: Floats, light: Floats, spread: int) -> NDArray[numpy.uint8]:
    """Dots on the ground, nearer ones over farther ones."""
    pixels = numpy.full((SIDE, SIDE, 3), GROUND, dtype=numpy.uint8)
    order = numpy.argsort(places[:, 2], kind="stable")
    x = numpy.nan_to_num(places[order, 0] + SIDE / 2).clip(0, SIDE - 1).astype(numpy.int64)
    y = numpy.nan_to_num(SIDE / 2 - places[order, 1]).clip(0, SIDE - 1).astype(numpy.int64)
    shade = light[order, None]
    colour = (numpy.array(INK) * 0.35 * (1 - shade) + numpy.array((226, 234, 242)) * shade).astype(
        numpy.uint8
    )
    sharp = numpy.full((SIDE + spread, SIDE + spread), -numpy.inf)
    tints = numpy.zeros((SIDE + spread, SIDE + spread, 3), dtype=numpy.uint8)
    sharp[y + spread, x + spread] = places[order, 2]  # by depth: the last one written is the nearest
    tints[y + spread, x + spread] = colour
    depth = numpy.full((SIDE, SIDE), -numpy.inf)
    for down in range(spread + 1):  # each dot covers its neighbours too, so that no gaps are left
        for across in range(spread + 1):
            layer = sharp[down : down + SIDE, across : across + SIDE]
            nearer = layer > depth
            pixels[nearer] = tints[down : down + SIDE, across : across + SIDE][nearer]
            depth[nearer] = layer[nearer]
    return pixels


def _put_landmark(pixels: NDArray[numpy.uint8], x: float, y: float) -> None:
    if not (numpy.isfinite(x) and numpy.isfinite(y)):
        return
    row, column = int(y), int(x)
    if 0 <= row < SIDE and 0 <= column < SIDE:
        pixels[max(0, row - 2) : row + 3, max(0, column - 2) : column + 3] = COLOURS[0]
