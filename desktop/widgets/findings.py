"""Findings as chips with their counts; a chip opens the samples that it concerns."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QButtonGroup, QWidget

from desktop.i18n import language, number
from desktop.widgets.buttons import Button
from desktop.widgets.cards import Card
from desktop.widgets.data.finding_view import FindingView
from desktop.widgets.flow import FlowLayout
from desktop.widgets.labels import Label
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
    """The chips, and the samples of the one that is pressed.

    ``samples_wanted(ids, whole)``: see :class:`FindingView`. ``closed()``: what was open isn't any more.
    """

    samples_wanted = Signal(object, bool)
    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._columns: tuple[str, ...] | None = None
        self._title = Label("", "heading", parent=self)
        self._ground = QWidget(self)
        self._flow = FlowLayout(self._ground)
        self._group = QButtonGroup(self)
        self._group.setExclusive(False)
        self._group.buttonToggled.connect(self._toggle)
        self.chips: list[FindingChip] = []
        self.opened = FindingView(self)
        self.opened.wanted.connect(self.samples_wanted)
        self.opened.closed.connect(self.close_finding)
        for part in (self._title, self._ground, self.opened):
            self.column.addWidget(part)

    def show_findings(self, findings: Sequence[Finding], columns: Sequence[str] | None = None) -> None:
        """Show these findings, the serious ones first; none is open.

        ``columns``: those of a table, whose samples are its rows.
        """
        self._columns = None if columns is None else tuple(columns)
        self.opened.close_finding()
        for chip in self.chips:
            self._group.removeButton(chip)
            self._flow.removeWidget(chip)
            chip.hide()
            chip.deleteLater()
        order = list(SIGNS)
        ordered = sorted(findings, key=lambda finding: (order.index(finding.severity), -finding.count))
        self.chips = [FindingChip(finding, self._ground) for finding in ordered]
        for chip in self.chips:
            self._flow.addWidget(chip)
            self._group.addButton(chip)
            chip.show()
        self._say()
        self.setVisible(True)

    def open_finding(self, kinds: Sequence[str]) -> None:
        """Open the first of these kinds that there is; its chip takes the keyboard."""
        chip = next((chip for kind in kinds for chip in self.chips if chip.finding.kind == kind), None)
        if chip is not None:
            chip.setChecked(True)
            chip.setFocus()

    def close_finding(self) -> None:
        """Close what is open; its chip takes the keyboard."""
        chip = self.pressed
        if chip is not None:
            chip.setChecked(False)
            chip.setFocus()

    @property
    def pressed(self) -> FindingChip | None:
        """The chip whose samples are shown."""
        return next((chip for chip in self.chips if chip.isChecked()), None)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Esc closes what is open."""
        if event.key() == Qt.Key.Key_Escape and self.pressed is not None:
            self.close_finding()
            return
        super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802
        """Say everything in the language of now."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            for chip in self.chips:
                chip.say()
            self._say()
            self.opened.say()

    def _toggle(self, pressed: FindingChip, checked: bool) -> None:
        if checked:
            for chip in self.chips:
                if chip is not pressed:
                    chip.setChecked(False)
            self.closed.emit()  # what the one before still waits for isn't wanted any more
            self.opened.show_finding(pressed.finding, self._columns)
        elif self.pressed is None:
            self.opened.close_finding()
            self.closed.emit()

    def _say(self) -> None:
        self._title.setText(self.tr("Findings") if self.chips else self.tr("Nothing to find fault with"))
        self._ground.setVisible(bool(self.chips))


def _short(kind: str) -> str:
    """The finding in two or three words; where it has none, its sentence."""
    texts = catalogue("findings").texts
    return texts.get(f"chip_{kind}", texts[kind]).say(language())
