from __future__ import annotations

import io

import numpy as np
import pytest
from PIL import Image

from engine.dataset import load_picture
from engine.runtime.preprocess import fingerprint, normalise, prepare


def plain(colour: tuple[int, int, int], size: tuple[int, int] = (20, 30)) -> Image.Image:
    return Image.new("RGB", size, colour)


def noise(width: int, height: int, seed: int = 0) -> Image.Image:
    values = np.random.default_rng(seed).integers(0, 256, (height, width, 3), dtype=np.uint8)
    return Image.fromarray(values)


def saved(picture: Image.Image, form: str) -> bytes:
    buffer = io.BytesIO()
    picture.save(buffer, format=form)
    return buffer.getvalue()


def test_equal_pixels_share_a_fingerprint_in_whatever_file():
    picture = noise(9, 7)
    prints = {fingerprint(load_picture(saved(picture, form))) for form in ("PNG", "BMP", "TIFF")}
    assert prints == {fingerprint(picture)}


def test_other_pixels_or_another_shape_have_another_fingerprint():
    flat = plain((1, 2, 3), (4, 6))
    assert fingerprint(flat) != fingerprint(plain((1, 2, 3), (6, 4)))
    changed = noise(9, 7)
    changed.putpixel((0, 0), (1, 1, 1))
    assert fingerprint(changed) != fingerprint(noise(9, 7))


def test_normalising_is_the_formula():
    pixels = np.random.default_rng(0).integers(0, 256, (2, 5, 5, 3), dtype=np.uint8)
    mean, std = (0.1, 0.5, 0.9), (0.2, 0.3, 0.4)
    expected = (pixels.transpose(0, 3, 1, 2) / 255 - np.reshape(mean, (3, 1, 1))) / np.reshape(std, (3, 1, 1))
    found = normalise(pixels, mean, std)
    assert found.dtype == np.float32
    assert found.flags["C_CONTIGUOUS"]
    np.testing.assert_allclose(found, expected, atol=1e-5)


@pytest.mark.parametrize("size", [(1, 1), (3, 500), (700, 20), (64, 64)])
def test_any_picture_becomes_a_square(size):
    square = prepare(plain((10, 200, 30), size), 32)
    assert square.shape == (32, 32, 3)
    assert (square == (10, 200, 30)).all()
