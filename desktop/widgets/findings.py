"""Findings as chips with their counts; a chip lists the samples that it concerns, with reasons."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QButtonGroup, QWidget

from desktop.i18n import language, number
from desktop.widgets.buttons import Button
from desktop.widgets.cards import Card
from desktop.widgets.flow import FlowLayout
from desktop.widgets.labels import Label
from desktop.widgets.rows_table import RowsTable
from engine.texts import catalogue

if TYPE_CHECKING:
    from engine.audit.types import Finding, Severity

SIGNS: dict[Severity, str] = {"serious": "■", "warning": "▲", "note": "○"}
TONES: dict[Severity, str] = {"serious": "push_back", "warning": "prepare", "note": "accent"}


class FindingChip(Button):
    """One finding: sign of its severity, words, count. Pressed: its samples are listed."""

    kind = "chip"

    def __init__(self, finding: Finding, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.finding = finding
        self.setCheckable(True)
        self.setProperty("tone", TONES[finding.severity])
        self.say()

    def say(self) -> None:
        """Words in the language of now."""
        words = _short(self.finding.kind)
        severity = {
            "serious": self.tr("serious"),
            "warning": self.tr("to be looked at"),
            "note": self.tr("for your information"),
        }
        text = f"{SIGNS[self.finding.severity]} {words} {number(self.finding.count)}"
        self.setText(text)
        self.setAccessibleName(f"{words}, {number(self.finding.count)}, {severity[self.finding.severity]}")
        self.setToolTip(severity[self.finding.severity])


class FindingsCard(Card):
    """The chips, and the list of the one that is pressed."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title = Label("", "heading", parent=self)
        self._ground = QWidget(self)
        self._flow = FlowLayout(self._ground)
        self._group = QButtonGroup(self)
        self._group.setExclusive(False)
        self._group.buttonToggled.connect(self._toggle)
        self.chips: list[FindingChip] = []
        self._about = Label("", "hint", parent=self)
        self.table = RowsTable(self)
        self.table.verticalHeader().hide()
        for part in (self._title, self._ground, self._about, self.table):
            self.column.addWidget(part)

    def show_findings(self, findings: Sequence[Finding]) -> None:
        """Show these findings, the serious ones first; the list is closed."""
        for chip in self.chips:
            self._group.removeButton(chip)
            self._flow.removeWidget(chip)
            chip.deleteLater()
        order = list(SIGNS)
        ordered = sorted(findings, key=lambda finding: (order.index(finding.severity), -finding.count))
        self.chips = [FindingChip(finding, self._ground) for finding in ordered]
        for chip in self.chips:
            self._flow.addWidget(chip)
            self._group.addButton(chip)
            chip.show()
        self._say(None)
        self.setVisible(True)

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802
        """Say everything in the language of now."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            for chip in self.chips:
                chip.say()
            self._say(next((chip for chip in self.chips if chip.isChecked()), None))

    def _toggle(self, pressed: FindingChip, checked: bool) -> None:
        if checked:
            for chip in self.chips:
                if chip is not pressed:
                    chip.setChecked(False)
        self._say(next((chip for chip in self.chips if chip.isChecked()), None))

    def _say(self, chip: FindingChip | None) -> None:
        self._title.setText(self.tr("Findings") if self.chips else self.tr("Nothing to find fault with"))
        self._ground.setVisible(bool(self.chips))
        self._about.setVisible(chip is not None)
        self.table.setVisible(chip is not None)
        if chip is None:
            return
        finding = chip.finding
        sentence = catalogue("findings").say(finding.kind, language())
        if len(finding.samples) < finding.count:
            shown = self.tr("The first {shown} of {count} are listed.")
            sentence += " " + shown.format(shown=number(len(finding.samples)), count=number(finding.count))
        self._about.setText(sentence)
        rows = [(sample.id, _detail(sample.detail)) for sample in finding.samples]
        self.table.setAccessibleName(chip.accessibleName())
        self.table.set_rows((self.tr("Sample"), self.tr("Reason")), rows)


def _short(kind: str) -> str:
    """The finding in two or three words; where it has none, its sentence."""
    texts = catalogue("findings").texts
    return texts.get(f"chip_{kind}", texts[kind]).say(language())


def _detail(detail: str) -> str:
    """A reason in words where the detail is a key of the catalogue; else the twin it names."""
    words = catalogue("findings")
    return words.say(detail, language()) if detail in words.texts else detail
