"""What the client's own words give away of the question in front: to be taken over by a press."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from desktop.theme import scaled
from desktop.widgets.buttons import QuietButton
from desktop.widgets.cards import Card
from desktop.widgets.icons import IconView
from desktop.widgets.labels import Label
from desktop.widgets.wording import value_words

if TYPE_CHECKING:
    from engine.advice.types import Assessment
    from engine.interview.types import Step
    from engine.rulebook.types import RuleBook


class FromWords(Card):
    """``taken(value)``: use it as the answer. Nothing is taken over by itself."""

    taken = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, padding=8)
        self.setProperty("kind", "found")
        self._value = ""
        self.words = Label("", "text", "accent", self)
        self.take = QuietButton(parent=self, icon_name="check")
        self.take.clicked.connect(self._take)
        row = QHBoxLayout()
        row.setContentsMargins(scaled(8), 0, 0, 0)
        row.setSpacing(scaled(8))
        row.addWidget(IconView("chat", "accent", 18, self))
        row.addWidget(self.words, 1)
        row.addWidget(self.take)
        self.column.addLayout(row)
        self.setMinimumHeight(scaled(52))
        self.hide()

    def stops(self) -> list[QWidget]:
        """What Tab stops at."""
        return [self.take]

    def show_step(self, step: Step, assessment: Assessment, book: RuleBook) -> None:
        """Show what the wish says to this question, unless the sample does or it is answered."""
        from engine.advice.tasks import suggested_facts

        wanted = step.found is None and step.question.options
        value = suggested_facts(assessment, book).get(step.question.id, "") if wanted else ""
        self._value = value if value in {option.value for option in step.question.options} else ""
        self.setVisible(bool(self._value))
        if self._value:
            said = value_words(step.question, self._value)
            self.words.setText(self.tr("From the client's words: {value}").format(value=said))
            self.take.setText(self.tr("Take over"))

    def _take(self) -> None:
        self.taken.emit(self._value)
