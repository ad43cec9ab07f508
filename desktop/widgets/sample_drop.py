"""Where a sample is dropped, or chosen by a button: one way in for both."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QEvent, QMimeData, QObject, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from desktop.theme import scaled
from desktop.widgets.buttons import QuietButton
from desktop.widgets.choosers import Chooser
from desktop.widgets.drop import DropArea, local_paths
from desktop.widgets.icons import IconView
from desktop.widgets.labels import Label


class SampleDrop(DropArea):
    """A big area that takes one folder, zip or file, and two buttons that choose one.

    Signals: ``chosen_paths(list[Path])``, one path, or several if ``several`` are allowed;
    ``problem(str)``, one sentence, when what was dropped can't be a sample. Whether a path
    can be read is for the child process to find out. ``chooser`` asks for a folder or files.
    """

    chosen_paths = Signal(list)
    problem = Signal(str)

    def __init__(
        self, chooser: Chooser, parent: QWidget | None = None, *, large: bool = True, several: bool = False
    ) -> None:
        super().__init__(_any, parent)
        self.chooser = chooser
        self._several = several
        self.icon = IconView("folder", "accent", 40 if large else 24, self)
        self.words = Label("", "heading" if large else "text", parent=self)
        self.hint = Label("", "hint", parent=self)
        self.folder = QuietButton(parent=self, icon_name="folder")
        self.file = QuietButton(parent=self, icon_name="file")
        for label in (self.words, self.hint):
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
        buttons = QHBoxLayout()
        buttons.setSpacing(scaled(12))
        buttons.addStretch(1)
        buttons.addWidget(self.folder)
        buttons.addWidget(self.file)
        buttons.addStretch(1)
        self.column.addStretch(1)
        self.column.addWidget(self.icon, 0, Qt.AlignmentFlag.AlignHCenter)
        self.column.addWidget(self.words)
        self.column.addWidget(self.hint)
        self.column.addSpacing(scaled(8))
        self.column.addLayout(buttons)
        self.column.addStretch(1)
        self.setMinimumHeight(scaled(360 if large else 150))
        self.folder.clicked.connect(self.choose_folder)
        self.file.clicked.connect(self.choose_file)

    def say(self, words: str, hint: str, folder: str, file: str) -> None:
        """Set the words of the area and of its buttons."""
        self.words.setText(words)
        self.hint.setText(hint)
        self.folder.setText(folder)
        self.file.setText(file)
        self.setAccessibleName(words)

    def choose_folder(self) -> None:
        """Ask for a folder; the same as dropping it."""
        self.take_paths([self.chooser.folder(self, self.folder.text())])

    def choose_file(self) -> None:
        """Ask for a file, or several; the same as dropping them."""
        if self._several:
            self.take_paths([*self.chooser.files(self, self.file.text())])
        else:
            self.take_paths([self.chooser.file(self, self.file.text())])

    def take_data(self, data: QMimeData) -> None:
        """Take what was dropped here, or elsewhere on the page."""
        paths = local_paths(data)
        if not paths or len(paths) < len(data.urls()):
            self.problem.emit(
                self.tr("That is not a file of this computer: save it first, then drop the file itself.")
            )
        elif len(paths) > 1 and not self._several:
            self.problem.emit(
                self.tr("Drop one thing at a time: put the files into one folder and drop that.")
            )
        else:
            self.take_paths([*paths])

    def take_paths(self, paths: list[Path | None]) -> None:
        """Pass on what was dropped or chosen; nothing when the dialog was left."""
        chosen = [path for path in paths if path is not None]
        if chosen:
            self.chosen_paths.emit(chosen)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:  # noqa: N802
        """Take whatever comes: what can't be used gets a sentence, not silence."""
        event.setDropAction(Qt.DropAction.CopyAction)
        event.accept()
        self._mark(over=True)

    def dropEvent(self, event: QDropEvent) -> None:  # noqa: N802
        """Take what was dropped."""
        self._mark(over=False)
        event.setDropAction(Qt.DropAction.CopyAction)
        event.accept()
        self.take_data(event.mimeData())


class DropRelay(QObject):
    """Lets a whole page take drops and hands them to its drop area, shown or not."""

    def __init__(self, page: QWidget, area: SampleDrop) -> None:
        super().__init__(page)
        self._area = area
        page.setAcceptDrops(True)
        page.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        """Take drags and drops that no child of the page took."""
        if isinstance(event, QDropEvent) and event.type() in (
            QEvent.Type.DragEnter,
            QEvent.Type.DragMove,
            QEvent.Type.Drop,
        ):
            event.setDropAction(Qt.DropAction.CopyAction)
            event.accept()
            if not isinstance(event, QDragEnterEvent | QDragMoveEvent):
                self._area.take_data(event.mimeData())
            return True
        return super().eventFilter(watched, event)


def _any(_path: Path) -> bool:
    return True
