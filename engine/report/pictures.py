"""Pictures that every format can show: decoded once, small, PNG or JPEG."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO

LARGEST = 384  # pixels: a grid shows a picture about 3 cm wide, so this is over 300 dpi
PLAIN_MODES = {"PNG": ("L", "P", "RGB", "RGBA"), "JPEG": ("L", "RGB")}
ORIENTATION = 0x0112  # the EXIF tag that says which way is up


def readable_picture(blob: Callable[[str], bytes], key: str) -> bytes | None:
    """The picture under ``key`` as PNG or JPEG bytes, at most ``LARGEST`` pixels a side.

    None when it is missing (KeyError) or can't be decoded.
    """
    from PIL import Image, ImageOps, UnidentifiedImageError

    try:
        data = blob(key)
        with Image.open(BytesIO(data)) as picture:
            picture.load()
            plain = picture.mode in PLAIN_MODES.get(picture.format or "", ())
            if plain and max(picture.size) <= LARGEST and ORIENTATION not in picture.getexif():
                return data
            small = ImageOps.exif_transpose(picture).convert("RGB")
    except (KeyError, OSError, UnidentifiedImageError, ValueError, SyntaxError, Image.DecompressionBombError):
        return None
    small.thumbnail((LARGEST, LARGEST))
    written = BytesIO()
    small.save(written, format="PNG", compress_level=1)
    return written.getvalue()


def picture_size(data: bytes) -> tuple[int, int]:
    """Width and height in pixels of a PNG or JPEG."""
    from PIL import Image

    with Image.open(BytesIO(data)) as picture:
        return picture.size
