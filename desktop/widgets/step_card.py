"""A line of advice as a card; its "why?" opens the trace: rule, reason, facts, sources."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.i18n import language
from desktop.theme import scaled
from desktop.widgets.buttons import Button
from desktop.widgets.cards import Card
from desktop.widgets.explain.words import pack_title
from desktop.widgets.labels import Label
from desktop.widgets.wording import fact_sentence
from engine.texts import Text

if TYPE_CHECKING:
    from engine.advice.types import Trace
    from engine.rulebook.types import RuleBook


class WhyButton(Button):
    """The word "Why?", with the rule it leads to."""

    kind = "why"


class StepCard(Card):
    """A numbered step, condition or caution; the trace opens in place below it."""

    def __init__(
        self, number: int | None, text: Text, trace: Trace, book: RuleBook, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent, padding=12)
        self.setProperty("kind", "card")
        self._number, self._text, self._trace, self._book = number, text, trace, book
        self.column.setSpacing(scaled(4))
        self._line = Label("", "text", parent=self)
        self._why = WhyButton(parent=self)
        self._why.setCheckable(True)
        self._why.toggled.connect(self._open)
        self.details = TraceView(trace, book, self)
        self.details.hide()
        row = QHBoxLayout()
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self._why)
        row.addStretch(1)
        self.column.addWidget(self._line)
        self.column.addLayout(row)
        self.column.addWidget(self.details)
        self._say()

    @property
    def why(self) -> WhyButton:
        """The button that opens the trace."""
        return self._why

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802
        """Say it in the language of now."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self._say()

    def _open(self, is_open: bool) -> None:
        self.details.setVisible(is_open)

    def _say(self) -> None:
        sentence = self._text.say(language())
        self._line.setText(sentence if self._number is None else f"{self._number}. {sentence}")
        pack = pack_title(self._trace.pack, self._book)
        self._why.setText(self.tr("Why? {rule} · {pack}").format(rule=self._trace.rule, pack=pack))
        self._why.setAccessibleName(self.tr("Why: {line}").format(line=sentence))


class TraceView(QWidget):
    """Why something was said: the reason, the facts it used, the rule's id and its sources."""

    def __init__(self, trace: Trace, book: RuleBook, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._trace, self._book = trace, book
        self._reason = Label("", "hint", "text", self)
        self._facts = Label("", "caption", parent=self)
        self._source = Label("", "caption", parent=self)
        for label in (self._reason, self._facts, self._source):
            label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, scaled(4), 0, 0)
        column.setSpacing(scaled(6))
        for label in (self._reason, self._facts, self._source):
            column.addWidget(label)
        self._say()

    def text(self) -> str:
        """Everything that it says."""
        return f"{self._reason.text()}\n{self._facts.text()}\n{self._source.text()}"

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802
        """Say it in the language of now."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self._say()

    def _say(self) -> None:
        trace, tongue = self._trace, language()
        self._reason.setText(trace.because.say(tongue))
        facts = [fact_sentence(cell, self._book, self._origin_word(cell.origin)) for cell in trace.cells]
        self._facts.setText(self.tr("Used:") + "".join(f"\n· {fact}" for fact in facts))
        self._facts.setVisible(bool(facts))
        words = self.tr("our extension")  # not inside the f-string: the collector would not see it
        ours = f" ({words})"
        sources = "".join(
            f"\n· {source.title.say(tongue)}"
            + (f", {source.locator.say(tongue)}" if source.locator else "")
            + (ours if source.kind == "extension" else "")
            for source in trace.source
        )
        rule = self.tr("Rule {rule} of {pack}").format(
            rule=trace.rule, pack=pack_title(trace.pack, self._book)
        )
        self._source.setText(f"{rule}{sources}")

    def _origin_word(self, origin: str) -> str:
        words = {
            "client": self.tr("said"),
            "sample": self.tr("found in the sample"),
            "derived": self.tr("follows from the answers"),
        }
        return words[origin]
