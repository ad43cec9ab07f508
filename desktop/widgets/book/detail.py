"""The right side: one entry, or a chapter, in detail; it scrolls by itself."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from desktop.theme import scaled
from desktop.widgets.book.card_sheets import CardSheet, CaseSheet, NoteSheet, PackSheet, SourceSheet
from desktop.widgets.book.chapter_sheet import ChapterSheet
from desktop.widgets.book.entries import BookEntry
from desktop.widgets.book.rule_sheets import GuideSheet, NeverSaySheet, QuestionSheet, RowSheet, ShapeSheet
from desktop.widgets.book.sheet import Sheet, Shown
from desktop.widgets.cards import Card
from desktop.widgets.scroll import ScrollBarRoom
from engine.rulebook.library import Card as SystemCard
from engine.rulebook.library import CaseCard, Note
from engine.rulebook.types import Cut, DisabledPack, Guide, NeverSay, Pack, Question, Row, Shape, Source

STEP = 48


class DetailView(QScrollArea):
    """Shows a chapter or an entry. ``wanted(key)``: a link was followed; ``question_wanted(id)``;
    ``pack_switched(id, on)``: the open case is to do without a pack, or with it again.
    """

    wanted = Signal(str)
    question_wanted = Signal(str)
    pack_switched = Signal(str, bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("bookdetail")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMinimumWidth(scaled(280))
        ground = QWidget(self)
        ground.setObjectName("ground")
        self._card = Card(ground, padding=20)
        self._sheet: Sheet | None = None
        column = QVBoxLayout(ground)
        column.setContentsMargins(0, 0, scaled(12), 0)
        column.addWidget(self._card)
        column.addStretch(1)
        self.setWidget(ground)
        ScrollBarRoom(self, column)

    @property
    def sheet(self) -> Sheet | None:
        """What is shown now."""
        return self._sheet

    def show_entry(self, entry: BookEntry, shown: Shown, *, stay: bool = False) -> None:
        """Show an entry, from its top; ``stay``: keep the place that is in view."""
        self._show(sheet_of(entry, shown, self._card), stay=stay)

    def show_chapter(
        self, chapter: str, entries: tuple[BookEntry, ...], shown: Shown, *, stay: bool = False
    ) -> None:
        """Show a chapter as a whole."""
        self._show(ChapterSheet(chapter, entries, shown, self._card), stay=stay)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Arrows scroll."""
        if event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            step = scaled(STEP) if event.key() == Qt.Key.Key_Down else -scaled(STEP)
            self.verticalScrollBar().setValue(self.verticalScrollBar().value() + step)
            return
        super().keyPressEvent(event)

    def _show(self, sheet: Sheet, *, stay: bool) -> None:
        old, self._sheet = self._sheet, sheet
        place = self.verticalScrollBar().value() if stay else 0
        if old is not None:
            self._card.column.removeWidget(old)
            old.hide()
            old.deleteLater()
        sheet.wanted.connect(self.wanted)
        sheet.question_wanted.connect(self.question_wanted)
        sheet.pack_switched.connect(self.pack_switched)
        self._card.column.addWidget(sheet)
        sheet.show()
        self.verticalScrollBar().setValue(place)


def sheet_of(entry: BookEntry, shown: Shown, parent: QWidget) -> Sheet:
    """The sheet for an entry's kind. Raises TypeError for a kind that no sheet shows."""
    match entry.thing:
        case Question() as question:
            return QuestionSheet(entry, question, shown, parent)
        case Row() as row:
            return RowSheet(entry, row, shown, parent)
        case Shape() as shape:
            return ShapeSheet(entry, shape, shown, parent)
        case Guide() | Cut() as guide:
            return GuideSheet(entry, guide, shown, parent)
        case NeverSay() as rule:
            return NeverSaySheet(entry, rule, shown, parent)
        case SystemCard() as card:
            return CardSheet(entry, card, shown, parent)
        case CaseCard() as case:
            return CaseSheet(entry, case, shown, parent)
        case Note() as note:
            return NoteSheet(entry, note, shown, parent)
        case Source() as source:
            return SourceSheet(entry, source, shown, parent)
        case Pack() | DisabledPack() as pack:
            return PackSheet(entry, pack, shown, parent)
    raise TypeError(f"no sheet for {type(entry.thing).__name__}")
