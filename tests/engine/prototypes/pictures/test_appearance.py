"""What tells crowds of pictures apart."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from engine.prototypes.drawings.glyphs import draw_glyph, draw_hand
from engine.prototypes.pictures.appearance import Appearance, nearest, raw_features, relative_frechet


def signs(count: int, seed: int, which: str = "37") -> np.ndarray:
    random = np.random.default_rng(seed)
    drawn = [draw_glyph(random, which[place % len(which)], draw_hand(random), 32) for place in range(count)]
    return np.stack(drawn)[:, None].astype(np.float32) / 255


@pytest.fixture(scope="module")
def real() -> np.ndarray:
    return signs(300, 1)


@pytest.fixture(scope="module")
def appearance(real) -> Appearance:
    return Appearance(real)


def distance(appearance: Appearance, made: np.ndarray) -> float:
    held = signs(len(made), 2)
    rows = zip(appearance.rows(made), appearance.rows(held), strict=True)
    return relative_frechet([np.stack(pair) for pair in rows])


def test_new_real_pictures_are_near_and_every_kind_of_fault_is_farther(appearance, real):
    random = np.random.default_rng(0)
    blurred = np.stack([cv2.GaussianBlur(one[0], (0, 0), 1.2) for one in real])[:, None]
    noise = random.permuted(real.reshape(len(real), -1), axis=0).reshape(real.shape)
    near = distance(appearance, real)
    assert near < 0.08
    assert distance(appearance, blurred) > 3 * near
    assert distance(appearance, noise) > 0.5
    assert distance(appearance, signs(300, 3, "3")) > 3 * near, "half of the kinds are missing"
    assert distance(appearance, np.repeat(real[:3], 100, axis=0)) > 3 * near, "no variety"


def test_frechet_distance_agrees_with_the_formula_of_two_normal_distributions():
    random = np.random.default_rng(0)
    made, real = random.normal(1, 2, (4000, 1)), random.normal(0, 1, (4000, 1))
    found = relative_frechet(list(np.stack([made, real], axis=1)))
    # (m1 - m2)² + (s1 - s2)², over the real variance
    by_hand = ((made.mean() - real.mean()) ** 2 + (made.std() - real.std()) ** 2) / real.var()
    assert found == pytest.approx(by_hand, rel=0.02)


def test_sets_without_any_variation_have_a_distance_too():
    same = [np.zeros((2, 4))] * 5
    assert relative_frechet(same) == 0


def test_a_copy_lies_at_its_original_and_colour_counts(appearance, real):
    rows = appearance.rows(real[:20])
    places, far = nearest(rows[5:7], rows)
    assert places.tolist() == [5, 6]
    assert np.allclose(far, 0, atol=1e-4)
    red = np.concatenate([real[:2], real[:2] * 0, real[:2] * 0], axis=1)
    assert raw_features(red).shape[1] > raw_features(real[:2]).shape[1]
