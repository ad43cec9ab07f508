"""The practice page: guess, turn over, mark, come back later; nothing is lost."""

from __future__ import annotations

import json

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

import engine.rulebook
from desktop.i18n import language
from desktop.widgets.book.parts import EntryLink
from desktop.widgets.labels import Label
from tests.desktop.pages.book_samples import small_books

BOOK, LIBRARY = small_books()


@pytest.fixture(autouse=True)
def small(monkeypatch):
    """The window of these tests has the small book."""
    monkeypatch.setattr(engine.rulebook, "load_rule_book", lambda: BOOK)
    monkeypatch.setattr(engine.rulebook, "load_library", lambda: LIBRARY)


@pytest.fixture
def kept(tmp_path):
    """Where this test's progress is kept; read it as JSON."""
    return tmp_path / "settings" / "practice.json"


@pytest.fixture
def page(window, wait):
    window.show_page("practice")
    wait(lambda: window.current.ready)
    return window.current


def said(page) -> str:
    """Everything the card says."""
    labels = [label for label in page.card.findChildren(Label) if label.isVisible()]
    return "\n".join(label.text() for label in labels)


def records(kept):
    """What lies on disk."""
    return json.loads(kept.read_text(encoding="utf-8"))["records"] if kept.exists() else {}


def turn_and_grade(page, qtbot, wait, kept, key):
    """By keys: turn over, mark, and wait until it is on disk. Returns the exercise's id."""
    name, before = page.exercise.id, kept.read_bytes() if kept.exists() else b""
    qtbot.keyClick(page.card.fields.x, Qt.Key.Key_Return)
    qtbot.keyClick(page, key)
    wait(lambda: kept.exists() and kept.read_bytes() != before)
    return name


def test_needs_no_case_and_is_reached_from_the_rail(window, qtbot, wait):
    qtbot.mouseClick(window.rail.station("practice"), Qt.MouseButton.LeftButton)
    assert window.current.key == "practice"
    wait(lambda: window.current.ready)
    assert QApplication.focusWidget() is window.current.card.fields.x


def test_the_front_tells_nothing_of_the_answer(page):
    exercise = page.exercise
    assert exercise.service.en in said(page)
    assert exercise.x.en not in said(page)
    assert exercise.pairs.en not in said(page)
    assert not page.card.turned
    assert page.turn.isVisible()
    assert not any(button.isVisible() for button in page.grades.values())


def test_the_guess_stands_beside_the_answer(page, qtbot):
    page.enter("P-2")  # its data are unpaired
    fields = page.card.fields
    qtbot.keyClicks(fields.x, "any photo")
    qtbot.mouseClick(fields.forms["paired"], Qt.MouseButton.LeftButton)
    qtbot.mouseClick(page.turn, Qt.MouseButton.LeftButton)
    words = said(page)
    assert "any photo" in words
    assert "left open" in words
    assert "Paired: not this one" in words
    assert "Unpaired" in words
    for answer in (page.exercise.x, page.exercise.y, page.exercise.pairs, page.exercise.amount):
        assert answer.en in words
    assert not page.turn.isVisible()
    assert all(button.isVisible() for button in page.grades.values())


def test_the_right_form_is_said_to_be_right(page, qtbot):
    page.enter("P-2")
    qtbot.mouseClick(page.card.fields.forms["unpaired"], Qt.MouseButton.LeftButton)
    qtbot.keyClick(page.card.fields.y, Qt.Key.Key_Return)
    assert "Unpaired: right" in said(page)


def test_each_card_begins_with_empty_fields(page, qtbot, wait, kept):
    qtbot.keyClicks(page.card.fields.x, "old guess")
    qtbot.mouseClick(page.card.fields.forms["paired"], Qt.MouseButton.LeftButton)
    turn_and_grade(page, qtbot, wait, kept, Qt.Key.Key_1)
    assert page.card.fields.x.text() == ""
    assert not any(button.isChecked() for button in page.card.fields.forms.values())


def test_marks_are_kept_and_the_next_card_comes(page, qtbot, wait, kept):
    first = page.exercise.id
    qtbot.mouseClick(page.turn, Qt.MouseButton.LeftButton)
    qtbot.mouseClick(page.grades["partly"], Qt.MouseButton.LeftButton)
    assert page.exercise.id != first
    assert not page.card.turned
    wait(lambda: records(kept) == {first: {"grade": "partly", "turn": 1, "seen": 1}})


def test_keys_alone_go_through_the_deck(page, qtbot, wait, kept):
    names = [turn_and_grade(page, qtbot, wait, kept, Qt.Key.Key_1) for _ in range(6)]
    assert sorted(names) == ["P-1", "P-2", "P-3", "P-4", "P-5", "sr_case"]
    assert {record["grade"] for record in records(kept).values()} == {"knew"}


def test_a_missed_card_comes_back(page, qtbot, wait, kept):
    missed = turn_and_grade(page, qtbot, wait, kept, Qt.Key.Key_3)
    others = [turn_and_grade(page, qtbot, wait, kept, Qt.Key.Key_1) for _ in range(3)]
    assert missed not in others
    assert page.exercise.id == missed
    assert "last time: not yet" in said(page)


def test_numbers_mark_nothing_before_it_is_turned(page, qtbot, kept):
    name = page.exercise.id
    page.setFocus()
    qtbot.keyClick(page, Qt.Key.Key_1)
    assert page.exercise.id == name
    assert not kept.exists()


