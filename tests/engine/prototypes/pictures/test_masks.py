"""Masks: labels out of colours, how fine they are, and how far two agree."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from engine.prototypes.pictures.masks import agreement, needed_side, overlaps, read_legend, shrunk


def grey(labels) -> np.ndarray:
    return np.repeat(np.asarray(labels, np.uint8)[..., None], 3, axis=2)


def disc(side: int, radius: int) -> np.ndarray:
    return cv2.circle(np.zeros((side, side), np.uint8), (side // 2, side // 2), radius, 1, -1)


def test_two_colours_are_two_labels_and_the_dark_one_is_ground():
    legend = read_legend([grey(disc(40, 8) * 255)], lossless=True)
    assert legend.colours == ((0, 0, 0), (255, 255, 255))
    assert (legend.ground, legend.judged) == (0, (1,))
    assert np.array_equal(legend.labels(grey(disc(40, 8) * 255)), disc(40, 8))


def test_without_a_dominant_dark_label_all_are_judged():
    legend = read_legend([grey(disc(40, 19) * 255)], lossless=True)
    assert legend.ground is None
    assert legend.judged == (0, 1)


def test_numbers_next_to_each_other_are_labels_of_their_own():
    mask = np.zeros((60, 60), np.uint8)
    for number in range(1, 6):
        mask[10 * number : 10 * number + 5, 20:40] = number
    legend = read_legend([grey(mask)], lossless=True)
    assert len(legend.colours) == 6
    assert np.array_equal(legend.labels(grey(mask)), mask)


def test_soft_edges_and_lossy_files_make_no_labels():
    soft = cv2.GaussianBlur(disc(120, 30) * 255, (7, 7), 2)
    _, packed = cv2.imencode(".jpg", soft, [cv2.IMWRITE_JPEG_QUALITY, 60])
    lossy = cv2.imdecode(packed, cv2.IMREAD_GRAYSCALE)
    for mask, lossless in ((soft, True), (lossy, False)):
        legend = read_legend([grey(mask)], lossless)
        assert len(legend.colours) == 2
        assert agreement(legend.labels(grey(mask)), disc(120, 30), 0) > 0.95


def test_hairlines_with_soft_edges_are_found_too():
    line = cv2.line(np.zeros((90, 90), np.uint8), (5, 8), (80, 70), 255, 1, cv2.LINE_AA)
    assert len(read_legend([grey(line)], lossless=True).colours) == 2


def test_colours_are_labels_whatever_their_order():
    mask = np.zeros((50, 50, 3), np.uint8)
    mask[:10] = (0, 0, 200)
    mask[40:] = (200, 0, 0)
    legend = read_legend([mask], lossless=True)
    assert set(legend.colours) == {(0, 0, 0), (0, 0, 200), (200, 0, 0)}
    labels = legend.labels(mask)
    assert [legend.colours[label] for label in labels[[0, 25, 49], 0]] == [
        (0, 0, 200),
        (0, 0, 0),
        (200, 0, 0),
    ]


def test_things_numbered_one_by_one_are_one_label():
    mask = np.zeros((200, 200), np.uint8)
    for number in range(1, 41):
        place = number - 1
        mask[place // 7 * 30 : place // 7 * 30 + 12, place % 7 * 28 : place % 7 * 28 + 12] = number
    legend = read_legend([grey(mask)], lossless=True)
    assert legend.things
    assert np.array_equal(legend.labels(grey(mask)), (mask > 0).astype(np.uint8))


def test_a_mask_of_one_colour_has_one_label():
    assert read_legend([], lossless=True).colours == ()
    assert len(read_legend([grey(np.zeros((20, 20)))], lossless=True).colours) == 1


def test_fine_masks_need_more_pixels():
    line = cv2.line(np.zeros((400, 400), np.uint8), (10, 30), (390, 350), 1, 3)
    assert needed_side([disc(400, 150)], 0) == 128
    assert needed_side([line], 0) >= 256


def test_a_shrunk_mask_keeps_the_label_of_most_of_the_area():
    mask = np.zeros((8, 8), np.uint8)
    mask[:, 5:] = 2
    assert shrunk(mask, (2, 2)).tolist() == [[0, 2], [0, 2]]


def test_agreement():
    truth = np.array([[0, 1], [1, 0]], np.uint8)
    assert agreement(truth, truth, 0) == 1
    assert agreement(np.zeros_like(truth), truth, 0) == 0
    assert agreement(np.zeros_like(truth), np.zeros_like(truth), 0) == 1
    assert agreement(np.ones_like(truth), truth, 0) == 0.5
    assert agreement(np.ones_like(truth), truth, None) == pytest.approx(0.25)
    wrong_label = np.array([[0, 2], [2, 0]], np.uint8)
    assert agreement(wrong_label, truth, 0) == 0
    assert [one.tolist() for one in overlaps([truth], [truth], 0)] == [[1.0]]
