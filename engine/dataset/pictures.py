"""Decodes one image of a stranger's: upright, in 8 bit, within limits, or says why not."""

from __future__ import annotations

import io
import math
import re
import struct
import warnings
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import numpy
from PIL import Image, ImageCms, ImageOps, UnidentifiedImageError

from engine.dataset.unreadable import UnreadableFileError

MAX_PIXELS = 89_000_000
"""More than this is refused as a bomb before anything is decoded."""
DRAFT_PIXELS = 6_000_000
"""A JPEG with more pixels is decoded at 1/2, 1/4 or 1/8 of its size: all bytes are still read."""

DAMAGE = (
    OSError,
    SyntaxError,
    ValueError,
    TypeError,
    KeyError,
    IndexError,
    AttributeError,
    EOFError,
    OverflowError,
    MemoryError,
    NotImplementedError,
    RuntimeError,
    ZeroDivisionError,
    AssertionError,
    struct.error,
    zlib.error,
)
"""All that Pillow's plug-ins let out on hostile bytes, found by fuzzing them."""
ORIENTATION = 0x0112  # EXIF
_SUBFILE_TYPE, _SUB_IFDS, _DNG_VERSION = 254, 330, 50706  # tags of TIFF
_LOOKED_AT = 250_000  # pixels of a wide grey that settle its range
_TAIL = 0.25  # per cent of the pixels on either end that may be burnt out
_BOM = b"\xef\xbb\xbf"
_RAW_SIGNATURES = (b"IIRO", b"IIRS", b"MMOR", b"IIU\0", b"FUJIFILMCCD-RAW", b"II*\0\x10\0\0\0CR", b"FOVb")
_WIDE_MODES = ("I", "F", "I;16", "I;16B", "I;16L", "I;16N")
_CLEAR_MODES = ("RGBA", "LA", "PA", "La", "RGBa")
_SIGNATURES = (
    b"\xff\xd8\xff", b"\x89PNG", b"GIF8", b"BM", b"II*\0", b"MM\0*", b"RIFF", b"\0\0\0\x0cjP", b"8BPS",
    b"\xffO\xffQ",
)  # fmt: skip


@dataclass(frozen=True)
class Decoded:
    """An image, upright. ``format``: what the file really is, in Pillow's word."""

    image: Image.Image
    format: str
    size: tuple[int, int]  # width, height, upright, before any draft
    drafted: bool
    animated: bool = False  # more frames follow; only the first was decoded


def load_picture(data: bytes) -> Image.Image:
    """The image upright in RGB, transparency on white. Raises ``UnreadableFileError``."""
    with quiet_decoding():
        return to_rgb(decode(data, draft=None).image)


