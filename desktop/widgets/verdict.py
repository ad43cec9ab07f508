"""The verdict light: colour and shape and word, never one alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.i18n import language
from desktop.theme import scaled
from desktop.widgets.icons import IconView
from desktop.widgets.labels import Label
from engine.texts import catalogue

if TYPE_CHECKING:
    from engine.rulebook.types import Verdict

SHAPES: dict[Verdict | None, str] = {
    "start": "verdict-start",
    "prepare": "verdict-prepare",
    "push_back": "verdict-push_back",
    None: "verdict-unknown",
}


def verdict_role(verdict: Verdict | None) -> str:
    """The colour role of a verdict; None: not decided."""
    return verdict or "unknown"


def verdict_word(verdict: Verdict | None) -> str:
    """The verdict in words, the same as in the report."""
    return catalogue("report").say(f"verdict_{verdict or 'open'}", language())


class VerdictLight(QWidget):
    """● start, ▲ prepare, ■ push back, ○ not decided, with its word and a headline below."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._verdict: Verdict | None = None
        self._shape = IconView(SHAPES[None], "unknown", 20, self)
        self._word = Label("", "heading", parent=self)
        self._word.setObjectName("verdictword")
        self._headline = Label("", "hint", parent=self)
        row = QHBoxLayout()
        row.setSpacing(scaled(8))
        row.addWidget(self._shape, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self._word, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(scaled(4))
        column.addLayout(row)
        column.addWidget(self._headline)
        self.show_verdict(None, "")

    @property
    def verdict(self) -> Verdict | None:
        """The verdict that is shown."""
        return self._verdict

    def show_verdict(self, verdict: Verdict | None, headline: str) -> None:
        """Show a verdict and one sentence about it."""
        self._verdict = verdict
        self._shape.show_icon(SHAPES[verdict], verdict_role(verdict))
        self._word.set_role(verdict_role(verdict))
        self._headline.setText(headline)
        self._headline.setVisible(bool(headline))
        self._say()

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802
        """Say the word in the language of now."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self._say()

    def _say(self) -> None:
        self._word.setText(verdict_word(self._verdict))
        self.setAccessibleName(f"{self._word.text()}. {self._headline.text()}")
