"""A cloud of points seen from two sides, with the places that were found and the true ones."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from engine.prototypes.meshes.crowns import Crown, Floats

SIDE, FINER = 200, 3
PAPER, TRUE, FOUND = (250, 250, 250), (30, 150, 70), (225, 60, 30)
DARK, LIGHT = 110, 225
BEHIND, DOT = -0.05, 4  # what faces away further is not seen; pixels
ARROW = 0.5  # of the mean radius
VIEWS = ((0, 2, 1, -1.0), (1, 2, 0, 1.0))  # across, up, towards the viewer and which way of it


def view(one: Crown, scale: float, places: Floats, axes: Floats | None) -> NDArray[np.uint8]:
    """[h, w, 3]: from the front and from the side; true places green, found ones red, each with the way
    out and along where they are known. ``places`` [k, 3] and ``axes`` [k, 2, 3]: found, in the mesh's
    unit from its middle; ``scale``: the mean radius."""
    return np.concatenate([_side(one, scale, places, axes, *each) for each in VIEWS], 1)


def _side(
    one: Crown,
    scale: float,
    places: Floats,
    axes: Floats | None,
    across: int,
    up: int,
    depth: int,
    sign: float,
) -> NDArray[np.uint8]:
    reach = float(np.abs(one.cloud[:, :3]).max()) * 1.15
    wide = SIDE * FINER
    picture = np.full((wide, wide, 3), PAPER, np.uint8)

    def spots(points: Floats) -> NDArray[np.int64]:
        flat = np.stack([sign_of(across) * points[:, across], -points[:, up]], 1)
        return np.rint((flat / reach + 1) * wide / 2).astype(np.int64)

    def sign_of(axis: int) -> float:
        return 1.0 if axis == 0 else -sign

    order = np.argsort(sign * one.cloud[:, depth])
    facing = sign * one.cloud[order, 3 + depth]
    order, facing = order[facing > BEHIND], facing[facing > BEHIND]
    greys = DARK + (LIGHT - DARK) * np.clip(facing, 0, 1)
    for (x, y), grey in zip(spots(one.cloud[order, :3]).tolist(), greys.tolist(), strict=True):
        cv2.circle(picture, (x, y), DOT * FINER, (grey, grey, grey), -1, cv2.LINE_AA)
    for where, ways, colour in ((one.places, one.axes, TRUE), (places, axes, FOUND)):
        if where is None:
            continue
        for number, (x, y) in enumerate(spots(where).tolist()):
            cv2.circle(picture, (x, y), 3 * FINER, colour, -1, cv2.LINE_AA)
            if ways is not None:
                for end in spots(where[number] + ARROW * scale * ways[number]).tolist():
                    cv2.arrowedLine(picture, (x, y), (end[0], end[1]), colour, FINER, cv2.LINE_AA)
    return cv2.resize(picture, (SIDE, SIDE), interpolation=cv2.INTER_AREA).astype(np.uint8)
