"""Whether an image file goes on to its own end: what follows the first frame is not decoded, but counted."""

from __future__ import annotations

import io
import zlib

from PIL import Image, TiffImagePlugin

from engine.dataset.pictures import DAMAGE

_MOST_PAGES = 300
_OFFSETS = ((273, 279), (324, 325))  # of strips and tiles, and their lengths
_PNG_START, _CHUNK_FRAME = 8, 12
_GIF_END, _GIF_EXTENSION, _GIF_IMAGE = 0x3B, 0x21, 0x2C


def is_cut(data: bytes, kind: str) -> bool:
    """Whether bytes are missing at the end, or a later frame is damaged. ``kind``: in Pillow's word."""
    if kind == "PNG":
        return _is_cut_png(data)
    if kind == "GIF":
        return _is_cut_gif(data)
    return kind == "TIFF" and _is_cut_tiff(data)


def _is_cut_png(data: bytes) -> bool:
    view, place = memoryview(data), _PNG_START
    while place + _CHUNK_FRAME <= len(data):
        length, name = int.from_bytes(view[place : place + 4], "big"), data[place + 4 : place + 8]
        end = place + _CHUNK_FRAME + length
        if name == b"IEND":
            return False
        if end > len(data):
            return True
        checked = zlib.crc32(view[place + 4 : end - 4]) if name == b"fdAT" else None
        if checked is not None and checked != int.from_bytes(view[end - 4 : end], "big"):
            return True
        place = end
    return True


def _is_cut_gif(data: bytes) -> bool:
    """Blocks followed to the trailer; only its single byte may be missing."""
    place = 13 + _colours(data, 10)
    while place < len(data):
        kind = data[place]
        if kind == _GIF_EXTENSION:
            place += 2
        elif kind == _GIF_IMAGE:
            place += 11 + _colours(data, place + 9)
        else:
            return False  # the trailer, or what programs have added behind the last frame
        while place < len(data) and data[place]:
            place += 1 + data[place]
        place += 1
    return place > len(data)


def _colours(data: bytes, place: int) -> int:
    """Bytes of a table of colours, by the flags that stand at this place."""
    flags = data[place] if place < len(data) else 0
    return 3 << ((flags & 7) + 1) if flags & 0x80 else 0


def _is_cut_tiff(data: bytes) -> bool:
    try:
        with Image.open(io.BytesIO(data)) as image:
            if not isinstance(image, TiffImagePlugin.TiffImageFile):
                return False
            for page in range(min(image.n_frames, _MOST_PAGES)):
                image.seek(page)
                for starts, lengths in _OFFSETS:
                    parts = zip(image.tag_v2.get(starts, ()), image.tag_v2.get(lengths, ()), strict=False)
                    if any(start + length > len(data) for start, length in parts):
                        return True
    except DAMAGE:
        return True
    return False
