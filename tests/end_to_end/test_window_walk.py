"""From Home to a saved PDF, by real clicks, keys and a real drop; the PDF says what the case says."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from pypdf import PdfReader
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from desktop.pages.interview import InterviewPage
from desktop.widgets.answer_fields import AmountField, TextField
from desktop.window import MainWindow
from engine.case import CaseFile
from engine.example.client import make_client_data
from tests.desktop.pages.conftest import FakeChooser, drop_paths

Wait = Callable[[Callable[[], object]], None]

CHOSEN = {
    "input_kind": "image",
    "output_kind": "category",
    "form": "paired",
    "share": "part",
    "labels": "good",
}
TYPED = {"wish_words": "Sort the parts by kind", "owner": "Ms Han, quality"}


def click(qtbot: QtBot, widget: QWidget) -> None:
    assert widget.isVisible()
    assert widget.isEnabled()
    qtbot.mouseClick(widget, Qt.MouseButton.LeftButton)


def answer_all(window: MainWindow, qtbot: QtBot) -> int:
    """Answer every question as a person does; returns how many were asked."""
    asked = 0
    while isinstance(window.current, InterviewPage):
        page = window.current
        question = page.question()
        asked += 1
        assert asked < 60, f"the interview does not end: {question}"
        with qtbot.waitSignal(window.session.assessed, timeout=20_000):
            if question in TYPED:
                assert isinstance(page.field, TextField)
                qtbot.keyClicks(page.field.text, TYPED[question])
                qtbot.keyClick(page.field.text, Qt.Key.Key_Return)
            elif isinstance(page.field, AmountField):
                qtbot.keyClicks(page.field.number, "12000")
                qtbot.keyClick(page.field.number, Qt.Key.Key_Return)
            else:
                cards = page.field.cards
                click(qtbot, cards[CHOSEN.get(question, list(cards)[-1])])
        if window.current is page and page.question() == question:
            click(qtbot, page.next)
    return asked


@pytest.mark.slow
def test_from_home_to_a_saved_pdf(
    window: MainWindow, qtbot: QtBot, wait: Wait, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("desktop.pages.home.default_folder", lambda: tmp_path / "cases")
    make_client_data(tmp_path / "sample", originals=120, copies=8, swaps=4, wrong=2)

    # Home: a new case
    home = window.current
    click(qtbot, home.primary)
    qtbot.keyClicks(home.dialog.name, "Sorting parts")
    with qtbot.waitSignal(window.session.case_opened, timeout=20_000):
        click(qtbot, home.dialog.create)

    # Interview, to its review
    asked = answer_all(window, qtbot)
    assert window.current.key == "review"
    state = window.session.state
    assert state is not None
    assert len(state.answers) == asked
    assert state.answers["volume"].value == 12_000

    # Data: a real drop
    click(qtbot, window.rail.station("data"))
    data = window.current
    drop_paths(data.drop, tmp_path / "sample")
    wait(lambda: data.use.isVisible() and window.session.state.sample is not None)

    # Prototype: a short training
    click(qtbot, window.rail.station("prototype"))
    prototype = window.current
    wait(prototype.setup.budget.own.isVisible)
    click(qtbot, prototype.setup.budget.own)
    prototype.setup.budget.own_seconds.setFocus()
    prototype.setup.budget.own_seconds.selectAll()
    qtbot.keyClicks(prototype.setup.budget.own_seconds, "8")
    click(qtbot, prototype.train)
    qtbot.waitUntil(lambda: bool(window.session.state.prototypes), timeout=120_000)

    # Report: saved as PDF
    click(qtbot, window.rail.station("report"))
    report = window.current
    report.chooser = FakeChooser(tmp_path / "report.pdf")
    click(qtbot, report.save_pdf)
    wait(report.done.isVisible)

    # What stands in the PDF is what stands in the case
    path, assessment = window.session.path, window.session.assessment
    window.close()
    text = " ".join(
        " ".join(page.extract_text() for page in PdfReader(tmp_path / "report.pdf").pages).split()
    )
    with CaseFile.open(path) as case:
        kept = case.state
    assert kept.sample is not None
    advice = assessment.advice
    assert advice.ruling is not None
    assert advice.ruling.headline.say("en") in text
    assert advice.ruling.trace.rule in text
    for line in advice.lines:
        if line.kind == "step":
            assert line.text.say("en") in text
    for typed in TYPED.values():
        assert typed in text
    assert "12,000" in text
    assert str(kept.sample.audit.counts.inputs) in text
    assert str(kept.sample.audit.effective.samples) in text
    (run,) = kept.prototypes
    assert f"{run.result.model.value * 100:.1f}" in text
    assert "einforcement" not in text
