"""A puppet that dances before a standing camera, and the skeleton of each of its poses."""

from __future__ import annotations

import math
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray
from PIL import Image

from engine.prototypes.drawings.surfaces import clouds

Floats = NDArray[np.float32]
Joints = dict[str, NDArray[np.float64]]
BONES = (
    ("head", "neck"), ("neck", "hip"), ("neck", "left_elbow"), ("left_elbow", "left_hand"),
    ("neck", "right_elbow"), ("right_elbow", "right_hand"), ("hip", "left_knee"),
    ("left_knee", "left_foot"), ("hip", "right_knee"), ("right_knee", "right_foot"),
)  # fmt: skip
COLOURS = (
    (255, 255, 255), (190, 190, 190), (255, 80, 60), (255, 170, 60), (60, 110, 255), (60, 210, 255),
    (250, 60, 190), (250, 160, 230), (70, 230, 90), (190, 250, 90),
)  # fmt: skip
CLIPS, LONGEST = 10, 40  # so many dances, none of more frames
FINER = 3  # drawn so many times larger, then shrunk
TEMPI = 9


@dataclass(frozen=True)
class Clothes:
    """Colours of 0 … 1."""

    shirt: tuple[float, float, float] = (0.82, 0.2, 0.24)
    stripe: tuple[float, float, float] = (0.97, 0.9, 0.35)
    trousers: tuple[float, float, float] = (0.16, 0.2, 0.45)
    skin: tuple[float, float, float] = (0.86, 0.66, 0.53)
    hair: tuple[float, float, float] = (0.2, 0.12, 0.08)
    shoes: tuple[float, float, float] = (0.95, 0.95, 0.95)


