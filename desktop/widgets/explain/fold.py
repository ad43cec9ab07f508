"""Parts that fold: a heading with a summary, and below it what is built only once it is opened."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QApplication, QHBoxLayout, QVBoxLayout, QWidget

from desktop.theme import active_theme, scaled
from desktop.widgets.buttons import Button
from desktop.widgets.explain.tabs import stops
from desktop.widgets.icons import draw_icon
from desktop.widgets.labels import Label
from desktop.widgets.word_button import WordButton

Build = Callable[[QWidget], QWidget]
"""Makes a widget with the given parent."""

LEFT = 24  # room for the arrow
AT_ONCE = 10  # further lines that a press brings


class FoldButton(WordButton):
    """A heading that opens what is below it. Space and Enter press it, like the mouse."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setCheckable(True)
        self._title = Label("", "text", parent=self)
        self._title.setProperty("strong", True)
        self._count = Label("", "hint", parent=self, wrap=False)
        self._summary = Label("", "caption", parent=self)
        row = QHBoxLayout()
        row.setSpacing(scaled(8))
        row.addWidget(self._title, 1)
        row.addWidget(self._count)
        column = QVBoxLayout(self)
        column.setContentsMargins(scaled(LEFT), scaled(6), scaled(8), scaled(6))
        column.setSpacing(0)
        column.addLayout(row)
        column.addWidget(self._summary)
        for label in (self._title, self._count, self._summary):
            label.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def say(self, title: str, summary: str = "", count: int | None = None) -> None:
        """Set the heading, the paler words below it, and how many there are, at the right."""
        self._title.setText(title)
        self._count.setText("" if count is None else str(count))
        self._summary.setText(summary)
        self._summary.setVisible(bool(summary))
        self.setText(title)
        self.setAccessibleName(title if count is None else f"{title}: {count}")
        self.setAccessibleDescription(summary)

    def summary(self) -> str:
        """The paler words."""
        return self._summary.text()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        """An arrow that points down when it is open; an edge when it has the focus."""
        theme = active_theme()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        focus, hover = self.hasFocus(), self.underMouse()
        painter.setPen(QPen(theme.color("accent"), 1.0) if focus else Qt.PenStyle.NoPen)
        painter.setBrush(theme.color("hover") if hover else Qt.BrushStyle.NoBrush)
        if focus or hover:
            box = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
            painter.drawRoundedRect(box, scaled(6), scaled(6))
        side = scaled(14)
        arrow = QRectF(scaled(2), scaled(6) + (self._title.height() - side) / 2, side, side)
        name = "chevron-down" if self.isChecked() else "chevron-right"
        draw_icon(painter, name, arrow, theme.color("accent" if focus or hover else "muted"))


class Fold(QWidget):
    """A :class:`FoldButton` and its body. What is shown is built when it is first open, and
    again only when it has changed; the user's folding is kept.
    """

    def __init__(self, parent: QWidget | None = None, *, is_open: bool = False) -> None:
        super().__init__(parent)
        self.button = FoldButton(self)
        self.button.setChecked(is_open)
        self.button.toggled.connect(self._refresh)
        self.body: QWidget | None = None
        self._content: object = None
        self._shown: object = None
        self._build: Build | None = None
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(scaled(4))
        self._column.addWidget(self.button)

    @property
    def is_open(self) -> bool:
        """Whether the body is to be seen."""
        return self.button.isChecked()

    def set_open(self, is_open: bool) -> None:
        """Open or fold it."""
        self.button.setChecked(is_open)

    def show_content(
        self, title: str, summary: str, content: object, build: Build, count: int | None = None
    ) -> None:
        """Show what ``build`` makes; it is made anew only when ``content`` isn't equal to the last."""
        self.button.say(title, summary, count)
        self._content, self._build = content, build
        self._refresh()

    def _refresh(self) -> None:
        is_open = self.is_open
        if is_open and self._build is not None and (self.body is None or self._shown != self._content):
            place = self._focus_place()
            self._drop()
            self.body = self._build(self)
            self._shown = self._content
            self._column.addWidget(self.body)
            self._focus_again(place)
        if self.body is not None:
            self.body.setVisible(is_open)

    def _focus_place(self) -> int | None:
        """Which of the body's stops has the focus."""
        focus = QApplication.focusWidget()
        inside = [] if self.body is None else list(stops(self.body))
        return inside.index(focus) if focus in inside else None

    def _focus_again(self, place: int | None) -> None:
        """What was built anew under the user's hands keeps the focus."""
        inside = [] if self.body is None or place is None else list(stops(self.body))
        if inside and place is not None:
            inside[min(place, len(inside) - 1)].setFocus()

    def _drop(self) -> None:
        if self.body is not None:
            self._column.removeWidget(self.body)
            self.body.hide()
            self.body.deleteLater()
            self.body = None


class MoreButton(Button):
    """``7 more``: brings further lines."""

    kind = "why"


class Some(QWidget):
    """The first lines of a list, and a button "n more" that brings the next ones."""

    def __init__(
        self, lines: Sequence[Build], first: int, parent: QWidget | None = None, *, gap: int = 8
    ) -> None:
        super().__init__(parent)
        self._rest = list(lines)
        self.more = MoreButton(parent=self)
        self.more.clicked.connect(self._show_next)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(scaled(gap))
        self._column.addWidget(self.more, 0, Qt.AlignmentFlag.AlignLeft)
        self._add(first)

    def _show_next(self) -> None:
        before = self._column.count() - 1
        self._add(AT_ONCE)
        if not self.more.isVisible() and (item := self._column.itemAt(before)) is not None:
            _first_stop(item.widget())

    def _add(self, count: int) -> None:
        now, self._rest = self._rest[:count], self._rest[count:]
        for build in now:
            line = build(self)
            self._column.insertWidget(self._column.count() - 1, line)
            line.show()
        self.more.setText(self.tr("{count} more").format(count=len(self._rest)))
        self.more.setVisible(bool(self._rest))


def _first_stop(line: QWidget | None) -> None:
    """Give the focus to the first thing of a line that takes it."""
    if line is None:
        return
    stop = next((each for each in stops(line) if each.isVisible()), None)
    if stop is not None:
        stop.setFocus()


class Stack(QWidget):
    """Widgets below each other."""

    def __init__(self, parent: QWidget | None = None, *, gap: int = 8, inset: int = 0) -> None:
        super().__init__(parent)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(scaled(inset), 0, 0, 0)
        self.column.setSpacing(scaled(gap))

    def add(self, widget: QWidget) -> None:
        """Add one at the end."""
        self.column.addWidget(widget)
