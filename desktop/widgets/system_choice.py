"""Which prototype is to be trained, and for how long: those that fit the sample, the likeliest first."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QWidget

from desktop.i18n import language, number
from desktop.widgets.budget import Budget
from desktop.widgets.cards import Card
from desktop.widgets.labels import Label
from desktop.widgets.scroll import WheelGuard
from engine.texts import catalogue

if TYPE_CHECKING:
    from engine.case.types import SampleRecord
    from engine.prototypes.types import SystemCard


class SystemChoice(Card):
    """Offers the systems that fit a sample. ``chosen()``: another one was picked."""

    chosen = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._fitting: list[SystemCard] = []
        self._sample: SampleRecord | None = None
        self._title = Label("", "heading", parent=self)
        self._hint = Label("", "hint", parent=self)
        self._row = QWidget(self)
        self._row_title = Label("", "text", parent=self._row, wrap=False)
        self.systems = QComboBox(self._row)
        self.budget = Budget(self)
        row = QHBoxLayout(self._row)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(self.column.spacing())
        row.addWidget(self._row_title)
        row.addWidget(self.systems, 1)
        for part in (self._title, self._hint, self._row, self.budget):
            self.column.addWidget(part)
        WheelGuard.protect(self.systems)
        self.systems.currentIndexChanged.connect(self._choose)

    @property
    def system(self) -> SystemCard | None:
        """The system that was chosen among those that fit; None where none does."""
        place = self.systems.currentIndex()
        return self._fitting[place] if 0 <= place < len(self._fitting) else next(iter(self._fitting), None)

    def offer(self, systems: Sequence[SystemCard] | None, sample: SampleRecord | None) -> None:
        """Name the systems that fit the sample, keeping the one that was chosen; None: not known yet."""
        self._sample = sample
        self._fitting = [] if systems is None or sample is None else fitting(systems, sample)
        picked = self.systems.currentData()
        self.systems.blockSignals(True)
        self.systems.clear()
        for card in self._fitting:
            self.systems.addItem(card.title.say(language()), card.name)
        self.systems.setCurrentIndex(max(0, self.systems.findData(picked)) if self._fitting else -1)
        self.systems.blockSignals(False)
        self._row.setVisible(len(self._fitting) > 1)
        self._say()

    def retranslate(self) -> None:
        """Every word of the card."""
        self._row_title.setText(self.tr("Which prototype"))
        self.systems.setAccessibleName(self._row_title.text())
        self.budget.retranslate()
        self._say()

    def _choose(self, _place: int) -> None:
        self.chosen.emit()

    def _say(self) -> None:
        sample, system, names = self._sample, self.system, catalogue("prototypes")
        if sample is None or system is None:
            return
        self._title.setText(system.title.say(language()))
        words = self.tr(
            "Learns from “{name}”: {inputs} samples, {classes} classes. Judged on samples that it has "
            "not seen ({metric}), beside a simple way: {baseline}."
        )
        if not sample.audit.counts.classes:
            words = self.tr(
                "Learns from “{name}”: {inputs} samples. Judged on samples that it has not seen ({metric}), "
                "beside a simple way: {baseline}."
            )
        self._hint.setText(
            words.format(
                name=sample.audit.name,
                inputs=number(sample.audit.counts.inputs),
                classes=number(sample.audit.counts.classes),
                metric=names.say(system.metric, language()),
                baseline=names.say(system.baseline, language()),
            )
        )


def fitting(systems: Sequence[SystemCard], sample: SampleRecord) -> list[SystemCard]:
    """All that fit the sample; those that its audit names come first, in its order, then those that learn
    its own target."""
    audit = sample.audit
    named = {name: place for place, name in enumerate(audit.systems)}
    return sorted(
        (card for card in systems if card.fits(audit.layout, audit.modality.input, audit.modality.target)),
        key=lambda card: (named.get(card.name, len(named)), "" in (card.targets or ("",)), card.name),
    )


def say_misfit(systems: Sequence[SystemCard], sample: SampleRecord) -> tuple[str, str]:
    """What is said of a sample that no system fits: a heading, and what would."""
    layouts, audit = catalogue("findings"), sample.audit
    takes = {layout for card in systems if audit.modality.input in card.modalities for layout in card.takes}
    takes = takes or {layout for card in systems for layout in card.takes}
    words = QCoreApplication.translate(
        "SystemChoice",
        "The sample holds: {kind}, laid out as: {layout}. Prototypes learn from data laid out as: {fitting}.",
    )
    found = words.format(
        kind=layouts.say(f"modality_{audit.modality.input}", language()),
        layout=layouts.say(f"layout_{audit.layout}", language()),
        fitting=", ".join(layouts.say(f"layout_{layout}", language()) for layout in sorted(takes)),
    )
    return QCoreApplication.translate("SystemChoice", "No prototype for this sample yet"), found
