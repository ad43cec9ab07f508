"""The review: what each row says, and Change returning to it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

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
