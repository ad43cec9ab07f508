"""Chips: short facts in a rounded tint; some can be pressed."""

from __future__ import annotations

from typing import Literal

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop.widgets.buttons import Button
from desktop.widgets.labels import Label

Tone = Literal["accent", "start", "prepare", "push_back", "unknown"]


class Chip(Label):
    """A short fact. ``tone`` colours it; say the meaning in words as well."""

    def __init__(self, text: str = "", tone: Tone = "accent", parent: QWidget | None = None) -> None:
        super().__init__(text, "caption", parent=parent, wrap=False)
        self.setProperty("kind", "chip")
        self.setProperty("tone", tone)
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)

    def say(self, text: str, tone: Tone = "accent") -> None:
        """Set text and tone."""
        self.setText(text)
        if self.property("tone") != tone:
            self.setProperty("tone", tone)
            self.style().unpolish(self)
            self.style().polish(self)


class ChipButton(Button):
    """A chip that does something when pressed."""

    kind = "chip"
    icon_role = "accent"

    def __init__(self, text: str = "", parent: QWidget | None = None, *, icon_name: str = "") -> None:
        super().__init__(text, parent, icon_name=icon_name)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
