"""The review: what each row says, and Change returning to it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from desktop.widgets.explain.tabs import stops
from desktop.widgets.labels import Label
from engine.interview.types import UNKNOWN


def test_rows_say_value_and_source(opened, settle):
    settle(opened, lambda: opened.session.answer("form", "paired"))
    settle(opened, lambda: opened.session.answer("input_kind", "image", origin="sample"))
    settle(opened, lambda: opened.session.answer("today", UNKNOWN))
    opened.show_page("review")
    rows = opened.current.rows
    form = opened.session.book.question("form")
    assert rows["form"].value.text() == form.options[0].text.en
    assert rows["form"].source.text() == "You"
    assert rows["input_kind"].source.text() == "From the sample"
    assert rows["today"].source.text() == "Ask the client"
    assert rows["wish_words"].source.text() == "Open"
    assert list(rows) == [step.question.id for step in opened.session.assessment.path.steps]


def test_change_comes_back_to_the_same_row(opened, settle, qtbot):
    settle(opened, lambda: opened.session.answer("form", "paired"))
    opened.show_page("review")
    qtbot.mouseClick(opened.current.rows["form"].change, Qt.MouseButton.LeftButton)
    page = opened.current
    assert page.key == "interview"
    assert page.question() == "form"
    settle(opened, lambda: qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_3))
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
    assert opened.current.key == "review"
    assert QApplication.focusWidget() is opened.current.rows["form"].change
    assert opened.session.state.answers["form"].value == "input_only"


def test_enter_goes_to_what_is_open(opened, qtbot):
    opened.show_page("review")
    qtbot.keyClick(opened.current, Qt.Key.Key_Return)
    assert opened.current.key == "interview"
    assert opened.current.question() == opened.session.assessment.path.next_open.question.id


def test_a_complete_interview_leads_to_the_data(opened, settle, qtbot):
    while (step := opened.session.assessment.path.next_open) is not None:
        settle(opened, lambda step=step: opened.session.answer(step.question.id, UNKNOWN))
    opened.show_page("review")
    qtbot.mouseClick(opened.current.next, Qt.MouseButton.LeftButton)
    assert opened.current.key == "data"


def test_skipped_questions_are_listed_folded_with_the_answer_that_skips_them(opened, settle, qtbot):
    settle(opened, lambda: opened.session.answer("form", "paired"))
    settle(opened, lambda: opened.session.answer("input_kind", "image"))
    opened.show_page("review")
    card, session = opened.current.skipped, opened.session
    assert not card.fold.is_open
    assert card.fold.body is None
    qtbot.mouseClick(card.fold.button, Qt.MouseButton.LeftButton)
    words = [label.text() for label in card.fold.body.findChildren(Label)]
    asked = {step.question.id for step in session.assessment.path.steps}
    skipped = [question.text.en for question in session.book.questions if question.id not in asked]
    assert words[::2] == skipped
    order = words[words.index(session.book.question("order_matters").text.en) + 1]
    assert session.book.question("input_kind").text.en in order
    assert ": Pictures." in order
    assert "Text or Tables, numbers" in order
    people = words[words.index(session.book.question("consent").text.en) + 1]
    assert "not known yet" in people
    settle(opened, lambda: session.answer("input_kind", "text"))
    words = [label.text() for label in card.fold.body.findChildren(Label)]
    assert session.book.question("order_matters").text.en not in words


def test_tab_goes_through_the_rows_before_the_footer(opened, settle):
    settle(opened, lambda: opened.session.answer("form", "paired"))
    opened.show_page("review")
    page = opened.current
    order = list(stops(page))
    assert order[-2:] == [page.back, page.next]
    assert order.index(page.rows["form"].change) < order.index(page.skipped.fold.button)


def test_rows_fit_beside_the_unfolded_advice(opened, settle, qtbot):
    settle(opened, lambda: opened.session.answer("form", "paired"))
    opened.show_page("review")
    page, row = opened.current, opened.current.rows["form"]
    assert row.value.y() < row.height() / 2
    opened.resize(880, 600)
    qtbot.waitUntil(lambda: opened.panel.folded)
    qtbot.mouseClick(opened.panel._strip._button, Qt.MouseButton.LeftButton)

    def fits():
        assert page.width() < 400
        assert page.scroll.widget().width() <= page.scroll.viewport().width()
        assert row._asked.geometry().bottom() < row.value.y()

    qtbot.waitUntil(fits)
