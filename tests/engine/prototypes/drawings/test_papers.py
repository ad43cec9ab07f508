"""Papers: every sign of a keyboard, both languages, boxes where the ink is, the same from the same seed."""

from __future__ import annotations

import string

import numpy as np
import pytest

from engine.prototypes.drawings.paper_words import written_rows
from engine.prototypes.drawings.papers import KINDS, draw_paper
from engine.prototypes.pages.lettering import latin_faces


def test_papers_say_every_sign_of_a_keyboard_and_korean():
    random = np.random.default_rng(0)
    said = "".join(
        cell.text
        for number in range(900)
        for row in written_rows(random, KINDS[number % 3], "en" if number % 2 else "ko")
        for cell in row.cells
    )
    assert set(string.printable[:95]) <= set(said)
    assert len({letter for letter in said if "가" <= letter <= "힣"}) > 200
    assert "{n}" not in said
    assert "{price}" not in said


@pytest.mark.parametrize("kind", KINDS)
def test_ink_is_where_the_boxes_are(kind):
    paper = draw_paper(np.random.default_rng(3), kind, "en")
    height, width = paper.pixels.shape
    inside = np.zeros((height, width), bool)
    for one in paper.written:
        left, top, right, bottom = (round(value) for value in one.box)
        assert 0 <= left < right <= width
        assert 0 <= top < bottom <= height
        inside[top:bottom, left:right] = True
        near = paper.pixels[top:bottom, left:right].astype(float)
        assert np.quantile(near, 0.9) - near.min() > 40
    paper_alone = paper.pixels[~inside].astype(float)
    assert len(paper.written) >= 5
    assert paper.pixels[inside].astype(float).std() > 1.3 * paper_alone.std()
    again = draw_paper(np.random.default_rng(3), kind, "en")
    assert again.written == paper.written
    assert np.array_equal(again.pixels, paper.pixels)


def test_there_is_always_a_face():
    assert latin_faces()[0] == ""
