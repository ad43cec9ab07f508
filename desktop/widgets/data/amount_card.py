"""Is a lot really a lot? One sentence, and a bar of what each kind of finding took away from the number."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from desktop.i18n import number
from desktop.theme import scaled
from desktop.widgets.cards import Card
from desktop.widgets.data.amount_bar import AmountBar, PartButton, Share
from desktop.widgets.data.rule_line import place_words
from desktop.widgets.data.words import amount_words, sentence
from desktop.widgets.flow import FlowLayout
from desktop.widgets.labels import Label

if TYPE_CHECKING:
    from engine.audit.types import Audit, OriginsSaid

FINDINGS: Mapping[str, tuple[str, ...]] = {
    "unreadable": ("unreadable",),
    "unusable": ("empty_text", "empty_inside", "unmatched_inputs"),
    "exact_duplicates": ("exact_duplicates", "duplicate_rows"),
    "near_duplicates": ("near_duplicates",),
    "swapped_backgrounds": ("swapped_backgrounds",),
}
"""What took samples away → the findings that show them, the first one that there is."""
ROLES: Mapping[str, tuple[str, float]] = {
    "unreadable": ("push_back", 1.0),
    "unusable": ("unknown", 1.0),
    "exact_duplicates": ("prepare", 1.0),
    "near_duplicates": ("prepare", 0.66),
    "swapped_backgrounds": ("prepare", 0.4),
}
"""Colour and strength of each part."""
VOLUME_ROLES = {"many": "start", "few": "prepare", "too_few": "push_back"}


class AmountCard(Card):
    """``finding_wanted(kinds)``: the samples of the first of these kinds that there is."""

    finding_wanted = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.sentence = Label("", "heading", parent=self)
        self.hint = Label("", "hint", parent=self)
        self.bar = AmountBar(self)
        self._ground = QWidget(self)
        self._flow = FlowLayout(self._ground, gap=4)
        self.parts: dict[str, PartButton] = {}
        for part in (self.sentence, self.hint, self.bar, self._ground):
            self.column.addWidget(part)
        self.column.setSpacing(scaled(8))
        self.bar.pressed_part.connect(self._want)

    def show_audit(self, audit: Audit) -> None:
        """Show the number of an audit."""
        self.sentence.setText(amount_words(audit, volume_words(audit)))
        self.hint.setText(self._hint(audit))
        self.hint.setVisible(bool(self.hint.text()))
        kinds = {finding.kind for finding in audit.findings}
        shares = [Share("", self.tr("different contents"), audit.effective.samples, "accent", 1.0, False)]
        for kind, count in audit.taken.items():
            role, strength = ROLES.get(kind, ("unknown", 1.0))
            opens = bool(kinds.intersection(FINDINGS.get(kind, ())))
            shares.append(Share(kind, self._name(kind, kinds), count, role, strength, opens))
        self.bar.show_shares(shares)
        self._show_parts(shares)
        some = bool(audit.taken)
        self.bar.setVisible(some)
        self._ground.setVisible(some)
        self.setVisible(bool(audit.counts.inputs or audit.taken))

    def _show_parts(self, shares: Sequence[Share]) -> None:
        for old in self.parts.values():
            self._flow.removeWidget(old)
            old.hide()
            old.deleteLater()
        self.parts = {share.kind: PartButton(share, self._ground) for share in shares}
        for kind, part in self.parts.items():
            self._flow.addWidget(part)
            part.clicked.connect(lambda _checked=False, kind=kind: self._want(kind))
            part.show()

    def _want(self, kind: str) -> None:
        if kind in FINDINGS:
            self.finding_wanted.emit(FINDINGS[kind])

    def _name(self, kind: str, kinds: set[str]) -> str:
        if kind == "unusable":
            return self.tr("Empty, or without a target")
        finding = next((one for one in FINDINGS.get(kind, ()) if one in kinds), kind)
        return sentence(f"chip_{finding}") or kind

    def _hint(self, audit: Audit) -> str:
        """Where the number comes from, and what else has to be known of it."""
        said = []
        if audit.extent is not None:
            said.append(
                self.tr("Told from this sample, with 90 % certainty; the bar shows the sample alone.")
            )
        elif not audit.taken:
            said.append(self.tr("Nothing was taken away: every one counts."))
        if audit.origins is not None:
            words = self.tr("They come from {origins} independent origins, told by {how}.")
            said.append(words.format(origins=number(audit.origins.origins), how=self._how(audit.origins)))
        return " ".join(said)

    def _how(self, said: OriginsSaid) -> str:
        """By what samples of one origin are told."""
        if said.how in ("frames", "bursts"):
            return {"frames": self.tr("frames of one video"), "bursts": self.tr("moments of taking")}[
                said.how
            ]
        return place_words(said.where)


def volume_words(audit: Audit) -> str:
    """Many, few or too few: of all that was claimed where that was told, else of the sample."""
    said = audit.extent
    ends = [audit.volume] if said is None else [said.least, said.most]
    return " – ".join(sentence(f"volume_{volume}") for volume in dict.fromkeys(ends))
