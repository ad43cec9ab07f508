"""The data page by real drops and clicks; the engine looks at one folder and one table only."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QUrl

from desktop.pages import data as data_page
from engine.jobs import Task
from tests.desktop.pages import audits
from tests.desktop.pages.conftest import FakeChooser, drop_paths, drop_urls

LOOK = Task("tests.desktop.pages.audits", "look")


def page_of(window):
    window.show_page("data")
    return window.page("data")


def keep(window, audit, path: Path):
    """Keep a made-up audit of what lies at a path, and show it."""
    window.session.record_sample(path, audit)
    return page_of(window)


@pytest.fixture
def made_up(monkeypatch):
    """Whatever is dropped is said to be the made-up set: it takes no engine."""
    monkeypatch.setattr(data_page, "AUDIT", LOOK)


def test_empty_page_says_what_to_do(opened):
    page = page_of(opened)
    assert page.drop.isVisible()
    assert not page.use.isVisible()
    assert not page.gone.isVisible()
    assert page.drop.folder.hasFocus()


def test_dropped_folder_is_audited_kept_and_its_findings_open_as_pictures(opened, shapes, qtbot, wait):
    page = page_of(opened)
    drop_paths(page.drop, shapes)
    assert page.running()
    assert page.work.isVisible()
    wait(page.use.isVisible)
    sample = opened.session.state.sample
    assert sample.audit.counts.inputs == 33
    assert sample.audit.taken["exact_duplicates"] == 1
    assert page.view.distinct.value.text() == str(sample.audit.effective.samples)
    assert page.view.unreadable.value.text() == "1"
    assert page.view.targets.value.text() == "2"
    assert page.view.amount.sentence.text().startswith("34 pictures: ")
    assert not page.work.isVisible()
    grid = page.view.samples.grid.cards
    wait(lambda: not grid.missing())
    assert not grid.picture(grid.card(0).pictures[0]).isNull()
    broken_and_copies_open(page, qtbot, wait)


def broken_and_copies_open(page, qtbot, wait):
    findings = page.view.findings
    broken = next(chip for chip in findings.chips if chip.finding.kind == "unreadable")
    qtbot.mouseClick(broken, Qt.MouseButton.LeftButton)
    rows = findings.opened.table.rows
    assert rows.index(0, 0).data() == "disc/broken.png"
    assert rows.index(0, 1).data() not in ("", "damaged_image")
    qtbot.mouseClick(page.view.amount.parts["exact_duplicates"], Qt.MouseButton.LeftButton)
    assert not broken.isChecked()
    assert findings.pressed.hasFocus()
    cards = findings.opened.grid.cards
    wait(lambda: cards.card(0).pictures and not cards.missing())
    pair = cards.card(0)
    assert set(pair.names) == {"square/copy.png", "square/square_00.png"}
    assert pair.sign == "="
    one, other = (cards.picture(key).toImage() for key in pair.pictures)
    assert one == other
    assert not one.isNull()


def test_the_engine_follows_a_correction_and_undo_brings_the_guess_back(opened, ratings, qtbot, wait):
    page = keep(opened, audits.ratings_audit(ratings), ratings)
    wait(page.view.not_right.isVisible)
    assert headings(page) == ["age", "visits", "label · Target"]
    qtbot.mouseClick(page.view.not_right, Qt.MouseButton.LeftButton)
    segments = page.view.corrections.sections["columns"].rows["visits"].segments.segments
    target = next(segment for segment in segments if segment.value == "target")
    qtbot.mouseClick(target, Qt.MouseButton.LeftButton)
    wait(lambda: "visits · Target" in headings(page))
    rows = page.view.samples.table.rows
    assert page.view.samples.table.isVisible()
    assert rows.index(0, headings(page).index("visits · Target")).data() == "20"
    assert opened.session.state.sample.audit.corrections.columns["visits"] == "target"
    qtbot.mouseClick(opened.top.undo, Qt.MouseButton.LeftButton)
    wait(lambda: "label · Target" in headings(page))
    assert not opened.session.state.sample.audit.corrections


def headings(page) -> list[str]:
    rows = page.view.samples.table.rows
    return [rows.headerData(place, Qt.Orientation.Horizontal) for place in range(rows.columnCount())]


def test_drop_anywhere_on_the_page_and_the_button_take_the_same_way(opened, made_up, shapes, qtbot, wait):
    page = page_of(opened)
    drop_paths(page, shapes / "disc")
    wait(page.use.isVisible)
    assert Path(opened.session.state.sample.path) == shapes / "disc"
    page.drop.chooser = FakeChooser(shapes)
    qtbot.mouseClick(page.another, Qt.MouseButton.LeftButton)
    qtbot.mouseClick(page.drop.folder, Qt.MouseButton.LeftButton)
    wait(lambda: Path(opened.session.state.sample.path) == shapes)


def test_bad_drops_get_one_sentence(opened, shapes, ratings, tmp_path, wait):
    page = page_of(opened)
    drop_paths(page.drop, shapes, ratings)
    wait(page.banner.isVisible)
    assert "more lies beside them" in page.banner.text()
    drop_urls(page.drop, [QUrl("https://example.org/data.zip")])
    assert "not a file of this computer" in page.banner.text()
    assert not page.running()
    drop_paths(page.drop, tmp_path / "nowhere")
    wait(lambda: not page.running())
    assert "nowhere" in page.banner.text()
    assert page.drop.isVisible()
    assert opened.session.state.sample is None


def test_several_things_that_fill_a_folder_are_one_sample(opened, made_up, shapes, wait):
    page = page_of(opened)
    drop_paths(page.drop, shapes / "square", shapes / "disc")
    wait(lambda: opened.session.state.sample is not None)
    assert Path(opened.session.state.sample.path) == shapes


def test_of_several_things_among_others_the_whole_folder_is_offered(opened, made_up, shapes, wait):
    page = page_of(opened)
    drop_paths(page.drop, *sorted((shapes / "square").iterdir())[:3])
    wait(page.banner.isVisible)
    assert "“square”" in page.banner.text()
    page.banner.acted.emit()
    wait(lambda: opened.session.state.sample is not None)
    assert Path(opened.session.state.sample.path) == shapes / "square"


def test_things_from_different_folders_get_a_sentence(opened, shapes, ratings, wait):
    page = page_of(opened)
    drop_paths(page.drop, ratings, shapes / "square")
    wait(page.banner.isVisible)
    assert "different places" in page.banner.text()
    assert not page.running()


def test_measured_values_go_into_the_interview(opened, ratings, qtbot, wait):
    page = keep(opened, audits.table_audit(), ratings)
    wait(lambda: page.use.isVisible() and page.use.isEnabled())
    qtbot.mouseClick(page.use, Qt.MouseButton.LeftButton)
    wait(lambda: "form" in opened.session.state.answers)
    answer = opened.session.state.answers["form"]
    assert (answer.value, answer.origin) == ("paired", "sample")
    assert opened.current.key == "interview"


def test_claim_and_measurement_stand_side_by_side(opened, ratings, settle, wait):
    settle(opened, lambda: opened.session.answer("form", "input_only"))
    page = keep(opened, audits.table_audit(), ratings)
    wait(page.claims.isVisible)
    assert "the sample says" in page.claims.text.text()


def test_second_drop_wins_over_an_audit_that_still_runs(opened, made_up, tmp_path, shapes, wait):
    page = page_of(opened)
    slow = tmp_path / f"{audits.SLOW}.json"
    slow.write_text("{}", encoding="utf-8")
    drop_paths(page.drop, slow)
    drop_paths(page.drop, shapes)
    wait(page.use.isVisible)
    assert Path(opened.session.state.sample.path) == shapes
    assert opened.session.state.undo == "record_sample"
    assert page.view.form.value.text() == "Paired"


def test_cancel_brings_back_what_was_kept(opened, made_up, ratings, tmp_path, qtbot, wait):
    page = keep(opened, audits.table_audit(), ratings)
    wait(page.use.isVisible)
    slow = tmp_path / f"{audits.SLOW}.json"
    slow.write_text("{}", encoding="utf-8")
    qtbot.mouseClick(page.another, Qt.MouseButton.LeftButton)
    drop_paths(page.drop, slow)
    wait(lambda: page.work.stage.text().endswith(f"“{slow.name}”"))
    qtbot.mouseClick(page.work.cancel, Qt.MouseButton.LeftButton)
    wait(lambda: not page.running())
    assert Path(opened.session.state.sample.path) == ratings
    assert page.view.distinct.value.text() == "455"
    assert page.banner.isHidden()


def test_closing_the_window_ends_the_audit(opened, shapes):
    page = page_of(opened)
    drop_paths(page.drop, shapes)
    assert page.running()
    opened.ask_interrupt = lambda running: True
    opened.close()  # the fixture no_leaks finds a child that is left
    assert not page.running()


def test_reopened_case_says_when_the_sample_is_gone(opened, shapes, qtbot, wait):
    page = keep(opened, audits.table_audit(), shapes)
    wait(page.use.isVisible)
    path = opened.session.path
    opened.session.close_case()
    wait(lambda: opened.session.state is None)
    shutil.rmtree(shapes)
    with qtbot.waitSignal(opened.session.case_opened, timeout=20_000):
        opened.session.open_case(path)
    opened.show_page("data")
    wait(page.gone.isVisible)
    assert page.view.distinct.value.text() == "455"
    assert page.another.isVisible()
