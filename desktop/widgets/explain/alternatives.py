"""Why not something else: rules one answer away, and what would lead to a better verdict."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from desktop.i18n import language
from desktop.theme import scaled
from desktop.widgets.book.parts import EntryLink
from desktop.widgets.cards import Card
from desktop.widgets.explain.fold import Build, Some, Stack
from desktop.widgets.explain.words import need_text, pack_title, question_text, values_text
from desktop.widgets.icons import IconView
from desktop.widgets.labels import Label
from desktop.widgets.verdict import SHAPES, verdict_role, verdict_word

if TYPE_CHECKING:
    from engine.advice.types import Change, Nearly
    from engine.rulebook.types import RuleBook

CHANGES = 3  # shown at once
NEARLY = 4


def useful_first(nearly: tuple[Nearly, ...]) -> tuple[Nearly, ...]:
    """What a question that nobody has answered would bring first; other verdicts last.

    Those that are better stand among the changes; the others nobody wishes for.
    """

    def place(entry: Nearly) -> int:
        if entry.kind == "verdict":
            return 3
        if entry.need.now is None:
            return 0
        return 2 if entry.kind == "today" else 1

    return tuple(sorted(nearly, key=place))  # stable: inside a place the book's order stays


class ChangesBody(Stack):
    """Ways to a better verdict, the shortest first."""

    def __init__(self, changes: tuple[Change, ...], book: RuleBook, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.add(Some([_change(change, book) for change in changes], CHANGES, self))


class NearlyBody(Stack):
    """Rules that one answer keeps away. ``question_wanted(id)``: the answer in question."""

    question_wanted = Signal(str)

    def __init__(self, nearly: tuple[Nearly, ...], book: RuleBook, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.add(Label(self.tr("With another answer the book would also say:"), "caption", parent=self))
        self.add(Some([self._line(entry, book) for entry in nearly], NEARLY, self, gap=6))

    def _line(self, entry: Nearly, book: RuleBook) -> Build:
        def build(parent: QWidget) -> QWidget:
            link = EntryLink(entry.need.fact, entry.text.say(language()), self._note(entry, book), parent)
            link.setToolTip(self.tr("Go to this question"))
            link.wanted.connect(self.question_wanted)
            return link

        return build

    def _note(self, entry: Nearly, book: RuleBook) -> str:
        wanted = values_text(entry.need.fact, entry.need.values, book)
        said = f"{question_text(entry.need.fact, book)} → {wanted}"
        return f"{said}\n{entry.rule} · {pack_title(entry.pack, book)}"


def _change(change: Change, book: RuleBook) -> Build:
    return lambda parent: ChangeCard(change, book, parent)


class ChangeCard(Card):
    """Each question with the answer of now and the one it would take; the verdict that follows."""

    def __init__(self, change: Change, book: RuleBook, parent: QWidget | None = None) -> None:
        super().__init__(parent, padding=12)
        self.column.setSpacing(scaled(6))
        for need in change.needs:
            self.column.addWidget(Label(question_text(need.fact, book), "caption", parent=self))
            answer = Label(need_text(need, book), "hint", "text", self)
            answer.setProperty("strong", True)
            self.column.addWidget(answer)
        role = verdict_role(change.verdict)
        row = QHBoxLayout()
        row.setSpacing(scaled(6))
        row.addWidget(IconView(SHAPES[change.verdict], role, 14, self))
        row.addWidget(Label(verdict_word(change.verdict), "hint", role, self), 1)
        self.column.addLayout(row)
        self.column.addWidget(Label(change.headline.say(language()), "hint", parent=self))
        rule = f"{change.rule} · {pack_title(change.pack, book)}"
        self.column.addWidget(Label(rule, "caption", parent=self))
