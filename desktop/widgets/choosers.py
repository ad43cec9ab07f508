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
    """Asks with the system's own dialogs."""

    def folder(self, parent: QWidget, title: str) -> Path | None:
        """A folder that is there."""
        return _path(QFileDialog.getExistingDirectory(parent, title))

    def file(self, parent: QWidget, title: str) -> Path | None:
        """A file that is there."""
        return _path(QFileDialog.getOpenFileName(parent, title)[0])

    def files(self, parent: QWidget, title: str) -> list[Path]:
        """Files that are there."""
        return [Path(name) for name in QFileDialog.getOpenFileNames(parent, title)[0]]

    def save(self, parent: QWidget, title: str, suggested: Path, filters: Sequence[str]) -> Path | None:
        """Where to write; the dialog itself asks before it replaces a file."""
        return _path(QFileDialog.getSaveFileName(parent, title, str(suggested), ";;".join(filters))[0])


def _path(name: str) -> Path | None:
    return Path(name) if name else None
