"""Why this verdict: whose rule it is, its reason, the answers it used, its sources."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.i18n import language
from desktop.theme import scaled
from desktop.widgets.chips import Chip
from desktop.widgets.explain.words import pack_title, source_text
from desktop.widgets.labels import Label
from desktop.widgets.step_card import TraceView, WhyButton
from desktop.widgets.wording import fact_name, fact_value

if TYPE_CHECKING:
    from engine.advice.types import Trace
    from engine.rulebook.types import RuleBook


class VerdictReason(QWidget):
    """Below the verdict: the pack, the answers that led there, the source; "Why?" opens the trace."""

    def __init__(self, trace: Trace, book: RuleBook, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._trace = trace
        self.pack = Chip(pack_title(trace.pack, book), "accent", self)
        self.why = WhyButton(self.tr("Why? {rule}").format(rule=trace.rule), self)
        self.why.setAccessibleName(self.tr("Why this verdict, rule {rule}").format(rule=trace.rule))
        self.why.setCheckable(True)
        self.used = Label(self._used(book), "caption", parent=self)
        self.source = Label(self._sources(), "caption", parent=self)
        self.details = TraceView(trace, book, self)
        self.details.hide()
        self.why.toggled.connect(self.details.setVisible)
        head = QHBoxLayout()
        head.setSpacing(scaled(8))
        head.addWidget(self.pack)
        head.addWidget(self.why)
        head.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(scaled(4))
        column.addLayout(head)
        for label in (self.used, self.source):
            label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            label.setVisible(bool(label.text()))
            column.addWidget(label)
        column.addWidget(self.details)

    def _used(self, book: RuleBook) -> str:
        facts = [
            f"{fact_name(cell.fact, book)}: {fact_value(cell.fact, cell.value, book)}"
            for cell in self._trace.cells
        ]
        return self.tr("From the answers: {facts}").format(facts=" · ".join(facts)) if facts else ""

    def _sources(self) -> str:
        names = [source_text(source) for source in self._trace.source]
        return self.tr("Source: {sources}").format(sources=", ".join(names)) if names else ""


class PackLine(QWidget):
    """A small line below a text: the rule's pack and what it rests on."""

    def __init__(self, trace: Trace, book: RuleBook, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.why = WhyButton(self.tr("Why? {rule}").format(rule=trace.rule), self)
        self.why.setAccessibleName(self.tr("Why: {line}").format(line=trace.because.say(language())))
        self.why.setCheckable(True)
        self.details = TraceView(trace, book, self)
        self.details.hide()
        self.why.toggled.connect(self.details.setVisible)
        head = QHBoxLayout()
        head.addWidget(self.why)
        head.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(scaled(2))
        column.addLayout(head)
        column.addWidget(self.details)
