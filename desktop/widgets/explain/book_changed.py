"""An old case meets another rule book: what is said differently now."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QWidget

from desktop.i18n import language
from desktop.theme import scaled
from desktop.widgets.buttons import IconButton
from desktop.widgets.cards import Card
from desktop.widgets.explain.fold import Build, Fold, Some
from desktop.widgets.icons import IconView
from desktop.widgets.labels import Label

if TYPE_CHECKING:
    from engine.advice.compare import Differences

FIRST = 6  # differences shown at once


class BookChanged(Card):
    """Hidden until there is something to tell; closed by its button."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, padding=12)
        self.setProperty("kind", "notice")
        self._differences: Differences | None = None
        self.head = Label("", "text", parent=self)
        self.close_button = IconButton("close", parent=self)
        self.close_button.clicked.connect(self.dismiss)
        self.fold = Fold(self)
        row = QHBoxLayout()
        row.setSpacing(scaled(12))
        row.addWidget(IconView("again", "prepare", 20, self))
        row.addWidget(self.head, 1)
        row.addWidget(self.close_button)
        self.column.addLayout(row)
        self.column.addWidget(self.fold)
        self.hide()

    def show_differences(self, differences: Differences | None) -> None:
        """Show what differs; nothing where nothing does, or None."""
        told = differences is not None and (differences.differs or not differences.kept)
        self._differences = differences if told else None
        self.fold.set_open(False)
        self.retranslate()

    def dismiss(self) -> None:
        """It has been read."""
        self._differences = None
        self.retranslate()

    def retranslate(self) -> None:
        """Say everything in the language of now."""
        self.close_button.set_name(self.tr("Close this message"))
        self.setVisible(self._differences is not None)
        if self._differences is None:
            return
        head, *lines = self._differences.lines(language())
        self.head.setText(head)
        self.fold.setVisible(bool(lines))
        self.fold.show_content(
            self.tr("What is different"),
            "",
            tuple(lines),
            lambda parent: Some([_line(words) for words in lines], FIRST, parent, gap=6),
            len(lines),
        )


def _line(words: str) -> Build:
    def build(parent: QWidget) -> QWidget:
        label = Label(words, "hint", "text", parent)
        label.setContentsMargins(scaled(24), 0, 0, 0)
        return label

    return build
