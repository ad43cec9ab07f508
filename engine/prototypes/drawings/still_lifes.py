"""Still lifes full of fine detail: cloth, bricks, print, grass, pebbles; what enlarging is to restore."""

from __future__ import annotations

import math
from collections.abc import Callable
from pathlib import Path

import cv2
import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray
from PIL import Image

from engine.prototypes.drawings.surfaces import clouds, material

Floats = NDArray[np.float32]
FINER = 2  # drawn so many times larger, then shrunk, as a lens gathers light over a pixel
SPREAD = 12  # pixels of a clip's scene beyond its frames, on every side
PRINT = "The quick brown fox 0123456789 JUMPS over 7 lazy dogs & reads A.B.C ?!"
FONTS = (
    cv2.FONT_HERSHEY_SIMPLEX,
    cv2.FONT_HERSHEY_DUPLEX,
    cv2.FONT_HERSHEY_COMPLEX,
    cv2.FONT_HERSHEY_TRIPLEX,
)


def write_still_lifes(folder: Path, seed: int, count: int, side: int = 192) -> None:
    """``count`` pictures in one folder."""
    random = np.random.default_rng(seed)
    folder.mkdir(parents=True, exist_ok=True)
    for number in range(count):
        drawn = _taken(random, draw_still_life(random, side, side))
        Image.fromarray(drawn).save(folder / f"{number:05d}.png")


def write_clips(folder: Path, seed: int, count: int, side: int = 144, frames: int = 9) -> None:
    """``count`` clips, a folder of numbered frames each: a hand-held camera before a still life, in which
    one thing moves on its own."""
    random = np.random.default_rng(seed)
    for number in range(count):
        home = folder / f"clip_{number:04d}"
        home.mkdir(parents=True, exist_ok=True)
        for place, frame in enumerate(_clip(random, side, frames)):
            Image.fromarray(frame).save(home / f"frame_{place:04d}.png")


def draw_still_life(random: Generator, height: int, width: int) -> Floats:
    """Things of different stuff lying over each other, [height, width, 3] of 0 … 1."""
    high, wide = height * FINER, width * FINER
    picture = _stuff(random, high, wide)
    for _ in range(int(random.integers(5, 10))):
        mask = _outline(random, high, wide)
        left, top, broad, tall = cv2.boundingRect((mask > 0).astype(np.uint8))
        if not broad or not tall:
            continue
        shadow = cv2.blur(np.roll(mask, (6, 5), (0, 1)), (15, 15))[..., None]
        picture *= 1 - 0.45 * shadow
        part = picture[top : top + tall, left : left + broad]
        cover = mask[top : top + tall, left : left + broad, None]
        part += cover * (_stuff(random, tall, broad) - part)
    small = cv2.resize(picture, (width, height), interpolation=cv2.INTER_AREA)
    return np.asarray(np.clip(small, 0, 1), np.float32)


def _clip(random: Generator, side: int, frames: int) -> list[NDArray[np.uint8]]:
    """Frames of a smooth drift with a tremble, a slight turn, and a thing with a way of its own."""
    room = side + 2 * SPREAD
    ground, thing = draw_still_life(random, room, room), draw_still_life(random, room, room)
    mask = _outline(random, room, room)[..., None]
    drift, bend, own = random.uniform(-1.4, 1.4, 2), random.normal(0, 0.06, 2), random.uniform(-1, 1, 2)
    turn = math.radians(random.uniform(-0.15, 0.15))
    found = []
    for place in range(frames):
        time = place - frames // 2
        tremble = random.normal(0, 0.25, 2)
        moved = drift * time + bend * time * time + tremble
        view = _view(turn * time, moved, room, side)
        seen = _seen(ground, view, side)
        apart = _view(turn * time, moved + own * time, room, side)
        cover = _seen(np.repeat(mask, 3, axis=2), apart, side)
        found.append(_taken(random, seen + cover * (_seen(thing, apart, side) - seen)))
    return found


def _view(turn: float, moved: NDArray[np.float64], room: int, side: int) -> NDArray[np.float64]:
    """From a frame's pixels to the scene's: [2, 3]."""
    cosine, sine = math.cos(turn), math.sin(turn)
    middle, centre = room / 2, side / 2
    matrix = np.array([[cosine, -sine, 0.0], [sine, cosine, 0.0]])
    matrix[:, 2] = middle + moved - matrix[:, :2] @ np.array([centre, centre])
    return matrix


def _seen(scene: Floats, view: NDArray[np.float64], side: int) -> Floats:
    flags = cv2.INTER_CUBIC | cv2.WARP_INVERSE_MAP
    seen = cv2.warpAffine(scene, view, (side, side), flags=flags, borderMode=cv2.BORDER_REFLECT)
    return np.asarray(seen, np.float32)


def _taken(random: Generator, picture: Floats) -> NDArray[np.uint8]:
    """As a camera takes it: with a little noise."""
    noisy = picture + random.normal(0, 0.004, picture.shape)
    return np.asarray(np.clip(np.rint(noisy * 255), 0, 255), np.uint8)


def _outline(random: Generator, high: int, wide: int) -> Floats:
    """A blob or a card somewhere, [high, wide] of 0 … 1."""
    mask = np.zeros((high, wide), np.float32)
    middle = random.uniform(0.05, 0.95, 2) * (wide, high)
    size = random.uniform(0.14, 0.34) * min(high, wide)
    corners = int(random.choice((4, 4, 5, 6, 24)))
    angles = np.sort(random.uniform(0, 0.5, corners) + np.arange(corners)) * 2 * np.pi / corners
    reach = size * random.uniform(0.75, 1.2, (corners, 1))
    outline = middle + reach * np.stack([np.cos(angles), np.sin(angles)], axis=1)
    cv2.fillPoly(mask, [np.rint(outline).astype(np.int32)], 1.0, cv2.LINE_AA)
    return mask


