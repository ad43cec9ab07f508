"""How much of what decides is answered: words and a bar."""

from __future__ import annotations

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QProgressBar, QVBoxLayout, QWidget

from desktop.theme import scaled
from desktop.widgets.labels import Label


class CoverageBar(QWidget):
    """``n of m`` deciding answers; the words carry it, the bar shows it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._known, self._all = 0, 0
        self._words = Label("", "caption", parent=self)
        self._bar = QProgressBar(self)
        self._bar.setTextVisible(False)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(scaled(8))
        column.addWidget(self._words)
        column.addWidget(self._bar)
        self.show_coverage(0, 0)

    def show_coverage(self, known: int, among: int) -> None:
        """Show that ``known`` of ``among`` deciding answers are there."""
        self._known, self._all = known, among
        self._bar.setRange(0, max(among, 1))
        self._bar.setValue(known)
        self._say()

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802
        """Say it in the language of now."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self._say()

    def _say(self) -> None:
        words = self.tr("Answers that decide: {known} of {all}").format(known=self._known, all=self._all)
        self._words.setText(words)
        self._bar.setAccessibleName(words)
