"""Cards: surfaces with a hairline and a radius of 10. Choices are whole cards."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from desktop.theme import active_theme, scaled
from desktop.theme.metrics import font
from desktop.widgets.icons import draw_icon
from desktop.widgets.labels import Label
from desktop.widgets.word_button import WordButton

RADIUS = 10


class Card(QFrame):
    """A surface to put things on; ``column`` is its layout. ``sunken``: a grey box without a line."""

    def __init__(self, parent: QWidget | None = None, *, sunken: bool = False, padding: int = 16) -> None:
        super().__init__(parent)
        self.setProperty("kind", "sunken" if sunken else "card")
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(*(scaled(padding),) * 4)
        self.column.setSpacing(scaled(8))


class NoteBox(Card):
    """A sunken box with a heading and a text: why we ask, a hint, an empty page."""

    def __init__(self, title: str = "", text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent, sunken=True)
        self.column.setSpacing(scaled(4))
        self.title = Label(title, "heading", parent=self)
        self.text = Label(text, "hint", parent=self)
        self.column.addWidget(self.title)
        self.column.addWidget(self.text)
        self.say(title, text)

    def say(self, title: str, text: str) -> None:
        """Set heading and text; an empty heading takes no room."""
        self.title.setText(title)
        self.title.setVisible(bool(title))
        self.text.setText(text)


class NumberCard(Card):
    """One number, large, and what it counts: the row of tiles at the top of a page."""

    def __init__(
        self, value: str = "", what: str = "", role: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.column.setSpacing(scaled(4))
        self.value = Label(value, "title", role, self)
        self.what = Label(what, "hint", parent=self)
        self.column.addWidget(self.value)
        self.column.addWidget(self.what)
        self.column.addStretch(1)

    def say(self, value: str, what: str, role: str = "") -> None:
        """Show a value and what it counts, coloured by ``role``."""
        self.value.setText(value)
        self.value.set_role(role)
        self.what.setText(what)


class ChoiceCard(WordButton):
    """One answer as a whole card: number for the keyboard (0: none), text, example, tick.

    Checked means chosen; it never checks itself: ``clicked`` asks, and whoever owns the
    card calls ``setChecked`` once the answer is committed. With ``several`` its tick is a box.
    """

    def __init__(
        self,
        number: int,
        text: str,
        example: str = "",
        parent: QWidget | None = None,
        *,
        several: bool = False,
    ) -> None:
        super().__init__(parent)
        self._number, self._several = number, several
        self.setCheckable(True)
        self.setMinimumHeight(scaled(64))
        self._title = Label(text, "heading", parent=self)
        self._example = Label(example, "hint", parent=self)
        words = QVBoxLayout()
        words.setSpacing(scaled(2))
        words.addStretch(1)
        words.addWidget(self._title)
        words.addWidget(self._example)
        words.addStretch(1)
        row = QHBoxLayout(self)
        row.setContentsMargins(scaled(64), scaled(10), scaled(52), scaled(10))
        row.addLayout(words, 1)
        policy = self.sizePolicy()
        policy.setHorizontalPolicy(QSizePolicy.Policy.Expanding)
        self.setSizePolicy(policy)
        for label in (self._title, self._example):
            label.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.say(text, example)

    def say(self, text: str, example: str = "") -> None:
        """Set text and example."""
        self._title.setText(text)
        self._example.setText(example)
        self._example.setVisible(bool(example))
        self.setText(text)
        self.setAccessibleName(text)
        self.setAccessibleDescription(example)

    def nextCheckState(self) -> None:  # noqa: N802
        """Stay as it is: only a committed answer is shown as chosen."""

    def heightForWidth(self, width: int) -> int:  # noqa: N802
        """As tall as its text in that width."""
        return max(super().heightForWidth(width), scaled(64))

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Space chooses; Enter is the page's (next)."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            event.ignore()
            return
        super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        """Border, tint and tick when chosen; a ring when it has the focus."""
        theme = active_theme()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        chosen, hover = self.isChecked(), self.underMouse() and self.isEnabled()
        width = 2.0 if chosen or self.hasFocus() else 1.0
        role = "accent" if chosen or self.hasFocus() else ("strong_line" if hover else "line")
        painter.setPen(QPen(theme.color(role), width))
        painter.setBrush(theme.color("tint" if chosen else "surface"))
        box = QRectF(self.rect()).adjusted(1.5, 1.5, -1.5, -1.5)
        painter.drawRoundedRect(box, scaled(RADIUS), scaled(RADIUS))
        if self.hasFocus():
            ring = theme.color("accent")
            ring.setAlphaF(0.4)
            painter.setPen(QPen(ring, 2.0))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            inner = box.adjusted(3.5, 3.5, -3.5, -3.5)
            painter.drawRoundedRect(inner, scaled(RADIUS - 3), scaled(RADIUS - 3))
        self._paint_number(painter, chosen)
        self._paint_tick(painter, chosen)

    def _paint_number(self, painter: QPainter, chosen: bool) -> None:
        theme = active_theme()
        side = scaled(32)
        box = QRectF(scaled(16), (self.height() - side) / 2, side, side)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.color("surface" if chosen else "sunken"))
        painter.drawRoundedRect(box, scaled(6), scaled(6))
        if self._number == 0:
            inner = box.adjusted(scaled(7), scaled(7), -scaled(7), -scaled(7))
            draw_icon(painter, "question", inner, theme.color("accent" if chosen else "muted"))
            return
        painter.setPen(theme.color("accent" if chosen else "muted"))
        painter.setFont(font("hint", bold=True))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, str(self._number))

    def _paint_tick(self, painter: QPainter, chosen: bool) -> None:
        theme = active_theme()
        side = scaled(20)
        centre = QPointF(self.width() - scaled(28), self.height() / 2)
        box = QRectF(centre.x() - side / 2, centre.y() - side / 2, side, side)
        if self._several and not chosen:
            painter.setPen(QPen(theme.color("strong_line"), 1.5))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(box.adjusted(1, 1, -1, -1), scaled(4), scaled(4))
        elif chosen:
            draw_icon(painter, "check-filled", box, theme.color("accent"))
