"""One way to read the set as a small card: its words, what it covers, a few rows; a tick if in force."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.theme import active_theme, scaled
from desktop.widgets.icons import draw_icon
from desktop.widgets.labels import Label
from desktop.widgets.word_button import WordButton

RADIUS = 8


class SourceCard(WordButton):
    """It never checks itself: ``clicked`` asks, and its owner marks what is in force."""

    def __init__(self, value: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.value = value
        self.setCheckable(True)
        self.words = Label("", "text", parent=self)
        self.note = Label("", "hint", parent=self)
        self.sample = Label("", "caption", parent=self)
        column = QVBoxLayout(self)
        column.setContentsMargins(scaled(14), scaled(8), scaled(40), scaled(8))
        column.setSpacing(scaled(2))
        for label in (self.words, self.note, self.sample):
            label.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
            column.addWidget(label)
        column.addStretch(1)

    def say(self, words: str, note: str = "", sample: str = "") -> None:
        """Set the words, what it covers, and how the first rows read."""
        for label, text in ((self.words, words), (self.note, note), (self.sample, sample)):
            label.setText(text)
            label.setVisible(bool(text))
        self.setText(words)
        self.setAccessibleName(words)
        self.setAccessibleDescription(" ".join(part for part in (note, sample) if part))

    def nextCheckState(self) -> None:  # noqa: N802
        """Stay as it is until the choice is taken."""

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        """Border, tint and tick when in force; an edge when it has the focus."""
        theme, chosen, focus = active_theme(), self.isChecked(), self.hasFocus()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        role = "accent" if chosen or focus else "strong_line" if self.underMouse() else "line"
        painter.setPen(QPen(theme.color(role), 2.0 if focus else 1.0))
        painter.setBrush(theme.color("tint" if chosen else "surface"))
        box = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        painter.drawRoundedRect(box, scaled(RADIUS), scaled(RADIUS))
        if chosen:
            side = scaled(18)
            tick = QRectF(self.width() - scaled(32), scaled(10), side, side)
            draw_icon(painter, "check-filled", tick, theme.color("accent"))
