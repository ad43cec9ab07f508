"""The start page without a case: what Jjak does, and the recent cases."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.theme import scaled
from desktop.widgets.buttons import IconButton, QuietButton
from desktop.widgets.cards import Card, NoteBox
from desktop.widgets.chips import Chip
from desktop.widgets.icons import IconView
from desktop.widgets.labels import ElidedLabel, Label

if TYPE_CHECKING:
    from desktop.settings import RecentCase

POINTS = ("chat", "picture", "chart")


class Welcome(QWidget):
    """``opened(path)``: a recent case was pressed; ``removed(path)``: take it off the list."""

    opened = Signal(str)
    removed = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title = Label("", "title", parent=self)
        self._lead = Label("", "text", "muted", self)
        points = Card(self)
        points.column.setSpacing(scaled(16))
        self._points: list[tuple[Label, Label]] = []
        for name in POINTS:
            points.column.addLayout(self._point(name, points))
        self._heading = Label("", "heading", parent=self)
        self._recent = QVBoxLayout()
        self._recent.setSpacing(scaled(8))
        self._rows: list[RecentRow] = []
        self._empty = NoteBox(parent=self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(scaled(16))
        column.addWidget(self._title)
        column.addWidget(self._lead)
        column.addWidget(points)
        column.addSpacing(scaled(8))
        column.addWidget(self._heading)
        column.addLayout(self._recent)
        column.addWidget(self._empty)

    def retranslate(self) -> None:
        """Set every word."""
        self._title.setText(self.tr("What can the client's data become?"))
        self._lead.setText(
            self.tr("Jjak goes with you through the first meeting, from the wish to an honest report.")
        )
        says = (
            (
                self.tr("Ask"),
                self.tr("One question at a time, with the reason why. “I don't know” is an answer too."),
            ),
            (self.tr("Look"), self.tr("Drop a sample: Jjak counts, compares and says what is really in it.")),
            (
                self.tr("Show"),
                self.tr("Train a small model on the spot, and leave a report that promises nothing false."),
            ),
        )
        for (head, line), (word, sentence) in zip(self._points, says, strict=True):
            head.setText(word)
            line.setText(sentence)
        self._heading.setText(self.tr("Recent cases"))
        self._empty.say(
            self.tr("No case yet"),
            self.tr(
                "Make a new one for your next meeting, or open the example to look around. "
                "A case file (.jjak) can also be dropped here."
            ),
        )
        for row in self._rows:
            row.retranslate()

    def show_recent(self, cases: Sequence[RecentCase]) -> None:
        """Show the recent cases; those whose file is gone say so."""
        for row in self._rows:
            self._recent.removeWidget(row)
            row.hide()
            row.deleteLater()
        self._rows = []
        for case in cases:
            row = RecentRow(case, self)
            row.opened.connect(self.opened)
            row.removed.connect(self.removed)
            row.retranslate()
            self._recent.addWidget(row)
            row.show()
            self._rows.append(row)
        self._empty.setVisible(not self._rows)

    def rows(self) -> list[RecentRow]:
        """The rows of the recent cases."""
        return list(self._rows)

    def _point(self, name: str, parent: QWidget) -> QHBoxLayout:
        head, line = Label("", "heading", parent=parent), Label("", "hint", parent=parent)
        words = QVBoxLayout()
        words.setSpacing(scaled(2))
        words.addWidget(head)
        words.addWidget(line)
        row = QHBoxLayout()
        row.setSpacing(scaled(16))
        row.addWidget(IconView(name, "accent", 24, parent), 0, Qt.AlignmentFlag.AlignVCenter)
        row.addLayout(words, 1)
        self._points.append((head, line))
        return row


class RecentRow(Card):
    """One recent case: name, place, a word when the file is gone."""

    opened = Signal(str)
    removed = Signal(str)

    def __init__(self, case: RecentCase, parent: QWidget | None = None) -> None:
        super().__init__(parent, padding=10)
        self._case, self._is_there = case, case.is_there
        self.setProperty("hover", self._is_there)
        name = ElidedLabel(case.name, "heading", self)
        place = ElidedLabel(str(Path(case.path)), "hint", self, middle=True)
        self._missing = Chip("", "push_back", self)
        self._missing.setVisible(not self._is_there)
        self.open = QuietButton(parent=self)
        self.open.setVisible(self._is_there)
        self.remove = IconButton("close", parent=self)
        words = QVBoxLayout()
        words.setSpacing(scaled(2))
        words.addWidget(name)
        words.addWidget(place)
        row = QHBoxLayout()
        row.setContentsMargins(scaled(6), 0, 0, 0)
        row.setSpacing(scaled(8))
        row.addLayout(words, 1)
        row.addWidget(self._missing)
        row.addWidget(self.open)
        row.addWidget(self.remove)
        self.column.addLayout(row)
        self.open.clicked.connect(self._open)
        self.remove.clicked.connect(self._remove)

    def retranslate(self) -> None:
        """Set every word."""
        self._missing.setText(self.tr("File not found"))
        self.open.setText(self.tr("Open"))
        self.open.setAccessibleName(self.tr("Open {name}").format(name=self._case.name))
        self.remove.set_name(self.tr("Take off this list; the file stays"))

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        """A double click opens."""
        super().mouseDoubleClickEvent(event)
        self._open()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Delete takes the row off the list."""
        if event.key() == Qt.Key.Key_Delete:
            self._remove()
            return
        super().keyPressEvent(event)

    def _open(self) -> None:
        if self._is_there:
            self.opened.emit(self._case.path)

    def _remove(self) -> None:
        self.removed.emit(self._case.path)
