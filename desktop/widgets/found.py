"""What the sample says to a question, and why an answer wants a second look."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.theme import scaled
from desktop.widgets.buttons import QuietButton
from desktop.widgets.cards import Card
from desktop.widgets.icons import IconView
from desktop.widgets.labels import Label
from desktop.widgets.wording import fact_name, value_words
from engine.interview.types import UNKNOWN

if TYPE_CHECKING:
    from engine.case.types import CaseState
    from engine.interview.types import Step
    from engine.rulebook.types import RuleBook


class FoundLine(Card):
    """``confirmed()``: take what was found as the answer. Hidden when the sample says nothing."""

    confirmed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, padding=8)
        self.setProperty("kind", "found")
        self._wants_answer = False
        self._icon = IconView("search", "accent", 18, self)
        self._words = Label("", "text", "accent", self)
        self.confirm = QuietButton(parent=self, icon_name="check")
        row = QHBoxLayout()
        row.setContentsMargins(scaled(8), 0, 0, 0)
        row.setSpacing(scaled(8))
        row.addWidget(self._icon)
        row.addWidget(self._words, 1)
        row.addWidget(self.confirm)
        self.column.addLayout(row)
        self.setMinimumHeight(scaled(52))
        self.confirm.clicked.connect(self.confirmed)
        self.hide()

    def stops(self) -> list[QWidget]:
        """What Tab stops at."""
        return [self.confirm]

    @property
    def wants_answer(self) -> bool:
        """Whether something was found for a question that has no answer yet."""
        return self._wants_answer

    def text(self) -> str:
        """What it says."""
        return self._words.text()

    def show_step(self, step: Step) -> None:
        """Show what was found for a step of the path."""
        self.setVisible(step.found is not None)
        self._wants_answer = False
        if step.found is None:
            return
        found = value_words(step.question, step.found.value)
        words, role, mark = self._judge(step)
        self._words.setText(words.format(value=found))
        self._words.set_role(role)
        self._icon.show_icon(mark, role)
        self.setProperty("tone", role)
        self.style().unpolish(self)
        self.style().polish(self)
        answered = step.answer is not None and step.answer.value != UNKNOWN
        self._wants_answer = not answered
        self.confirm.setText(self.tr("Use this") if step.disagrees else self.tr("Confirm"))
        self.confirm.setVisible(not answered or step.disagrees)

    def _judge(self, step: Step) -> tuple[str, str, str]:
        """Words, colour role and icon for what was found beside the answer."""
        if step.found is None or step.answer is None or step.answer.value == UNKNOWN:
            return self.tr("Found in your sample: {value}"), "accent", "search"
        if step.disagrees:
            return self.tr("The sample says otherwise: {value}"), "prepare", "search"
        if step.answer.value == step.found.value:
            return self.tr("The sample says the same: {value}"), "start", "check"
        # fits without being the same, e.g. the sample is only a part of what was promised
        return self.tr("The sample itself holds: {value}"), "accent", "search"


class LookAgain(Card):
    """Says what has changed since the answer. ``confirmed()``: the answer still stands."""

    confirmed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, padding=8)
        self.setProperty("kind", "notice")
        self._head = Label("", "heading", "prepare", self)
        self._reason = Label("", "hint", "text", self)
        self.confirm = QuietButton(parent=self, icon_name="check")
        words = QVBoxLayout()
        words.setSpacing(scaled(2))
        words.addWidget(self._head)
        words.addWidget(self._reason)
        row = QHBoxLayout()
        row.setContentsMargins(scaled(8), 0, 0, 0)
        row.setSpacing(scaled(12))
        row.addWidget(IconView("again", "prepare", 20, self), 0, Qt.AlignmentFlag.AlignVCenter)
        row.addLayout(words, 1)
        row.addWidget(self.confirm)
        self.column.addLayout(row)
        self.confirm.clicked.connect(self.confirmed)
        self.hide()

    def stops(self) -> list[QWidget]:
        """What Tab stops at."""
        return [self.confirm]

    def text(self) -> str:
        """The reason that is shown."""
        return self._reason.text()

    def show_step(self, step: Step, state: CaseState | None, book: RuleBook | None) -> None:
        """Show why the step is to be looked at again; hidden when it isn't."""
        again = step.status == "look_again" and state is not None and book is not None
        self.setVisible(again)
        if not again or state is None or book is None:
            return
        self._head.setText(self.tr("Please look again"))
        changed = changed_since(step, state, book)
        if changed:
            names = ", ".join(f"“{name}”" for name in changed)
            self._reason.setText(self.tr("Changed since you answered: {names}").format(names=names))
        elif step.disagrees:
            self._reason.setText(self.tr("A sample was opened since, and it says something else."))
        else:
            self._reason.setText(self.tr("Something it depends on has changed since you answered."))
        self.confirm.setText(self.tr("Still right"))


def changed_since(step: Step, state: CaseState, book: RuleBook) -> list[str]:
    """The names of the answers this one depends on that are newer than it."""
    if step.answer is None:
        return []
    return [
        fact_name(fact, book)
        for fact in sorted({*step.question.when, *step.question.depends})
        if (answer := state.answers.get(fact)) is not None and answer.order > step.answer.seen
    ]
