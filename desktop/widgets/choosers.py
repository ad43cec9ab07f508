"""The system's dialogs for files and folders, behind a protocol that tests can stand in for."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

from PySide6.QtWidgets import QFileDialog, QWidget


class Chooser(Protocol):
    """Asks the user for a path; None when they change their mind."""

    def folder(self, parent: QWidget, title: str) -> Path | None:
        """A folder that is there."""

    def file(self, parent: QWidget, title: str) -> Path | None:
        """A file that is there."""

    def files(self, parent: QWidget, title: str) -> list[Path]:
        """Files that are there; none when they change their mind."""

    def save(self, parent: QWidget, title: str, suggested: Path, filters: Sequence[str]) -> Path | None:
        """Where to write; the dialog has asked before it names a file that is there."""


class SystemChooser:
    """Asks with the system's own dialogs, beginning where something was chosen last."""

    def __init__(self) -> None:
        self._start = Path.home()  # not where the program happens to have been started

    def folder(self, parent: QWidget, title: str) -> Path | None:
        """A folder that is there."""
        return self._keep(_path(QFileDialog.getExistingDirectory(parent, title, str(self._start))))

    def file(self, parent: QWidget, title: str) -> Path | None:
        """A file that is there."""
        return self._keep(_path(QFileDialog.getOpenFileName(parent, title, str(self._start))[0]))

    def files(self, parent: QWidget, title: str) -> list[Path]:
        """Files that are there."""
        chosen = [Path(name) for name in QFileDialog.getOpenFileNames(parent, title, str(self._start))[0]]
        self._keep(chosen[0] if chosen else None)
        return chosen

    def save(self, parent: QWidget, title: str, suggested: Path, filters: Sequence[str]) -> Path | None:
        """Where to write; the dialog itself asks before it replaces a file."""
        return _path(QFileDialog.getSaveFileName(parent, title, str(suggested), ";;".join(filters))[0])

    def _keep(self, chosen: Path | None) -> Path | None:
        if chosen is not None:
            self._start = chosen.parent
        return chosen


def _path(name: str) -> Path | None:
    return Path(name) if name else None
