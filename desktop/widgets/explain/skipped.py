"""The questions that are not asked, and why not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.i18n import language
from desktop.theme import scaled
from desktop.widgets.cards import Card
from desktop.widgets.explain.fold import Fold, Stack
from desktop.widgets.explain.words import now_text, question_text, values_text
from desktop.widgets.labels import Label

if TYPE_CHECKING:
    from engine.advice.types import Asked, Explanation
    from engine.rulebook.types import RuleBook


class SkippedCard(Card):
    """A fold with a line a question; hidden when every question is asked."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, padding=8)
        self.fold = Fold(self)
        self.column.addWidget(self.fold)
        self.hide()

    def show_explanation(self, explanation: Explanation, book: RuleBook) -> None:
        """Show what is skipped now."""
        skipped = tuple(asked for asked in explanation.questions if not asked.asked)
        self.setVisible(bool(skipped))
        self.fold.show_content(
            self.tr("Questions not asked"),
            self.tr("The other answers make them needless. They come by themselves when that changes."),
            (skipped, language()),
            lambda parent: SkippedList(skipped, book, parent),
            len(skipped),
        )


class SkippedList(Stack):
    """Each question, and the answer that keeps it away."""

    def __init__(self, skipped: tuple[Asked, ...], book: RuleBook, parent: QWidget | None = None) -> None:
        super().__init__(parent, gap=12, inset=24)
        self.column.setContentsMargins(scaled(24), scaled(4), scaled(8), scaled(8))
        for asked in skipped:
            words = QVBoxLayout()
            words.setSpacing(scaled(2))
            words.addWidget(Label(asked.question.text.say(language()), "hint", "text", self))
            words.addWidget(Label(self._reason(asked, book), "caption", parent=self))
            self.column.addLayout(words)

    def _reason(self, asked: Asked, book: RuleBook) -> str:
        if asked.question.only_found and not asked.because:
            return self.tr("Asked only once it has been measured on the sample.")
        return "\n".join(
            self.tr("Because of “{question}”: {now}. Asked only with: {values}.").format(
                question=question_text(need.fact, book),
                now=now_text(need.fact, need.now, book),
                values=values_text(need.fact, need.values, book),
            )
            for need in asked.because
        )
