"""Receipts, letters and notices, in Korean and in English: printed well or badly, worn, and laid askew."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from engine.prototypes.drawings.paper_words import Cell, Row, written_rows
from engine.prototypes.drawings.surfaces import Floats, clouds
from engine.prototypes.pages.lettering import Font, face, korean_faces, latin_faces
from engine.texts import Language

WIDTHS = (320, 440)
TALL = 1.5  # times as high as wide
MARGIN = 0.06  # of the width
LETTERS = (0.046, 0.056)  # of the width: size of the type
PITCH = (1.3, 1.65)  # of the size: from row to row
SQUEEZE = {"receipt": (0.88, 1.12)}  # how wide letters are set: tills have faces of their own
PLAIN = (0.97, 1.03)
ABOVE, BELOW = 0.9, 0.24  # of the size: how far a box reaches above and below the line on which letters stand
CARELESS = 0.03  # of the size: how far a box is off
TILT = 0.012  # radians: standard deviation of how a page lies
KINDS = ("receipt", "letter", "notice")
QUALITY = 85

Box = tuple[float, float, float, float]


@dataclass(frozen=True)
class Written:
    """One run of words: left, top, right, bottom of its box in pixels."""

    text: str
    box: Box


@dataclass(frozen=True)
class Paper:
    """``pixels`` [h, w], grey."""

    pixels: NDArray[np.uint8]
    written: tuple[Written, ...]


def draw_paper(random: Generator, kind: str, language: Language) -> Paper:
    """One page of a kind, its runs of words in reading order."""
    width = int(random.integers(*WIDTHS))
    sheet = _Sheet(random, kind, width, language)
    for row in written_rows(random, kind, language):
        if not sheet.set_row(row):
            break
    ink, written = sheet.finished()
    return _worn(random, _printed(random, ink) if kind == "receipt" else ink, written)


def write_papers(folder: Path, seed: int, count: int) -> None:
    """A folder a kind; beside each page a text file, a line a run of words: four corners, what it says."""
    random = np.random.default_rng(seed)
    languages: tuple[Language, ...] = ("ko", "en") if korean_faces() else ("en",)
    for number in range(count):
        kind = KINDS[number % len(KINDS)]
        paper = draw_paper(random, kind, languages[number // len(KINDS) % len(languages)])
        home = folder / kind
        home.mkdir(parents=True, exist_ok=True)
        Image.fromarray(paper.pixels).save(home / f"{kind}_{number:04d}.jpg", quality=QUALITY)
        lines = []
        for one in paper.written:
            left, top, right, bottom = (round(value) for value in one.box)
            lines.append(f"{left},{top},{right},{top},{right},{bottom},{left},{bottom},{one.text}\n")
        (home / f"{kind}_{number:04d}.txt").write_text("".join(lines), encoding="utf-8")


class _Sheet:
    """A page as it is set: 1 for paper and 0 for ink, in one face, letters drawn wider or narrower."""

    def __init__(self, random: Generator, kind: str, width: int, language: Language) -> None:
        self._random, self._width, self._height = random, width, round(width * TALL)
        faces = korean_faces() if language == "ko" else ("", *korean_faces()[:2])
        if language == "en" and kind == "receipt":
            faces = (*latin_faces(), *faces[1:])
        self._path = faces[int(random.integers(len(faces)))]
        self._size = width * random.uniform(*LETTERS)
        self._squeeze = random.uniform(*SQUEEZE.get(kind, PLAIN))
        self._pitch = random.uniform(*PITCH)
        self._picture = Image.new("L", (round(width / self._squeeze), self._height), 255)
        self._pen = ImageDraw.Draw(self._picture)
        self._margin = MARGIN * width
        self._down = self._margin + random.uniform(0, self._size)
        self._shade = int(random.uniform(0, 80))
        self._written: list[Written] = []

    def set_row(self, row: Row) -> bool:
        """Set the cells that there is room for; False where the page is full."""
        size = max(8, round(self._size * row.scale))
        if self._down + size + self._margin > self._height:
            return False
        font = face(self._path, size)
        start = self._margin
        cells = (Cell(row.rule * self._fitting(row.rule, font)),) if row.rule else row.cells
        for cell in cells:
            wide = font.getlength(cell.text) * self._squeeze
            left = self._left(cell, wide)
            if left < start - 1 or left + wide > self._width - self._margin / 2:
                continue
            line = self._down + ABOVE * size
            self._pen.text((left / self._squeeze, line), cell.text, self._shade, font=font, anchor="ls")
            if not row.rule:
                self._written.append(Written(cell.text, self._box(left, wide, line, size)))
            start = left + wide + size
        self._down += size * self._pitch
        return True

    def finished(self) -> tuple[Floats, list[Written]]:
        """The page and what stands on it."""
        drawn = np.asarray(np.asarray(self._picture) / 255, np.float32)
        page = cv2.resize(drawn, (self._width, self._height), interpolation=cv2.INTER_AREA)
        return np.asarray(page, np.float32), self._written

    def _fitting(self, sign: str, font: Font) -> int:
        share = self._random.uniform(0.3, 0.95)
        room = (self._width - 2 * self._margin) * share
        return max(1, int(room / (font.getlength(sign) * self._squeeze)))

    def _left(self, cell: Cell, wide: float) -> float:
        at = self._margin + cell.at * (self._width - 2 * self._margin)
        return at - {"left": 0.0, "middle": wide / 2, "right": wide}[cell.side]

    def _box(self, left: float, wide: float, line: float, size: float) -> Box:
        box = (left - 1, line - ABOVE * size, left + wide + 1, line + BELOW * size)
        first, second, third, fourth = (value + self._random.normal(0, CARELESS * size) for value in box)
        return first, second, third, fourth


def _printed(random: Generator, page: Floats) -> Floats:
    """As tills leave it: fat or thin, faded in places, in dots."""
    ink = 1 - page
    way = random.random()
    if way < 0.2:
        ink = np.asarray(cv2.dilate(ink, np.ones((2, 2), np.uint8)), np.float32)
    elif way < 0.3:
        ink = np.asarray(np.clip(ink * 1.5 - 0.4, 0, 1), np.float32)
    if random.random() < 0.25:  # heat that comes and goes along the paper
        fading = np.clip(0.75 + 0.3 * clouds(random, *ink.shape), 0.3, 1)
        ink = np.asarray(ink * fading, np.float32)
    if random.random() < 0.2:
        dots = random.random(ink.shape) < random.uniform(0.1, 0.25)
        ink = np.asarray(ink * np.where(dots, random.uniform(0.3, 0.6), 1), np.float32)
    return np.asarray(1 - ink, np.float32)


def _worn(random: Generator, ink: Floats, written: Sequence[Written]) -> Paper:
    """As it comes out of a scanner or a camera: turned a little, grainy, with folds and stains."""
    height, width = ink.shape
    angle = float(np.degrees(random.normal(0, TILT)))
    turn = np.asarray(cv2.getRotationMatrix2D((width / 2, height / 2), angle, 1.0), np.float64)
    turn[:, 2] += random.uniform(-3, 3, 2)
    page = cv2.warpAffine(ink, turn, (width, height), flags=cv2.INTER_LINEAR, borderValue=1.0)
    if random.random() < 0.5:
        page = cv2.GaussianBlur(page, (3, 3), random.uniform(0.3, 0.8))
    grey = page * _lit(random, height, width)
    grey = grey + random.normal(0, random.uniform(0.01, 0.035), page.shape)
    if random.random() < 0.15:  # a copier knows black and white alone
        grey = np.clip((grey - random.uniform(0.5, 0.65)) * 6 + 0.5, 0, 1)
    pixels = np.clip(grey * 255, 0, 255).astype(np.uint8)
    size = width, height
    return Paper(pixels, tuple(Written(one.text, _turned(one.box, turn, size)) for one in written))


def _lit(random: Generator, height: int, width: int) -> NDArray[np.float64]:
    """The empty paper: shade from one side, clouds, a stain, a fold."""
    paper = np.asarray(random.uniform(0.75, 1) + 0.05 * clouds(random, height, width), np.float64)
    rows, columns = np.mgrid[:height, :width]
    if random.random() < 0.4:
        slope = random.normal(0, 0.12, 2)
        paper = paper * (1 + slope[0] * (rows / height - 0.5) + slope[1] * (columns / width - 0.5))
    if random.random() < 0.3:
        middle, radius = random.uniform(0, [height, width]), random.uniform(0.05, 0.2) * width
        edge = np.hypot(rows - middle[0], columns - middle[1]) + 10 * clouds(random, height, width)
        paper = paper * np.where(edge < radius, random.uniform(0.8, 0.93), 1)
    if random.random() < 0.4:
        paper[int(random.integers(height))] *= random.uniform(0.75, 0.9)
    return paper


def _turned(box: Box, turn: NDArray[np.float64], size: tuple[int, int]) -> Box:
    """The box around a box that was turned: its middle moves, its height stays, as annotators draw it."""
    left, top, right, bottom = box
    across, down = turn @ np.array([(left + right) / 2, (top + bottom) / 2, 1])
    wide, high = (right - left) / 2, (bottom - top) / 2 + abs(turn[0, 1]) * (right - left) / 4
    return (
        max(0.0, float(across - wide)), max(0.0, float(down - high)),
        min(float(size[0]), float(across + wide)), min(float(size[1]), float(down + high)),
    )  # fmt: skip
