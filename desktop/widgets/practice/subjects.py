"""How far each subject is, and the choice of one; marks to give oneself."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPainterPath, QPaintEvent
from PySide6.QtWidgets import QButtonGroup, QGridLayout, QSizePolicy, QWidget

from desktop.theme import active_theme, scaled
from desktop.widgets.buttons import QuietButton
from desktop.widgets.cards import Card
from desktop.widgets.choice_button import ChoiceButton
from desktop.widgets.labels import Label

if TYPE_CHECKING:
    from engine.practice import Grade, Matter, Tally

ALL = ""


def subject_word(subject: str) -> str:
    """A subject in words."""
    words = {
        ALL: QCoreApplication.translate("SubjectList", "All subjects"),
        "vision": QCoreApplication.translate("SubjectList", "Vision"),
        "speech": QCoreApplication.translate("SubjectList", "Speech"),
        "text": QCoreApplication.translate("SubjectList", "Text"),
        "documents": QCoreApplication.translate("SubjectList", "Documents"),
        "forecasting": QCoreApplication.translate("SubjectList", "Forecasting"),
        "recommendation": QCoreApplication.translate("SubjectList", "Recommendation"),
        "cases": QCoreApplication.translate("SubjectList", "The five cases"),
    }
    return words[subject]


class SubjectList(Card):
    """A line a subject: its name to choose it by, a bar, and the numbers. ``chosen(subject)``."""

    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title = Label("", "heading", parent=self)
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(scaled(16))
        self._grid.setVerticalSpacing(scaled(6))
        self._grid.setColumnStretch(1, 1)
        self._group = QButtonGroup(self)
        self.lines: dict[str, tuple[SubjectButton, TallyBar, Label]] = {}
        self.column.addWidget(self._title)
        self.column.addLayout(self._grid)

    def show_tallies(self, whole: Tally, tallies: Mapping[Matter, Tally], current: Matter | None) -> None:
        """Show how far each subject is; the one in practice is chosen."""
        self._title.setText(self.tr("How far you are"))
        for subject, tally in ((ALL, whole), *tallies.items()):
            button, bar, words = self._line(subject)
            button.setText(subject_word(subject))
            button.setChecked(subject == (current or ALL))
            bar.show_tally(tally)
            said = self._sentence(tally)
            words.setText(said)
            button.setAccessibleDescription(said)

    def _sentence(self, tally: Tally) -> str:
        parts = [self.tr("{knew} of {total} known").format(knew=tally.knew, total=tally.total)]
        if tally.partly:
            parts.append(self.tr("in part {count}").format(count=tally.partly))
        if tally.missed:
            parts.append(self.tr("not yet {count}").format(count=tally.missed))
        return " · ".join(parts)

    def _line(self, subject: str) -> tuple[SubjectButton, TallyBar, Label]:
        if subject not in self.lines:
            button, bar = SubjectButton(subject, self), TallyBar(self)
            words = Label("", "caption", parent=self, wrap=False)
            button.chosen.connect(self.chosen)
            self._group.addButton(button)
            place = self._grid.rowCount()
            self._grid.addWidget(button, place, 0)
            self._grid.addWidget(bar, place, 1)
            self._grid.addWidget(words, place, 2, Qt.AlignmentFlag.AlignVCenter)
            self.lines[subject] = (button, bar, words)
        return self.lines[subject]


class SubjectButton(ChoiceButton):
    """A subject to practise; ``chosen(subject)`` when pressed."""

    chosen = Signal(str)

    def __init__(self, subject: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._subject = subject
        self.clicked.connect(self._choose)

    def _choose(self) -> None:
        self.chosen.emit(self._subject)


class GradeButton(QuietButton):
    """A mark to give oneself; ``given(grade)`` when pressed."""

    given = Signal(str)

    def __init__(self, grade: Grade, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._grade = grade
        self.clicked.connect(self._give)

    def _give(self) -> None:
        self.given.emit(self._grade)


class TallyBar(QWidget):
    """Known, in part and not yet known as parts of one bar; the words beside it say the numbers."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._parts: tuple[tuple[str, int], ...] = ()
        self._total = 0
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_tally(self, tally: Tally) -> None:
        """Show these numbers."""
        self._parts = (("start", tally.knew), ("prepare", tally.partly), ("push_back", tally.missed))
        self._total = tally.total
        self.update()

    def sizeHint(self) -> QSize:  # noqa: N802
        """A thin bar."""
        return QSize(scaled(160), scaled(10))

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        """May be short."""
        return QSize(scaled(60), scaled(10))

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802
        """Paint it in the theme of now."""
        super().changeEvent(event)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        """The ground, then each part."""
        theme, painter = active_theme(), QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        shape = QPainterPath()
        shape.addRoundedRect(QRectF(self.rect()), self.height() / 2, self.height() / 2)
        painter.setClipPath(shape)
        painter.fillRect(self.rect(), theme.color("sunken"))
        left = 0.0
        for role, count in self._parts:
            width = self.width() * count / self._total if self._total else 0.0
            painter.fillRect(QRectF(left, 0, width, self.height()), theme.color(role))
            left += width
