"""From a picture to what a network takes: the one way, for training and for running alike.

numpy and Pillow only, so that a model behaves in the field as it did on the bench.
"""

from __future__ import annotations

import numpy as np
import xxhash
from numpy.typing import NDArray
from PIL import Image

Pixels = NDArray[np.uint8]
"""Pictures as [n, size, size, 3] or one as [size, size, 3]: RGB, 0 … 255."""

REDUCING_GAP = 2.0  # shrink large photographs in whole steps first: many times faster, hardly another result


def prepare(picture: Image.Image, size: int) -> Pixels:
    """An RGB picture squeezed into a square, as [size, size, 3].

    Squeezed and not cropped: what tells the classes apart may lie at an edge.
    """
    square = picture.resize((size, size), Image.Resampling.BILINEAR, reducing_gap=REDUCING_GAP)
    return np.asarray(square, dtype=np.uint8)


def normalise(
    pixels: Pixels, mean: tuple[float, float, float], std: tuple[float, float, float]
) -> NDArray[np.float32]:
    """Pictures [n, size, size, 3] as the network's input [n, 3, size, size]: ``(x / 255 - mean) / std``."""
    scale = np.float32(1) / (np.float32(255) * np.asarray(std, np.float32))
    shift = np.asarray(mean, np.float32) / np.asarray(std, np.float32)
    scaled = pixels.astype(np.float32) * scale - shift
    return np.ascontiguousarray(scaled.transpose(0, 3, 1, 2))


def fingerprint(picture: Image.Image) -> int:
    """64 bits that equal pixels share, whatever file they came in."""
    digest = xxhash.xxh3_64(f"{picture.width}x{picture.height}".encode())
    digest.update(picture.tobytes())
    return digest.intdigest()
