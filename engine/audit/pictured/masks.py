"""A mask as it can be seen: numbers of classes, near to black, get a colour each."""

from __future__ import annotations

import numpy
from PIL import Image

from engine.audit.pictured.canvas import COLOURS, SIDE

_MOST_CLASSES = 64
_DARK = 64


def drawn_mask(image: Image.Image) -> Image.Image | None:
    """Colours for a picture of a few dark grey levels such as 0, 1, 2; None for any other picture."""
    if image.mode not in ("L", "1", "I", "I;16"):
        return None
    scale = min(1.0, SIDE / max(image.size))
    size = max(1, round(image.width * scale)), max(1, round(image.height * scale))
    values = numpy.asarray(image.resize(size, Image.Resampling.NEAREST)).astype(numpy.int64)
    levels = numpy.unique(values)
    if not 2 <= len(levels) <= _MOST_CLASSES or levels[0] < 0 or image.mode == "1":
        return None
    if levels[levels != 255].max(initial=0) > _DARK:  # grey levels that are far apart show as they are
        return None
    table = numpy.array([(0, 0, 0), *COLOURS], dtype=numpy.uint8)
    places = numpy.where(values == 0, 0, 1 + (values - 1) % len(COLOURS))
    coloured = table[places]
    coloured[values == 255] = 255
    return Image.fromarray(coloured)