@contextmanager
def quiet_decoding() -> Iterator[None]:
    """Keeps Pillow's warnings about odd files quiet. Enter it once around all threads."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield


def decode(data: bytes, draft: int | None = DRAFT_PIXELS) -> Decoded:
    """Decode the first frame fully and turn it upright. Raises ``UnreadableFileError``.

    ``draft``: a JPEG with more pixels than this is decoded at a scale that meets it; None: never.
    """
    if not data:
        raise UnreadableFileError("empty_file")
    try:
        with Image.open(io.BytesIO(data)) as image:
            wide, high = image.size
            if wide * high > MAX_PIXELS:
                raise UnreadableFileError("too_many_pixels")
            drafted = draft is not None and image.format in ("JPEG", "MPO") and wide * high > draft
            if draft is not None and drafted:
                scale = 2 ** min(3, math.ceil(math.log(wide * high / draft, 4)))
                image.draft(None, (wide // scale, high // scale))
            if image.format == "TIFF" and _is_camera_raw(image):
                raise UnreadableFileError("camera_raw")
            image.load()
            lying = image.getexif().get(ORIENTATION) in (5, 6, 7, 8)
            animated = image.format != "MPO" and getattr(image, "is_animated", False)
            return Decoded(
                image=ImageOps.exif_transpose(image),
                format=image.format or "",
                size=(high, wide) if lying else (wide, high),
                drafted=drafted,
                animated=animated,
            )
    except Image.DecompressionBombError:
        raise UnreadableFileError("too_many_pixels") from None
    except UnidentifiedImageError:
        raise UnreadableFileError(_what_instead(data)) from None
    except DAMAGE:
        raise UnreadableFileError("damaged_image") from None


def half_of(image: Image.Image, half: str) -> Image.Image:
    """The left or right half of an image that holds a pair side by side; without one, the whole."""
    if not half or image.width < 2:
        return image
    middle, high = image.width // 2, image.height
    return image.crop((0, 0, middle, high) if half == "left" else (middle, 0, 2 * middle, high))


def to_rgb(image: Image.Image) -> Image.Image:
    """Any mode as 8-bit RGB; wide greys are stretched to their own range. Raises ``UnreadableFileError``."""
    try:
        if image.mode in _WIDE_MODES:
            image = _stretched(image)
        if "transparency" in image.info or image.mode in _CLEAR_MODES:
            layered = image.convert("RGBA")
            ground = Image.new("RGBA", layered.size, (255, 255, 255, 255))
            return Image.alpha_composite(ground, layered).convert("RGB")
        return _plain_rgb(image)
    except DAMAGE:
        raise UnreadableFileError("damaged_image") from None


def identity_bytes(image: Image.Image) -> bytes:
    """Bytes that are equal exactly for equal pixels, whatever format held them.

    Raises ``UnreadableFileError``.
    """
    head = f"{image.size} ".encode()
    try:
        if image.mode in _WIDE_MODES:
            return head + image.mode.encode() + image.tobytes()
        if image.mode in _CLEAR_MODES or "transparency" in image.info:
            layered = image.convert("RGBA")
            if layered.getchannel("A").getextrema() != (255, 255):
                return head + b"RGBA" + layered.tobytes()
        return head + b"RGB" + _plain_rgb(image).tobytes()
    except DAMAGE:
        raise UnreadableFileError("damaged_image") from None


def _plain_rgb(image: Image.Image) -> Image.Image:
    if image.mode == "LAB":  # Pillow leaves this one to its colour management
        return ImageCms.profileToProfile(
            image, ImageCms.createProfile("LAB"), ImageCms.createProfile("sRGB"), outputMode="RGB"
        ) or image.convert("RGB")
    return image.convert("RGB")


def _stretched(image: Image.Image) -> Image.Image:
    """Wide greys in 8 bit: between what nearly all pixels lie, so that a hot one doesn't blacken the rest."""
    values = numpy.nan_to_num(numpy.asarray(image, dtype=numpy.float64), posinf=0.0, neginf=0.0)
    low, high = float(values.min()), float(values.max())
    if image.mode in ("I", "F") and low >= 0 and high <= 255:
        low, high = 0.0, 255.0
    elif high - low > 255:
        few = values.ravel()[:: max(1, values.size // _LOOKED_AT)]
        near, far = (float(value) for value in numpy.percentile(few, (_TAIL, 100 - _TAIL)))
        low, high = (near, far) if far > near else (low, high)
    scaled = (values.clip(low, high) - low) * (255.0 / (high - low) if high > low else 0.0)
    return Image.fromarray(scaled.astype(numpy.uint8))


def _is_camera_raw(image: Image.Image) -> bool:
    """Whether a TIFF is a negative of a camera: of those Pillow would show the thumbnail as the picture."""
    tags = getattr(image, "tag_v2", {})
    reduced = bool(int(tags.get(_SUBFILE_TYPE, 0)) & 1)
    return _DNG_VERSION in tags or (reduced and _SUB_IFDS in tags)


def _what_instead(data: bytes) -> str:
    """Why a file that Pillow doesn't know cannot be shown, told as exactly as its first bytes allow."""
    if data.startswith(b"version https://git-lfs"):
        return "lfs_pointer"
    if data[4:8] == b"ftyp":
        brands = data[8:40]
        if b"crx " in brands:
            return "camera_raw"
        if any(brand in brands for brand in (b"heic", b"heix", b"heim", b"hevc", b"mif1", b"msf1")):
            return "heic_image"
    if data.startswith(_RAW_SIGNATURES) or data[8:10] == b"CR":
        return "camera_raw"
    if data[128:132] == b"DICM":
        return "medical_image"
    if data.startswith((b"\xff\x0a", b"\0\0\0\x0cJXL ", b"\x76\x2f\x31\x01", b"#?RADIANCE")):
        return "unknown_image_format"
    if re.match(
        rb"\s*(<\?xml[^>]*>\s*)?(<!--.*?-->\s*|<!DOCTYPE svg[^>]*>\s*)*<svg[\s>]",
        data[:4096].lstrip(_BOM),
        re.DOTALL,
    ):
        return "vector_image"
    return "damaged_image" if data.startswith(_SIGNATURES) else "not_an_image"
