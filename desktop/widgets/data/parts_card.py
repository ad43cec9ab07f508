"""The parts of a mixed set, each with what it is by itself."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from desktop.i18n import number
from desktop.theme import scaled
from desktop.widgets.buttons import QuietButton
from desktop.widgets.cards import Card
from desktop.widgets.data.told_card import SystemChips
from desktop.widgets.data.words import (
    counts_words,
    form_words,
    kinds_of,
    kinds_words,
    layout_words,
    sentences,
    sure_words,
)
from desktop.widgets.labels import ElidedLabel, Label

if TYPE_CHECKING:
    from engine.audit.types import PartSaid
    from engine.texts import Text

AT_ONCE = 6


class PartBlock(Card):
    """One part: name, what it is, counts, reasons, systems."""

    def __init__(self, part: PartSaid, titles: Mapping[str, Text], parent: QWidget | None = None) -> None:
        super().__init__(parent, sunken=True, padding=12)
        self.column.setSpacing(scaled(4))
        self.name = ElidedLabel(part.name, "text", self, middle=True)
        self.name.setProperty("strong", True)
        kinds = kinds_words(kinds_of(part.modality), part.layout)
        said = (form_words(part.form), layout_words(part.layout), kinds, sure_words(part.confidence))
        self.form = Label(" · ".join(said), "hint", "text", self)
        self.counts = Label(counts_words(part.counts), "hint", "text", self)
        self.evidence = Label("\n".join(sentences(part.evidence)), "hint", parent=self)
        self.systems = SystemChips(self, captioned=False)
        self.systems.show_systems(part.systems, titles)
        for each in (self.name, self.form, self.counts, self.evidence, self.systems):
            self.column.addWidget(each)
        self.evidence.setVisible(bool(part.evidence))


class PartsCard(Card):
    """The first parts, and the others on demand. ``entry_wanted(key)``: a page of the rule book."""

    entry_wanted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._parts: tuple[PartSaid, ...] = ()
        self._titles: Mapping[str, Text] = {}
        self.blocks: list[PartBlock] = []
        self._title = Label("", "heading", parent=self)
        self.more = QuietButton(parent=self)
        self.column.addWidget(self._title)
        self.column.addWidget(self.more, 0, Qt.AlignmentFlag.AlignLeft)
        self.more.clicked.connect(self._add_blocks)

    def show_parts(self, parts: Sequence[PartSaid]) -> None:
        """Show these; hidden for a set that is one thing."""
        self._parts = tuple(parts)
        self._title.setText(self.tr("It holds {count} parts").format(count=number(len(parts))))
        for block in self.blocks:
            block.hide()
            block.deleteLater()
        self.blocks = []
        self._add_blocks()
        self.setVisible(bool(parts))

    def show_titles(self, titles: Mapping[str, Text]) -> None:
        """What the cards of the systems are called, by id."""
        self._titles = titles
        for block, part in zip(self.blocks, self._parts, strict=False):
            block.systems.show_systems(part.systems, titles)

    def _add_blocks(self) -> None:
        start = len(self.blocks)
        for part in self._parts[start : start + AT_ONCE]:
            block = PartBlock(part, self._titles, self)
            block.systems.entry_wanted.connect(self.entry_wanted)
            self.column.insertWidget(self.column.count() - 1, block)
            block.show()
            self.blocks.append(block)
        rest = len(self._parts) - len(self.blocks)
        self.more.setText(self.tr("Show {count} more").format(count=number(min(rest, AT_ONCE))))
        self.more.setVisible(rest > 0)
