"""People as jointed puppets before all kinds of walls, and where their thirteen joints are."""

from __future__ import annotations

import json
import math
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray
from PIL import Image

from engine.prototypes.drawings.surfaces import Floats, material

JOINTS = (
    "head", "neck", "left_shoulder", "right_shoulder", "left_elbow", "right_elbow", "left_hand",
    "right_hand", "hip", "left_knee", "right_knee", "left_foot", "right_foot",
)  # fmt: skip
BONES = (
    (0, 1), (1, 2), (1, 3), (2, 4), (4, 6), (3, 5), (5, 7), (1, 8), (8, 9), (9, 11), (8, 10), (10, 12),
)  # fmt: skip
POSES_OF_ONE = 5
FINER = 3  # drawn so many times larger, then shrunk
MARGIN = 0.08  # of the box beyond its joints
Places = NDArray[np.float64]
Colour = tuple[float, float, float]


@dataclass(frozen=True)
class Person:
    """Colours of 0 … 1; ``limb``: thickness, and ``tall``: height, in parts of the picture's side."""

    shirt: Colour
    trousers: Colour
    skin: Colour
    hair: Colour
    limb: float
    tall: float


def draw_person(random: Generator) -> Person:
    """Someone: build, clothes and skin."""
    skin = np.array([0.85, 0.65, 0.5]) * random.uniform(0.45, 1.12)
    return Person(
        shirt=_colour(random.uniform(0.1, 0.95, 3)),
        trousers=_colour(random.uniform(0.05, 0.7, 3)),
        skin=_colour(np.clip(skin, 0, 1)),
        hair=_colour(np.array([0.35, 0.22, 0.12]) * random.uniform(0.2, 1.6)),
        limb=random.uniform(0.035, 0.055),
        tall=random.uniform(0.85, 1.1),
    )


def draw_pose(random: Generator, tall: float) -> Places:
    """Where the joints are in the picture, [13, 2], in parts of its side; left is on the left."""
    lean = random.normal() * 0.15
    up, aside = np.array([math.sin(lean), -math.cos(lean)]), np.array([math.cos(lean), math.sin(lean)])
    hip = np.array([0.5 + random.uniform(-0.08, 0.08), 0.56 + random.uniform(-0.05, 0.05)])
    neck = hip + 0.26 * tall * up
    left: list[Places] = []
    right: list[Places] = []
    for way, joints in ((-1.0, left), (1.0, right)):
        shoulder = neck + way * 0.09 * tall * aside
        arm = random.uniform(-0.3, 2.9)
        elbow = shoulder + 0.14 * tall * _toward(arm, way)
        hand = elbow + 0.13 * tall * _toward(arm + random.uniform(-1.5, 1.5), way)
        leg = random.uniform(-0.1, 0.9)
        knee = hip + way * 0.05 * tall * aside + 0.17 * tall * _toward(leg, way)
        foot = knee + 0.17 * tall * _toward(leg + random.uniform(-0.9, 0.3), way)
        joints += [shoulder, elbow, hand, knee, foot]
    pairs = [joint for both in zip(left, right, strict=True) for joint in both]
    return np.stack([neck + 0.1 * tall * up, neck, *pairs[:6], hip, *pairs[6:]])