def write_dance(folder: Path, seed: int, count: int, side: int = 96) -> None:
    """``pose/`` and ``target/``, tied by name: several dances by one actor on one stage."""
    a_clip = max(3, min(LONGEST, count // CLIPS))
    random = np.random.default_rng(seed)
    stage = draw_stage(random, side)
    for name in ("pose", "target"):
        (folder / name).mkdir(parents=True, exist_ok=True)
    for start in range(0, count, a_clip):
        steps = dance(random, min(a_clip, count - start))
        for number, joints in enumerate(steps):
            name = f"clip{start // a_clip:02d}_frame{number:04d}.png"
            Image.fromarray(draw_skeleton(joints, side)).save(folder / "pose" / name)
            frame = draw_dancer(joints, stage, Clothes())
            noisy = frame + random.normal(0, 0.008, frame.shape)
            pixels = np.clip(noisy * 255, 0, 255).astype(np.uint8)
            Image.fromarray(pixels).save(folder / "target" / name)


def dance(random: Generator, frames: int) -> list[Joints]:
    """A pose a frame, every joint to a beat of its own; places in parts of the picture's side."""
    tempo, phase = random.uniform(0.03, 0.12, TEMPI), random.uniform(0, 2 * math.pi, TEMPI)
    return [_pose(np.sin(2 * math.pi * tempo * frame + phase)) for frame in range(frames)]


def draw_skeleton(joints: Joints, side: int) -> NDArray[np.uint8]:
    """Each bone a line of its own colour on black, [side, side, 3]."""
    picture = np.zeros((side * FINER, side * FINER, 3), np.uint8)
    for (start, end), colour in zip(BONES, COLOURS, strict=True):
        ends = _at(joints[start], picture), _at(joints[end], picture)
        cv2.line(picture, *ends, colour, 2 * FINER, cv2.LINE_AA)
    return np.asarray(cv2.resize(picture, (side, side), interpolation=cv2.INTER_AREA), np.uint8)


def draw_stage(random: Generator, side: int) -> Floats:
    """A wall with a window and a floor of boards, [side, side, 3] of 0 … 1."""
    down, right = np.mgrid[:side, :side].astype(np.float32) / side
    wall = np.array([0.62, 0.66, 0.64]) + clouds(random, side, side)[..., None] * 0.05
    boards = np.array([0.52, 0.38, 0.26]) * (1 - 0.18 * (np.abs(right * 9 % 1) < 0.08))[..., None]
    stage = np.ascontiguousarray(np.where((down > 0.82)[..., None], boards, wall), np.float32)
    corner, far = (int(0.08 * side), int(0.12 * side)), (int(0.3 * side), int(0.42 * side))
    cv2.rectangle(stage, corner, far, (0.75, 0.85, 0.95), -1)
    cv2.rectangle(stage, corner, far, (0.36, 0.28, 0.22), max(1, side // 48))
    return stage


def draw_dancer(joints: Joints, stage: Floats, clothes: Clothes) -> Floats:
    """The actor in this pose on the stage, [side, side, 3] of 0 … 1."""
    side = len(stage)
    picture = np.ascontiguousarray(cv2.resize(stage, (side * FINER, side * FINER)), np.float32)
    limb = max(2, int(0.05 * side * FINER))
    shadow = _at(np.array([joints["hip"][0], 0.9]), picture)
    cv2.ellipse(picture, shadow, (3 * limb, limb // 2), 0, 0, 360, (0.3, 0.22, 0.16), -1, cv2.LINE_AA)
    for way in ("left", "right"):
        knee, foot = _at(joints[f"{way}_knee"], picture), _at(joints[f"{way}_foot"], picture)
        cv2.line(picture, _at(joints["hip"], picture), knee, clothes.trousers, int(1.3 * limb), cv2.LINE_AA)
        cv2.line(picture, knee, foot, clothes.trousers, limb, cv2.LINE_AA)
        cv2.circle(picture, foot, int(0.7 * limb), clothes.shoes, -1, cv2.LINE_AA)
    _trunk(picture, joints, clothes, limb)
    for way in ("left", "right"):
        elbow, hand = _at(joints[f"{way}_elbow"], picture), _at(joints[f"{way}_hand"], picture)
        cv2.line(picture, _at(joints["neck"], picture), elbow, clothes.shirt, limb, cv2.LINE_AA)
        cv2.line(picture, elbow, hand, clothes.skin, int(0.8 * limb), cv2.LINE_AA)
    head = _at(joints["head"], picture)
    cv2.circle(picture, head, int(1.25 * limb), clothes.hair, -1, cv2.LINE_AA)
    face = head[0], head[1] + limb // 3
    cv2.circle(picture, face, int(limb), clothes.skin, -1, cv2.LINE_AA)
    for aside in (-limb // 3, limb // 3):
        cv2.circle(picture, (face[0] + aside, face[1]), max(1, limb // 7), (0.1, 0.1, 0.1), -1, cv2.LINE_AA)
    return np.asarray(cv2.resize(picture, (side, side), interpolation=cv2.INTER_AREA), np.float32)


def _trunk(picture: Floats, joints: Joints, clothes: Clothes, limb: int) -> None:
    neck, hip = _at(joints["neck"], picture), _at(joints["hip"], picture)
    cv2.line(picture, neck, hip, clothes.shirt, int(2.4 * limb), cv2.LINE_AA)
    for share in (0.3, 0.6, 0.9):
        middle = np.asarray(neck) + share * (np.asarray(hip) - np.asarray(neck))
        start, end = (middle[0] - limb, middle[1]), (middle[0] + limb, middle[1])
        cv2.line(picture, _whole(start), _whole(end), clothes.stripe, max(1, limb // 4), cv2.LINE_AA)


def _pose(beat: NDArray[np.float64]) -> Joints:
    """``beat``: what each joint does now, -1 … 1."""
    lean = 0.16 * beat[0]
    hip = np.array([0.52 + 0.14 * beat[8], 0.56 + 0.02 * beat[5]])
    neck = hip + 0.25 * np.array([math.sin(lean), -math.cos(lean)])
    joints = {"hip": hip, "neck": neck, "head": neck + 0.11 * np.array([math.sin(lean), -math.cos(lean)])}
    for place, (way, aside) in enumerate((("left", -1.0), ("right", 1.0))):
        arm = 1.25 + 1.3 * beat[1 + place]
        elbow = neck + 0.15 * _toward(arm, aside)
        joints[f"{way}_elbow"] = elbow
        joints[f"{way}_hand"] = elbow + 0.14 * _toward(arm + 1.1 * beat[3 + place], aside)
        leg = 0.32 + 0.32 * beat[5 + place]
        knee = hip + 0.17 * _toward(leg, aside)
        joints[f"{way}_knee"] = knee
        joints[f"{way}_foot"] = knee + 0.17 * _toward(leg - 0.3 + 0.35 * beat[7], aside)
    return joints


def _toward(angle: float, aside: float) -> NDArray[np.float64]:
    """Straight down at 0, straight out to that side at a quarter turn."""
    return np.array([aside * math.sin(angle), math.cos(angle)])


def _at(joint: NDArray[np.float64], picture: NDArray[np.uint8] | Floats) -> tuple[int, int]:
    side = len(picture)
    return round(float(joint[0]) * side), round(float(joint[1]) * side)


def _whole(place: tuple[float, float]) -> tuple[int, int]:
    return round(float(place[0])), round(float(place[1]))
