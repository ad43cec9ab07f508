"""A few choices side by side, of which one is chosen."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from desktop.widgets.buttons import Button


class ChoiceButton(Button):
    """One of the choices: the chosen one is checked, with a tick before its words.

    Put them into one QButtonGroup, so that exactly one is chosen.
    """

    kind = "choice"
    icon_role = "accent"

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.setCheckable(True)
        self.toggled.connect(self._tick)

    def _tick(self, checked: bool) -> None:
        self.set_icon("check" if checked else "")
