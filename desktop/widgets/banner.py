"""A line above the page that says what went wrong and what to do, until it is closed."""

from __future__ import annotations

from typing import Literal

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from desktop.theme import scaled
from desktop.widgets.buttons import IconButton, QuietButton
from desktop.widgets.icons import IconView
from desktop.widgets.labels import Label

Tone = Literal["problem", "note"]


class Banner(QFrame):
    """Hidden until :meth:`show_problem` or :meth:`show_note`. Not modal; nothing waits for it."""

    acted = Signal()
    """The button of :meth:`show_note` was pressed."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("banner")
        self._icon = IconView("alert", "push_back", 20, self)
        self._text = Label("", "text", parent=self)
        self._action = QuietButton(parent=self)
        self._close = IconButton("close", parent=self)
        row = QHBoxLayout(self)
        row.setContentsMargins(scaled(24), scaled(10), scaled(16), scaled(10))
        row.setSpacing(scaled(12))
        row.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self._text, 1)
        row.addWidget(self._action)
        row.addWidget(self._close)
        self._close.clicked.connect(self.hide)
        self._action.clicked.connect(self.acted)
        self._say_names()
        self.hide()

    def text(self) -> str:
        """The sentence that is shown, or was last."""
        return self._text.text()

    def show_problem(self, sentence: str) -> None:
        """Show what went wrong and what to do, as one sentence."""
        self._show(sentence, "problem", "")

    def show_note(self, sentence: str, action: str = "") -> None:
        """Show a sentence that is no problem, and a button if ``action`` names one."""
        self._show(sentence, "note", action)

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802
        """Name the close button in the language of now."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self._say_names()

    def _show(self, sentence: str, tone: Tone, action: str) -> None:
        self._text.setText(sentence)
        self._action.setText(action)
        self._action.setVisible(bool(action))
        self._icon.show_icon(
            "alert" if tone == "problem" else "info", "push_back" if tone == "problem" else "accent"
        )
        self.setProperty("tone", tone)
        self.style().unpolish(self)
        self.style().polish(self)
        self.show()

    def _say_names(self) -> None:
        self._close.set_name(self.tr("Close this message"))
