"""The data page by real drops and clicks, on data that the test makes."""

from __future__ import annotations

import shutil
from pathlib import Path

from PySide6.QtCore import Qt, QUrl

from tests.desktop.pages.conftest import FakeChooser, draw, drop_paths, drop_urls


def page_of(window):
    window.show_page("data")
    return window.page("data")


def test_empty_page_says_what_to_do(opened):
    page = page_of(opened)
    assert page.drop.isVisible()
    assert not page.use.isVisible()
    assert not page.gone.isVisible()
    assert page.drop.folder.hasFocus()


def test_dropped_folder_is_audited_shown_and_kept(opened, shapes, wait):
    page = page_of(opened)
    drop_paths(page.drop, shapes)
    assert page.running()
    assert page.work.isVisible()
    wait(page.use.isVisible)
    sample = opened.session.state.sample
    assert sample.audit.counts.inputs == 33
    assert page.view.distinct.value.text() == "32"
    assert page.view.unreadable.value.text() == "1"
    assert page.view.targets.value.text() == "2"
    assert not page.work.isVisible()
    wait(lambda: not page.view.samples.grid.cards.missing())
    shown = page.view.samples.grid.cards.picture(page.view.samples.grid.cards.card(0).pictures[0])
    assert not shown.isNull()


def test_drop_anywhere_on_the_page_is_taken(opened, shapes, wait):
    page = page_of(opened)
    drop_paths(page, shapes)
    wait(lambda: opened.session.state.sample is not None)


def test_button_takes_the_same_way(opened, shapes, qtbot, wait):
    page = page_of(opened)
    page.drop.chooser = FakeChooser(shapes)
    qtbot.mouseClick(page.drop.folder, Qt.MouseButton.LeftButton)
    wait(lambda: opened.session.state.sample is not None)
    assert Path(opened.session.state.sample.path) == shapes


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


def test_chip_lists_its_samples_with_reasons(opened, shapes, qtbot, wait):
    page = page_of(opened)
    drop_paths(page.drop, shapes)
    wait(page.use.isVisible)
    findings = page.view.findings
    chip = next(chip for chip in findings.chips if chip.finding.kind == "unreadable")
    qtbot.mouseClick(chip, Qt.MouseButton.LeftButton)
    rows = findings.table.rows
    assert findings.table.isVisible()
    assert rows.index(0, 0).data() == "disc/broken.png"
    assert rows.index(0, 1).data() not in ("", "damaged_image")
    copies = next(chip for chip in findings.chips if chip.finding.kind == "exact_duplicates")
    qtbot.mouseClick(copies, Qt.MouseButton.LeftButton)
    assert not chip.isChecked()
    named = {rows.index(0, 0).data(), rows.index(0, 1).data()}
    assert named == {"square/copy.png", "square/square_00.png"}


def test_measured_values_go_into_the_interview(opened, shapes, qtbot, wait):
    page = page_of(opened)
    drop_paths(page.drop, shapes)
    wait(lambda: page.use.isVisible() and page.use.isEnabled())
    qtbot.mouseClick(page.use, Qt.MouseButton.LeftButton)
    wait(lambda: "form" in opened.session.state.answers)
    answer = opened.session.state.answers["form"]
    assert (answer.value, answer.origin) == ("paired", "sample")
    assert opened.current.key == "interview"


def test_claim_and_measurement_stand_side_by_side(opened, shapes, settle, wait):
    settle(opened, lambda: opened.session.answer("form", "input_only"))
    page = page_of(opened)
    drop_paths(page.drop, shapes)
    wait(page.claims.isVisible)
    assert "the sample says" in page.claims.text.text()


def test_table_is_shown_as_a_table(opened, ratings, wait):
    page = page_of(opened)
    drop_paths(page.drop, ratings)
    wait(page.use.isVisible)
    rows = page.view.samples.table.rows
    names = [rows.headerData(n, Qt.Orientation.Horizontal) for n in range(rows.columnCount())]
    assert page.view.samples.table.isVisible()
    assert names[:2] == ["age", "visits"]
    assert names[-1].startswith("label")
    assert [rows.index(0, n).data() for n in range(3)] == ["0", "20", "no"]


def test_second_drop_wins_over_an_audit_that_still_runs(opened, shapes, ratings, wait):
    page = page_of(opened)
    drop_paths(page.drop, shapes)
    drop_paths(page.drop, ratings)
    wait(page.use.isVisible)
    assert Path(opened.session.state.sample.path) == ratings
    assert opened.session.state.undo == "record_sample"
    assert page.view.form.value.text() == "Paired"


def test_cancel_brings_back_what_was_kept(opened, shapes, tmp_path, qtbot, wait):
    page = page_of(opened)
    drop_paths(page.drop, shapes)
    wait(page.use.isVisible)
    big = tmp_path / "big"
    for number in range(400):
        draw(big / f"{number}.png", "disc", number % 40)
    qtbot.mouseClick(page.another, Qt.MouseButton.LeftButton)
    drop_paths(page.drop, big)
    qtbot.mouseClick(page.work.cancel, Qt.MouseButton.LeftButton)
    wait(lambda: not page.running())
    assert Path(opened.session.state.sample.path) == shapes
    assert page.view.distinct.value.text() == "32"
    assert page.banner.isHidden()


def test_closing_the_window_ends_the_audit(opened, shapes):
    page = page_of(opened)
    drop_paths(page.drop, shapes)
    assert page.running()
    opened.ask_interrupt = lambda running: True
    opened.close()  # the fixture no_leaks finds a child that is left
    assert not page.running()


def test_reopened_case_says_when_the_sample_is_gone(opened, shapes, qtbot, wait):
    page = page_of(opened)
    drop_paths(page.drop, shapes)
    wait(page.use.isVisible)
    path = opened.session.path
    opened.session.close_case()
    wait(lambda: opened.session.state is None)
    shutil.rmtree(shapes)
    with qtbot.waitSignal(opened.session.case_opened, timeout=20_000):
        opened.session.open_case(path)
    opened.show_page("data")
    wait(page.gone.isVisible)
    assert page.view.distinct.value.text() == "32"
    assert page.another.isVisible()
