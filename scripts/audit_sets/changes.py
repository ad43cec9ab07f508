"""What is done to a picture to make its near duplicate, and what makes a swap harder to find."""

from __future__ import annotations

import cv2
import numpy as np

from scripts.audit_sets.textures import Picture

NEAR = ("resize", "jpeg", "crop", "bright", "flip", "turn")
HARDER = ("rotation", "scale", "blur", "recompress", "gain", "base")


def near(rng: np.random.Generator, picture: Picture, kind: str) -> tuple[Picture, int]:
    """A near duplicate of this kind, and the JPEG quality to save it at."""
    high, wide = picture.shape[:2]
    if kind == "resize":
        side = rng.uniform(128, 384) / min(high, wide)
        return cv2.resize(picture, (int(wide * side), int(high * side)), interpolation=cv2.INTER_AREA), 90
    if kind == "jpeg":
        return picture, int(rng.integers(25, 51))
    if kind == "crop":
        left, top = int(rng.uniform(0, 0.05) * wide), int(rng.uniform(0, 0.05) * high)
        part = picture[top : top + int(high * 0.95), left : left + int(wide * 0.95)]
        return np.ascontiguousarray(part), 90
    if kind == "bright":
        return gained(picture, float(rng.choice([rng.uniform(0.7, 0.85), rng.uniform(1.15, 1.3)]))), 90
    if kind == "flip":
        return np.ascontiguousarray(picture[:, ::-1]), 90
    turn = cv2.getRotationMatrix2D((wide / 2, high / 2), float(rng.uniform(-5, 5)), 1.06)
    return cv2.warpAffine(picture, turn, (wide, high), borderMode=cv2.BORDER_REFLECT), 90


def gained(picture: Picture, gain: float) -> Picture:
    """All values times this."""
    return np.clip(picture * gain, 0, 255).astype(np.uint8)


def harder(rng: np.random.Generator, picture: Picture, kind: str) -> tuple[Picture, int]:
    """The whole composite blurred, recompressed or gained; other kinds leave it as it is."""
    if kind == "blur":
        return cv2.GaussianBlur(picture, (0, 0), float(rng.uniform(1, 1.8))), 90
    if kind == "recompress":
        return picture, int(rng.integers(25, 46))
    if kind == "gain":
        return gained(picture, float(rng.uniform(0.5, 1.6))), 90
    return picture, 90


def watermarked(picture: Picture, text: str, place: tuple[float, float], opaque: bool) -> Picture:
    """A mark laid over the picture: half see-through words, or an opaque plate with words."""
    high, wide = picture.shape[:2]
    marked = picture.copy()
    size = 0.0017 * wide
    (long, tall), _ = cv2.getTextSize(text, cv2.FONT_HERSHEY_DUPLEX, size, 1)
    x, y = int(place[0] * (wide - long - 8)) + 4, int(place[1] * (high - tall - 12)) + tall + 6
    if opaque:
        cv2.rectangle(marked, (x - 4, y - tall - 5), (x + long + 4, y + 6), (30, 30, 160), -1)
    cv2.putText(marked, text, (x, y), cv2.FONT_HERSHEY_DUPLEX, size, (255, 255, 255), 1, cv2.LINE_AA)
    return cv2.addWeighted(marked, 1.0 if opaque else 0.6, picture, 0.0 if opaque else 0.4, 0)
