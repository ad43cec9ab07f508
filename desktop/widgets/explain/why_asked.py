"""Why a question is asked: what it is for, the answers that lead to it, the rules that use it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from desktop.i18n import language
from desktop.widgets.cards import NoteBox
from desktop.widgets.explain.words import question_text
from desktop.widgets.labels import Label
from desktop.widgets.step_card import WhyButton
from desktop.widgets.wording import fact_value
from engine.rulebook.conditions import SEVERAL

if TYPE_CHECKING:
    from engine.advice.types import Asked, Need
    from engine.rulebook.types import RuleBook


class WhyAsked(NoteBox):
    """``entry_wanted(key)``: read the question, and the rules that use it, in the rule book."""

    entry_wanted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._question = ""
        self.because = Label("", "hint", "text", self)
        self.rules = WhyButton(parent=self)
        self.rules.clicked.connect(self._want)
        row = QHBoxLayout()
        row.addWidget(self.rules)
        row.addStretch(1)
        self.column.addWidget(self.because)
        self.column.addLayout(row)

    def show_asked(self, asked: Asked, book: RuleBook) -> None:
        """Show why a question on the path is asked."""
        question = asked.question
        self._question = question.id
        self.say(self.tr("Why we ask"), question.why.say(language()))
        reasons = [met_text(need, book) for need in asked.because]
        self.because.setText(self.tr("Asked because: {reasons}").format(reasons=" · ".join(reasons)))
        self.because.setVisible(bool(reasons))
        count = len(asked.serves)
        self.rules.setText(self.tr("Rules that use the answer: {count}").format(count=count))
        if not count:
            self.rules.setText(self.tr("No rule uses the answer; it goes into the report"))
        self.rules.setToolTip(self.tr("Read it in the rule book"))

    def _want(self) -> None:
        self.entry_wanted.emit(f"questions/{self._question}")


def met_text(need: Need, book: RuleBook) -> str:
    """The question that a condition looks at, and of its answers those that meet the condition."""
    given = () if need.now is None else need.now.split(SEVERAL)
    values = [fact_value(need.fact, each, book) for each in given if each in need.values]
    return f"{question_text(need.fact, book)} → {', '.join(values)}"
