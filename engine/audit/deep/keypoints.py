"""SIFT's key points (Lowe, IJCV 2004), described at half the resolution that they are found at.

They are found in the doubled picture, as ever. A patch around one holds four times fewer pixels in
the picture as it is, where the same blur is made by half the sigma: the descriptors cost a third,
and find the right place in a turned and scaled picture as often (.93 of the key points).
"""

from __future__ import annotations

from dataclasses import dataclass, field

import cv2
import numpy as np

from engine.audit.deep.types import Grey, Plane, Points

_LAYERS = 3
_EDGE = 12.0
_SIGMA = 0.8
"""Blur of the first layer; of the doubled picture it is 1.6."""


@dataclass(frozen=True)
class Detector:
    """Finds at most ``most`` key points, the strongest. ``contrast``: what they have at least; where
    ``few`` or fewer have it, ``faint`` will do."""

    most: int
    contrast: float
    faint: float
    few: int
    _find: cv2.SIFT = field(init=False)
    _describe: cv2.SIFT = field(init=False)

    def __post_init__(self) -> None:
        find = cv2.SIFT.create(self.most, _LAYERS, self.faint, _EDGE)
        describe = cv2.SIFT.create(0, _LAYERS, self.faint, _EDGE, _SIGMA)
        object.__setattr__(self, "_find", find)
        object.__setattr__(self, "_describe", describe)

    def __call__(self, picture: Grey) -> tuple[Points, Plane]:
        """Key points and their descriptors as OpenCV has them, (n, 128)."""
        found = list(self._find.detect(picture, None))
        strong = [point for point in found if point.response * _LAYERS >= self.contrast]
        found = (found if len(strong) < self.few else strong)[: self.most]
        for point in found:
            point.octave = _one_down(point.octave)
        kept, looks = self._describe.compute(picture, found) if found else ((), None)
        if looks is None:
            return np.zeros((0, 4), np.float32), np.zeros((0, 128), np.float32)
        points = np.array([(*point.pt, point.size, point.angle) for point in kept], np.float32)
        return points, np.asarray(looks, np.float32)


def _one_down(packed: int) -> int:
    """The octave, layer and offset of a key point in a pyramid whose first layer is what the
    doubled picture's first octave begins with. OpenCV keeps them in a byte each, lowest first."""
    return (packed + 1) & 0xFF | ((packed >> 8) - 1 & 0xFF) << 8 | packed & ~0xFFFF
