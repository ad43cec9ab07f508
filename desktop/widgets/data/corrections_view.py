"""Not right? What the guess left open, and one click for each way to read it otherwise."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from desktop.theme import scaled
from desktop.widgets.buttons import IconButton, QuietButton
from desktop.widgets.cards import Card
from desktop.widgets.data.choice_cards import ChoiceCards
from desktop.widgets.data.choice_rows import ChoiceRows, GuessButton
from desktop.widgets.data.correcting import (
    BY_NAME,
    count_said,
    with_choice,
    without_any,
    without_choice,
)
from desktop.widgets.labels import Label

if TYPE_CHECKING:
    from engine.audit.types import Audit, ChoiceSaid
    from engine.dataset.corrections import Corrections

STEPS = 1000  # of the bar, whatever is counted


class CorrectionsView(Card):
    """``wanted(Corrections)``: look at the sample anew with these; ``cancel_asked()``, ``closed()``.

    What is pressed is shown at once, and what was said before stays said, so that several
    things can be put right one after the other; :meth:`settle` goes back to what is kept.
    """

    wanted = Signal(object)
    cancel_asked = Signal()
    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._audit: Audit | None = None
        self._wanted: Corrections | None = None
        self._running = False
        self._title = Label("", "heading", parent=self)
        self._hint = Label("", "hint", parent=self)
        self.close_button = IconButton("close", parent=self)
        self.back_to_all = GuessButton(parent=self)
        self.bar = QProgressBar(self)
        self.bar.setTextVisible(False)
        self.cancel = QuietButton(parent=self)
        self._headings: dict[str, Label] = {}
        self.sections: dict[str, ChoiceCards | ChoiceRows] = {}
        self._lay_out()
        self.close_button.clicked.connect(self.closed)
        self.back_to_all.clicked.connect(self._ask_back_to_all)
        self.cancel.clicked.connect(self.cancel_asked)
        self.set_running(running=False)

    def show_audit(self, audit: Audit) -> None:
        """Show the choices of an audit that is kept."""
        self._audit, self._wanted = audit, audit.corrections
        self._say()
        kinds: dict[str, list[ChoiceSaid]] = {}
        for choice in audit.choices:
            kinds.setdefault(choice.kind, []).append(choice)
        for kind in [kind for kind in self.sections if kind not in kinds]:
            for part in (self._headings.pop(kind), self.sections.pop(kind)):
                part.hide()
                part.deleteLater()
        for kind, choices in kinds.items():
            self._show_section(kind, choices)

    def forget(self) -> None:
        """Another sample will be shown: places and searches start anew."""
        for section in self.sections.values():
            if isinstance(section, ChoiceRows):
                section.forget()

    def settle(self) -> None:
        """Show again what is kept: the new look was cancelled or failed."""
        if self._audit is not None:
            self._mark(self._audit.corrections)

    def set_running(self, *, running: bool) -> None:
        """Show or hide how far the new look is; its room is kept."""
        self._running = running
        self._say_hint()
        self.bar.setVisible(running)
        self.cancel.setVisible(running)
        self.bar.setRange(0, 0)

    def show_part(self, done: float, total: float | None) -> None:
        """Fill the bar; with no total known it only moves."""
        self.bar.setRange(0, STEPS if total else 0)
        if total:
            self.bar.setValue(round(STEPS * min(max(done / total, 0.0), 1.0)))

    def first_field(self) -> QWidget:
        """What gets the focus when it is opened."""
        for section in self.sections.values():
            if isinstance(section, ChoiceCards):
                return next((c for c in section.cards.values() if c.isChecked()), self.close_button)
            for row in section.rows.values():
                return next((s for s in row.segments.segments if s.isChecked()), self.close_button)
        return self.close_button

    def _say(self) -> None:
        self._title.setText(self.tr("Not right?"))
        self._say_hint()
        self.close_button.set_name(self.tr("Close the corrections"))
        self.back_to_all.setText(self.tr("Back to every guess"))
        self.cancel.setText(self.tr("Cancel"))
        self.bar.setAccessibleName(self.tr("The sample is looked at anew"))
        self.setAccessibleName(self._title.text())
        self._offer_back(self._wanted)

    def _say_hint(self) -> None:
        self._hint.setText(
            self.tr("Looking at the sample anew. What was found before stands until then.")
            if self._running
            else self.tr("Press what is true: the sample is looked at anew, and Undo takes it back.")
        )

    def _show_section(self, kind: str, choices: Sequence[ChoiceSaid]) -> None:
        audit = self._audit
        if audit is None:
            return
        if kind not in self.sections:
            section = ChoiceRows(self) if kind in BY_NAME else ChoiceCards(self)
            self._headings[kind] = Label("", "text", parent=self)
            self._headings[kind].setProperty("strong", True)
            self.sections[kind] = section
            self._places.addWidget(self._headings[kind])
            self._places.addWidget(section)
            section.chosen.connect(self._choose)
            section.back_asked.connect(self._ask_back)
            section.show()
        heading, section = self._headings[kind], self.sections[kind]
        heading.setText(self._heading(kind))
        if isinstance(section, ChoiceRows):
            section.show_choices(choices, audit.corrections)
        else:
            section.show_choice(choices[0], audit.corrections, audit.counts.inputs, heading.text())

    def _heading(self, kind: str) -> str:
        return {
            "columns": self.tr("What the columns are"),
            "folders": self.tr("What the folders are"),
            "pairing": self.tr("How partners are found"),
            "encoding": self.tr("How the text is stored"),
            "labels": self.tr("Where the answers come from"),
        }[kind]

    def _choose(self, choice: ChoiceSaid, option: str) -> None:
        if self._wanted is not None:
            self._want(with_choice(self._wanted, choice, option))

    def _ask_back(self, choice: ChoiceSaid) -> None:
        if self._wanted is not None:
            self._want(without_choice(self._wanted, choice))
            self._keep_focus(choice)

    def _ask_back_to_all(self) -> None:
        if self._wanted is not None:
            self._want(without_any(self._wanted))
            self.first_field().setFocus()

    def _want(self, corrections: Corrections) -> None:
        self._mark(corrections)
        self.wanted.emit(corrections)

    def _mark(self, corrections: Corrections) -> None:
        self._wanted = corrections
        self._offer_back(corrections)
        for section in self.sections.values():
            section.mark(corrections)

    def _keep_focus(self, choice: ChoiceSaid) -> None:
        """The button that was pressed has gone; what it was about keeps the keyboard."""
        section = self.sections[choice.kind]
        if isinstance(section, ChoiceCards):
            chosen = next((card for card in section.cards.values() if card.isChecked()), None)
        else:
            segments = section.rows[choice.subject].segments.segments
            chosen = next((segment for segment in segments if segment.isChecked()), None)
        (chosen or self.close_button).setFocus()

    def _offer_back(self, corrections: Corrections | None) -> None:
        self.back_to_all.setVisible(corrections is not None and count_said(corrections) > 1)

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.setSpacing(scaled(12))
        top.addWidget(self._title, 1)
        top.addWidget(self.cancel)
        top.addWidget(self.back_to_all)
        top.addWidget(self.close_button)
        policy = self.bar.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        self.bar.setSizePolicy(policy)
        self._places = QVBoxLayout()
        self._places.setSpacing(scaled(8))
        self.column.addLayout(top)
        self.column.setSpacing(scaled(4))
        self.column.addWidget(self._hint)
        self.column.addWidget(self.bar)
        self.column.addLayout(self._places)
