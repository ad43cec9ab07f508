"""Pictures made larger and smaller, how much detail they hold, and splits thin enough to be judged by."""

from __future__ import annotations

from dataclasses import replace

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image

from engine.prototypes.split import Split
from engine.runtime.preprocess import Pixels

JUDGED_BY, CHOSEN_BY = 160, 32
SHOWN_LEAST = 192  # pixels that the shorter side of a small picture nears when it is shown


def shrunk(large: Pixels, scale: int) -> Pixels:
    """[h, w, 3] → [h // scale, w // scale, 3], by cubic interpolation over the whole of each pixel, as sets
    for super resolution are made."""
    high, wide = large.shape[0] // scale, large.shape[1] // scale
    exact = Image.fromarray(large[: high * scale, : wide * scale])
    return np.asarray(exact.resize((wide, high), Image.Resampling.BICUBIC), np.uint8)


def cubic(small: Pixels, scale: int) -> Pixels:
    """Enlarged by cubic interpolation, [scale · h, scale · w, 3]."""
    size = (small.shape[1] * scale, small.shape[0] * scale)
    return np.asarray(Image.fromarray(small).resize(size, Image.Resampling.BICUBIC), np.uint8)


def enlarged(pixels: Pixels) -> tuple[Pixels, int]:
    """The picture some whole times larger, to be looked at and drawn upon; and how often."""
    times = max(1, SHOWN_LEAST // min(pixels.shape[:2]))
    return cubic(pixels, times), times


def repeated(small: Pixels, scale: int) -> Pixels:
    """Every pixel a square, [scale · h, scale · w, 3]."""
    return np.asarray(small.repeat(scale, axis=0).repeat(scale, axis=1), np.uint8)


def detail(pictures: Pixels) -> NDArray[np.float64]:
    """How much there is to restore in each picture: the mean strength of its edges, [n]."""
    return np.array([np.abs(cv2.Laplacian(grey_of(one), cv2.CV_32F)).mean() for one in pictures], np.float64)


def grey_of(picture: Pixels) -> NDArray[np.uint8]:
    """[h, w, 3] → [h, w]."""
    return np.asarray(cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY), np.uint8)


def thinned(sides: Split) -> Split:
    """Fewer windows to choose and to judge by, evenly taken: looks must not eat the time to learn in."""
    return replace(
        sides, validation=_evenly(sides.validation, CHOSEN_BY), test=_evenly(sides.test, JUDGED_BY)
    )


def _evenly(indices: tuple[int, ...], most: int) -> tuple[int, ...]:
    step = max(1.0, len(indices) / most)
    return tuple(indices[int(place * step)] for place in range(min(most, len(indices))))
