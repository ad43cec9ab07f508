"""An image with what its annotation says drawn over it: a colour a label."""

from __future__ import annotations

import zlib
from itertools import islice

from PIL import Image, ImageDraw

from engine.audit.pictured.canvas import COLOURS, encoded, fitted
from engine.dataset.types import Marked

_MOST_MARKS = 300
_POINT = 3  # pixels that a mark has at least, so that it can be seen


def drawn_marks(picture: Image.Image, size: tuple[int, int], marked: Marked) -> str | None:
    """The picture with boxes over it; None where no mark has a place. ``size``: before it was made small."""
    placed = [mark for mark in marked.marks if mark.box is not None]
    if not placed:
        return None
    small = fitted(picture).copy()
    wide, high = (1, 1) if marked.relative else size
    across, down = small.width / max(wide, 1), small.height / max(high, 1)
    pen = ImageDraw.Draw(small)
    for mark in islice(placed, _MOST_MARKS):
        left, top, right, bottom = mark.box or (0, 0, 0, 0)
        x0, x1 = sorted((left * across, right * across))
        y0, y1 = sorted((top * down, bottom * down))
        bounds = (
            max(-1.0, min(x0, small.width - 1.0)),
            max(-1.0, min(y0, small.height - 1.0)),
            max(0.0, min(max(x1, x0 + _POINT), small.width)),
            max(0.0, min(max(y1, y0 + _POINT), small.height)),
        )
        if bounds[2] >= bounds[0] and bounds[3] >= bounds[1]:
            pen.rectangle(bounds, outline=_colour_of(mark.label), width=1)
    return encoded(small)


def _colour_of(label: str) -> tuple[int, int, int]:
    """The same for a label in every picture."""
    return COLOURS[zlib.crc32(label.encode("utf-8", "replace")) % len(COLOURS)]
