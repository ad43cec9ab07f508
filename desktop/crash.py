"""The last resort: an error nobody expected is shown once, with details to copy."""

from __future__ import annotations

import sys
import threading
import traceback
from types import TracebackType

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from desktop.theme import scaled
from desktop.widgets.buttons import PrimaryButton, QuietButton
from desktop.widgets.labels import Label


class CrashReporter(QObject):
    """Takes over ``sys.excepthook`` and ``threading.excepthook`` until :meth:`restore`.

    The same error (type and place) is shown once a run. Nothing is sent anywhere.
    """

    _raised = Signal(str)

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._seen: set[tuple[str, str, int]] = set()
        self.dialog: CrashDialog | None = None
        self._before = sys.excepthook, threading.excepthook
        self._raised.connect(self._show)
        sys.excepthook = self._take
        threading.excepthook = self._take_from_thread

    def restore(self) -> None:
        """Give the hooks back."""
        sys.excepthook, threading.excepthook = self._before

    def _take(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            self._before[0](kind, error, trace)
            return
        text = "".join(traceback.format_exception(kind, error, trace))
        sys.stderr.write(text)
        last = traceback.extract_tb(trace)[-1:]
        place = (kind.__name__, last[0].filename, last[0].lineno or 0) if last else (kind.__name__, "", 0)
        if place not in self._seen:
            self._seen.add(place)
            self._raised.emit(text)

    def _take_from_thread(self, args: threading.ExceptHookArgs) -> None:
        if args.exc_value is not None:
            self._take(args.exc_type, args.exc_value, args.exc_traceback)

    def _show(self, text: str) -> None:
        self.dialog = CrashDialog(text, self._window)
        self.dialog.open()


class CrashDialog(QDialog):
    """Says that something went wrong, that the case is safe, and what it was."""

    def __init__(self, details: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Something went wrong"))
        self.resize(scaled(640), scaled(420))
        self.details = QPlainTextEdit(details, self)
        self.details.setReadOnly(True)
        self.details.setAccessibleName(self.tr("Details"))
        self.copy = QuietButton(self.tr("Copy the details"), self, icon_name="copy")
        self.copy.clicked.connect(self._copy)
        close = PrimaryButton(self.tr("Go on"), self)
        close.clicked.connect(self.accept)
        column = QVBoxLayout(self)
        column.setContentsMargins(*(scaled(24),) * 4)
        column.setSpacing(scaled(12))
        column.addWidget(Label(self.tr("Something went wrong in Jjak"), "heading", parent=self))
        words = self.tr(
            "Your answers are saved. You can go on; if it happens again, copy the details and send them "
            "to whoever gave you Jjak. Nothing is sent by itself."
        )
        column.addWidget(Label(words, parent=self))
        column.addWidget(self.details, 1)
        row = QHBoxLayout()
        row.addWidget(self.copy)
        row.addStretch(1)
        row.addWidget(close)
        column.addLayout(row)
        close.setFocus()

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.details.toPlainText())
