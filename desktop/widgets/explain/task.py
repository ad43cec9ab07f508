"""What kind of task it is, and the cards of the systems that fit."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from desktop.i18n import language
from desktop.widgets.book.parts import EntryLink, MarkedLine
from desktop.widgets.explain.fold import Stack
from desktop.widgets.explain.reasons import PackLine
from desktop.widgets.labels import Label

if TYPE_CHECKING:
    from engine.advice.types import TaskFraming
    from engine.rulebook.types import RuleBook
    from engine.texts import Text


class TaskBody(Stack):
    """``entry_wanted(key)``: read that entry of the rule book. ``titles``: of the cards, by id."""

    entry_wanted = Signal(str)

    def __init__(
        self,
        framing: TaskFraming,
        book: RuleBook,
        titles: Mapping[str, Text],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent, gap=8)
        tongue = language()
        if framing.disagrees:
            self.add(MarkedLine("alert", "prepare", self._disagrees(), "", self))
        self.add(Label(self.direction(framing), "hint", "text", self))
        shape = f"{framing.shape.title.say(tongue)}: {framing.shape.text.say(tongue)}"
        self.add(Label(shape, "hint", parent=self))
        if framing.systems:
            self.add(Label(self.tr("Systems that fit, in the rule book"), "caption", parent=self))
        self.links = [
            EntryLink(f"cards/{name}", titles[name].say(tongue) if name in titles else name, "", self)
            for name in framing.systems
        ]
        for link in self.links:
            link.wanted.connect(self.entry_wanted)
            self.add(link)
        self.add(PackLine(framing.trace, book, self))

    def direction(self, framing: TaskFraming) -> str:
        """The direction in words."""
        if framing.direction == "many_to_one":
            return self.tr("Recognising: many to one")
        return self.tr("Generating: one to many")

    def _disagrees(self) -> str:
        return self.tr("The client named the other direction: ask once more what is wanted.")
