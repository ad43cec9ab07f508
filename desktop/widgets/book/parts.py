"""What an entry is shown with: links that wrap, conditions in words, X → y, claims."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QVBoxLayout, QWidget

from desktop.theme import active_theme, scaled
from desktop.widgets.buttons import QuietButton
from desktop.widgets.cards import Card
from desktop.widgets.icons import IconView, draw_icon
from desktop.widgets.labels import Label
from desktop.widgets.word_button import WordButton

AT_ONCE = 12


class EntryLink(WordButton):
    """A way to another entry: its title, which may wrap, and a caption. ``wanted(key)``."""

    wanted = Signal(str)

    def __init__(self, key: str, title: str, note: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.key = key
        self.setText(title)
        self.setAccessibleName(title)
        self.setAccessibleDescription(note)
        column = QVBoxLayout(self)
        column.setContentsMargins(scaled(12), scaled(8), scaled(36), scaled(8))
        column.setSpacing(scaled(2))
        for words, kind, role in ((title, "hint", "text"), (note, "caption", "")):
            if words:
                label = Label(words, "hint" if kind == "hint" else "caption", role, self)
                label.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
                column.addWidget(label)
        self.clicked.connect(self._want)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        """A hairline, an arrow at the right; an edge when it has the focus."""
        theme = active_theme()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        focus, hover = self.hasFocus(), self.underMouse()
        painter.setPen(QPen(theme.color("accent" if focus else "strong_line" if hover else "line"), 1.0))
        painter.setBrush(theme.color("hover" if hover else "surface"))
        box = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.drawRoundedRect(box, scaled(8), scaled(8))
        side = scaled(14)
        arrow = QRectF(self.width() - scaled(26), (self.height() - side) / 2, side, side)
        draw_icon(painter, "chevron-right", arrow, theme.color("accent" if focus or hover else "muted"))

    def _want(self) -> None:
        self.wanted.emit(self.key)


class LinkList(QWidget):
    """Links below each other: the first ones, and a button that brings the next.

    Hundreds at once would hold the window up. ``links``: key, title and note each.
    """

    wanted = Signal(str)

    def __init__(self, links: Sequence[tuple[str, str, str]], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rest = list(links)
        self.more = QuietButton(parent=self)
        self.more.clicked.connect(self._show_more)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(scaled(6))
        self._column.addWidget(self.more, 0, Qt.AlignmentFlag.AlignLeft)
        self._show_more()

    def _show_more(self) -> None:
        """Put the next ones above the button."""
        now, self._rest = self._rest[:AT_ONCE], self._rest[AT_ONCE:]
        for key, title, note in now:
            link = EntryLink(key, title, note, self)
            link.wanted.connect(self.wanted)
            self._column.insertWidget(self._column.count() - 1, link)
        self.more.setText(self.tr("Show more: {count}").format(count=len(self._rest)))
        self.more.setVisible(bool(self._rest))


class MarkedLine(QWidget):
    """An icon, a line of text, and a paler one below it."""

    def __init__(
        self, icon: str, role: str, text: str, below: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.text = Label(text, "text", parent=self)
        self.below = Label(below, "hint", parent=self)
        for label in (self.text, self.below):
            label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        if not below:
            self.below.hide()
        words = QVBoxLayout()
        words.setSpacing(scaled(2))
        words.addWidget(self.text)
        words.addWidget(self.below)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(scaled(10))
        sign = QVBoxLayout()
        sign.setContentsMargins(0, scaled(2), 0, 0)
        sign.addWidget(IconView(icon, role, 16, self))
        sign.addStretch(1)
        row.addLayout(sign)
        row.addLayout(words, 1)


class XyStrip(QWidget):
    """X → y: what goes in and what comes out, side by side, or below each other where it's narrow."""

    def __init__(self, x: str, y: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._arrow = IconView("arrow-right", "accent", 20, self)
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(scaled(8))
        self._row.addWidget(_Side("X", x, self), 1)
        self._row.addWidget(self._arrow, 0, Qt.AlignmentFlag.AlignCenter)
        self._row.addWidget(_Side("y", y, self), 1)


class _Side(Card):
    def __init__(self, name: str, words: str, parent: QWidget | None = None) -> None:
        super().__init__(parent, sunken=True, padding=12)
        self.column.setSpacing(scaled(2))
        letter = Label(name, "hint", "accent", self, wrap=False)
        letter.setProperty("strong", True)
        said = Label(words, "text", parent=self)
        said.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.column.addWidget(letter)
        self.column.addWidget(said)
        self.column.addStretch(1)
