"""Someone's joints in a picture: read, measured against the truth, joined by bones and shown."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from engine.dataset import load_picture
from engine.dataset.types import FileTree, Mark, Marked, Sample
from engine.prototypes.metrics import Evidence
from engine.prototypes.pictures.picture_pairs import Shape, shaped
from engine.prototypes.pictures.scales import enlarged
from engine.prototypes.places.marked_pictures import marks_of, scale_of
from engine.prototypes.system import Prepared
from engine.runtime.preprocess import Pixels, fingerprint

Joints = NDArray[np.float32]
"""x, y and whether it is known (1 or 0) of each joint, [joints, 3]; lengths in pixels as worked on."""
NEAR = 0.05  # of the picture's longer side: nearer to the truth, a joint is found
LEAST_JOINTS = 2
SURE = 0.02  # of a joint's heat in one place: less sure ones are shown hollow
COLOURS = (
    (230, 30, 60), (40, 120, 240), (250, 180, 20), (30, 170, 90), (170, 70, 220), (20, 190, 200),
    (240, 110, 30), (130, 140, 20),
)  # fmt: skip


@dataclass(frozen=True)
class Naming:
    """What the joints are called: by their marks' labels where each has a mark of its own (labelme), else
    by their number in the one mark that has them all."""

    names: tuple[str, ...]
    by_label: bool


@dataclass(frozen=True, kw_only=True)
class Posed(Prepared):
    """``pixels`` [h, w, 3]; ``joints`` of the largest one in the picture, None where they aren't known."""

    pixels: Pixels
    joints: Joints | None
    names: Naming


def naming(all_marked: Sequence[Marked]) -> Naming | None:
    """How these annotations tell joints; None where they don't."""
    rows: Counter[int] = Counter()
    labels: Counter[str] = Counter()
    for marked in all_marked:
        for mark in marked.marks:
            count = len(mark.points) // 3
            if count == 1 and mark.label:
                labels[mark.label] += 1
            elif count >= LEAST_JOINTS:
                rows[count] += 1
    if rows.total() >= max(labels.values(), default=0) and rows:
        count = max(rows, key=lambda many: (rows[many], many))
        return Naming(tuple(str(number) for number in range(1, count + 1)), False)
    often = sorted(label for label, count in labels.items() if 2 * count >= max(labels.values()))
    return Naming(tuple(often), True) if len(often) >= LEAST_JOINTS else None


def joints_in(marked: Marked, names: Naming) -> Joints | None:
    """Of the one that takes the most room, as they are written; None where no one has joints."""
    if names.by_label:
        found = np.zeros((len(names.names), 3), np.float32)
        for mark in marked.marks:
            if len(mark.points) == 3 and mark.label in names.names:
                found[names.names.index(mark.label)] = mark.points
        return found if found[:, 2].any() else None
    whole = [
        mark for mark in marked.marks if len(mark.points) == 3 * len(names.names) and any(mark.points[2::3])
    ]
    if not whole:
        return None
    largest = max(whole, key=_room)
    return np.asarray(largest.points, np.float32).reshape(-1, 3)


def read_posed(tree: FileTree, sample: Sample, shape: Shape, names: Naming) -> Posed | None:
    """One sample in this shape; None where its input is no picture. Raises UnreadableFileError."""
    path = sample.input.path
    if sample.input.modality != "image" or path is None:
        return None
    picture = load_picture(tree.read(path))
    marked = marks_of(sample)
    joints = None if marked is None else joints_in(marked, names)
    if marked is not None and joints is not None:
        across, down = scale_of(marked, picture.size, shape)
        joints = joints * np.array([across, down, 1], np.float32)
    return Posed(
        id=sample.id,
        fingerprint=fingerprint(picture),
        pixels=shaped(picture, shape),
        joints=joints,
        names=names,
    )


def found_share(said: NDArray[np.floating], truth: Joints) -> Evidence:
    """PCK: of each joint that is known, 1 where ``said`` [joints, 2] is near it; both on the scale where the
    picture's longer side is 1."""
    known = truth[:, 2] > 0
    off = np.hypot(*(said[known] - truth[known, :2]).T)
    return np.asarray(off < NEAR, np.float64)


def bones_of(some: Sequence[Joints]) -> tuple[tuple[int, int], ...]:
    """The tree that joins all joints by those distances that vary least, which are bones (Prim's way)."""
    places = np.stack([one[:, :2] for one in some])
    known = np.stack([one[:, 2] for one in some]) > 0
    count = places.shape[1]
    cost = np.full((count, count), np.inf)
    for first in range(count):
        for second in range(first + 1, count):
            both = known[:, first] & known[:, second]
            if both.sum() >= 2:
                length = np.hypot(*(places[both, first] - places[both, second]).T)
                cost[first, second] = cost[second, first] = length.std() + 0.3 * length.mean()
    joined, bones = {0}, []
    while len(joined) < count:
        inner, outer = list(joined), [joint for joint in range(count) if joint not in joined]
        part = cost[np.ix_(inner, outer)]
        if not np.isfinite(part).any():
            break
        start, end = np.unravel_index(int(part.argmin()), part.shape)
        bones.append((inner[int(start)], outer[int(end)]))
        joined.add(outer[int(end)])
    return tuple(bones)


def with_joints(
    pixels: Pixels, places: NDArray[np.floating], sure: NDArray[np.bool_], bones: Sequence[tuple[int, int]]
) -> Pixels:
    """The picture, large enough to be looked at, with joints [joints, 2] and the bones between sure ones."""
    shown, times = enlarged(pixels)
    shown = shown.copy()
    at = [(round(float(x) * times), round(float(y) * times)) for x, y in places]
    for place, (start, end) in enumerate(bones):
        if sure[start] and sure[end]:
            cv2.line(shown, at[start], at[end], (255, 255, 255), 4, cv2.LINE_AA)
            cv2.line(shown, at[start], at[end], COLOURS[place % len(COLOURS)], 2, cv2.LINE_AA)
    for joint, there in zip(at, sure, strict=True):
        if there:
            cv2.circle(shown, joint, 4, (255, 255, 255), -1, cv2.LINE_AA)
            cv2.circle(shown, joint, 3, (20, 20, 20), -1, cv2.LINE_AA)
    return shown


def _room(mark: Mark) -> float:
    if mark.box is not None:
        return (mark.box[2] - mark.box[0]) * (mark.box[3] - mark.box[1])
    known = np.asarray(mark.points).reshape(-1, 3)
    return float(np.ptp(known[known[:, 2] > 0, :2], axis=0).prod())
