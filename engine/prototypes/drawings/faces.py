"""Drawn heads of many people, turned and moved by a few numbers: faces that move, mouths that speak."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from engine.prototypes.drawings.surfaces import material

Floats = NDArray[np.float32]
Colour = tuple[float, float, float]
FINER = 3  # drawn so many times larger, then shrunk
UNITS = 48  # a picture's side in the numbers of this file
FRAMES = 16  # of a clip
SIDE = 80
FRAMES_A_SECOND = 10
NOISE = 0.012


@dataclass(frozen=True)
class Person:
    """What stays: colours of 0 … 1, the head's width in parts of the usual, and what is behind."""

    skin: Colour
    hair: Colour
    lips: Colour
    iris: Colour
    shirt: Colour
    width: float
    fringe: float
    glasses: bool
    backdrop: Floats


@dataclass(frozen=True)
class Pose:
    """What moves. ``right``, ``down``: of the head, in units; ``roll``: radians; ``yaw``, ``wide``: -1 … 1;
    ``eyes``, ``brows``, ``opening``: 0 … 1."""

    right: float = 0.0
    down: float = 0.0
    roll: float = 0.0
    yaw: float = 0.0
    eyes: float = 1.0
    brows: float = 0.5
    opening: float = 0.0
    wide: float = 0.0


def draw_person(random: Generator, side: int) -> Person:
    """Somebody new."""
    tone = random.uniform(0.5, 1.04)
    skin = tuple(float(part * tone) for part in np.array([0.92, 0.74, 0.62]) + random.normal(0, 0.02, 3))
    hair = random.uniform(0.06, 0.6) * np.array([1, random.uniform(0.65, 0.95), random.uniform(0.35, 0.85)])
    lips = np.array([0.76, 0.36, 0.36]) * random.uniform(0.65, 1.1) * (0.4 + 0.6 * tone)
    return Person(
        skin=(skin[0], skin[1], skin[2]),
        hair=_colour(hair),
        lips=_colour(lips),
        iris=_colour(random.uniform(0.02, 0.5, 3)),
        shirt=_colour(random.uniform(0.1, 0.9, 3)),
        width=float(random.uniform(0.88, 1.1)),
        fringe=float(random.uniform(0, 1)),
        glasses=bool(random.random() < 0.25),
        backdrop=material(random, side, side, random.uniform(0.25, 0.85, 3).astype(np.float32)),
    )


def draw_head(person: Person, pose: Pose, scale: float = 1.0) -> Floats:
    """[side, side, 3] of 0 … 1, as large as the person's backdrop. ``scale``: of the head."""
    side = len(person.backdrop)
    large = np.ascontiguousarray(cv2.resize(person.backdrop, (side * FINER, side * FINER)), np.float32)
    pen = _Pen(large, pose, scale * side * FINER / UNITS)
    pen.body(person)
    pen.oval((0, -3), (16 * person.width, 19), person.hair)
    pen.oval((2 * pose.yaw, 1), (13 * person.width, 16), person.skin)
    pen.oval((1.2 * pose.yaw, -13.5), (12 * person.width, 2.5 + 3 * person.fringe), person.hair)
    for way in (-1, 1):
        pen.eye(person, way)
    shade = _shaded(person.skin, 0.78)
    pen.line((4.6 * pose.yaw, -1), (6.4 * pose.yaw, 3.4), shade, 0.8)
    pen.mouth(person)
    return np.asarray(cv2.resize(large, (side, side), interpolation=cv2.INTER_AREA).clip(0, 1), np.float32)


