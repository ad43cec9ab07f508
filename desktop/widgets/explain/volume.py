"""How much it takes: the deck's own cuts and the guides per unit, each with the client's number."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QWidget

from desktop.i18n import language, number
from desktop.theme import scaled
from desktop.widgets.cards import Card
from desktop.widgets.chips import Chip, ChipButton, Tone
from desktop.widgets.explain.fold import Build, Some, Stack
from desktop.widgets.explain.words import pack_title, source_text
from desktop.widgets.labels import Label

if TYPE_CHECKING:
    from engine.advice.types import GuideLine
    from engine.rulebook.types import Cut, Mark, RuleBook

FIRST = 2  # guides shown at once
PER_UNIT = "per_unit"


@dataclass(frozen=True)
class Counted:
    """The client's amounts. ``total``: the number if one was said or found, ``volume``: its name in
    the book; ``measured``: the sample told it; ``scarcest``: the scarcest kind was counted too.
    """

    total: int | None
    volume: str | None
    measured: bool
    scarcest: bool


def telling_first(guides: tuple[GuideLine, ...]) -> tuple[GuideLine, ...]:
    """The guides that say both where to start and what is recommended come first."""
    return tuple(sorted(guides, key=lambda line: line.guide.start is None or line.guide.works is None))


class VolumeBody(Stack):
    """``question_wanted(id)``: somebody wants to answer what is missing here."""

    question_wanted = Signal(str)

    def __init__(
        self,
        counted: Counted,
        guides: tuple[GuideLine, ...],
        book: RuleBook,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent, gap=8)
        self.deck = DeckCard(counted, book, self)
        self.add(self.deck)
        if not guides:
            return
        self.add(Label(self.tr("Per unit, by those who train such models"), "caption", parent=self))
        self.ask = ChipButton(self.tr("Count the scarcest kind"), self, icon_name="arrow-right")
        per_kind = any(line.guide.per == "scarcest" for line in guides)
        self.ask.setVisible(per_kind and not counted.scarcest)
        self.ask.clicked.connect(self._want)
        self.add(self.ask)
        self.guides = Some([_guide(line, book) for line in guides], FIRST, self)
        self.add(self.guides)

    def _want(self) -> None:
        self.question_wanted.emit(PER_UNIT)


def _guide(line: GuideLine, book: RuleBook) -> Build:
    return lambda parent: GuideCard(line, book, parent)


class DeckCard(Card):
    """The deck's two marks, which name no unit, and where the client's number falls."""

    def __init__(self, counted: Counted, book: RuleBook, parent: QWidget | None = None) -> None:
        super().__init__(parent, sunken=True, padding=12)
        self.column.setSpacing(scaled(4))
        self.column.addWidget(Label(pack_title("deck2020", book), "caption", parent=self))
        self.mine = Label(self._mine(counted, book), "hint", "text", self)
        self.mine.setProperty("strong", True)
        self.column.addWidget(self.mine)
        for cut in sorted(book.cuts, key=lambda each: -each.least):
            if cut.least > 0:
                self.column.addWidget(Label(self._cut(cut), "caption", parent=self))
        self.column.addWidget(Label(self.tr("It doesn't say what is counted."), "caption", parent=self))

    def _cut(self, cut: Cut) -> str:
        words = self.tr("From {count} on: {volume}")
        return words.format(count=number(cut.least), volume=cut.title.say(language()))

    def _mine(self, counted: Counted, book: RuleBook) -> str:
        titles = {cut.value: cut.title.say(language()) for cut in book.cuts}
        volume = titles.get(counted.volume or "", "")
        if counted.total is None:
            return (
                self.tr("Here: {volume}").format(volume=volume) if volume else self.tr("Here: not known yet")
            )
        words = self.tr("Here: {count}, measured") if counted.measured else self.tr("Here: {count}, as said")
        said = words.format(count=number(counted.total))
        return f"{said} → {volume}" if volume else said


class GuideCard(Card):
    """A guide: the task, its marks with their unit, who says so and when that was read."""

    def __init__(self, line: GuideLine, book: RuleBook, parent: QWidget | None = None) -> None:
        super().__init__(parent, padding=12)
        self.column.setSpacing(scaled(4))
        guide, tongue = line.guide, language()
        head = Label(guide.task.say(tongue), "hint", "text", self)
        head.setProperty("strong", True)
        self.column.addWidget(head)
        self._add_reached(line)
        self._add_marks(line)
        if guide.note is not None:
            self.column.addWidget(Label(guide.note.say(tongue), "caption", parent=self))
        self.source = Label(self._sources(line, book), "caption", parent=self)
        self.column.addWidget(self.source)

    def _add_reached(self, line: GuideLine) -> None:
        if line.count is None or line.reached is None:
            return
        reached: dict[str, tuple[str, Tone]] = {
            "below": (self.tr("below the first mark"), "push_back"),
            "start": (self.tr("makes sense"), "prepare"),
            "works": (self.tr("as recommended"), "start"),
            "strong": (self.tr("strong"), "start"),
        }
        words, tone = reached[line.reached]
        row = QHBoxLayout()
        row.setSpacing(scaled(6))
        said = self.tr("Here: {count}").format(count=number(line.count))
        row.addWidget(Label(said, "hint", "text", self, wrap=False))
        row.addWidget(Chip(words, tone, self))
        row.addStretch(1)
        self.column.addLayout(row)

    def _add_marks(self, line: GuideLine) -> None:
        guide = line.guide
        unit = guide.unit.say(language())
        marks: tuple[tuple[str, Mark | None], ...] = (
            (self.tr("makes sense from"), guide.start),
            (self.tr("recommended"), guide.works),
            (self.tr("strong"), guide.strong),
        )
        grid = QGridLayout()
        grid.setHorizontalSpacing(scaled(10))
        grid.setVerticalSpacing(scaled(2))
        grid.setColumnStretch(1, 1)
        for word, mark in marks:
            if mark is not None:
                row = grid.rowCount()
                grid.addWidget(Label(word, "caption", parent=self, wrap=False), row, 0)
                said = self.tr("{count} {unit}").format(count=number(mark.least), unit=unit)
                grid.addWidget(Label(said, "caption", "text", self), row, 1)
        self.column.addLayout(grid)

    def _sources(self, line: GuideLine, book: RuleBook) -> str:
        guide = line.guide
        marks = [mark for mark in (guide.start, guide.works, guide.strong) if mark is not None]
        seen = dict.fromkeys((mark.source, mark.date) for mark in marks)
        return "\n".join(
            self.tr("{source}, read {month}").format(source=source_text(book.sources[name]), month=month)
            for name, month in seen
        )
