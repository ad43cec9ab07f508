"""How the form was told: the evidence, everything that was counted, and which systems fit."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QVBoxLayout, QWidget

from desktop.i18n import language, number
from desktop.theme import scaled
from desktop.widgets.cards import Card
from desktop.widgets.chips import ChipButton
from desktop.widgets.data.words import kinds_of, kinds_words, layout_words, sentences, sure_words
from desktop.widgets.figures import percent
from desktop.widgets.flow import FlowLayout
from desktop.widgets.labels import Label

if TYPE_CHECKING:
    from engine.audit.types import Audit, Evidence
    from engine.texts import Text


LONGEST = 34  # signs: what is longer gets a line of its own


class SystemChips(QWidget):
    """The systems that fit, a chip each. ``entry_wanted(key)``: its page in the rule book."""

    entry_wanted = Signal(str)

    def __init__(self, parent: QWidget | None = None, *, captioned: bool = True) -> None:
        super().__init__(parent)
        self.chips: list[ChipButton] = []
        self._entries: list[str] = []
        self._caption = Label("", "caption", parent=self)
        ground = QWidget(self)
        self._ground = ground
        self._flow = FlowLayout(ground)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(scaled(4))
        column.addWidget(self._caption)
        column.addWidget(ground)
        self._caption.setVisible(captioned)

    def show_systems(self, systems: Sequence[str], titles: Mapping[str, Text]) -> None:
        """Show these, the best first; hidden when there are none."""
        for chip in self.chips:
            self._flow.removeWidget(chip)
            chip.hide()
            chip.deleteLater()
        self._caption.setText(self.tr("Systems that fit, in the rule book"))
        self.chips, self._entries = [], [f"cards/{system}" for system in systems]
        for system in systems:
            title = titles[system].say(language()) if system in titles else system
            chip = ChipButton(title, self._ground, icon_name="book")
            chip.clicked.connect(self._want)
            self._flow.addWidget(chip)
            chip.show()
            self.chips.append(chip)
        self.setVisible(bool(systems))

    def _want(self) -> None:
        chip = self.sender()
        if isinstance(chip, ChipButton):
            self.entry_wanted.emit(self._entries[self.chips.index(chip)])


class Facts(QWidget):
    """Names and what they come to, side by side, in two columns from top to bottom."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.shown: dict[str, str] = {}
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(scaled(12))
        self._grid.setVerticalSpacing(scaled(4))
        self._grid.setColumnStretch(1, 2)
        self._grid.setColumnStretch(4, 1)
        self._grid.setColumnMinimumWidth(2, scaled(16))

    def show_facts(self, facts: Mapping[str, str]) -> None:
        """Show these, in this order."""
        while (item := self._grid.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        self.shown = dict(facts)
        short = [name for name, value in facts.items() if len(value) <= LONGEST]
        rows = -(-len(short) // 2)
        for place, name in enumerate(short):
            self._put(name, facts[name], place % rows, 3 * (place // rows), 1)
        for place, name in enumerate(name for name in facts if name not in short):
            self._put(name, facts[name], rows + place, 0, 4)

    def _put(self, name: str, value: str, row: int, column: int, columns: int) -> None:
        """A name and its value from a column on; the value spans so many columns."""
        called, said = Label(name, "hint", parent=self, wrap=False), Label(value, "hint", "text", self)
        self._grid.addWidget(called, row, column, Qt.AlignmentFlag.AlignTop)
        self._grid.addWidget(said, row, column + 1, 1, columns, Qt.AlignmentFlag.AlignTop)
        for label in (called, said):
            label.show()


class ToldCard(Card):
    """``entry_wanted(key)``: a page of the rule book is wanted."""

    entry_wanted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._titles: Mapping[str, Text] = {}
        self._audit: Audit | None = None
        self._title = Label("", "heading", parent=self)
        self.evidence = Label("", "hint", "text", self)
        self.facts = Facts(self)
        self.systems = SystemChips(self)
        self._line = QFrame(self)
        self._line.setProperty("kind", "line")
        for part in (self._title, self.evidence, self._line, self.facts, self.systems):
            self.column.addWidget(part)
        self.systems.entry_wanted.connect(self.entry_wanted)

    def show_evidence(self, evidence: Sequence[Evidence]) -> None:
        """The reasons alone, while the rest is still being counted."""
        self._audit = None
        self._title.setText(self.tr("How this was told"))
        self.evidence.setText("\n".join(sentences(evidence)))
        self.evidence.setVisible(bool(self.evidence.text()))
        self.facts.show_facts({})
        self._line.hide()
        self.systems.show_systems((), {})
        self.setVisible(bool(evidence))

    def show_audit(self, audit: Audit) -> None:
        """Reasons, figures and systems."""
        self.show_evidence(audit.evidence)
        self._audit = audit
        self.facts.show_facts(self._facts(audit))
        self._line.setVisible(bool(self.evidence.text()))
        self.systems.show_systems(audit.systems, self._titles)
        self.show()

    def show_titles(self, titles: Mapping[str, Text]) -> None:
        """What the cards of the systems are called, by id."""
        self._titles = titles
        if self._audit is not None:
            self.systems.show_systems(self._audit.systems, titles)

    def _facts(self, audit: Audit) -> dict[str, str]:
        counts = audit.counts
        facts = {
            self.tr("Layout"): layout_words(audit.layout),
            self.tr("In → out"): kinds_words(kinds_of(audit.modality), audit.layout),
            self.tr("How sure"): f"{percent(audit.confidence, 0)} % · {sure_words(audit.confidence)}",
            self.tr("Inputs"): number(counts.inputs),
            self.tr("With a target"): number(counts.pairs),
            self.tr("Inputs without a target"): number(counts.unmatched_inputs),
            self.tr("Targets without an input"): number(counts.unmatched_targets),
        }
        if counts.classes:
            facts[self.tr("Classes")] = number(counts.classes)
        if audit.columns:
            facts[self.tr("Columns")] = number(len(audit.columns))
        effective = audit.effective
        if effective.low != effective.high:
            estimate = f"{number(effective.low)}–{number(effective.high)}"
            facts[self.tr("Samples that count (estimate)")] = estimate
        if audit.splits:
            names = {"train": self.tr("training"), "val": self.tr("validation"), "test": self.tr("test")}
            sizes = (f"{names.get(name, name)} {number(size)}" for name, size in audit.splits.items())
            facts[self.tr("Comes split")] = " · ".join(sizes)
        return facts