def _stuff(random: Generator, high: int, wide: int) -> Floats:
    kinds: tuple[Callable[[Generator, int, int], Floats], ...] = (
        _plain, _cloth, _bricks, _print, _grass, _pebbles, _stripes,
    )  # fmt: skip
    return kinds[int(random.integers(len(kinds)))](random, high, wide)


def _plain(random: Generator, high: int, wide: int) -> Floats:
    return material(random, high, wide, _two_colours(random)[0])


def _two_colours(random: Generator) -> tuple[Floats, Floats]:
    """Far enough apart to be told."""
    light = random.uniform(0.08, 0.92)
    away = light + random.uniform(0.25, 0.55) * (-1 if light > 0.5 else 1)
    first, second = (tone + random.normal(0, 0.1, 3) for tone in (light, away))
    return np.clip(first, 0, 1).astype(np.float32), np.clip(second, 0, 1).astype(np.float32)


def _mixed(random: Generator, share: Floats) -> Floats:
    """Two colours by a share [h, w] of 0 … 1, unevenly lit."""
    first, second = _two_colours(random)
    light = 1 + 0.12 * clouds(random, *share.shape)[..., None]
    return np.asarray((first + share[..., None] * (second - first)) * light, np.float32)


def _turned(random: Generator, high: int, wide: int) -> tuple[Floats, Floats]:
    """Coordinates along and across a random direction, slightly bent, in pixels."""
    down, right = np.mgrid[:high, :wide].astype(np.float32)
    angle = random.uniform(0, math.pi)
    bent = clouds(random, high, wide, (3, 5), (1, 0.5)) * random.uniform(0, 8)
    along = right * math.cos(angle) + down * math.sin(angle) + bent
    across = down * math.cos(angle) - right * math.sin(angle) + bent
    return along.astype(np.float32), across.astype(np.float32)


def _cloth(random: Generator, high: int, wide: int) -> Floats:
    along, across = _turned(random, high, wide)
    period = random.uniform(4.5, 11) * FINER
    weave = np.sin(along * 2 * np.pi / period) * np.sin(across * 2 * np.pi / period)
    return _mixed(random, np.clip(0.5 + 0.8 * weave, 0, 1))


def _stripes(random: Generator, high: int, wide: int) -> Floats:
    along, _ = _turned(random, high, wide)
    wave = np.sin(along * 2 * np.pi / (random.uniform(5, 16) * FINER))
    return _mixed(random, np.clip(0.5 + 3 * (wave - random.uniform(-0.6, 0.6)), 0, 1))


def _bricks(random: Generator, high: int, wide: int) -> Floats:
    along, across = _turned(random, high, wide)
    tall = random.uniform(6, 14) * FINER
    row = np.floor(across / tall)
    joint = np.minimum((along / tall / 2 + row / 2) % 1 * 2, across / tall % 1)
    return _mixed(random, (joint < random.uniform(0.12, 0.22)).astype(np.float32))


def _print(random: Generator, high: int, wide: int) -> Floats:
    page = np.zeros((high, wide), np.uint8)
    size = random.uniform(0.28, 0.7) * FINER
    font, step = int(random.choice(FONTS)), int(26 * size)
    for place, line in enumerate(range(step, high + step, step)):
        words = PRINT[(7 * place) % 40 :] + PRINT
        cv2.putText(page, words, (-place % 9, line), font, size, 255, max(1, round(size)), cv2.LINE_AA)
    turn = cv2.getRotationMatrix2D((wide / 2, high / 2), random.uniform(-30, 30), 1.3)
    printed = cv2.warpAffine(page, turn, (wide, high))
    return _mixed(random, (printed / 255).astype(np.float32))


def _grass(random: Generator, high: int, wide: int) -> Floats:
    ground = _plain(random, high, wide)
    base, other = _two_colours(random)
    count = high * wide // (45 * FINER * FINER)
    lean, tall = random.uniform(0, math.pi), random.uniform(6, 18) * FINER
    feet = random.uniform(0, 1, (count, 2)) * (wide, high)
    angles = lean + random.normal(0, 0.35, count)
    tips = feet + tall * np.stack([np.cos(angles), np.sin(angles)], axis=1)
    for foot, tip, share in zip(feet.astype(int), tips.astype(int), random.random(count), strict=True):
        colour = base + share * (other - base)
        cv2.line(ground, foot.tolist(), tip.tolist(), colour.tolist(), int(FINER), cv2.LINE_AA)
    return ground


def _pebbles(random: Generator, high: int, wide: int) -> Floats:
    ground = _plain(random, high, wide)
    base, other = _two_colours(random)
    largest = random.uniform(2.5, 7) * FINER
    for _ in range(int(high * wide / (2.2 * largest * largest))):
        middle = (random.uniform(0, 1, 2) * (wide, high)).astype(int).tolist()
        axes = (largest * random.uniform(0.4, 1, 2)).astype(int).tolist()
        colour = ((base + random.random() * (other - base)) * random.uniform(0.7, 1.1)).tolist()
        cv2.ellipse(ground, middle, axes, random.uniform(0, 180), 0, 360, colour, -1, cv2.LINE_AA)
    return ground