def write_faces(folder: Path, seed: int, count: int) -> None:
    """About ``count`` frames: a clip a person, who turns the head, blinks and opens the mouth."""
    random = np.random.default_rng(seed)
    people = max(4, count // FRAMES)
    for number in range(people):
        person = draw_person(random, SIDE)
        poses = moving(random, max(5, min(FRAMES, round(count / people))))
        pictures = [draw_head(person, pose) for pose in poses]
        write_film(folder / f"person{number:03d}.avi", pictures, FRAMES_A_SECOND, random)


def write_film(path: Path, pictures: Sequence[Floats], rate: float, random: Generator) -> None:
    """Motion JPEG, with the noise of a camera. Raises OSError where it can't be written."""
    size = pictures[0].shape[1], pictures[0].shape[0]
    writer = cv2.VideoWriter(str(path), cv2.VideoWriter.fourcc(*"MJPG"), rate, size)
    if not writer.isOpened():
        raise OSError(f"cannot write {path}")
    try:
        for picture in pictures:
            noisy = picture + random.normal(0, NOISE, picture.shape)
            writer.write(np.ascontiguousarray((noisy[..., ::-1] * 255).clip(0, 255).astype(np.uint8)))
    finally:
        writer.release()


def moving(random: Generator, frames: int) -> list[Pose]:
    """A pose a frame: every number swings to a time of its own, about once in the clip."""
    tempo = random.uniform(0.6, 1.1, 8) / max(frames, FRAMES)
    phase = random.uniform(0, 2 * math.pi, 8)
    poses = []
    for frame in range(frames):
        swing = np.sin(2 * math.pi * tempo * frame + phase)
        half = (swing + 1) / 2
        poses.append(
            Pose(
                right=5.5 * float(swing[0]),
                down=4.5 * float(swing[1]),
                roll=0.32 * float(swing[2]),
                yaw=float(swing[3]),
                eyes=float(half[4]),
                brows=float(half[5]),
                opening=float(half[6]) ** 2,
                wide=float(swing[7]),
            )
        )
    return poses


class _Pen:
    """Draws in the head's own places: units right and down of its middle, turned as it is."""

    def __init__(self, picture: Floats, pose: Pose, unit: float) -> None:
        self.picture, self.pose, self.unit = picture, pose, unit
        middle = len(picture) / 2
        self.middle = middle + pose.right * unit, middle + pose.down * unit

    def at(self, right: float, down: float) -> tuple[int, int]:
        """The pixel of a place."""
        cosine, sine = math.cos(self.pose.roll), math.sin(self.pose.roll)
        x = self.middle[0] + self.unit * (right * cosine - down * sine)
        y = self.middle[1] + self.unit * (right * sine + down * cosine)
        return round(x), round(y)

    def oval(self, place: tuple[float, float], radii: tuple[float, float], colour: Colour) -> None:
        """``radii``: across and down, in units."""
        whole = max(1, round(radii[0] * self.unit)), max(1, round(radii[1] * self.unit))
        turn = math.degrees(self.pose.roll)
        cv2.ellipse(self.picture, self.at(*place), whole, turn, 0, 360, colour, -1, cv2.LINE_AA)

    def line(
        self, start: tuple[float, float], end: tuple[float, float], colour: Colour, thick: float
    ) -> None:
        """``thick``: in units."""
        width = max(1, round(thick * self.unit))
        cv2.line(self.picture, self.at(*start), self.at(*end), colour, width, cv2.LINE_AA)

    def body(self, person: Person) -> None:
        """Shoulders, which stay where they are, and the neck that reaches up to the head."""
        side = len(self.picture)
        middle = side // 2, round(side * 1.08)
        radii = round(17 * self.unit), round(9 * self.unit)
        cv2.ellipse(self.picture, middle, radii, 0, 0, 360, person.shirt, -1, cv2.LINE_AA)
        thick, neck = round(9 * self.unit), _shaded(person.skin, 0.86)
        cv2.line(self.picture, (middle[0], round(side * 0.92)), self.at(0, 8), neck, thick, cv2.LINE_AA)

    def eye(self, person: Person, way: int) -> None:
        """``way``: -1 the left one of the picture, 1 the right one."""
        pose = self.pose
        middle = 5 * pose.yaw + way * 5.4
        self.oval((middle, -3), (2.7, 0.35 + 1.8 * pose.eyes), (0.97, 0.97, 0.97))
        self.oval((middle + 0.6 * pose.yaw, -3), (min(1.3, 0.3 + 1.3 * pose.eyes),) * 2, person.iris)
        brow = -6.6 - 2.2 * pose.brows
        self.line((middle - 2.8, brow + 0.4), (middle + 2.8, brow), _shaded(person.hair, 0.8), 1.0)
        if person.glasses:
            turn, radii = math.degrees(pose.roll), (round(3.8 * self.unit), round(3.2 * self.unit))
            width = max(1, round(0.5 * self.unit))
            place = self.at(middle, -3)
            cv2.ellipse(self.picture, place, radii, turn, 0, 360, (0.12, 0.1, 0.1), width, cv2.LINE_AA)

    def mouth(self, person: Person) -> None:
        """Lips; between them, where they are open, the dark of the mouth, teeth and tongue."""
        pose = self.pose
        right, down = 4.5 * pose.yaw, 9 + 0.8 * pose.opening
        across, apart = 5 + 1.6 * pose.wide, 4.4 * pose.opening
        self.oval((right, down), (across, 1.2 + apart), person.lips)
        if pose.opening < 0.06:
            self.line((right - 0.8 * across, down), (right + 0.8 * across, down), (0.3, 0.1, 0.12), 0.5)
            return
        self.oval((right, down), (0.8 * across, 0.2 + 0.86 * apart), (0.16, 0.04, 0.06))
        if pose.opening > 0.25:
            self.oval((right, down - 0.55 * apart), (0.5 * across, 0.22 * apart), (0.93, 0.92, 0.88))
            self.oval((right, down + 0.55 * apart), (0.42 * across, 0.22 * apart), (0.7, 0.3, 0.33))


def _shaded(colour: Colour, light: float) -> Colour:
    return colour[0] * light, colour[1] * light, colour[2] * light


def _colour(parts: NDArray[np.float64]) -> Colour:
    return float(parts[0]), float(parts[1]), float(parts[2])
