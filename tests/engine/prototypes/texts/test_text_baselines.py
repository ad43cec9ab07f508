"""The simple ways with texts, against figures that can be told by hand."""

from __future__ import annotations

import math

import numpy as np
import pytest

from engine.prototypes.metrics import METRICS
from engine.prototypes.texts.pieces import MASK, learn_pieces
from engine.prototypes.texts.text_baselines import (
    Gaps,
    Letters,
    MostFrequent,
    NeighbourTrigram,
    WeighedWords,
    gram_keys,
)
from engine.prototypes.texts.written import Stretch, text_mark


def stretch(text: str, lead: str = "") -> Stretch:
    return Stretch(id=text[:20], fingerprint=text_mark(text), text=text, lead=lead)


TEXTS = [stretch(text) for text in ["abcabcabc abcabc", "abcabc abc", "cabcab", "zzzz", "뷁"]]
PIECES = learn_pieces([one.text for one in TEXTS[:3]] * 5)


def bits(baseline: Letters, index: int) -> float:
    return METRICS["bits_per_character"].combine(baseline.evidence([index]))


@pytest.mark.parametrize("order", [1, 2, 3, 5])
def test_chances_add_up_to_one_after_any_beginning(order):
    baseline = Letters("letters", order, TEXTS, PIECES, [0, 1])
    letters = np.arange(PIECES.letter_count)
    for beginning in ("abca", "zzzz", "bcab", "c ab"):
        before = PIECES.letters(beginning)[:4][: order - 1]
        rows = np.stack([*(np.full(len(letters), one) for one in before), letters], axis=1)
        assert baseline.chances(gram_keys(rows)).sum() == pytest.approx(1.0)


def test_what_is_foreseen_takes_fewer_bits_and_nothing_takes_none():
    three, five = (Letters("letters", order, TEXTS, PIECES, [0, 1]) for order in (3, 5))
    assert bits(five, 2) < 5 < math.log2(PIECES.letter_count) < bits(five, 3)
    assert bits(three, 0) > 0
    assert math.isfinite(bits(five, 4)), "a syllable that was never seen"


def test_the_lead_helps_but_is_not_judged():
    samples = [*TEXTS, stretch("abcabc", lead="abcab abc"), stretch("abcabc")]
    five = Letters("letters", 5, samples, PIECES, [0, 1])
    with_lead, without = five.evidence([5])[0], five.evidence([6])[0]
    assert with_lead[0, 1] == without[0, 1] == len("abcabc") + 1
    assert with_lead[0, 0] != without[0, 0]


def test_gaps_are_filled_by_neighbours_that_can_be_seen():
    whole = np.array([[1, 10, 11, 12, 2], [1, 10, 11, 12, 2], [1, 10, 13, 14, 2], [1, 10, 11, 12, 2]])
    shown = whole.copy()
    shown[3, 2] = MASK
    shown[2, 2:4] = MASK
    places = np.array([[0, 0], [0, 0], [2, 3], [2, 0]])
    truth = np.array([[0, 0], [0, 0], [13, 14], [11, 0]])
    trigram = NeighbourTrigram(Gaps(shown, places, truth), whole, [0, 1])
    assert trigram.evidence([3])[0].tolist() == [[1.0, 1.0]]
    assert trigram.evidence([2])[0].tolist() == [[0.0, 2.0]], "11 after 10, 12 before the end"
    frequent = MostFrequent(Gaps(shown, places, truth), whole, [0, 1])
    assert frequent.evidence([2])[0].tolist() == [[0.0, 2.0]]


def test_weighed_words_know_stems_and_endings():
    texts = [
        f"{who} 영화가 정말 {what}"
        for who in ("이", "그", "저", "새")
        for what in ("재미있었습니다", "재미있네요", "재미있어요", "지루했습니다", "지루하네요", "지루해요")
    ]
    labels = np.array([0, 0, 0, 1, 1, 1] * 4)
    train = [place for place in range(24) if place % 6 not in (1, 4)]
    held = [place for place in range(24) if place % 6 in (1, 4)]
    baseline = WeighedWords(texts, labels, train, train)
    assert np.mean(baseline.evidence(held)) == 1.0
