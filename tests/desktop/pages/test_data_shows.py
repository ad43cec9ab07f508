"""The data page shows what the JSON says: systems, parts, shares, mixed sides; also of very large sets."""

from __future__ import annotations

from pathlib import Path
from typing import get_args

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QColor, QImage, QRegion
from PySide6.QtWidgets import QAbstractButton

from desktop.theme import active_theme
from desktop.widgets.bars import CountBars
from desktop.widgets.data.words import sentence
from desktop.widgets.sample_cards import sample_cards, table_rows
from engine.audit.types import Evidence, Preview
from engine.dataset.types import Layout, Modality
from engine.texts import catalogue
from tests.desktop.pages import audits


@pytest.fixture
def shown(opened, wait):
    """Keep an audit in the case and show it."""
    opened.ask_interrupt = lambda running: True  # a test that fails at work closes without being asked

    def show(audit):
        before = opened.session.state.sample
        opened.session.record_sample(Path(audit.path), audit)
        opened.show_page("data")
        wait(lambda: opened.session.state.sample != before)
        return opened.page("data")

    return show


def test_a_mixed_set_tells_each_part_and_its_many_classes(opened, shown, qtbot, wait):
    page = shown(audits.mixed_audit(parts=40, classes=12_000))
    view = page.view
    assert len(view.parts.blocks) == 6
    assert view.parts.more.text() == "Show 6 more"
    first, last = view.parts.blocks[0], view.parts.blocks[2]
    assert first.form.text() == "Paired · a folder a class · image → category · quite sure"
    assert "with a target: 4,100" in first.counts.text()
    assert "4,160 files are sorted" in first.evidence.text()
    assert last.form.text().startswith("Inputs only")
    view.parts.more.click()
    assert len(view.parts.blocks) == 12
    assert view.form.what.text().startswith("several kinds → several kinds")
    assert view.told.facts.shown["Comes split"] == "training 10,000 · test 2,480"
    assert view.told.facts.shown["Targets without an input"] == "41"
    assert view.told.facts.shown["Samples that count (estimate)"] == "9,800–12,100"
    assert view.classes.more.text() == "Show 300 more of 12,000 classes"
    before = view.classes.bars.height()
    view.classes.more.click()
    assert view.classes.bars.height() > 10 * before
    assert "7,001 · 9.3 %" in view.classes.bars.accessibleDescription()
    wait(lambda: view.told.systems.chips[1].text().startswith("pix2pix ("))  # its title, no longer its id
    page.scroll.ensureWidgetVisible(view.told.systems)
    qtbot.mouseClick(view.told.systems.chips[1], Qt.MouseButton.LeftButton)
    assert opened.current.key == "rulebook"
    wait(lambda: opened.current.ready)


def test_the_target_column_is_set_off_and_where_there_is_nothing_that_is_said(shown):
    page = shown(audits.table_audit())
    rows = page.view.samples.table.rows
    names = [rows.headerData(place, Qt.Orientation.Horizontal) for place in range(rows.columnCount())]
    place = names.index("label · Target")
    assert isinstance(rows.index(0, place).data(Qt.ItemDataRole.BackgroundRole), QColor)
    assert rows.index(0, 0).data(Qt.ItemDataRole.BackgroundRole) is None
    nothing = {"previews": (), "class_sizes": {}, "choices": (), "parts": ()}
    view = shown(audits.mixed_audit().model_copy(update=nothing)).view
    assert view.samples.nothing.isVisible()
    for part in (view.classes, view.parts, view.not_right, view.corrections):
        assert not part.isVisible()


def test_no_control_is_cut_in_a_narrow_window(opened, shown, wait):
    page = shown(audits.table_audit())
    page.view.toggle_corrections()
    opened.resize(opened.minimumSize())
    for tongue, words in (("ko", "잘못 보았나요?"), ("en", "Not right?")):
        opened.top.language_wanted.emit(tongue)
        wait(lambda words=words: page.view.not_right.text() == words)
        assert opened.width() < 1000
        wait(lambda: cut(page.view) == [])


def cut(view) -> list[str]:
    """Names of the buttons that are narrower than their words or reach out of what holds them."""
    buttons = [*view.corrections.findChildren(QAbstractButton), view.not_right]
    wrong = []
    for button in buttons:
        if not button.isVisible():
            continue
        inside = QRect(button.mapTo(view, QPoint()), button.size())
        wide = button.width() >= button.minimumSizeHint().width()
        if not wide or not view.rect().contains(inside):
            wrong.append(button.accessibleName() or button.text())
    return wrong


def test_words_that_are_gone_or_lack_a_value_don_t_break_an_old_case():
    assert sentence("a_reason_of_an_older_version") == ""
    assert sentence("table_read", {"columns": 3}) == ""
    assert sentence("table_read", {"columns": 1234, "files": 1}).startswith("A table of 1,234")


def test_every_layout_and_kind_has_words():
    texts = catalogue("findings").texts
    assert [name for name in get_args(Layout) if f"layout_{name}" not in texts] == []
    assert [name for name in get_args(Modality) if f"modality_{name}" not in texts] == []


def test_texts_and_pictures_stand_side_by_side():
    pictured = Preview(id="a/1.txt", input_text="a red door", target_image="eA==")
    heard = Preview(id="a/2.wav", input_image="eA==", target_text="one two three four five six seven")
    named = Preview(id="a/3.png", input_image="eA==", target_text="cat")
    faceless = Preview(id="a/4.bin")
    cards = sample_cards([pictured, heard, named, faceless], "paired", "no target")
    assert cards[0].sides == ((False, "a red door"), (True, "a/1.txt/out"))
    assert cards[1].sides == ((True, "a/2.wav/in"), (False, "one two three four five six seven"))
    assert (cards[2].sides, cards[2].title) == (((True, "a/3.png/in"),), "cat")
    assert cards[3].sides == ((False, "4.bin"),)


def test_rows_with_two_targets_get_a_column_each():
    previews = [Preview(id="t#0", input_text="a: 1\nb: 2", target_text="y: 3\nz: 4")]
    shown = table_rows(previews, ("a", "b", "y", "z"), ("Input", "Target"), ("y", "z"))
    assert shown.columns == ("a", "b", "y · Target", "z · Target")
    assert shown.rows == (("1", "2", "3", "4"),)
    assert shown.targets == {2, 3}


@pytest.mark.parametrize("top", [0, 5_000])
def test_bars_are_painted_wherever_one_looks(qtbot, top):
    """Of thousands only those in sight are painted, and those are."""
    bars = CountBars()
    qtbot.addWidget(bars)
    bars.resize(600, 100)
    bars.set_counts([(f"class {number}", 5, "5") for number in range(5_000)])
    picture = QImage(600, 60, QImage.Format.Format_RGB32)
    picture.fill(Qt.GlobalColor.white)
    bars.render(picture, QPoint(), QRegion(0, top, 600, 60))
    accent = active_theme().color("accent").rgb()
    rows = [y for y in range(60) if any(picture.pixel(x, y) == accent for x in range(0, 600, 5))]
    assert rows[0] < 20
    assert rows[-1] > 40


def test_values_keep_what_evidence_says():
    said = Evidence(key="target_column_named", values={"column": "정답"})
    assert "정답" in sentence(said.key, said.values)
