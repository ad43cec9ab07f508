"""Masks over their pictures: large enough, and in a colour that the picture lacks."""

from __future__ import annotations

import numpy as np
import pytest

from engine.prototypes.pictures.mask_showing import STRENGTH, overlaid
from engine.prototypes.pictures.masks import Legend

ONE, TWO = Legend(((0, 0, 0), (255, 255, 255)), 0), Legend(((0, 0, 0), (255, 0, 0), (0, 255, 0)), 0)


@pytest.mark.parametrize("colour", [(220, 40, 60), (40, 120, 235), (60, 190, 90), (128, 128, 128)])
def test_what_is_found_stands_out_whatever_the_picture_looks_like(colour):
    picture = np.full((48, 64, 3), colour, np.uint8)
    labels = np.zeros((48, 64), np.uint8)
    labels[10:20, 30:50] = 1
    shown = overlaid(picture, labels, ONE)
    assert shown.shape == (192, 256, 3)
    assert (shown[:36] == picture[0, 0]).all()
    inside = shown[44:76, 124:196].reshape(-1, 3).astype(float)
    assert np.linalg.norm(inside.mean(0) - colour) > STRENGTH * 110
    assert (overlaid(picture, np.zeros_like(labels), ONE) == picture[0, 0]).all()


def test_several_labels_keep_their_colours_from_picture_to_picture():
    labels = np.repeat(np.arange(3, dtype=np.uint8), 32)[None].repeat(96, axis=0)
    dark, light = (overlaid(np.full((96, 96, 3), grey, np.uint8), labels, TWO) for grey in (40, 200))
    for shown in (dark, light):
        first, second = shown[96, 96].astype(int), shown[96, 160].astype(int)
        assert first[0] > first[2]
        assert second[2] > second[0]
