"""Before anything is trained there is something to see: ready models on examples of our own."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

pytestmark = pytest.mark.ready_models


def chosen(page, qtbot, system: str) -> None:
    """Choose a system of the list by the keyboard."""
    place = page.ready.systems.findData(system)
    assert place >= 0
    page.ready.systems.setFocus()
    qtbot.keyClick(page.ready.systems, Qt.Key.Key_Home)
    for _ in range(place):
        qtbot.keyClick(page.ready.systems, Qt.Key.Key_Down)


def test_without_a_sample_every_ready_model_can_be_seen(opened, qtbot, wait):
    opened.show_page("prototype")
    page = opened.page("prototype")
    wait(page.ready.isVisible)
    wait(lambda: not page.ready.running and page.ready.results.cards.rowCount())
    first = [page.ready.results.cards.card(row).key for row in range(page.ready.results.cards.rowCount())]
    chosen(page, qtbot, "bert")
    wait(lambda: not page.ready.running and page.ready.results.cards.rowCount())
    cards = [page.ready.results.cards.card(row) for row in range(page.ready.results.cards.rowCount())]
    assert [card.key for card in cards] != first
    assert all(card.texts for card in cards)
    assert page.banner.isHidden()


def test_leaving_while_it_is_at_work_leaves_nothing_behind(opened, wait):
    opened.show_page("prototype")
    wait(lambda: opened.page("prototype").ready.running)
