"""Sizes: everything grows with the system's font."""

from __future__ import annotations

from typing import Literal

from PySide6.QtGui import QFont
from PySide6.QtWidgets import QApplication

TEXT = 14  # size of running text, in pixels, where the system's font has its usual size
Kind = Literal["title", "heading", "text", "hint", "caption"]
SIZES: dict[Kind, int] = {"title": 24, "heading": 16, "text": TEXT, "hint": 13, "caption": 12}


def scale() -> float:
    """How much larger than drawn everything is: the application's text size against :data:`TEXT`."""
    size = QApplication.font().pixelSize()
    return size / TEXT if size > 0 else 1.0


def scaled(pixels: float) -> int:
    """A length of the design (multiples of 8) in the user's size."""
    return round(pixels * scale())


def font_size(kind: Kind) -> int:
    """The pixel size of a kind of text in the user's size."""
    return scaled(SIZES[kind])


def font(kind: Kind, *, bold: bool = False) -> QFont:
    """The application's font in the size of a kind of text, for what is painted by hand."""
    chosen = QFont(QApplication.font())
    chosen.setPixelSize(font_size(kind))
    chosen.setBold(bold)
    return chosen
