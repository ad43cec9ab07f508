"""What the user may correct for the whole set: one card an option, and why the guess is what it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from desktop.i18n import number
from desktop.theme import scaled
from desktop.widgets.data.choice_rows import SaidLine
from desktop.widgets.data.correcting import in_force, said_of
from desktop.widgets.data.source_card import SourceCard
from desktop.widgets.data.words import option_words, sentences
from desktop.widgets.labels import Label

if TYPE_CHECKING:
    from engine.audit.types import ChoiceSaid, OptionSaid
    from engine.dataset.corrections import Corrections

COLUMNS = 2
SAMPLE = "sample"  # the value of an option that shows how the first rows read with it


class ChoiceCards(QWidget):
    """``chosen(ChoiceSaid, option)``, ``back_asked(ChoiceSaid)``."""

    chosen = Signal(object, str)
    back_asked = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._choice: ChoiceSaid | None = None
        self._inputs = 0
        self.cards: dict[str, SourceCard] = {}
        self.line = SaidLine(self)
        self.why = Label("", "hint", parent=self)
        self._grid = QGridLayout()
        self._grid.setSpacing(scaled(8))
        for column in range(COLUMNS):
            self._grid.setColumnStretch(column, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(scaled(6))
        column.addWidget(self.why)
        column.addLayout(self._grid)
        column.addWidget(self.line)
        self.line.back_asked.connect(self._ask_back)

    def show_choice(self, choice: ChoiceSaid, corrections: Corrections, inputs: int, subject: str) -> None:
        """Show the options of a set of so many inputs; ``subject``: what they are about, in words."""
        self._choice, self._inputs, self._subject = choice, inputs, subject
        self._kept = corrections
        wanted = [option.id for option in choice.options]
        if list(self.cards) != wanted:
            for card in self.cards.values():
                card.hide()
                card.deleteLater()
            self.cards = {identifier: SourceCard(identifier, self) for identifier in wanted}
            for place, card in enumerate(self.cards.values()):
                self._grid.addWidget(card, place // COLUMNS, place % COLUMNS)
                card.clicked.connect(self._choose)
                card.show()
        for option in choice.options:
            sample = str(option.values.get(SAMPLE, ""))
            words = option.id if sample else option_words(option)  # the sample stands below by itself
            self.cards[option.id].say(words, self._covered(option), sample)
        self.mark(corrections)

    def mark(self, wanted: Corrections) -> None:
        """Show what is wanted now, and why the guess is what it is."""
        if self._choice is None:
            return
        said, chosen = said_of(wanted, self._choice), in_force(self._choice, wanted, self._kept)
        for identifier, card in self.cards.items():
            card.setChecked(identifier == chosen)
        self.line.show_choice(self._choice, said is not None, self._subject)
        guessing = said is None and self._choice.why is not None
        self.line.setVisible(said is not None)
        reason = sentences([self._choice.why]) if guessing and self._choice.why is not None else []
        self.why.setText(" ".join(reason))
        self.why.setVisible(bool(reason))

    def _covered(self, option: OptionSaid) -> str:
        choice = self._choice
        if choice is None or choice.kind not in ("labels", "pairing") or not option.covers:
            return ""
        if option.covers >= self._inputs:
            return self.tr("all {count} inputs").format(count=number(option.covers))
        words = self.tr("{count} of {inputs} inputs")
        return words.format(count=number(option.covers), inputs=number(self._inputs))

    def _choose(self) -> None:
        card = self.sender()
        if isinstance(card, SourceCard) and not card.isChecked() and self._choice is not None:
            self.chosen.emit(self._choice, card.value)

    def _ask_back(self) -> None:
        if self._choice is not None:
            self.back_asked.emit(self._choice)
