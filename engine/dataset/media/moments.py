"""A moving picture in a few moments: small grey pictures at even shares of its length."""

from __future__ import annotations

import io
from collections.abc import Iterator

import numpy
from numpy.typing import NDArray
from PIL import Image

from engine.dataset.media.opencv import quiet_opencv
from engine.dataset.pictures import DAMAGE, MAX_PIXELS

MOMENTS = 16
MOST_PIXELS = 1_500_000_000
"""Pixels that are decoded of one video for its moments: 720 frames of 1080p, about 3 s of work."""
_SIDE = 96  # pixels of the longer side
_KEPT = 4 * MOMENTS  # pictures that are kept until the length is known
_MOST_FRAMES = 5000

Grey = NDArray[numpy.uint8]


def made_small(frame: NDArray[numpy.uint8]) -> Grey:
    """``frame``: (height, width, 3) blue, green, red, or (height, width)."""
    cv2 = quiet_opencv()
    scale = _SIDE / max(frame.shape[:2])
    if scale < 1:
        size = (max(1, round(frame.shape[1] * scale)), max(1, round(frame.shape[0] * scale)))
        frame = numpy.asarray(cv2.resize(frame, size, interpolation=cv2.INTER_AREA), dtype=numpy.uint8)
    if frame.ndim == 3:
        frame = numpy.asarray(cv2.cvtColor(frame, cv2.COLOR_BGR2GRAY), dtype=numpy.uint8)
    return frame


class Moments:
    """Takes pictures as they come; how many there will be need not be known."""

    def __init__(self) -> None:
        self._seen, self._every = 0, 1
        self._kept: list[Grey] = []

    @property
    def wants_next(self) -> bool:
        """Whether the next picture is one to keep; the others need not be made small."""
        return self._seen % self._every == 0

    def take(self, picture: Grey | None) -> None:
        """The next picture; None of one that isn't wanted."""
        if picture is not None and self.wants_next:
            self._kept.append(picture)
        self._seen += 1
        if len(self._kept) == 2 * _KEPT:  # every other one is let go, and kept from now on
            self._kept = self._kept[::2]
            self._every *= 2

    def chosen(self) -> tuple[Grey, ...]:
        """``MOMENTS`` pictures at even shares of the length, repeated of a short one."""
        if not self._kept:
            return ()
        shares = (numpy.arange(MOMENTS) + 0.5) / MOMENTS * len(self._kept)
        return tuple(self._kept[int(place)] for place in shares)


def moments_of_animation(data: bytes) -> tuple[Grey, ...]:
    """Of a GIF, WebP or PNG that moves; none where it takes too long or breaks off."""
    moments = Moments()
    try:
        with Image.open(io.BytesIO(data)) as image:
            if image.width * image.height > MAX_PIXELS:
                return ()
            for frame in _frames(image):
                moments.take(frame)
    except (*DAMAGE, Image.DecompressionBombError):
        return ()
    return moments.chosen()


def _frames(image: Image.Image) -> Iterator[Grey]:
    """Raises ``OverflowError`` where there are more than are looked at."""
    pixels = 0
    for place in range(_MOST_FRAMES):
        try:
            image.seek(place)
        except EOFError:
            return
        pixels += image.width * image.height
        if pixels > MOST_PIXELS:
            raise OverflowError
        yield made_small(numpy.asarray(image.convert("RGB").convert("L")))
    raise OverflowError
