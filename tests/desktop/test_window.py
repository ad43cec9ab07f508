"""The frame: rail, bars, panel, folding, themes, languages, closing, the last resort."""

from __future__ import annotations

import sys

import pytest
from PySide6.QtCore import Qt

from desktop.crash import CrashReporter
from desktop.settings import Settings
from desktop.theme import active_theme
from desktop.widgets.labels import Label
from desktop.widgets.step_card import StepCard


def decide(window, settle):
    for question, value in (("form", "unpaired"), ("volume", "few"), ("labels", "good")):
        settle(window, lambda question=question, value=value: window.session.answer(question, value))


def test_pages_that_need_a_case_wait_for_one(window, qtbot):
    for key in ("interview", "data", "prototype", "report"):
        assert not window.rail.station(key).isEnabled()
        assert window.rail.station(key).toolTip()
        window.show_page(key)
        assert window.current.key == "home"
    assert not window.top.export.isEnabled()


def test_every_page_opens_from_the_rail(opened, qtbot):
    for key in ("home", "interview", "data", "prototype", "report"):
        qtbot.mouseClick(opened.rail.station(key), Qt.MouseButton.LeftButton)
        assert opened.current.key == key
        assert opened.rail.station(key).property("current")


def test_sections_stand_below_the_interview_and_lead_to_it(opened, qtbot):
    opened.show_page("home")
    assert opened.rail.sections() == []
    opened.show_page("interview")
    sections = [section.id for section in opened.session.book.sections]
    assert [button.key for button in opened.rail.sections()] == sections
    qtbot.mouseClick(opened.rail.sections()[-1], Qt.MouseButton.LeftButton)
    assert opened.current.section() == sections[-1]
    assert opened.rail.sections()[-1].sign == "current"


def test_panel_shows_verdict_matrix_steps_and_their_trace(opened, settle, qtbot):
    decide(opened, settle)
    advice = opened.session.assessment.advice
    assert opened.panel.light.verdict == advice.ruling.verdict
    assert [(cell.form, cell.volume) for cell in opened.panel.matrix.lit()] == [("unpaired", "few")]
    card = next(card for card in opened.panel.findChildren(StepCard) if not card.isHidden())
    assert not card.details.isVisible()
    qtbot.mouseClick(card.why, Qt.MouseButton.LeftButton)
    assert card.details.isVisible()
    line = next(line for line in advice.lines if line.kind == "step")
    assert line.trace.rule in card.details.text()
    assert line.trace.because.en in card.details.text()
    assert line.trace.source[0].title.en in card.details.text()


def test_panel_leads_to_the_answer_that_helps_most(opened, qtbot):
    wanted = opened.session.assessment.advice.decide_next
    qtbot.mouseClick(opened.panel._ask, Qt.MouseButton.LeftButton)
    assert opened.current.question() == wanted.id


def test_panel_never_proposes_what_must_not_be_said(opened, settle):
    decide(opened, settle)
    cards = opened.panel.findChildren(StepCard)
    said = " ".join(label.text() for card in cards for label in card.findChildren(Label)).lower()
    assert "reinforcement" not in said


def test_narrow_window_folds_the_advice_to_a_strip(opened, settle, qtbot):
    opened.resize(1100, 800)
    qtbot.waitUntil(lambda: opened.panel.folded)
    width = opened.panel.width()
    qtbot.mouseClick(opened.panel._strip._button, Qt.MouseButton.LeftButton)
    assert not opened.panel.folded
    assert opened.panel.width() > width
    opened.resize(1280, 800)
    qtbot.waitUntil(lambda: not opened.panel.folded)


def test_language_switches_everywhere_and_is_remembered(opened, qtbot, settings, tmp_path):
    qtbot.mouseClick(opened.top.language, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: opened.rail.station("report").text() == "보고서")
    assert opened.top.language.text() == "English"
    assert Settings(tmp_path / "settings").language == "ko"
    qtbot.mouseClick(opened.top.language, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: opened.rail.station("report").text() == "Report")


def test_theme_switches_and_is_remembered(opened, tmp_path):
    opened.top._theme_actions.actions()[2].trigger()
    assert active_theme().name == "dark"
    assert Settings(tmp_path / "settings").theme == "dark"
    opened.top._theme_actions.actions()[1].trigger()
    assert active_theme().name == "light"


def test_case_is_renamed_in_the_bar(opened, settle, qtbot):
    opened.top.name.setFocus()
    opened.top.name.selectAll()
    qtbot.keyClicks(opened.top.name, "Another name")
    settle(opened, lambda: qtbot.keyClick(opened.top.name, Qt.Key.Key_Return))
    assert opened.session.state.name == "Another name"
    assert opened.settings.recent[0].name == "Another name"
    assert opened.windowTitle().startswith("Another name")


def test_saved_is_said_only_when_it_is(opened, qtbot):
    opened.session.answer("form", "paired")
    assert opened.top._saved.text() == "Saving …"
    qtbot.waitUntil(lambda: opened.top._saved.text() == "Saved")


def test_answers_are_there_after_closing_and_opening(opened, settle, qtbot):
    path = opened.session.path
    settle(opened, lambda: opened.session.answer("form", "paired"))
    with qtbot.waitSignal(opened.session.case_closed):
        opened.session.close_case()
    assert opened.current.key == "home"
    assert opened.panel.light.verdict is None
    with qtbot.waitSignal(opened.session.case_opened, timeout=20_000):
        opened.open_path(path)
    assert opened.session.state.answers["form"].value == "paired"


def test_closing_asks_over_running_work(opened, monkeypatch):
    opened.show_page("prototype")
    monkeypatch.setattr(opened.current, "running", lambda: "A model is being trained.")
    asked: list[str] = []
    monkeypatch.setattr(opened, "ask_interrupt", lambda running: asked.append(running) or False)
    assert not opened.close()
    assert asked == ["A model is being trained."]
    monkeypatch.setattr(opened, "ask_interrupt", lambda running: True)
    assert opened.close()


@pytest.mark.parametrize("size", [(1280, 800), (1920, 1080), (1000, 640)])
@pytest.mark.parametrize("key", ["home", "interview", "review", "data", "prototype", "report"])
def test_no_page_is_wider_than_its_place(opened, key, size, qtbot):
    opened.resize(*size)
    opened.show_page(key)
    page = opened.current
    assert page.minimumSizeHint().width() <= page.width()
    assert page.scroll.widget().minimumSizeHint().width() <= page.scroll.viewport().width()


def test_unexpected_error_is_shown_once_with_details(opened, capsys):
    reporter = CrashReporter(opened)
    try:
        for _ in range(2):
            try:
                int("nobody expected this")
            except ValueError:
                sys.excepthook(*sys.exc_info())
        dialog = reporter.dialog
        assert "nobody expected this" in dialog.details.toPlainText()
        assert capsys.readouterr().err.count("nobody expected this") == 2 * 2
        dialog.accept()
    finally:
        reporter.restore()