def test_a_subject_stays_and_shows_how_far_it_is(page, qtbot, wait, kept):
    button, _, words = page.subjects.lines["text"]
    page.scroll.ensureWidgetVisible(button)
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert page.exercise.id in ("P-4", "P-5")
    assert words.text() == "0 of 2 known"
    turn_and_grade(page, qtbot, wait, kept, Qt.Key.Key_1)
    assert page.exercise.id in ("P-4", "P-5")
    turn_and_grade(page, qtbot, wait, kept, Qt.Key.Key_2)
    assert words.text() == "1 of 2 known · in part 1"
    assert page.subjects.lines[""][2].text() == "1 of 6 known · in part 1"


def test_a_case_asks_for_the_client_stage_and_then_shows_it(page, qtbot):
    page.enter("sr_case")
    assert page.card.fields.client.isVisible()
    assert "twice as large" in said(page)
    assert "are there pairs" not in said(page)
    qtbot.keyClicks(page.card.fields.client, "who owns the films")
    qtbot.keyClick(page.card.fields.client, Qt.Key.Key_Return)
    assert not page.card.turned  # a new line, no more
    qtbot.keyClick(page.card.fields.client, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    words = said(page)
    assert "who owns the films" in words
    assert "are there pairs" in words
    assert "Are answers tied? Yes, in pairs" in words
    assert "Paired or Inputs only" in words
    page.enter("P-1")
    assert not page.card.fields.client.isVisible()


def test_the_answer_leads_into_the_rule_book(page, window, qtbot, wait):
    page.enter("P-3")
    qtbot.mouseClick(page.turn, Qt.MouseButton.LeftButton)
    link = next(link for link in page.card.findChildren(EntryLink) if link.key == "cards/video_sr")
    page.scroll.ensureWidgetVisible(link)
    qtbot.mouseClick(link, Qt.MouseButton.LeftButton)
    assert window.current.key == "rulebook"
    wait(lambda: window.current.here == "cards/video_sr")


def test_progress_is_there_in_the_next_run(page, window, qtbot, wait, kept, settings, qapp):
    from desktop.application import build_window

    name = turn_and_grade(page, qtbot, wait, kept, Qt.Key.Key_1)
    again = build_window(qapp, settings)
    qtbot.addWidget(again)
    again.show()
    again.show_page("practice")
    wait(lambda: again.current.ready)
    assert again.current.subjects.lines[""][2].text() == "1 of 6 known"
    assert again.current.exercise.id != name
    again.close()


def test_beginning_anew_asks_first(page, qtbot, wait, kept, monkeypatch):
    assert not page.reset.isEnabled()
    turn_and_grade(page, qtbot, wait, kept, Qt.Key.Key_1)
    monkeypatch.setattr(page, "ask_reset", lambda: False)
    qtbot.mouseClick(page.reset, Qt.MouseButton.LeftButton)
    assert len(records(kept)) == 1
    monkeypatch.setattr(page, "ask_reset", lambda: True)
    qtbot.mouseClick(page.reset, Qt.MouseButton.LeftButton)
    wait(lambda: records(kept) == {})
    assert page.subjects.lines[""][2].text() == "0 of 6 known"


def test_the_question_keeps_the_progress_by_default(page, qtbot, wait, kept):
    turn_and_grade(page, qtbot, wait, kept, Qt.Key.Key_1)
    asked = []

    def answer() -> None:
        box = QApplication.activeModalWidget()
        asked.append(box.text())
        qtbot.keyClick(box, Qt.Key.Key_Return)

    from PySide6.QtCore import QTimer

    QTimer.singleShot(200, answer)
    qtbot.mouseClick(page.reset, Qt.MouseButton.LeftButton)
    assert asked == ["Forget how far you have come, and begin anew?"]
    assert len(records(kept)) == 1


def test_a_damaged_record_is_moved_aside_and_said(window, kept, wait):
    kept.parent.mkdir(parents=True, exist_ok=True)
    kept.write_bytes(b"half a fi")
    window.show_page("practice")
    page = window.current
    wait(lambda: page.ready)
    (aside,) = kept.parent.glob("practice-damaged-*.json")
    assert aside.read_bytes() == b"half a fi"
    assert str(aside) in page.banner.text()
    assert not page.banner.isHidden()


def test_a_disk_that_takes_nothing_is_said_and_practice_goes_on(page, qtbot, wait, kept):
    kept.mkdir(parents=True)  # a folder stands where the file should go
    name = page.exercise.id
    qtbot.mouseClick(page.turn, Qt.MouseButton.LeftButton)
    qtbot.mouseClick(page.grades["knew"], Qt.MouseButton.LeftButton)
    wait(lambda: not page.banner.isHidden())
    assert str(kept) in page.banner.text()
    assert page.exercise.id != name


def test_language_switches_with_the_answer_in_front(page, window, qtbot):
    page.enter("P-1")
    qtbot.mouseClick(page.turn, Qt.MouseButton.LeftButton)
    assert "input of face finder" in said(page)
    qtbot.mouseClick(window.top.language, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: "얼굴 찾기의 입력" in said(page))
    assert language() == "ko"
    assert page.card.turned
    assert page.exercise.id == "P-1"


def test_a_book_without_cards_says_so(window, wait, monkeypatch):
    empty = LIBRARY.model_copy(update={"practice": (), "cases": ()})
    monkeypatch.setattr(engine.rulebook, "load_library", lambda: empty)
    window.show_page("practice")
    wait(lambda: window.current.ready)
    assert "no cards" in window.current.waiting.text.text()
    assert not window.current.turn.isVisible()


@pytest.mark.parametrize("size", [(1280, 800), (1920, 1080), (1000, 640)])
def test_nothing_is_wider_than_its_place(page, window, size):
    window.resize(*size)
    for name in ("P-1", "sr_case"):
        page.enter(name)
        for _ in range(2):
            QApplication.processEvents()
            assert page.minimumSizeHint().width() <= page.width()
            assert page.scroll.widget().minimumSizeHint().width() <= page.scroll.viewport().width()
            page.turn_over()
