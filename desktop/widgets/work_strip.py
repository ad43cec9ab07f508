"""What is at work, how far it is, and how to stop it."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from desktop.theme import scaled
from desktop.widgets.buttons import QuietButton
from desktop.widgets.cards import Card
from desktop.widgets.labels import Label

STEPS = 1000  # of the bar, whatever is counted


class WorkStrip(Card):
    """Stage and detail in words, a bar, Cancel, and Finish now where that makes sense."""

    cancel_asked = Signal()
    finish_asked = Signal()

    def __init__(self, parent: QWidget | None = None, *, can_finish: bool = False) -> None:
        super().__init__(parent)
        self.stage = Label("", "heading", parent=self)
        self.detail = Label("", "hint", parent=self)
        self.bar = QProgressBar(self)
        self.bar.setTextVisible(False)
        self.finish = QuietButton(parent=self)
        self.finish.setVisible(can_finish)
        self.cancel = QuietButton(parent=self)
        words = QVBoxLayout()
        words.setSpacing(scaled(2))
        words.addWidget(self.stage)
        words.addWidget(self.detail)
        row = QHBoxLayout()
        row.setSpacing(scaled(12))
        row.addLayout(words, 1)
        row.addWidget(self.finish)
        row.addWidget(self.cancel)
        self.column.addLayout(row)
        self.column.addWidget(self.bar)
        self.cancel.clicked.connect(self.cancel_asked)
        self.finish.clicked.connect(self.finish_asked)

    def say(self, stage: str, detail: str = "") -> None:
        """Say what is done now; the detail keeps its line when it is empty."""
        self.stage.setText(stage)
        self.detail.setText(detail or " ")
        self.bar.setAccessibleName(f"{stage} {detail}".strip())

    def show_part(self, done: float, total: float | None) -> None:
        """Fill the bar; with no total known it only moves."""
        if not total:
            self.bar.setRange(0, 0)
            return
        self.bar.setRange(0, STEPS)
        self.bar.setValue(round(STEPS * min(max(done / total, 0.0), 1.0)))

    def set_stoppable(self, stoppable: bool) -> None:
        """Whether the buttons can be pressed; not while it is already stopping."""
        self.cancel.setEnabled(stoppable)
        self.finish.setEnabled(stoppable)

    def retranslate(self) -> None:
        """Name the buttons."""
        self.cancel.setText(self.tr("Cancel"))
        self.finish.setText(self.tr("Finish now"))
        self.finish.setToolTip(self.tr("Stop here and keep the best model so far"))
