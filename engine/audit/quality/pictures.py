"""One look at a decoded picture: light, sharpness, detail, and a hash by which near copies meet.

All measures are taken on the picture brought to at most ``SIDE`` pixels, so that they mean
the same for a thumbnail and for 12 megapixels. Threshold and meaning of each stand beside it.
"""

from __future__ import annotations

import base64
from typing import NamedTuple

import numpy
from numpy.typing import NDArray

Bytes = NDArray[numpy.uint8]

SIDE = 256  # px
THUMBNAIL = 16  # px
_SMALL = 48  # px: smaller pictures have too few pixels to be called blurred
_MAY_BE_BLURRED = 2.0  # of the sharpness: above, neither grain nor movement hides a blur
_EDGE = 4.0  # grey levels a pixel: a sky's slopes are flatter, and say nothing of blur
_EDGE_ALONG = 6.0  # and along a movement, which leaves more of a slope than nothing
_SMOOTHED, _ALONG = 2.36, 1.89  # bring the second measure to the scale of the first; along a movement
_MOVED = 0.66  # of the sharpest direction's measure: what a movement leaves of the least sharp one
_FLATTEST = 1.25  # times the flattest direction's slope: a movement flattens along itself
_SOFT = numpy.array([1, 3, 1], dtype=numpy.float32)
_PERIOD = 5  # rows
_TOP = 0.993  # share of the values below the top one: of few edges in a direction some are still above
_LENGTHS = numpy.array([1, 1, 2, 2]) ** 0.5  # px from a pixel to the next, in the four directions
_STANDS_OUT = 5.0  # times the spread: neither grain nor a slope of light does

DARK = 70
"""Brightest hundredth of the pixels (0–255); below, nothing in the picture is lit."""
BRIGHT = 200
"""Darkest hundredth of the pixels (0–255); above, the picture is washed out."""
BLURRED = 0.85
"""Steepest change of the slope over the steepest slope: of sharp photos over 0.9, whatever they show;
blurred by more than a hundredth of the side it hardly ever reaches 0.8. Grain of the camera and edges along
a movement hide blur: where either may be, the picture is measured once more, smoothed, in the direction in
which it is least sharp, and the lower of both counts."""
FLAT = 3.0
"""Spread of the brightness (0–255); below, there is nothing to be seen but perhaps a mark (``MARK``)."""
MARK = 12
"""Grey levels by which a spot on an even picture stands out: a scratch, a star."""
ODD_SHAPE = 4.0
"""Longer side over the shorter one."""


class PictureLook(NamedTuple):
    """``bright``, ``dark``: the brightest and darkest hundredth (0–255); ``spread``: of the brightness.

    ``sharp``: see ``BLURRED``; 9 for pictures too small or flat to say. ``print``: 128 bits, two
    numbers; those of near copies differ in few bits. ``mirrored``: the same of the mirror image.
    ``thumbnail``: grey, ``THUMBNAIL`` pixels square, in base64. ``shape``: longer over shorter side.
    ``mark``: by how many grey levels something small stands out on an even picture (``spread`` below
    ``FLAT``); 0: nothing does.
    """

    bright: int
    dark: int
    spread: float
    sharp: float
    print: tuple[int, int]
    mirrored: tuple[int, int]
    thumbnail: str
    shape: float = 1.0
    mark: int = 0


def look_at(pixels: Bytes) -> PictureLook:
    """``pixels``: (height, width) grey or (height, width, 3) RGB."""
    import cv2

    grey = _brought_down(pixels if pixels.ndim == 2 else _bytes(cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY)))
    counts = _counts(grey[::2])  # every other row: the look must not take longer than the decoding
    deviation = float(cv2.meanStdDev(grey)[1][0, 0])
    shares = counts.cumsum() / grey[::2].size
    square = _drawn_down(grey)
    cells = _cells(square, 9)
    return PictureLook(
        bright=int(numpy.searchsorted(shares, 0.99)),
        dark=int(numpy.searchsorted(shares, 0.01)),
        spread=round(deviation, 2),
        sharp=_sharpness(grey) if deviation >= FLAT and min(grey.shape) >= _SMALL else 9.0,
        print=_print(cells),
        mirrored=_print(cells[:, ::-1]),
        thumbnail=base64.b64encode(_cells(square, THUMBNAIL).tobytes()).decode("ascii"),
        shape=round(max(pixels.shape[:2]) / min(pixels.shape[:2]), 2),
        mark=_mark(grey, deviation) if deviation < FLAT else 0,
    )


def _brought_down(grey: Bytes) -> Bytes:
    import cv2

    height, width = grey.shape
    longer = max(height, width)
    if longer <= SIDE:
        return grey
    size = max(1, round(width * SIDE / longer)), max(1, round(height * SIDE / longer))
    return _bytes(cv2.resize(grey, size, interpolation=cv2.INTER_AREA))


