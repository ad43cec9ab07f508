"""A few short choices in one row, of which one is in force: one stop for Tab, arrows go along."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QFont, QFontMetrics, QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from desktop.theme import scaled
from desktop.widgets.buttons import Button


class Segment(Button):
    """One of the choices. It never checks itself: ``clicked`` asks, and its owner marks it."""

    kind = "choice"
    icon_role = "accent"

    def __init__(self, value: str, row: Segments) -> None:
        super().__init__(parent=row)
        self.value, self._row = value, row
        self.setCheckable(True)

    def nextCheckState(self) -> None:  # noqa: N802
        """Stay as it is until the choice is taken."""

    def mark(self, chosen: bool) -> None:
        """Show it as the one in force, or not; Tab stops at that one only."""
        self.setChecked(chosen)
        self.set_icon("check" if chosen else "")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus if chosen else Qt.FocusPolicy.ClickFocus)

    def sizeHint(self) -> QSize:  # noqa: N802
        """As wide as when it is chosen, so that nothing moves."""
        bold = QFont(self.font())
        bold.setBold(True)
        width = QFontMetrics(bold).horizontalAdvance(self.text()) + scaled(18 + 4 + 2 * 12 + 8)
        return QSize(width, super().sizeHint().height())

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Arrows and Home, End move along; Space and Enter choose."""
        steps = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
        if event.key() in steps:
            self._row.move(self, steps[Qt.Key(event.key())])
            return
        super().keyPressEvent(event)


class Segments(QWidget):
    """``chosen(value)``: the user wants another one in force."""

    chosen = Signal(str)

    def __init__(self, values: Sequence[str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.segments = [Segment(value, self) for value in values]
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(scaled(4))
        for segment in self.segments:
            row.addWidget(segment)
            segment.clicked.connect(self._choose)

    def say(self, words: Sequence[str], subject: str) -> None:
        """The words of each, and what they are about, for whoever can't see it."""
        for segment, word in zip(self.segments, words, strict=True):
            segment.setText(word)
            segment.setAccessibleName(f"{subject}: {word}")
            segment.updateGeometry()

    def mark(self, value: str) -> None:
        """Show which is in force."""
        known = [segment.value for segment in self.segments]
        for place, segment in enumerate(self.segments):
            segment.mark(segment.value == value)
            if value not in known and place == 0:
                segment.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def move(self, segment: Segment, step: int) -> None:
        """The focus goes to the one beside it."""
        place = self.segments.index(segment) + step
        if 0 <= place < len(self.segments):
            self.segments[place].setFocus(Qt.FocusReason.OtherFocusReason)

    def _choose(self) -> None:
        sender = self.sender()
        if isinstance(sender, Segment) and not sender.isChecked():
            self.chosen.emit(sender.value)
