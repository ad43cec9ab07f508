"""Wrong guess, one click: corrections by real clicks and keys, kept in the case, undone and redone."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from desktop.pages import data as data_page
from engine.dataset.corrections import Corrections
from engine.jobs import Task
from tests.desktop.pages import audits

LOOK = Task("tests.desktop.pages.audits", "look")


@pytest.fixture
def page(opened, tmp_path, monkeypatch, wait):
    """The data page with the made-up table kept, its corrections open; looking anew takes no engine."""
    monkeypatch.setattr(data_page, "AUDIT", LOOK)
    return shown(opened, audits.table_audit(), tmp_path / "customers.json", wait)


def shown(window, audit, path: Path, wait):
    """Keep an audit in the case and open what may be corrected in it."""
    path.write_text(audit.model_dump_json(), encoding="utf-8")
    window.ask_interrupt = lambda running: True  # a test that fails at work closes without being asked
    window.session.record_sample(path, audit)
    window.show_page("data")
    page = window.page("data")
    wait(page.view.not_right.isVisible)
    page.view.not_right.click()
    assert page.view.corrections.isVisible()
    return page


def row(page, name: str):
    return page.view.corrections.sections["columns"].rows[name]


def segment(page, name: str, use: str):
    return next(segment for segment in row(page, name).segments.segments if segment.value == use)


def kept(page) -> Corrections:
    return page.session.state.sample.audit.corrections


def press(qtbot, widget) -> None:
    qtbot.mouseClick(widget, Qt.MouseButton.LeftButton)


def test_one_click_corrects_a_column_and_undo_and_redo_follow(opened, page, qtbot, wait):
    press(qtbot, segment(page, "memo", "ignore"))
    assert page.running()
    assert page.view.corrections.cancel.isVisible()
    assert page.view.distinct.value.text() == "455"  # the old result stays in sight
    wait(lambda: kept(page) == Corrections(columns={"memo": "ignore"}))
    wait(lambda: not page.view.corrections.cancel.isVisible())
    assert segment(page, "memo", "ignore").isChecked()
    assert row(page, "memo").line.said.text() == "You said so"
    assert page.view.not_right.text() == "Corrected by you: 1"
    press(qtbot, opened.top.undo)
    wait(lambda: not kept(page))
    assert segment(page, "memo", "input").isChecked()
    assert not row(page, "memo").line.back.isVisible()
    press(qtbot, opened.top.redo)
    wait(lambda: bool(kept(page)))
    assert segment(page, "memo", "ignore").isChecked()


def test_back_to_the_guess_takes_one_correction_away(page, qtbot, wait):
    press(qtbot, segment(page, "memo", "ignore"))
    press(qtbot, segment(page, "region", "ignore"))  # while the first one is still being looked at
    wait(lambda: kept(page).columns == {"memo": "ignore", "region": "ignore"})
    wait(page.view.corrections.back_to_all.isVisible)
    press(qtbot, row(page, "memo").line.back)
    assert segment(page, "memo", "input").hasFocus()
    wait(lambda: kept(page).columns == {"region": "ignore"})
    assert segment(page, "memo", "input").isChecked()
    press(qtbot, segment(page, "memo", "ignore"))
    wait(lambda: len(kept(page).columns) == 2)
    press(qtbot, page.view.corrections.back_to_all)
    wait(lambda: not kept(page))


def test_label_sources_compete_and_say_why(page, qtbot, wait):
    labels = page.view.corrections.sections["labels"]
    assert labels.cards["column:label"].isChecked()
    assert labels.cards["column:label"].note.text() == "all 480 inputs"
    assert labels.cards["name"].note.text() == "212 of 480 inputs"
    assert "“label” is the target" in labels.why.text()
    press(qtbot, labels.cards["name"])
    wait(lambda: kept(page).labels == "name")
    wait(page.view.corrections.sections["labels"].cards["name"].isChecked)
    assert labels.line.said.isVisible()
    encoding = page.view.corrections.sections["encoding"]
    assert encoding.cards["utf-8"].sample.text() == "고객 등급,방문 횟수,age"


def test_a_keyboard_is_enough(page, qtbot, wait):
    corrections = page.view.corrections
    assert QApplication.focusWidget() is segment(page, "고객 등급", "input")
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Right)
    assert QApplication.focusWidget() is segment(page, "고객 등급", "target")
    assert not page.running()
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Space)
    assert page.running()
    wait(lambda: kept(page).columns == {"고객 등급": "target"})
    assert QApplication.focusWidget() is segment(page, "고객 등급", "target")
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
    assert QApplication.focusWidget() is row(page, "방문 횟수").segments.segments[0]
    assert segment(page, "age", "ignore").accessibleName() == "age: Ignore"
    press(qtbot, corrections.close_button)
    assert page.view.not_right.hasFocus()
    qtbot.keyClick(page.view.not_right, Qt.Key.Key_Return)
    assert corrections.isVisible()


def test_cancel_goes_back_to_what_is_kept(opened, tmp_path, monkeypatch, qtbot, wait):
    monkeypatch.setattr(data_page, "AUDIT", LOOK)
    page = shown(opened, audits.table_audit(), tmp_path / f"{audits.SLOW}.json", wait)
    press(qtbot, segment(page, "memo", "ignore"))
    assert segment(page, "memo", "ignore").isChecked()
    press(qtbot, page.view.corrections.cancel)
    wait(lambda: not page.running())
    assert segment(page, "memo", "input").isChecked()
    assert not kept(page)
    assert page.banner.isHidden()
    assert page.view.distinct.value.text() == "455"


def test_undo_while_looking_anew_drops_it(opened, tmp_path, monkeypatch, qtbot, wait):
    monkeypatch.setattr(data_page, "AUDIT", LOOK)
    page = shown(opened, audits.table_audit(), tmp_path / f"{audits.SLOW}.json", wait)
    press(qtbot, segment(page, "memo", "ignore"))
    assert page.running()
    press(qtbot, opened.top.undo)
    wait(lambda: opened.session.state.sample is None)
    assert not page.running()
    assert page.drop.isVisible()


def test_failure_says_so_and_keeps_the_old(page, qtbot, wait):
    path = Path(page.session.state.sample.path)
    path.write_text("no audit", encoding="utf-8")
    page.session.failed.connect(lambda _error: None)
    press(qtbot, segment(page, "memo", "ignore"))
    with qtbot.captureExceptions() as raised:  # our own fault also meets the window's last resort
        wait(lambda: not page.running())
    assert page.banner.isVisible()
    assert raised
    assert segment(page, "memo", "input").isChecked()


def test_of_many_columns_the_wanted_one_is_found(opened, tmp_path, monkeypatch, qtbot, wait):
    monkeypatch.setattr(data_page, "AUDIT", LOOK)
    page = shown(opened, audits.table_audit(columns=400), tmp_path / "wide.json", wait)
    columns = page.view.corrections.sections["columns"]
    assert len(columns.rows) == 8
    assert columns.more.text() == "Show 24 more"
    qtbot.keyClicks(columns.search, "feature_39")
    assert list(columns.rows) == ["feature_39", *(f"feature_{number}" for number in range(390, 394))]
    press(qtbot, segment(page, "feature_39", "ignore"))
    wait(lambda: kept(page).columns == {"feature_39": "ignore"})
    assert columns.search.text() == "feature_39"
    assert segment(page, "feature_39", "ignore").isChecked()


def test_same_sample_again_keeps_what_was_corrected_unless_it_fits_no_more(page, qtbot, wait):
    press(qtbot, segment(page, "region", "ignore"))
    wait(lambda: bool(kept(page)))
    before = page.session.state.sample
    path = Path(before.path)
    page.open_sample(path)
    wait(lambda: page.session.state.sample != before)
    assert kept(page) == Corrections(columns={"region": "ignore"})
    path.write_text(audits.table_audit(columns=3).model_dump_json(), encoding="utf-8")
    page.open_sample(path)
    wait(lambda: page.session.state.sample.audit.columns == audits.table_audit(columns=3).columns)
    assert not kept(page)
    assert page.banner.isHidden()


def test_a_language_later_everything_is_said_anew(opened, page, wait):
    opened.top.language_wanted.emit("ko")
    wait(lambda: page.view.not_right.text() == "잘못 보았나요?")
    assert segment(page, "memo", "ignore").text() == "제외"
    opened.top.language_wanted.emit("en")
    wait(lambda: segment(page, "memo", "ignore").text() == "Ignore")
