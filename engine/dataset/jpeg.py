"""JPEGs the quick way: strictly, in one pass, at a smaller scale where there are very many pixels.

What is odd about a file (inks of print, other bit depths, padding that a strict decoder
stumbles over) is left to :mod:`engine.dataset.pictures`.
"""

from __future__ import annotations

import io
import re
from dataclasses import dataclass

import numpy
import simplejpeg
from numpy.typing import NDArray
from PIL import Image

from engine.dataset.pictures import DAMAGE, DRAFT_PIXELS, MAX_PIXELS, ORIENTATION
from engine.dataset.unreadable import UnreadableFileError

LEAST_SIDE = 512  # px of the shorter side that are left at a smaller scale
_START = b"\xff\xd8\xff"
_ORIENTED = (b"Exif\0\0", b"tiff:Orientation")
_COLOURS = ("RGB", "YCbCr", "Gray", "GRAY")
_EXTRA = re.compile(r"(\d+) extraneous bytes before marker 0x(\w\w)")
_IN_SCAN = ("d0", "d1", "d2", "d3", "d4", "d5", "d6", "d7", "d9", "da", "c4")
"""Markers before which only pictures' data stand: bytes left over there were part of it."""
_PADDING = (b"\0", b"\xff")


@dataclass(frozen=True)
class Jpeg:
    """``pixels``: (height, width, 3) RGB, upright, contiguous. ``size``: before any drafting."""

    pixels: NDArray[numpy.uint8]
    size: tuple[int, int]  # width, height, upright


def decode_jpeg(data: bytes) -> Jpeg | None:
    """What a JPEG shows; None where it is none, or an odd one that another decoder must judge.

    With more than ``DRAFT_PIXELS`` it is decoded at 1/2, 1/4 or 1/8: all bytes are still read.
    Raises ``UnreadableFileError`` where bytes are missing or changed.
    """
    if not data.startswith(_START):
        return None
    try:
        high, wide, colours, _ = simplejpeg.decode_jpeg_header(data)
    except ValueError:
        return None
    if colours not in _COLOURS:
        return None
    if wide * high > MAX_PIXELS:
        raise UnreadableFileError("too_many_pixels")
    scale = _scale(wide, high)
    try:
        pixels = simplejpeg.decode_jpeg(data, "RGB", min_height=-(-high // scale), min_width=-(-wide // scale))
    except ValueError as error:
        if _is_damage(str(error), data):
            raise UnreadableFileError("damaged_image") from None
        return None
    turn = _orientation(data)
    return Jpeg(_upright(pixels, turn), (high, wide) if turn >= 5 else (wide, high))


def _scale(wide: int, high: int) -> int:
    if wide * high <= DRAFT_PIXELS:
        return 1
    return next((scale for scale in (8, 4) if min(wide, high) >= scale * LEAST_SIDE), 2)


def _is_damage(said: str, data: bytes) -> bool:
    """Whether what the decoder says means lost pixels. Cameras pad what they write, and forget marks."""
    if "Premature end" in said:
        return True
    if not said.startswith("Corrupt JPEG data"):
        return False  # an unknown kind, or hints that don't fit: whether it can be shown Pillow says
    extra = _EXTRA.search(said)
    if extra is None:
        return True
    count, marker = int(extra[1]), extra[2].lower()
    if marker not in _IN_SCAN:
        return False
    end = data.rfind(bytes((0xFF, int(marker, 16))))
    return marker != "d9" or data[end - count : end].strip(b"\0\xff") != b""


def _orientation(data: bytes) -> int:
    """1 to 8 as in EXIF. Parsed only where the bytes promise that there is one."""
    if not any(sign in data for sign in _ORIENTED):
        return 1
    try:
        with Image.open(io.BytesIO(data)) as image:
            turn = image.getexif().get(ORIENTATION)
    except DAMAGE:
        return 1
    return turn if isinstance(turn, int) and 1 <= turn <= 8 else 1


def _upright(pixels: NDArray[numpy.uint8], turn: int) -> NDArray[numpy.uint8]:
    if turn >= 5:
        pixels = pixels.swapaxes(0, 1)
    if turn in (2, 3, 6, 7):
        pixels = pixels[:, ::-1]
    if turn in (3, 4, 7, 8):
        pixels = pixels[::-1]
    return numpy.ascontiguousarray(pixels)
