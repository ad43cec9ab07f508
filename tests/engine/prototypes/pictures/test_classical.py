"""Which variations do the pictures bear? Told by what a simple classifier makes of them."""

from __future__ import annotations

import numpy as np
import pytest
from picture_sets import shape
from PIL import Image, ImageDraw

from engine.prototypes.pictures.classical import LogisticPictures, Majority, bears, features


def stack(pictures: list[Image.Image]) -> np.ndarray:
    return np.stack([np.asarray(picture.convert("RGB").resize((32, 32))) for picture in pictures])


@pytest.fixture
def arrows() -> tuple[np.ndarray, np.ndarray]:
    """Arrows to the left (0) and to the right (1): as a whole the set looks the same when mirrored."""
    random = np.random.default_rng(3)
    pictures, labels = [], []
    for number in range(80):
        picture = Image.new("RGB", (32, 32), "white")
        down, across = random.integers(8, 24), random.integers(-3, 4)
        points = [(22 + across, down), (8 + across, down - 7), (8 + across, down + 7)]
        if number % 2 == 0:
            points = [(31 - x, y) for x, y in points]
        ImageDraw.Draw(picture).polygon(points, fill="black")
        pictures.append(picture)
        labels.append(number % 2)
    return stack(pictures), np.array(labels)


@pytest.mark.parametrize("coloured", [True, False])
def test_left_and_right_do_not_bear_a_mirror_but_stand_on_their_heads(arrows, coloured):
    pixels, labels = arrows
    assert not bears(pixels, labels, pixels[:, :, ::-1], coloured)
    assert bears(pixels, labels, pixels[:, ::-1], coloured)


def test_what_nothing_is_known_of_goes_by_its_colour():
    random = np.random.default_rng(0)
    pixels = random.integers(0, 256, (60, 32, 32, 3), dtype=np.uint8)
    labels = random.integers(0, 2, 60)
    assert bears(pixels, labels, pixels[:, ::-1], coloured=True)
    assert not bears(pixels, labels, pixels[:, ::-1], coloured=False)


def test_two_samples_can_be_tried():
    pixels = np.zeros((2, 32, 32, 3), np.uint8)
    assert bears(pixels, np.array([0, 1]), pixels, coloured=True)


def test_an_empty_picture_has_finite_features():
    assert np.isfinite(features(np.zeros((2, 32, 32, 3), np.uint8))).all()


def test_baselines_learn_from_the_training_side_alone():
    random = np.random.default_rng(0)
    pixels = stack([shape(random, kind, 32, plain=True) for kind in ("disc", "triangle") * 30])
    labels = np.array([0, 1] * 30)
    train, held = list(range(30)), list(range(30, 60))
    spoilt = labels.copy()
    spoilt[held] = 1 - spoilt[held]
    for truth, other in ((labels, spoilt), (spoilt, labels)):
        judged = LogisticPictures(pixels, truth, train, [0, 1]).evidence(held)
        others = LogisticPictures(pixels, other, train, [0, 1]).evidence(held)
        assert [one.item() for one in judged] == [1 - one.item() for one in others]
    assert sum(one.item() for one in Majority(labels, [0, 1, 3]).evidence(held)) == 15
