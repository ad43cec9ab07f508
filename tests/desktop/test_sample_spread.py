"""How a run's metric is spread over its samples: shown where they have figures of their own."""

from __future__ import annotations

from desktop.widgets.sample_spread import SpreadCard
from tests.engine.prototypes.test_sample_spread import run_with


def test_the_middle_half_the_worst_and_the_samples_won_are_told(qtbot):
    card = SpreadCard()
    qtbot.addWidget(card)
    figures = [20.0 + number / 2 for number in range(21)]
    card.show_result(run_with([*figures]).model_copy(update={"unit": "decibel", "samples_won": 0.75}))
    assert not card.isHidden()
    words = card.words.text()
    assert "22.50 dB" in words
    assert "27.50 dB" in words
    assert "20.00 dB" in words
    assert "75.0 %" in words
    card.resize(500, 200)
    drawn = card.grab().toImage()
    assert len({drawn.pixel(x, y) for x in range(0, 500, 7) for y in range(0, 200, 5)}) > 3


def test_a_run_whose_samples_are_right_or_wrong_has_no_such_card(qtbot):
    card = SpreadCard()
    qtbot.addWidget(card)
    card.show_result(run_with([None] * 20))
    assert card.isHidden()
