"""Asks for the name of a new case and where to keep it."""

from __future__ import annotations

import re
from pathlib import Path

from PySide6.QtCore import QStandardPaths, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QFileDialog, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from desktop.theme import scaled
from desktop.widgets.buttons import PrimaryButton, QuietButton
from desktop.widgets.labels import ElidedLabel, Label

SUFFIX = ".jjak"
_FORBIDDEN = re.compile(r'[<>:"/\\|?*\x00-\x1f]')
_RESERVED = re.compile(r"(?i)^(con|prn|aux|nul|com\d|lpt\d)$")


class NewCaseDialog(QDialog):
    """``made(path, name)`` when the user has decided; nothing is written here."""

    made = Signal(object, str)

    def __init__(self, folder: Path, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._folder = folder
        self.setWindowTitle(self.tr("New case"))
        self.name = QLineEdit(self)
        self.name.setMaxLength(120)
        self.name.setPlaceholderText(self.tr("e.g. Sorting parts, Hansol Machinery"))
        self._where = ElidedLabel("", "hint", self, middle=True)
        self._browse = QuietButton(self.tr("Another folder …"), self, icon_name="folder")
        self.create = PrimaryButton(self.tr("Create"), self)
        self._cancel = QuietButton(self.tr("Cancel"), self)
        self._lay_out()
        self.name.textChanged.connect(self._show_path)
        self._browse.clicked.connect(self._choose_folder)
        self.create.clicked.connect(self._finish)
        self._cancel.clicked.connect(self.reject)
        self._show_path()
        self.name.setFocus()

    @property
    def path(self) -> Path:
        """The file that would be made; never one that is there already."""
        return free_path(self._folder, self.name.text())

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Enter in the name field creates."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._finish()
            return
        super().keyPressEvent(event)

    def _lay_out(self) -> None:
        self.setMinimumWidth(scaled(520))
        label = Label(self.tr("Name of the case"), "heading", parent=self)
        label.setBuddy(self.name)
        self.name.setAccessibleName(label.text())
        hint = Label(self.tr("The client or the wish, so that you find it again."), "hint", parent=self)
        where = QHBoxLayout()
        where.setSpacing(scaled(12))
        where.addWidget(self._where, 1)
        where.addWidget(self._browse)
        buttons = QHBoxLayout()
        buttons.addWidget(self._cancel)
        buttons.addStretch(1)
        buttons.addWidget(self.create)
        column = QVBoxLayout(self)
        column.setContentsMargins(*(scaled(24),) * 4)
        column.setSpacing(scaled(8))
        column.addWidget(label)
        column.addWidget(hint)
        column.addWidget(self.name)
        column.addSpacing(scaled(8))
        column.addWidget(Label(self.tr("Kept in this file"), "caption", parent=self))
        column.addLayout(where)
        column.addSpacing(scaled(16))
        column.addLayout(buttons)

    def _choose_folder(self) -> None:
        chosen = QFileDialog.getExistingDirectory(self, self.tr("Where to keep the case"), str(self._folder))
        if chosen:
            self._folder = Path(chosen)
            self._show_path()

    def _show_path(self) -> None:
        self.create.setEnabled(bool(self.name.text().strip()))
        self._where.setText(str(self.path))

    def _finish(self) -> None:
        name = self.name.text().strip()
        if name:
            self.made.emit(self.path, name)
            self.accept()


def default_folder() -> Path:
    """``Documents/Jjak``."""
    documents = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
    return Path(documents or Path.home()) / "Jjak"


def free_path(folder: Path, name: str) -> Path:
    """A file of that name in ``folder`` which isn't there yet, fit for every file system."""
    stem = _FORBIDDEN.sub(" ", name).strip(" .")[:80].strip() or "case"
    if _RESERVED.match(stem):
        stem = f"{stem}_"
    path, number = folder / f"{stem}{SUFFIX}", 2
    while path.exists():
        path, number = folder / f"{stem} {number}{SUFFIX}", number + 1
    return path
