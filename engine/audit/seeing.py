"""One picture looked at: decoded once, its identity and its measures taken from the same pixels."""

from __future__ import annotations

from dataclasses import dataclass

import numpy
import xxhash
from numpy.typing import NDArray
from PIL import Image

from engine.audit.doubt.features import picture_features, sight_of
from engine.audit.found import Content, levels_of, moment_of
from engine.audit.quality.pictures import FLAT, PictureLook, look_at
from engine.dataset.completeness import is_cut
from engine.dataset.jpeg import coded_identity, decode_jpeg
from engine.dataset.kinds import suffix_of
from engine.dataset.pictures import decode, half_of, identity_bytes
from engine.dataset.unreadable import UnreadableFileError

_SAME_FORMAT = ({"JPEG", "MPO"}, {"TIFF", "MPO"}, {"BMP", "DIB"}, {"ICO", "CUR"})

Pixels = NDArray[numpy.uint8]


@dataclass(frozen=True)
class Seen:
    """``pixels``: (height, width, 3) RGB or (height, width) grey, for measures; transparency left out."""

    pixels: Pixels
    digest: int
    format: str
    size: tuple[int, int]
    levels: tuple[int, ...] = ()
    coded: bool = False
    look: PictureLook | None = None


def see(data: bytes, path: str, half: str, sight: bool, exact: bool) -> Content:
    """What the audit keeps of a picture. Raises ``UnreadableFileError``.

    ``half``: see ``Item``; ``sight``: with what its label is weighed by; ``exact``: the digest is that
    of the pixels, whatever it costs. Of a JPEG it otherwise is that of its coded data (``coded``):
    :mod:`engine.audit.settling` has another look at those that seem to be in another format, too.
    """
    seen = (None if exact or half else _of_jpeg(data, sight)) or _by_pixels(data, half)
    return Content(
        seen.digest,
        format=_other_format(seen.format, path),
        size=seen.size,
        picture=tuple(seen.look or look_at(seen.pixels)),
        levels=seen.levels,
        moment=moment_of(data),
        sight=sight_of(picture_features(seen.pixels)) if sight else "",
        coded=seen.coded,
    )


def _of_jpeg(data: bytes, sight: bool) -> Seen | None:
    """A JPEG at a small scale; None for all others, and for one in which near copies can't be seen."""
    jpeg = decode_jpeg(data, colour=sight)
    if jpeg is None or jpeg.grey:  # greys may be masks: their levels count, at full scale
        return None
    look = look_at(jpeg.pixels)
    if look.spread < FLAT:
        return None
    digest = xxhash.xxh3_64()
    for part in coded_identity(data, jpeg):
        digest.update(part)
    return Seen(jpeg.pixels, digest.intdigest(), "JPEG", jpeg.size, coded=True, look=look)


def _by_pixels(data: bytes, half: str) -> Seen:
    jpeg = decode_jpeg(data, colour=True, full=True)
    if jpeg is None:
        return _of_others(data, half)
    pixels = jpeg.pixels
    if half and pixels.shape[1] > 1:
        middle = pixels.shape[1] // 2
        pixels = numpy.ascontiguousarray(
            pixels[:, :middle] if half == "left" else pixels[:, middle : 2 * middle]
        )
    # As engine.dataset.pictures.identity_bytes has it, so that copies in other formats are found.
    digest = xxhash.xxh3_64(f"{pixels.shape[1::-1]} RGB".encode())
    digest.update(pixels.data)
    levels = levels_of(numpy.ascontiguousarray(pixels[:, :, 0])) if jpeg.grey else ()
    return Seen(pixels, digest.intdigest(), "JPEG", jpeg.size, levels)


def _of_others(data: bytes, half: str) -> Seen:
    decoded = decode(data, draft=None)
    if is_cut(data, decoded.format):
        raise UnreadableFileError("damaged_image")
    shown = half_of(decoded.image, half)
    # Frames that were not decoded may differ: animations are the same only byte by byte.
    same = data if decoded.animated and not half else identity_bytes(shown)
    digest = xxhash.xxh3_64_intdigest(same)
    flat = shown.mode in ("1", "L", "P")  # a photograph is none of these, mostly, and no mask
    levels = levels_of(numpy.asarray(shown, dtype=numpy.uint8)) if flat else ()
    measured = numpy.asarray(shown if shown.mode == "L" else shown.convert("RGB"))
    return Seen(measured, digest, decoded.format, decoded.size, levels)


def _other_format(found: str, path: str) -> str:
    """The real format where the suffix promises another one; empty where all is well."""
    promised = Image.registered_extensions().get("." + suffix_of(path))
    if promised is None or promised == found:
        return ""
    if any({promised, found} <= family for family in _SAME_FORMAT):
        return ""
    return found
