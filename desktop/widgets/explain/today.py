"""What the methods of 2026 add: set apart from the verdict, and a switch to leave them out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from desktop.i18n import language
from desktop.theme import scaled
from desktop.widgets.explain.fold import Stack
from desktop.widgets.explain.switch import PackSwitch
from desktop.widgets.explain.words import conditions_text, pack_title
from desktop.widgets.icons import IconView
from desktop.widgets.labels import Label
from desktop.widgets.step_card import TraceView, WhyButton
from desktop.widgets.verdict import SHAPES, verdict_role, verdict_word

if TYPE_CHECKING:
    from engine.advice.types import Advice, TodayLine
    from engine.rulebook.types import RuleBook

PACK = "today"


class TodayCard(QFrame):
    """Beside the verdict, never instead of it. ``switched(pack, on)``: leave it out or take it in."""

    switched = Signal(str, bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "aside")
        self._title = Label("", "text", parent=self)
        self._title.setProperty("strong", True)
        self._hint = Label("", "caption", parent=self)
        self.switch = PackSwitch(self)
        self.switch.switched.connect(self.switched)
        self.lines: list[TodayBody] = []
        self._shown: object = None
        head = QHBoxLayout()
        head.setSpacing(scaled(8))
        head.addWidget(self._title, 1)
        head.addWidget(self.switch)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(*(scaled(12),) * 4)
        self._column.setSpacing(scaled(6))
        self._column.addLayout(head)
        self._column.addWidget(self._hint)

    def show_advice(self, advice: Advice | None, book: RuleBook | None) -> None:
        """Show today's rows of an advice; hidden without a case, or in a book without the pack."""
        known = advice is not None and book is not None and PACK in book.packs
        self.setVisible(known)
        if advice is None or book is None or not known:
            return
        on = PACK not in advice.without
        name = pack_title(PACK, book)
        self._title.setText(self.tr("Beside it: {pack}").format(pack=name))
        self.switch.show_pack(PACK, name, on=on)
        self.switch.setVisible(book.packs[PACK].switchable)
        self._hint.setText(self._hint_text(advice, on))
        shown = (advice.today, language())
        if shown != self._shown:
            self._shown = shown
            self._show_lines(advice.today, book)

    def _hint_text(self, advice: Advice, on: bool) -> str:
        if not on:
            return self.tr("Left out of this case, here and in the report.")
        if not advice.today:
            return self.tr("Once form and amount are known, what they add is shown here.")
        if len(advice.today) > 1:
            return self.tr("The verdict above stays. Which of these holds depends on:")
        return self.tr("The verdict above stays; this stands beside it.")

    def _show_lines(self, lines: tuple[TodayLine, ...], book: RuleBook) -> None:
        for old in self.lines:
            self._column.removeWidget(old)
            old.hide()
            old.deleteLater()
        self.lines = [TodayBody(line, book, self, several=len(lines) > 1) for line in lines]
        for body in self.lines:
            self._column.addWidget(body)
            body.show()


class TodayBody(QWidget):
    """One row: its condition if it has one, outlook, headline, what it takes; how and why at a press."""

    def __init__(
        self, line: TodayLine, book: RuleBook, parent: QWidget | None = None, *, several: bool = False
    ) -> None:
        super().__init__(parent)
        tongue = language()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, scaled(4) if several else 0, 0, 0)
        column.setSpacing(scaled(4))
        self.condition = Label("", "caption", "text", self)
        self.condition.setProperty("strong", True)
        self.condition.setText(self.tr("If {facts}").format(facts=conditions_text(line.if_, book)))
        self.condition.setVisible(bool(line.if_))
        column.addWidget(self.condition)
        outlook = verdict_word(line.outlook)
        self.outlook = Label(
            self.tr("Outlook: {verdict}").format(verdict=outlook), "hint", verdict_role(line.outlook), self
        )
        row = QHBoxLayout()
        row.setSpacing(scaled(6))
        row.addWidget(IconView(SHAPES[line.outlook], verdict_role(line.outlook), 14, self))
        row.addWidget(self.outlook, 1)
        column.addLayout(row)
        self.headline = Label(line.headline.say(tongue), "text", parent=self)
        self.headline.setProperty("strong", True)
        self.need = Label(self.tr("It takes: {need}").format(need=line.need.say(tongue)), "hint", parent=self)
        self.why = WhyButton(self.tr("How, and why? {rule}").format(rule=line.trace.rule), self)
        self.why.setAccessibleName(self.tr("How, and why: {line}").format(line=self.headline.text()))
        self.why.setCheckable(True)
        self.details = TodayDetails(line, book, self)
        self.details.hide()
        self.why.toggled.connect(self.details.setVisible)
        for part in (self.headline, self.need):
            column.addWidget(part)
        column.addWidget(self.why, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self.details)


class TodayDetails(Stack):
    """What to do; the reason, the facts used, the rule with its pack, the sources."""

    def __init__(self, line: TodayLine, book: RuleBook, parent: QWidget | None = None) -> None:
        super().__init__(parent, gap=6)
        self.add(Label(line.text.say(language()), "hint", "text", self))
        self.trace = TraceView(line.trace, book, self)
        self.add(self.trace)
