"""A stranger's image file as a grey picture, decoded no larger than the deep pass needs."""

from __future__ import annotations

import numpy as np
import simplejpeg

from engine.audit.deep.features import SIDE
from engine.audit.deep.types import Grey
from engine.dataset.pictures import MAX_PIXELS, decode, to_rgb
from engine.dataset.unreadable import UnreadableFileError

_ENOUGH = 2 * SIDE
"""A JPEG is decoded at the scale that leaves its shorter side at least this long."""
_DRAFT = 4 * _ENOUGH * _ENOUGH


def grey_of(data: bytes) -> Grey:
    """The picture in 8-bit grey; how it lies does not matter here. Raises ``UnreadableFileError``."""
    if data.startswith(b"\xff\xd8\xff"):
        found = _jpeg(data)
        if found is not None:
            return found
    image = to_rgb(decode(data, draft=_DRAFT).image)
    return np.asarray(image.convert("L"), np.uint8)


def _jpeg(data: bytes) -> Grey | None:
    """None where the fast decoder refuses: the other one knows why."""
    try:
        high, wide, _, _ = simplejpeg.decode_jpeg_header(data)
        if high * wide > MAX_PIXELS:
            raise UnreadableFileError("too_many_pixels")
        decoded = simplejpeg.decode_jpeg(
            data, "GRAY", min_height=min(high, _ENOUGH), min_width=min(wide, _ENOUGH), min_factor=1
        )
    except ValueError:
        return None
    return np.asarray(decoded, np.uint8)[:, :, 0]
