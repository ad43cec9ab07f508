"""Objects with their masks: cut out of a scene along an outline, or smooth and without texture."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from scripts.audit_sets.textures import Picture, blob_outline, fractal

Mask = NDArray[np.float32]


@dataclass(frozen=True)
class Cutout:
    """A picture and which of its pixels (0 to 1, the edge feathered) are the object."""

    picture: Picture
    mask: Mask


def cut_out(rng: np.random.Generator, picture: Picture, size: tuple[float, float] = (0.24, 0.40)) -> Cutout:
    """The object of a scene: what lies inside an outline near its middle; ``size``: radius to side."""
    high, wide = picture.shape[:2]
    mask = np.zeros((high, wide), np.uint8)
    radius = rng.uniform(*size) * min(high, wide)
    outline = blob_outline(rng, wide * rng.uniform(0.42, 0.58), high * rng.uniform(0.42, 0.58), radius)
    cv2.fillPoly(mask, [outline], 255)
    if cv2.erode(mask, np.ones((9, 9), np.uint8)).mean() < 0.05 * 255:
        cv2.circle(mask, (wide // 2, high // 2), int(radius), 255, -1)
    return Cutout(picture, cv2.GaussianBlur(mask, (0, 0), 1.0).astype(np.float32) / 255)


def smooth_object(rng: np.random.Generator, width: int, height: int) -> Cutout:
    """A shape of one colour, softly shaded: a silhouette is all it has."""
    blank = np.zeros((height, width, 3), np.uint8)
    cutout = cut_out(rng, blank)
    shade = 1 + 0.15 * fractal(rng, width, height, 1)
    colour = rng.integers(20, 236, 3)
    picture = np.clip(colour * shade[..., None], 0, 255).astype(np.uint8)
    return Cutout(picture, cutout.mask)


def moved(
    cutout: Cutout,
    scale: float,
    angle: float,
    shift: tuple[float, float],
    mirrored: bool,
    size: tuple[int, int],
) -> Cutout:
    """The object scaled, turned (degrees), shifted (pixels) and set on a canvas of (width, height)."""
    picture, mask = cutout.picture, cutout.mask
    if mirrored:
        picture, mask = np.ascontiguousarray(picture[:, ::-1]), np.ascontiguousarray(mask[:, ::-1])
    rows, columns = np.nonzero(mask > 0.5)
    middle = (float(columns.mean()), float(rows.mean()))
    turn = cv2.getRotationMatrix2D(middle, angle, scale)
    turn[:, 2] += (size[0] / 2 + shift[0] - middle[0], size[1] / 2 + shift[1] - middle[1])
    if scale < 1:
        picture = cv2.GaussianBlur(picture, (0, 0), 0.45 / scale)
    return Cutout(
        cv2.warpAffine(picture, turn, size, flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REFLECT),
        cv2.warpAffine(mask, turn, size, flags=cv2.INTER_LINEAR),
    )


def paste(cutout: Cutout, background: Picture) -> Picture:
    """The object on another background of the same size."""
    share = cutout.mask[..., None]
    return np.clip(cutout.picture * share + background * (1 - share), 0, 255).astype(np.uint8)
