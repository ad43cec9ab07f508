"""How long to train: three usual times, or one's own."""

from __future__ import annotations

from PySide6.QtGui import QIntValidator
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QLineEdit, QWidget

from desktop.theme import scaled
from desktop.widgets.choice_button import ChoiceButton
from desktop.widgets.labels import Label

USUAL = (30, 60, 120)
PRESET = 60
LEAST, MOST = 5, 3600


class Budget(QWidget):
    """The training budget in seconds."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title = Label("", "text", parent=self, wrap=False)
        self.usual = {seconds: ChoiceButton(self) for seconds in USUAL}
        self.own = ChoiceButton(self)
        self.own_seconds = QLineEdit("300", self)
        self.own_seconds.setValidator(QIntValidator(LEAST, MOST, self))
        self.own_seconds.setMaximumWidth(scaled(72))
        self._unit = Label("", "text", parent=self, wrap=False)
        self._group = QButtonGroup(self)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(scaled(8))
        row.addWidget(self._title)
        row.addSpacing(scaled(8))
        for button in (*self.usual.values(), self.own):
            self._group.addButton(button)
            row.addWidget(button)
        row.addWidget(self.own_seconds)
        row.addWidget(self._unit)
        row.addStretch(1)
        self.own.toggled.connect(self._show_field)
        self.usual[PRESET].setChecked(True)
        self._show_field(shown=False)

    @property
    def seconds(self) -> int:
        """The chosen time; what was typed is held within the limits."""
        if self.own.isChecked():
            return min(max(int(self.own_seconds.text() or 0), LEAST), MOST)
        return next((seconds for seconds, button in self.usual.items() if button.isChecked()), PRESET)

    def retranslate(self) -> None:
        """Every word."""
        self._title.setText(self.tr("Training time"))
        for seconds, button in self.usual.items():
            button.setText(self.tr("{seconds} s").format(seconds=seconds))
        self.own.setText(self.tr("Own"))
        self._unit.setText(self.tr("seconds"))
        self.own_seconds.setAccessibleName(self.tr("Own training time in seconds"))

    def _show_field(self, shown: bool) -> None:
        self.own_seconds.setVisible(shown)
        self._unit.setVisible(shown)
        if shown:
            self.own_seconds.setFocus()
            self.own_seconds.selectAll()
