"""A place to drop files on; the same way in as the button beside it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QMimeData, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDragMoveEvent, QDropEvent
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from desktop.theme import scaled


class DropArea(QFrame):
    """Takes local files and folders for which ``accepts`` says yes.

    Signals: ``dropped(list[Path])`` the accepted ones; ``refused(list[Path])`` the others
    (non-empty only). ``column`` is the layout for what stands inside.
    """

    dropped = Signal(list)
    refused = Signal(list)

    def __init__(self, accepts: Callable[[Path], bool], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._accepts = accepts
        self.setProperty("kind", "drop")
        self.setProperty("over", False)
        self.setAcceptDrops(True)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(*(scaled(24),) * 4)
        self.column.setSpacing(scaled(8))

    def take(self, paths: list[Path]) -> None:
        """Sort paths into accepted and refused; a drop and a button's dialog both end here."""
        good = [path for path in paths if self._accepts(path)]
        bad = [path for path in paths if path not in good]
        if good:
            self.dropped.emit(good)
        if bad:
            self.refused.emit(bad)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:  # noqa: N802
        """Show that it would be taken."""
        if local_paths(event.mimeData()):
            event.setDropAction(Qt.DropAction.CopyAction)
            event.accept()
            self._mark(over=True)

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:  # noqa: N802
        """Go on taking it."""
        event.setDropAction(Qt.DropAction.CopyAction)
        event.accept()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:  # noqa: N802
        """It went elsewhere."""
        self._mark(over=False)

    def dropEvent(self, event: QDropEvent) -> None:  # noqa: N802
        """Take what was dropped."""
        self._mark(over=False)
        event.setDropAction(Qt.DropAction.CopyAction)
        event.accept()
        self.take(local_paths(event.mimeData()))

    def _mark(self, *, over: bool) -> None:
        self.setProperty("over", over)
        self.style().unpolish(self)
        self.style().polish(self)


def local_paths(data: QMimeData) -> list[Path]:
    """The files and folders of this computer that a drag carries."""
    return [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]
