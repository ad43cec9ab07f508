"""Whether a picture holds a thing without texture: key points say nothing of it, and that is told."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from engine.audit.deep.types import Grey, Points

_STEEP = (14.0, 9.0, 22.0)
"""Of a 3 x 3 Sobel filter: what lies below is smooth. A soft shade breaks at the lowest, a faint outline
is lost at the highest."""
_LEAST = 0.025  # of the picture
_POINTS = 1 / 150  # key points a pixel; with fewer a place has no texture to go by
_GROUND = 6  # grey levels that a plain ground may span
_SOLID = 0.7  # of the hull; what is left free between branches, letters or people is no thing


def holds_smooth_thing(reduced: Grey, points: Points) -> bool:
    """Whether a smooth, solid place of some size lies inside the picture, not cut by its border.

    A sky or a wall reaches the border and doesn't count, nor does paper between drawn lines; a plain
    thing in the middle does.
    """
    soft = cv2.GaussianBlur(reduced, (0, 0), 1.2)
    steep = np.abs(cv2.Sobel(soft, cv2.CV_16S, 1, 0)) + np.abs(cv2.Sobel(soft, cv2.CV_16S, 0, 1))
    return any(_holds_one(reduced, steep < least, points) for least in _STEEP)


def _holds_one(reduced: Grey, flat: NDArray[np.bool_], points: Points) -> bool:
    kernel = np.ones((3, 3), np.uint8)
    _, labels, stats, _ = cv2.connectedComponentsWithStats(
        cv2.erode(flat.astype(np.uint8), kernel), connectivity=4
    )
    left, top, area = stats[:, cv2.CC_STAT_LEFT], stats[:, cv2.CC_STAT_TOP], stats[:, cv2.CC_STAT_AREA]
    right, bottom = left + stats[:, cv2.CC_STAT_WIDTH], top + stats[:, cv2.CC_STAT_HEIGHT]
    high, wide = reduced.shape
    inner = (left > 1) & (top > 1) & (right < wide - 1) & (bottom < high - 1) & (area > _LEAST * reduced.size)
    inner[0] = False
    if not inner.any():
        return False
    rows = np.clip(points[:, 1].astype(int), 0, high - 1)
    columns = np.clip(points[:, 0].astype(int), 0, wide - 1)
    held = np.bincount(labels[rows, columns], minlength=len(stats))
    found = np.flatnonzero(inner & (held < area * _POINTS))
    return any(_is_thing(reduced, labels == place) for place in found)


def _is_thing(reduced: Grey, where: NDArray[np.bool_]) -> bool:
    """Whether it is solid, and not of the colour of the ground, which shows along the border."""
    hull = cv2.convexHull(np.argwhere(where)[:, ::-1].astype(np.int32))
    if where.sum() <= _SOLID * cv2.contourArea(hull):
        return False
    border = np.concatenate([reduced[0], reduced[-1], reduced[:, 0], reduced[:, -1]]).astype(np.int16)
    level = int(np.median(reduced[where]))
    return bool((np.abs(border - level) <= _GROUND).mean() <= 0.5)