def _bytes(found: object) -> Bytes:
    return numpy.asarray(found, dtype=numpy.uint8)


def _mark(grey: Bytes, deviation: float) -> int:
    import cv2

    smooth = _bytes(cv2.blur(grey, (3, 3)))
    apart = int(smooth.max()) - int(smooth.min())
    return apart if apart > max(MARK, _STANDS_OUT * deviation) else 0


def _sharpness(grey: Bytes) -> float:
    plain = _plain_sharpness(grey)
    if not BLURRED <= plain < _MAY_BE_BLURRED:
        return plain
    return min(plain, _smoothed_sharpness(grey))


def _plain_sharpness(grey: Bytes) -> float:
    """In whole bytes and of every other row: the look must not take longer than the decoding."""
    import cv2

    across = cv2.absdiff(grey[1:-1:2, 2:], grey[1:-1:2, :-2])
    down = cv2.absdiff(grey[2::2, 1:-1], grey[:-2:2, 1:-1])
    bend = cv2.Laplacian(grey, cv2.CV_16S, ksize=1)[1:-1:2, 1:-1]
    slope = _steepest(_bytes(cv2.max(across, down))) / 2
    return round(_steepest(_bytes(cv2.convertScaleAbs(bend))) / (slope + 2), 3)


def _smoothed_sharpness(grey: Bytes) -> float:
    """Of one row in ``_PERIOD``; 9 where no slope is steep enough to say."""
    import cv2

    height, width = grey.shape
    count = height // _PERIOD
    rows = numpy.ascontiguousarray(grey[: count * _PERIOD].reshape(count, _PERIOD, width)[:, :5])
    soft = numpy.asarray(cv2.sepFilter2D(rows.reshape(-1, width), cv2.CV_16S, _SOFT, _SOFT), numpy.int16)
    soft = soft.reshape(count, 5, width)  # of the five, the outer ones are mixed with strangers
    apart = numpy.empty((8, count, width - 2), numpy.int16)
    middle = 2 * soft[:, 2, 1:-1]
    for place, (across, down) in enumerate(((1, 0), (0, 1), (1, 1), (1, -1))):
        ahead = soft[:, 2 + down, 1 + across : width - 1 + across]
        behind = soft[:, 2 - down, 1 - across : width - 1 - across]
        numpy.subtract(ahead, behind, out=apart[place])
        numpy.subtract(ahead + behind, middle, out=apart[4 + place])
    sizes = numpy.abs(apart.reshape(8, -1))
    place = int(_TOP * sizes.shape[1])
    top = numpy.partition(sizes, place, axis=1)[:, place]
    slopes = top[:4] / (50 * _LENGTHS)  # 25 steps a grey level, two pixels apart
    bends = top[4:] / (25 * _LENGTHS**2)
    if slopes.max() < _EDGE:
        return 9.0
    measures = bends / (slopes + 2)
    least = int(measures.argmin())
    moved = (
        measures[least] < _MOVED * measures.max() and _EDGE_ALONG <= slopes[least] <= _FLATTEST * slopes.min()
    )
    return round(float(measures[least]) * (_ALONG if moved else _SMOOTHED), 3)


def _steepest(values: Bytes) -> float:
    """The value that a hundredth of all reach, told between two whole ones."""
    below = _counts(values).cumsum()
    wanted = 0.99 * values.size
    place = int(numpy.searchsorted(below, wanted))
    before = float(below[place - 1]) if place else 0.0
    return place + (wanted - before) / max(float(below[place]) - before, 1.0)


def _counts(values: Bytes) -> NDArray[numpy.float32]:
    import cv2

    found = cv2.calcHist([values], [0], None, [256], [0, 256])
    return numpy.asarray(found.ravel(), dtype=numpy.float32)


def _drawn_down(grey: Bytes) -> Bytes:
    """144 pixels square: sixteen and nine cells a side are then whole numbers of pixels, and cheap."""
    import cv2

    return _bytes(cv2.resize(grey, (144, 144), interpolation=cv2.INTER_LINEAR))


def _cells(square: Bytes, count: int) -> Bytes:
    """(count, count) mean brightness."""
    import cv2

    return _bytes(cv2.resize(square, (count, count), interpolation=cv2.INTER_AREA))


def _print(cells: Bytes) -> tuple[int, int]:
    """Whether brightness grows from cell to cell, across and down."""
    across = cells[:8, 1:] > cells[:8, :-1]
    down = cells[1:, :8] > cells[:-1, :8]
    bits = numpy.packbits(numpy.concatenate([across, down])).tobytes()
    return int.from_bytes(bits[:8], "big"), int.from_bytes(bits[8:], "big")
