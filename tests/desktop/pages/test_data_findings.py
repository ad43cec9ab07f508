"""Every finding opens as pictures, the number says what it lost, lines that redo labels are accepted."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QLabel

from desktop.bridge import sights
from desktop.pages import data as data_page
from desktop.widgets.data.amount_card import volume_words
from desktop.widgets.data.rule_line import line_words, visible
from engine.audit.types import SO_FAR, Evidence, Finding
from engine.dataset.corrections import RelabelLine
from engine.jobs import Event, Task
from tests.desktop.pages import found
from tests.desktop.pages.conftest import drop_paths


@pytest.fixture
def page(opened, tmp_path, monkeypatch, wait):
    """The data page with the made-up findings; what looks and shows takes no engine."""
    return kept(opened, tmp_path / "pictures", monkeypatch, wait)


def kept(window, path: Path, monkeypatch, wait):
    monkeypatch.setattr(data_page, "AUDIT", Task("tests.desktop.pages.found", "look"))
    monkeypatch.setattr(sights, "SHOW", Task("tests.desktop.pages.found", "show"))
    window.ask_interrupt = lambda running: True  # a test that fails at work closes without being asked
    window.session.record_sample(path, found.found_audit(str(path)))
    window.show_page("data")
    page = window.page("data")
    wait(page.view.findings.isVisible)
    return page


def press(qtbot, widget) -> None:
    qtbot.mouseClick(widget, Qt.MouseButton.LeftButton)


def open_finding(page, qtbot, wait, kind: str):
    """Press the chip of a finding; its cards, once the pictures have come."""
    press(qtbot, next(chip for chip in page.view.findings.chips if chip.finding.kind == kind))
    cards = page.view.findings.opened.grid.cards
    wait(lambda: cards.rowCount() and cards.card(0).pictures and not cards.missing())
    return cards


def test_pairs_stand_side_by_side_and_the_lost_one_says_so(page, qtbot, wait):
    cards = open_finding(page, qtbot, wait, "swapped_backgrounds")
    assert cards.card(0).names == ("dog/beach.png", "dog/wood.png")
    assert [is_picture for is_picture, _ in cards.card(0).sides] == [True, True]
    assert cards.card(0).spoken == "dog/beach.png ≈ dog/wood.png"
    assert cards.card(1).sides[0] == (False, "it isn't there any more")
    assert cards.card(1).sides[1][0]


def test_measures_and_labels_are_told_in_words(page, qtbot, wait):
    assert open_finding(page, qtbot, wait, "dark_images").card(0).note == "brightest: 31 of 255"
    doubtful = open_finding(page, qtbot, wait, "doubtful_labels").card(0)
    assert (doubtful.title, doubtful.note) == ("Label: cat", "Looks like: dog")


def test_more_is_shown_near_the_end_until_all_are(page, qtbot, wait):
    cards = open_finding(page, qtbot, wait, "exact_duplicates")
    assert cards.rowCount() < found.COPIES
    view, bar = page.view.findings.opened, page.scroll.verticalScrollBar()

    def at_the_end() -> bool:
        bar.setValue(view.mapTo(page.scroll.widget(), QPoint(0, view.height())).y() - page.scroll.height())
        return cards.rowCount() == found.COPIES

    wait(at_the_end)
    assert not view.more.isVisible()
    wait(lambda: not cards.missing())


def test_a_keyboard_opens_walks_and_closes(page, qtbot, wait):
    chip = page.view.findings.chips[0]
    chip.setFocus()
    qtbot.keyClick(chip, Qt.Key.Key_Return)
    view = page.view.findings.opened
    wait(lambda: view.grid.isVisible() and view.grid.cards.rowCount() > 2)
    view.grid.setFocus()
    qtbot.keyClick(view.grid, Qt.Key.Key_Right)
    assert view.grid.currentIndex().isValid()
    qtbot.keyClick(view.grid, Qt.Key.Key_Escape)
    assert view.isHidden()
    assert QApplication.focusWidget() is chip


def test_a_set_that_is_gone_is_said_and_its_samples_are_named(opened, tmp_path, monkeypatch, qtbot, wait):
    page = kept(opened, tmp_path / found.GONE, monkeypatch, wait)
    press(qtbot, next(chip for chip in page.view.findings.chips if chip.finding.kind == "dark_images"))
    view = page.view.findings.opened
    wait(view.problem.isVisible)
    assert view.problem.text() == "The sample is no longer where it lay."
    assert view.table.rows.index(0, 0).data() == "cat/night.png"


def test_the_number_says_what_it_lost_and_opens_it(page, qtbot, wait):
    amount = page.view.amount
    assert amount.sentence.text() == ("12,000 pictures claimed; about 3,100 to 5,200 different contents: few")
    assert amount.parts["exact_duplicates"].text() == "Exact copies −60"
    place = amount.bar.place("swapped_backgrounds").center().toPoint()
    qtbot.mouseClick(amount.bar, Qt.MouseButton.LeftButton, pos=place)
    assert page.view.findings.pressed.finding.kind == "swapped_backgrounds"
    press(qtbot, amount.parts["unreadable"])
    rows = page.view.findings.opened.table.rows
    assert rows.index(0, 0).data() == "cat/broken.png"
    assert "damaged" in rows.index(0, 1).data()


def test_volume_of_the_claim_is_named_at_both_ends():
    audit = found.found_audit()
    wide = audit.model_copy(update={"extent": audit.extent.model_copy(update={"least": "too_few"})})
    assert volume_words(audit) == "few"
    assert volume_words(wide) == "too few – few"
    assert volume_words(audit.model_copy(update={"extent": None})) == "too few"


def lines(page) -> list[str]:
    return [line.words.text() for line in page.view.labels.lines]


def test_lines_are_accepted_one_by_one_and_undone(opened, page, qtbot, wait):
    labels = page.view.labels
    assert labels.verdict.text() == "Repairable"
    assert labels.sentence.text() == "About 6 % of the labels are wrong (4–8 %)."
    assert lines(page) == [
        "“cat␣”, 12 × → “cat”",
        "“nine” where folder level 1 is “s0”, 285 × → “one”",
        "Take the label from part 2 of the file name, 4 ×",
    ]
    press(qtbot, labels.lines[1])
    assert labels.lines[1].isChecked()
    assert labels.cancel.isVisible()
    wait(lambda: relabelled(page) == ["nine"])
    wait(lambda: not labels.cancel.isVisible())
    assert lines(page)[0] == "“nine” where folder level 1 is “s0” → “one”"  # what is accepted stands first
    assert [line.isChecked() for line in labels.lines] == [True, False, False]
    press(qtbot, opened.top.undo)
    wait(lambda: not relabelled(page))
    assert not any(line.isChecked() for line in labels.lines)


def relabelled(page) -> list[str]:
    return [line.label for line in page.session.state.sample.audit.corrections.relabel]


def test_all_lines_are_accepted_at_once_and_one_taken_back(page, qtbot, wait):
    labels = page.view.labels
    press(qtbot, labels.accept_all)
    wait(lambda: relabelled(page) == ["cat ", "nine", ""])
    wait(lambda: not labels.cancel.isVisible())
    assert page.session.state.sample.audit.corrections.relabel[2].says == {"c": "cat"}
    assert not labels.accept_all.isVisible()
    assert page.view.not_right.text() == "Corrected by you: 3"
    qtbot.keyClick(labels.lines[0], Qt.Key.Key_Space)
    wait(lambda: relabelled(page) == ["nine", ""])


def test_what_is_known_shows_while_other_backgrounds_are_looked_for(opened, page, tmp_path, qtbot, wait):
    other = tmp_path / "others"
    other.mkdir()
    drop_paths(page, other)
    wait(lambda: page.view.findings.isVisible() and "other backgrounds" in page.work.detail.text())
    assert page.work.detail.text() == "Looking for the same on other backgrounds · 3 of 10 files"
    open_finding(page, qtbot, wait, "dark_images")
    press(qtbot, page.view.labels.lines[0])
    assert not page.view.labels.lines[0].isChecked()
    press(qtbot, page.work.cancel)
    wait(lambda: not page.running())
    assert page.view.labels.lines[0].isEnabled()
    assert Path(opened.session.state.sample.path) == tmp_path / "pictures"


def test_counts_grow_while_samples_are_looked_at_and_nothing_is_judged(opened, page, tmp_path, qtbot, wait):
    other = tmp_path / "others"
    other.mkdir()
    drop_paths(page, other)
    wait(lambda: page.view.findings.isVisible() and "other backgrounds" in page.work.detail.text())

    def tell(copies: int) -> None:
        audit = found.found_audit(str(other))
        finding = Finding(kind="exact_duplicates", severity="note", count=copies)
        said = Evidence(key=SO_FAR, values={"looked": 1234})
        effective = audit.effective.model_copy(update={"samples": 7 * copies})
        growing = {"evidence": (said,), "findings": (finding,), "effective": effective, "labels": None}
        known = audit.model_copy(update={**growing, "previews": ()}).model_dump(mode="json")
        page._take_event(Event("partial", {"name": "audit", "audit": known}))

    shown = page.view.samples.isVisible()
    for copies in (3, 5):
        tell(copies)
        assert [chip.finding.count for chip in page.view.findings.chips] == [copies]
        assert page.view.distinct.value.text() == str(7 * copies)
        assert not any(word in page.view.distinct.what.text() for word in ("few", "many"))
    assert page.view.amount.isHidden()
    assert page.view.samples.isVisible() == shown
    assert "1,234" in " ".join(label.text() for label in page.view.told.findChildren(QLabel))
    page.view.findings.chips[0].setChecked(True)
    tell(9)
    assert page.view.findings.pressed.finding.count == 5, "what was opened stays open"


def test_spaces_at_the_ends_of_a_label_can_be_seen():
    assert visible(" cat  ") == "␣cat␣␣"
    assert visible("  ") == "␣␣"
    assert line_words(RelabelLine(label="a b", becomes="c")) == "“a b” → “c”"
