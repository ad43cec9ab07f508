"""The guess beside the answer, line by line."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QWidget

from desktop.theme import scaled
from desktop.widgets.icons import IconView
from desktop.widgets.labels import Label


class CompareGrid(QWidget):
    """Three columns: what it is about, what was guessed, what it takes."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(scaled(16))
        self._grid.setVerticalSpacing(scaled(10))
        self._grid.setColumnStretch(1, 1)
        self._grid.setColumnStretch(2, 1)
        heads = (self.tr("Your guess"), self.tr("What it takes"))
        for column, head in enumerate(heads, start=1):
            self._grid.addWidget(Label(head, "caption", parent=self), 0, column)

    def add(self, name: str, guess: str, answer: str, right: bool | None = None) -> None:
        """One line; ``right``: whether the guess meets the answer, where that can be told."""
        line = self._grid.rowCount()
        head = Label(name, "text", "accent", self, wrap=False)
        head.setProperty("strong", True)
        top = Qt.AlignmentFlag.AlignTop
        self._grid.addWidget(head, line, 0, top)
        self._grid.addWidget(self._guess(guess, right), line, 1, top)
        needed = Label(answer, "text", parent=self)
        needed.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._grid.addWidget(needed, line, 2, top)

    def _guess(self, guess: str, right: bool | None) -> QWidget:
        words = guess or self.tr("left open")
        if right is not None:
            outcome = self.tr("right") if right else self.tr("not this one")
            words = f"{words}: {outcome}"
        said = Label(words, "text", "" if guess else "muted", self)
        if right is None:
            return said
        holder = QWidget(self)
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(scaled(6))
        icon, role = ("check-filled", "start") if right else ("close", "push_back")
        row.addWidget(IconView(icon, role, 16, holder), 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(said, 1)
        return holder
