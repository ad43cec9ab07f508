"""JPEGs the quick way: strictly, in one pass, at a smaller scale where there are very many pixels.

What is odd about a file (inks of print, other bit depths, padding that a strict decoder
stumbles over) is left to :mod:`engine.dataset.pictures`.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass

import numpy
import simplejpeg
from numpy.typing import NDArray
from PIL import Image

from engine.dataset.pictures import DAMAGE, MAX_PIXELS, ORIENTATION
from engine.dataset.unreadable import UnreadableFileError

LEAST_SIDE = 256  # px of the shorter side that are left at a smaller scale
_START = b"\xff\xd8\xff"
_ORIENTED = (b"Exif\0\0", b"tiff:Orientation")
_NOTED_WITHIN = 1 << 18  # bytes from the top
_COLOURS = ("RGB", "YCbCr", "Gray")
_LOST = re.compile(
    r"Premature end of JPEG|premature end of data segment|bad (Huffman|arithmetic) code"
    r"|extraneous bytes in scan|instead of RST|Inconsistent progression"
)
"""What libjpeg says where bytes of the picture are missing or changed."""
_EXTRA = re.compile(r"(\d+) extraneous bytes before marker 0x(\w\w)")
_SCAN = 0xDA
_NOTES = frozenset((*range(0xE0, 0xEE), 0xEF, 0xFE))  # APP14 says how colours are coded
_IN_SCAN = ("d0", "d1", "d2", "d3", "d4", "d5", "d6", "d7", "d9", "da", "c4")
"""Markers before which only the picture's data stand: bytes left over there were part of it."""


@dataclass(frozen=True)
class Jpeg:
    """``pixels``: (height, width, 3) RGB or (height, width) grey, upright, contiguous."""

    pixels: NDArray[numpy.uint8]
    size: tuple[int, int]  # width, height, upright, at full scale
    turn: int  # as EXIF has it, 1 to 8: how the file's own pixels lie
    colours: str

    @property
    def grey(self) -> bool:
        """One channel in the file."""
        return self.colours == "Gray"


def decode_jpeg(data: bytes, colour: bool, full: bool = False) -> Jpeg | None:
    """What a JPEG shows; None where it is none, or an odd one that another decoder must judge.

    Unless ``full``, at the smallest of the scales 1, 1/2, 1/4, 1/8 that leaves ``LEAST_SIDE`` pixels:
    all bytes are read at any scale. Raises ``UnreadableFileError`` where bytes are missing or changed.
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
    scale = 1 if full else next((n for n in (8, 4, 2) if min(wide, high) >= n * LEAST_SIDE), 1)
    try:
        pixels = simplejpeg.decode_jpeg(
            data, "RGB" if colour else "GRAY", min_height=-(-high // scale), min_width=-(-wide // scale)
        )
    except ValueError as error:
        if _is_damage(str(error), data):
            raise UnreadableFileError("damaged_image") from None
        return None
    turn = _orientation(data)
    shown = _upright(pixels if colour else pixels[:, :, 0], turn)
    return Jpeg(shown, (high, wide) if turn >= 5 else (wide, high), turn, colours)


def coded_identity(data: bytes, jpeg: Jpeg) -> Iterator[bytes | memoryview]:
    """What of a JPEG makes its picture, without comments and what programs note about it.

    Equal only for equal pixels; the same pixels may be coded otherwise. Without any decoding.
    """
    view, place = memoryview(data), 2
    yield f"JPEG {jpeg.turn} {jpeg.colours} ".encode()
    while place + 4 <= len(data) and data[place] == 0xFF and data[place + 1] != _SCAN:
        marker, length = data[place + 1], int.from_bytes(view[place + 2 : place + 4], "big")
        if marker == 0xFF:  # padding
            place += 1
            continue
        if marker not in _NOTES:
            yield view[place : place + 2 + length]
        place += 2 + length
    yield view[place:]


def _is_damage(said: str, data: bytes) -> bool:
    """Whether what the decoder says means lost pixels. Cameras pad what they write, and forget marks."""
    if _LOST.search(said):
        return True
    extra = _EXTRA.search(said)
    if extra is None or extra[2].lower() not in _IN_SCAN:
        return False  # hints that don't fit, an unknown kind: whether it can be shown Pillow says
    end = data.rfind(bytes((0xFF, int(extra[2], 16))))
    return data[end - int(extra[1]) : end].strip(b"\0\xff") != b"" or extra[2].lower() != "d9"


def _orientation(data: bytes) -> int:
    """1 to 8 as in EXIF. Parsed only where the bytes promise that there is one."""
    if all(data.find(sign, 0, _NOTED_WITHIN) < 0 for sign in _ORIENTED):
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
