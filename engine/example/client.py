"""The example client's data: small pictures of three kinds of parts, with planted defects.

A maker of fasteners photographs bolts, nuts and washers on the line and files them in
folders. As with a real client, the heap holds exact copies, the same part pasted before
another background, a few pictures in the wrong folder and files that don't open. What
was planted is told to the caller (:class:`Planted`), so that a finding can be checked.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from numpy.random import Generator
from PIL import Image, ImageDraw, ImageFilter

PARTS = ("bolt", "nut", "washer")
SIDE = 96  # pixels
_DETAIL = 3  # drawn this many times larger, then scaled down: smooth edges

Point = tuple[float, float]


@dataclass
class Planted:
    """What was planted, by path relative to the data folder; copies map to their original."""

    pictures: int = 0
    exact_copies: dict[str, str] = field(default_factory=dict)
    other_backgrounds: dict[str, str] = field(default_factory=dict)
    wrong_labels: dict[str, str] = field(default_factory=dict)  # path → true part
    broken: list[str] = field(default_factory=list)


def make_client_data(
    folder: Path,
    seed: int = 20,
    originals: int = 540,
    copies: int = 24,
    swaps: int = 30,
    wrong: int = 6,
) -> Planted:
    """Write about ``originals + copies + swaps + 2`` JPEG files into ``folder/<part>/``.

    The folder is made; nothing in it may exist yet (raises FileExistsError). The same
    seed gives the same pictures.
    """
    folder.mkdir(parents=True)
    random = np.random.default_rng(seed)
    planted = Planted()
    written: list[tuple[str, str, Image.Image]] = []  # path, part, the part on transparent ground
    wrong_ones = set(random.choice(originals, size=wrong, replace=False).tolist())
    for number in range(originals):
        part = PARTS[number % len(PARTS)]
        cutout = draw_part(part, random)
        shelf = part
        if number in wrong_ones:
            shelf = PARTS[(PARTS.index(part) + int(random.integers(1, len(PARTS)))) % len(PARTS)]
        path = f"{shelf}/IMG_{2000 + number}.jpg"
        if shelf != part:
            planted.wrong_labels[path] = part
        _save(place(cutout, random), folder / path)
        written.append((path, part, cutout))
    right = [entry for entry in written if entry[0] not in planted.wrong_labels]
    for number, index in enumerate(random.choice(len(right), size=copies, replace=False)):
        source, part, _ = right[index]
        path = f"{part}/copy_{number:02}_{Path(source).name}"
        (folder / path).write_bytes((folder / source).read_bytes())
        planted.exact_copies[path] = source
    for number, index in enumerate(random.choice(len(right), size=swaps, replace=False)):
        source, part, cutout = right[index]
        path = f"{part}/shop_{number:02}.jpg"
        _save(place(cutout, random), folder / path)
        planted.other_backgrounds[path] = source
    planted.broken = _plant_broken(folder, written[0][0])
    planted.pictures = originals + copies + swaps + len(planted.broken)
    return planted


def make_new_pictures(folder: Path, seed: int = 21, number: int = 12) -> dict[str, str]:
    """Write pictures that are no part of the sample; returns file name → true part."""
    folder.mkdir(parents=True)
    random = np.random.default_rng(seed)
    truth: dict[str, str] = {}
    for index in range(number):
        part = PARTS[index % len(PARTS)]
        name = f"new_{index + 1:02}.jpg"
        _save(place(draw_part(part, random), random), folder / name)
        truth[name] = part
    return truth


def draw_part(part: str, random: Generator) -> Image.Image:
    """One part, shaded and turned, on transparent ground: RGBA, ``SIDE`` squared."""
    side = SIDE * _DETAIL
    mask = Image.new("L", (side, side), 0)
    pen = ImageDraw.Draw(mask)
    centre = tuple(side / 2 + random.uniform(-0.09, 0.09) * side for _ in range(2))
    size = random.uniform(0.20, 0.33) * side
    angle = random.uniform(0, 2 * math.pi)
    draw = {"bolt": _bolt, "nut": _nut, "washer": _washer}[part]
    draw(pen, (centre[0], centre[1]), size, angle, random)
    metal = _metal(mask, random)
    metal.putalpha(mask)
    return metal.resize((SIDE, SIDE), Image.Resampling.LANCZOS)


def place(cutout: Image.Image, random: Generator) -> Image.Image:
    """Lay a cut-out part on a new background with its shadow, light and noise: RGB."""
    ground = Image.fromarray(_background(random))
    shift = (int(random.integers(1, 5)), int(random.integers(1, 5)))
    shadow = Image.new("L", cutout.size, 0)
    shadow.paste(cutout.getchannel("A").point(lambda a: a * 0.45), shift)
    ground.paste((10, 10, 12), mask=shadow.filter(ImageFilter.GaussianBlur(2)))
    ground.paste(cutout, mask=cutout.getchannel("A"))
    pixels = np.asarray(ground, dtype=np.float32)
    light = np.linspace(random.uniform(0.7, 1.0), random.uniform(0.9, 1.25), SIDE, dtype=np.float32)
    lit = pixels * (light[:, None, None] if random.random() < 0.5 else light[None, :, None])
    noisy = lit + random.normal(0, random.uniform(2, 7), lit.shape)
    return Image.fromarray(noisy.clip(0, 255).astype(np.uint8))


def _bolt(pen: ImageDraw.ImageDraw, centre: Point, size: float, angle: float, random: Generator) -> None:
    length, width = size * random.uniform(1.5, 2.1), size * random.uniform(0.40, 0.6)
    start, end = _along(centre, angle, -length / 2), _along(centre, angle, length / 2)
    pen.polygon(_strip(start, end, width), fill=255)
    turns = int(random.integers(7, 11))
    for turn in range(turns):  # the thread: a row of bumps on both sides
        at = _along(start, angle, length * (0.35 + 0.65 * turn / turns))
        for side in (-1, 1):
            bump = _along(at, angle + math.pi / 2, side * width / 2)
            pen.ellipse(_box(bump, width * 0.11), fill=255)
    head = _along(start, angle, -size * 0.1)
    pen.polygon(
        _strip(_along(head, angle, -size * 0.2), _along(head, angle, size * 0.2), width * 2), fill=255
    )


def _nut(pen: ImageDraw.ImageDraw, centre: Point, size: float, angle: float, random: Generator) -> None:
    corners = [_along(centre, angle + math.pi / 3 * corner, size) for corner in range(6)]
    pen.polygon(corners, fill=255)
    pen.ellipse(_box(centre, size * random.uniform(0.38, 0.5)), fill=0)


def _washer(pen: ImageDraw.ImageDraw, centre: Point, size: float, angle: float, random: Generator) -> None:
    squeeze = random.uniform(0.9, 1.0)  # lies a little slanted to the camera
    for radius, fill in ((size, 255), (size * random.uniform(0.5, 0.66), 0)):
        ring = []
        for step in np.linspace(0, 2 * math.pi, 60):
            across = _along(centre, angle, radius * math.cos(step))
            ring.append(_along(across, angle + math.pi / 2, radius * squeeze * math.sin(step)))
        pen.polygon(ring, fill=fill)


def _metal(mask: Image.Image, random: Generator) -> Image.Image:
    """Brushed metal with a bevel: bright on the side of the light, dark on the other."""
    side = mask.width
    tint = np.array([random.uniform(110, 190)] * 3) + random.normal(0, 9, 3)
    if random.random() < 0.25:
        tint = np.array([random.uniform(150, 200), random.uniform(120, 150), random.uniform(50, 90)])
    grain = Image.fromarray(random.normal(128, 40, (side, side)).clip(0, 255).astype(np.uint8))
    grain = grain.filter(ImageFilter.BoxBlur(2))
    height = np.asarray(mask.filter(ImageFilter.GaussianBlur(side / 60)), dtype=np.float32)
    slope_y, slope_x = np.gradient(height)
    sun = random.uniform(0, 2 * math.pi)
    bevel = (slope_x * math.cos(sun) + slope_y * math.sin(sun)) * random.uniform(3, 7)
    shade = np.asarray(grain, dtype=np.float32) - 128 + bevel
    return Image.fromarray((tint[None, None] + shade[..., None]).clip(0, 255).astype(np.uint8))


def _background(random: Generator) -> np.ndarray[tuple[int, ...], np.dtype[np.uint8]]:
    """A bench, a belt, cardboard or cloth: soft blotches, with stripes or specks on some."""
    blotches = random.normal(0, 1, (6, 6)).astype(np.float32)
    cloud = Image.fromarray(blotches).resize((SIDE, SIDE), Image.Resampling.BICUBIC)
    colour = random.uniform(60, 215) + random.normal(0, 22, 3)
    pixels = colour[None, None] + np.asarray(cloud)[..., None] * random.uniform(4, 22)
    kind = random.random()
    if kind < 0.35:
        ramp = np.arange(SIDE)
        direction = random.uniform(0, math.pi)
        phase = ramp[None] * math.cos(direction) + ramp[:, None] * math.sin(direction)
        stripes = np.sin(phase * random.uniform(0.25, 1.2)) * random.uniform(5, 22)
        pixels = pixels + stripes[..., None]
    elif kind < 0.65:
        pixels = pixels + random.normal(0, random.uniform(6, 20), (SIDE, SIDE, 1))
    return np.asarray(pixels.clip(0, 255), dtype=np.uint8)


def _plant_broken(folder: Path, source: str) -> list[str]:
    """A picture cut short in the transfer, and a text that is called a picture."""
    whole = (folder / source).read_bytes()
    cut, text = f"{PARTS[0]}/IMG_9001.jpg", f"{PARTS[1]}/IMG_9002.jpg"
    (folder / cut).write_bytes(whole[: len(whole) // 2])
    (folder / text).write_text("<html>404 Not Found</html>\n", encoding="utf-8")
    return [cut, text]


def _save(picture: Image.Image, path: Path) -> None:
    path.parent.mkdir(exist_ok=True)
    picture.save(path, quality=88)


def _along(point: Point, angle: float, distance: float) -> Point:
    return point[0] + math.cos(angle) * distance, point[1] + math.sin(angle) * distance


def _strip(start: Point, end: Point, width: float) -> list[Point]:
    angle = math.atan2(end[1] - start[1], end[0] - start[0]) + math.pi / 2
    return [
        _along(start, angle, width / 2),
        _along(end, angle, width / 2),
        _along(end, angle, -width / 2),
        _along(start, angle, -width / 2),
    ]


def _box(centre: Point, radius: float) -> tuple[float, float, float, float]:
    return centre[0] - radius, centre[1] - radius, centre[0] + radius, centre[1] + radius
