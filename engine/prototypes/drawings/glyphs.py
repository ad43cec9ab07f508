"""Single signs in many hands: jittered, bent, worn and badly lit, as stamped or printed ones are.

The faces are those that every installation has: the stroke fonts of OpenCV and the outline
font inside Pillow. A series (:class:`Hand`) keeps one face, stroke and slant, as one printer or
writer does.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import cv2
import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

DIGITS = "0123456789"
STRANGE = "AEFHKMNRXY&%#@+"
STROKES = (
    cv2.FONT_HERSHEY_SIMPLEX,
    cv2.FONT_HERSHEY_DUPLEX,
    cv2.FONT_HERSHEY_COMPLEX,
    cv2.FONT_HERSHEY_TRIPLEX,
    cv2.FONT_HERSHEY_SCRIPT_COMPLEX,
)
OUTLINE = -1  # the face of Pillow
CANVAS = 96
SIDE = 40

Floats = NDArray[np.float32]


@dataclass(frozen=True)
class Hand:
    """One face as one writer uses it. ``bold``: thickness of the stroke; ``slant``: shear; ``wide``: of
    the height."""

    face: int
    bold: int
    slant: float
    wide: float


def draw_hand(random: Generator) -> Hand:
    """A writer: a face, a thickness, a slant."""
    faces = (OUTLINE, *STROKES)
    return Hand(
        face=faces[random.integers(len(faces))],
        bold=int(random.integers(4, 8)),
        slant=random.uniform(-0.2, 0.2),
        wide=random.uniform(0.8, 1.1),
    )


def draw_glyph(random: Generator, sign: str, hand: Hand, side: int = SIDE) -> NDArray[np.uint8]:
    """One sign, light on dark, [side, side]."""
    ink = _placed(random, _ink(sign, hand.face, hand.bold), hand, side)
    ink = _bent(random, ink)
    ground, strength = random.uniform(0.02, 0.12), random.uniform(0.75, 1)
    light = np.linspace(-1, 1, side, dtype=np.float32)[None] * random.uniform(-0.04, 0.04)
    grain = random.normal(0, 0.02, (side, side)).astype(np.float32)
    values = ground + light + ink * (strength - ground) + grain
    return np.clip(values * 255, 0, 255).astype(np.uint8)


def write_glyphs(
    folder: Path,
    seed: int,
    count: int,
    signs: str,
    folders: Sequence[str] = (),
    signs_of_a_hand: int = 20,
    first_hand: int = 0,
) -> None:
    """``count`` signs as PNG named after their hand.

    ``folders``: the name of the folder for each of ``signs``; none: all in one folder.
    """
    random = np.random.default_rng(seed)
    hand, number = draw_hand(random), first_hand
    for place in range(count):
        if place % signs_of_a_hand == 0:
            hand, number = draw_hand(random), number + 1
        which = place % len(signs) if folders else int(random.integers(len(signs)))
        home = folder / folders[which] if folders else folder
        home.mkdir(parents=True, exist_ok=True)
        pixels = draw_glyph(random, signs[which], hand)
        Image.fromarray(pixels).save(home / _name(number, place, signs_of_a_hand))


def _name(hand: int, place: int, signs_of_a_hand: int) -> str:
    return f"{place:05d}.png" if signs_of_a_hand == 1 else f"hand{hand:03d}_{place:05d}.png"


@lru_cache(maxsize=2048)
def _ink(sign: str, face: int, bold: int) -> Floats:
    """The sign in the middle of a square, 0 … 1, as large as its face makes it."""
    if face == OUTLINE:
        picture = Image.new("L", (CANVAS, CANVAS))
        font = ImageFont.load_default(70)
        pen = ImageDraw.Draw(picture)
        stroke = max(0, bold // 2 - 2)
        pen.text((CANVAS / 2, CANVAS / 2), sign, 255, font, anchor="mm", stroke_width=stroke)
        drawn = np.asarray(picture, np.uint8)
    else:
        drawn = np.zeros((CANVAS, CANVAS), np.uint8)
        (width, height), _ = cv2.getTextSize(sign, face, 2.2, bold)
        start = (CANVAS - width) // 2, (CANVAS + height) // 2
        cv2.putText(drawn, sign, start, face, 2.2, 255, bold, cv2.LINE_AA)
    return _centred((drawn / 255).astype(np.float32))


def _centred(ink: Floats) -> Floats:
    rows, columns = np.nonzero(ink > 0.1)
    middle = (rows.min() + rows.max()) / 2, (columns.min() + columns.max()) / 2
    shift = np.array([[1, 0, CANVAS / 2 - middle[1]], [0, 1, CANVAS / 2 - middle[0]]])
    return np.asarray(cv2.warpAffine(ink, shift, (CANVAS, CANVAS)), np.float32)


def _placed(random: Generator, ink: Floats, hand: Hand, side: int) -> Floats:
    """Turned, slanted, scaled and shifted a little."""
    turn, scale = random.normal(0, 0.06), side / CANVAS * random.uniform(1.15, 1.4)
    slant = hand.slant + random.normal(0, 0.04)
    cosine, sine = np.cos(turn), np.sin(turn)
    shape = scale * np.array([[cosine, -sine], [sine, cosine]]) @ np.array([[hand.wide, slant], [0, 1]])
    place = side / 2 + random.uniform(-0.05, 0.05, 2) * side
    transform = np.column_stack([shape, place - shape @ np.array([CANVAS / 2, CANVAS / 2])])
    soft = cv2.GaussianBlur(ink, (0, 0), 0.45 / scale)
    return np.asarray(cv2.warpAffine(soft, transform, (side, side)), np.float32)


def _bent(random: Generator, ink: Floats) -> Floats:
    """As if on paper that isn't flat."""
    side = len(ink)
    across, down = (
        cv2.resize(random.normal(0, side * 0.018, (4, 4)).astype(np.float32), (side, side), interpolation=2)
        for _ in range(2)
    )
    rows, columns = np.mgrid[:side, :side].astype(np.float32)
    return np.asarray(cv2.remap(ink, columns + across, rows + down, cv2.INTER_LINEAR), np.float32)
