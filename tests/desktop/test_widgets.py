"""The parts: cards, fields of text, banners, drops, the wheel."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent, QWheelEvent
from PySide6.QtWidgets import QApplication, QSpinBox

from desktop.widgets.banner import Banner
from desktop.widgets.cards import ChoiceCard
from desktop.widgets.drop import DropArea
from desktop.widgets.labels import ElidedLabel
from desktop.widgets.matrix import FORMS, VOLUMES, Matrix
from desktop.widgets.scroll import ScrollColumn, WheelGuard
from desktop.widgets.topbar import CaseName
from desktop.widgets.verdict import SHAPES, VerdictLight
from engine.advice.types import MatrixCell
from engine.texts import Text


def test_card_is_not_chosen_by_the_click_alone(qtbot):
    card = ChoiceCard(1, "Yes")
    qtbot.addWidget(card)
    card.show()
    with qtbot.waitSignal(card.clicked):
        qtbot.mouseClick(card, Qt.MouseButton.LeftButton)
    assert not card.isChecked()


def test_card_leaves_enter_to_the_page_and_takes_space(qtbot):
    card = ChoiceCard(1, "Yes")
    qtbot.addWidget(card)
    card.show()
    with qtbot.assertNotEmitted(card.clicked):
        qtbot.keyClick(card, Qt.Key.Key_Return)
    with qtbot.waitSignal(card.clicked):
        qtbot.keyClick(card, Qt.Key.Key_Space)


def test_card_grows_with_its_text(qtbot):
    card = ChoiceCard(1, "One line")
    qtbot.addWidget(card)
    card.show()
    short = card.heightForWidth(300)
    card.say("A text that certainly needs several lines when it has three hundred pixels only. " * 4)
    qtbot.waitUntil(lambda: card.heightForWidth(300) > short)


def test_long_text_keeps_its_end_in_the_middle_elision(qtbot):
    label = ElidedLabel("/home/someone/a/very/long/way/to/the/end.jjak", middle=True)
    qtbot.addWidget(label)
    label.resize(120, 20)
    label.show()
    assert label.text() == "/home/someone/a/very/long/way/to/the/end.jjak"
    assert label.toolTip() == label.text()


def test_banner_says_one_sentence_and_closes(qtbot):
    banner = Banner()
    qtbot.addWidget(banner)
    banner.show_problem("The disk is full.")
    assert banner.isVisible()
    assert banner.text() == "The disk is full."
    qtbot.keyClick(banner._close, Qt.Key.Key_Return)
    assert not banner.isVisible()


def drop(area: DropArea, paths: list[Path]) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    event = QDropEvent(
        QPointF(5, 5),
        Qt.DropAction.CopyAction,
        data,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    area.dropEvent(event)


def test_drop_sorts_good_from_bad(qtbot, tmp_path):
    area = DropArea(lambda path: path.suffix == ".zip")
    qtbot.addWidget(area)
    good, bad = tmp_path / "a.zip", tmp_path / "b.exe"
    taken: list[list[Path]] = []
    refused: list[list[Path]] = []
    area.dropped.connect(taken.append)
    area.refused.connect(refused.append)
    drop(area, [good])
    drop(area, [bad])
    drop(area, [good, bad])
    assert taken == [[good], [good]]
    assert refused == [[bad], [bad]]


def test_wheel_scrolls_and_changes_no_value(qtbot):
    column = ScrollColumn(400)
    qtbot.addWidget(column)
    spin = QSpinBox()
    spin.setValue(5)
    WheelGuard.protect(spin)
    column.column.addWidget(spin)
    column.show()
    spin.setFocus()
    event = QWheelEvent(
        QPointF(5, 5),
        QPointF(spin.mapToGlobal(QPoint(5, 5))),
        QPoint(0, -120),
        QPoint(0, -120),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(spin, event)
    assert spin.value() == 5


def test_verdict_has_a_shape_and_a_word_of_its_own(qtbot):
    light = VerdictLight()
    qtbot.addWidget(light)
    words = set()
    for verdict in SHAPES:
        light.show_verdict(verdict, "Because.")
        words.add(light.accessibleName())
    assert len(words) == len(SHAPES) == len(set(SHAPES.values()))


def test_matrix_says_which_cell_is_lit(qtbot):
    matrix = Matrix()
    qtbot.addWidget(matrix)
    word = Text(ko="짝짓기", en="Pair up")
    cells = tuple(
        MatrixCell(form, volume, "prepare", word, lit=(form, volume) == ("unpaired", "few"))
        for form in FORMS
        for volume in VOLUMES
    )
    matrix.show_cells(cells)
    matrix.resize(290, 120)
    matrix.show()
    assert [(cell.form, cell.volume) for cell in matrix.lit()] == [("unpaired", "few")]
    assert matrix.accessibleDescription() == "Unpaired, Few: Prepare first"
    lit = matrix._box("unpaired", "few").center().toPoint()
    dark = matrix._box("paired", "many").center().toPoint()
    picture = matrix.grab().toImage()
    assert picture.pixelColor(lit.x(), 3 + lit.y() - 14) != picture.pixelColor(dark.x(), 3 + dark.y() - 14)


def test_case_name_escape_gives_the_old_name_back(qtbot):
    name = CaseName()
    qtbot.addWidget(name)
    name.show()
    name.show_name("Old")
    name.setText("New")
    with qtbot.assertNotEmitted(name.renamed):
        qtbot.keyClick(name, Qt.Key.Key_Escape)
    assert name.text() == "Old"
    name.setText("  Newer ")
    with qtbot.waitSignal(name.renamed) as told:
        qtbot.keyClick(name, Qt.Key.Key_Return)
    assert told.args == ["Newer"]
