"""What the drawings share: their size, their colours, and how they are packed."""

from __future__ import annotations

import base64
import io
from collections.abc import Sequence

from PIL import Image

SIDE = 192
"""Pixels of the longer side at most."""
GROUND, INK, FAINT = (255, 255, 255), (36, 84, 130), (222, 226, 231)
COLOURS = ((214, 64, 48), (36, 110, 190), (30, 140, 90), (200, 120, 0), (140, 70, 170), (0, 140, 160))
_GAP = 4  # pixels between frames


def encoded(picture: Image.Image) -> str:
    """Base64 of a picture of at most ``SIDE`` px: PNG where it is as small already, else JPEG."""
    small = max(picture.size) <= SIDE
    picture = fitted(picture)
    file = io.BytesIO()
    if small:
        picture.save(file, "PNG")
    else:
        picture.save(file, "JPEG", quality=85)
    return base64.b64encode(file.getvalue()).decode("ascii")


def fitted(picture: Image.Image, wide: int = SIDE, high: int = SIDE) -> Image.Image:
    """The picture, made smaller where it is too large, so that no side vanishes."""
    scale = min(1.0, wide / picture.width, high / picture.height)
    size = max(1, round(picture.width * scale)), max(1, round(picture.height * scale))
    return picture if size == picture.size else picture.resize(size, Image.Resampling.LANCZOS)


def strip(frames: Sequence[Image.Image]) -> Image.Image:
    """Frames of one film: wide ones under one another, high ones side by side."""
    if len(frames) == 1:
        return fitted(frames[0])
    room = (SIDE - _GAP * (len(frames) - 1)) // len(frames)
    under = frames[0].width >= frames[0].height
    small = [fitted(frame, SIDE, room) if under else fitted(frame, room, SIDE) for frame in frames]
    step = [(frame.height if under else frame.width) + _GAP for frame in small]
    length, across = sum(step) - _GAP, max(frame.width if under else frame.height for frame in small)
    whole = Image.new("RGB", (across, length) if under else (length, across), GROUND)
    place = 0
    for frame, room in zip(small, step, strict=True):
        whole.paste(frame, (0, place) if under else (place, 0))
        place += room
    return whole