def draw_puppet(random: Generator, person: Person, pose: Places, side: int) -> NDArray[np.uint8]:
    """The picture [side, side, 3] of someone in a pose before a wall."""
    wall = material(random, side, side)
    picture = np.ascontiguousarray(cv2.resize(wall, (side * FINER, side * FINER)), np.float32)
    at = [(round(x * side * FINER), round(y * side * FINER)) for x, y in pose.tolist()]
    limb = max(2, round(person.limb * side * FINER))
    for hip, knee, foot in ((8, 9, 11), (8, 10, 12)):
        cv2.line(picture, at[knee], at[foot], _darker(person.trousers), round(1.1 * limb), cv2.LINE_AA)
        cv2.line(picture, at[hip], at[knee], person.trousers, round(1.3 * limb), cv2.LINE_AA)
        cv2.circle(picture, at[foot], round(0.7 * limb), (0.12, 0.1, 0.1), -1, cv2.LINE_AA)
    wide = round(1.3 * limb)
    trunk = [at[2], at[3], (at[8][0] + wide, at[8][1]), (at[8][0] - wide, at[8][1])]
    cv2.fillConvexPoly(picture, np.array(trunk, np.int32), person.shirt, cv2.LINE_AA)
    for shoulder, elbow, hand in ((2, 4, 6), (3, 5, 7)):
        cv2.line(picture, at[shoulder], at[elbow], _darker(person.shirt), limb, cv2.LINE_AA)
        cv2.line(picture, at[elbow], at[hand], person.skin, round(0.8 * limb), cv2.LINE_AA)
    cv2.line(picture, at[0], at[1], person.skin, round(0.8 * limb), cv2.LINE_AA)
    radius = round(0.06 * side * FINER)
    cv2.circle(picture, (at[0][0], at[0][1] - radius // 4), radius, person.hair, -1, cv2.LINE_AA)
    cv2.circle(picture, at[0], round(0.85 * radius), person.skin, -1, cv2.LINE_AA)
    small = cv2.resize(picture, (side, side), interpolation=cv2.INTER_AREA)
    noisy = small + random.normal(0, random.uniform(0.005, 0.03), small.shape)
    return np.asarray(np.clip(noisy * 255, 0, 255), np.uint8)


def write_puppets(folder: Path, seed: int, count: int, side: int = 64) -> None:
    """``images/``, several poses of each person, and ``keypoints.json`` as COCO writes it."""
    random = np.random.default_rng(seed)
    (folder / "images").mkdir(parents=True, exist_ok=True)
    images, annotations = [], []
    person = draw_person(random)
    poses = max(1, min(POSES_OF_ONE, count // 8))
    for place in range(count):
        if place % poses == 0:
            person = draw_person(random)
        pose = draw_pose(random, person.tall)
        name = f"person{place // poses + 1:04d}_pose{place % poses + 1}.png"
        Image.fromarray(draw_puppet(random, person, pose, side)).save(folder / "images" / name)
        images.append({"id": place + 1, "file_name": name, "width": side, "height": side})
        annotations.append(_annotation(place + 1, pose, side))
    bones = [[start + 1, end + 1] for start, end in BONES]
    categories = [{"id": 1, "name": "person", "keypoints": list(JOINTS), "skeleton": bones}]
    said = {"images": images, "annotations": annotations, "categories": categories}
    (folder / "keypoints.json").write_text(json.dumps(said), encoding="utf-8")


def _annotation(number: int, pose: Places, side: int) -> dict[str, object]:
    """Joints beyond the picture's edge are marked as not seen."""
    inside: NDArray[np.bool_] = np.asarray(((pose > 0) & (pose < 1)).all(1))
    low, high = np.clip(pose.min(0) - MARGIN, 0, 1) * side, np.clip(pose.max(0) + MARGIN, 0, 1) * side
    points: list[float] = []
    for (across, down), there in zip((pose * side).tolist(), inside, strict=True):
        points += [round(across, 2), round(down, 2), 2] if there else [0, 0, 0]
    box = [round(float(value), 1) for value in (*low, *(high - low))]
    return {
        "id": number,
        "image_id": number,
        "category_id": 1,
        "bbox": box,
        "area": round(box[2] * box[3], 1),
        "iscrowd": 0,
        "num_keypoints": int(inside.sum()),
        "keypoints": points,
    }


def _toward(angle: float, way: float) -> Places:
    """Straight down at 0, straight out to that side at a quarter turn."""
    return np.array([way * math.sin(angle), math.cos(angle)])


def _darker(colour: Colour) -> Colour:
    return _colour(np.array(colour) * 0.82)


def _colour(values: Floats | Places) -> Colour:
    red, green, blue = (float(value) for value in values)
    return red, green, blue
