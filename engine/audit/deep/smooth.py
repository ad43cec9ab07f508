"""Whether a picture holds a thing without texture: key points say nothing of it, and that is told."""

from __future__ import annotations

import cv2
import numpy as np

from engine.audit.deep.types import Grey, Points

_STEEP = 14.0  # of a 3 x 3 Sobel filter; grain stays below, edges above
_LEAST = 0.025  # of the picture
_POINTS = 1 / 150  # key points a pixel; with fewer a place has no texture to go by


def holds_smooth_thing(reduced: Grey, points: Points) -> bool:
    """Whether a smooth place of some size lies inside the picture, not cut by its border.

    A sky or a wall reaches the border and doesn't count; a plain thing in the middle does.
    """
    soft = cv2.GaussianBlur(reduced, (0, 0), 1.2)
    steep = np.abs(cv2.Sobel(soft, cv2.CV_16S, 1, 0)) + np.abs(cv2.Sobel(soft, cv2.CV_16S, 0, 1))
    flat = cv2.erode((steep < _STEEP).astype(np.uint8), np.ones((3, 3), np.uint8))
    _, labels, stats, _ = cv2.connectedComponentsWithStats(flat, connectivity=4)
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
    return bool((inner & (held < area * _POINTS)).any())
