"""What the sample says: headline, corrections, samples, how the form was told, findings, classes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from desktop.i18n import language, number
from desktop.theme import scaled
from desktop.widgets.buttons import Button
from desktop.widgets.cards import NumberCard
from desktop.widgets.data.amount_card import VOLUME_ROLES, AmountCard
from desktop.widgets.data.classes_card import ClassesCard
from desktop.widgets.data.correcting import count_said
from desktop.widgets.data.corrections_view import CorrectionsView
from desktop.widgets.data.labels_card import LabelsCard
from desktop.widgets.data.parts_card import PartsCard
from desktop.widgets.data.samples_card import SamplesCard
from desktop.widgets.data.told_card import ToldCard
from desktop.widgets.data.words import form_words, kinds_of, kinds_words, sure_words
from desktop.widgets.findings import FindingsCard
from engine.texts import catalogue

if TYPE_CHECKING:
    from engine.audit.types import Audit, Evidence, Preview
    from engine.texts import Text

WAITING = "…"


class NotRight(Button):
    """The quiet way from the verdict to what may be corrected in it."""

    kind = "why"
    icon_role = "accent"


class AuditView(QWidget):
    """Shows an audit, or as much of one as is known while the audit still runs.

    ``entry_wanted(key)``: a page of the rule book is wanted. ``correction_wanted(Corrections)``:
    the sample is to be looked at anew with these; ``cancel_asked()``: no more.
    """

    entry_wanted = Signal(str)
    correction_wanted = Signal(object)
    cancel_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._layout = self._form = ""
        self.form = NumberCard(parent=self)
        self.distinct = NumberCard(parent=self)
        self.targets = NumberCard(parent=self)
        self.unreadable = NumberCard(parent=self)
        self.not_right = NotRight(parent=self.form, icon_name="pencil")
        self.corrections = CorrectionsView(self)
        self.amount = AmountCard(self)
        self.samples = SamplesCard(self)
        self.told = ToldCard(self)
        self.parts = PartsCard(self)
        self.findings = FindingsCard(self)
        self.labels = LabelsCard(self)
        self.classes = ClassesCard(self)
        self._lay_out()
        self.not_right.clicked.connect(self.toggle_corrections)
        self.corrections.closed.connect(self.close_corrections)
        for part in (self.corrections, self.labels):
            part.wanted.connect(self.correction_wanted)
            part.cancel_asked.connect(self.cancel_asked)
        for source in (self.amount, self.labels):
            source.finding_wanted.connect(self.open_finding)
        self.told.entry_wanted.connect(self.entry_wanted)
        self.parts.entry_wanted.connect(self.entry_wanted)
        self.clear()

    def clear(self) -> None:
        """Keep the room of the headline; nothing is known yet."""
        self._layout = self._form = ""
        for card, what in zip(self._headline(), self._waiting_words(), strict=True):
            card.say(WAITING, what)
        self.samples.clear()
        self.corrections.forget()
        self.findings.opened.close_finding()
        for part in (self.not_right, self.corrections, self.amount, *self._below()):
            part.hide()

    def stop(self) -> None:
        """End the loading of pictures."""
        self.samples.stop()
        self.findings.opened.stop()

    def show_recognition(self, layout: str, form: str, confidence: float, kinds: Sequence[str]) -> None:
        """Layout and form, and how sure that is; ``kinds``: what goes in and what comes out."""
        self._layout, self._form = layout, form
        self.form.say(form_words(form), f"{kinds_words(kinds, layout)} · {sure_words(confidence)}")

    def show_evidence(self, evidence: Sequence[Evidence]) -> None:
        """Why it is taken for that form."""
        self.told.show_evidence(evidence)

    def show_previews(
        self, previews: Sequence[Preview], columns: Sequence[str] = (), targets: Sequence[str] = ()
    ) -> None:
        """The first samples; of a table its rows, the ``targets`` set off."""
        if self._layout == "table":
            self.samples.show_rows(previews, columns, targets)
        else:
            self.samples.show_cards(previews, self._form)

    def show_audit(self, audit: Audit) -> None:
        """The whole audit, or what is known of it so far."""
        self.show_recognition(audit.layout, audit.form, audit.confidence, kinds_of(audit.modality))
        if not audit.unfinished:  # else those that are shown stay
            self.show_previews(audit.previews, audit.columns, _target_columns(audit))
        self._say_headline(audit)
        self.told.show_audit(audit)
        self.parts.show_parts(audit.parts)
        self.amount.show_audit(audit)
        if audit.unfinished:  # it says how many there are
            self.amount.hide()
        table = audit.modality.input == "table"  # texts of a table are shown as texts
        self.findings.show_findings(audit.findings, audit.columns if table else None)
        self.labels.show_audit(audit)
        self.classes.show_classes(audit.class_sizes)
        self._offer_corrections(audit)

    def open_finding(self, kinds: Sequence[str]) -> None:
        """Open the first of these findings that there is, and scroll to it."""
        self.findings.open_finding(kinds)

    def set_running(self, *, running: bool) -> None:
        """Whether the sample is being looked at anew, with other corrections."""
        self.corrections.set_running(running=running)
        self.labels.set_running(running=running)

    def show_part(self, done: float, total: float | None) -> None:
        """How far the new look is."""
        self.corrections.show_part(done, total)
        self.labels.show_part(done, total)

    def settle(self) -> None:
        """The new look came to nothing: what is kept is in force."""
        self.corrections.settle()
        self.labels.settle()

    def show_titles(self, titles: Mapping[str, Text]) -> None:
        """What the cards of the systems are called, by id."""
        self.told.show_titles(titles)
        self.parts.show_titles(titles)

    def toggle_corrections(self) -> None:
        """Open what may be corrected, or put it away again."""
        if self.corrections.isHidden():
            self.corrections.show()
            self.corrections.first_field().setFocus()
        else:
            self.close_corrections()

    def close_corrections(self) -> None:
        """Put the corrections away; what was said stays said."""
        self.corrections.hide()
        self.not_right.setFocus()

    def _offer_corrections(self, audit: Audit) -> None:
        """A set that leaves nothing open has nothing to correct."""
        said = count_said(audit.corrections)
        self.not_right.setText(
            self.tr("Corrected by you: {count}").format(count=number(said)) if said else self.tr("Not right?")
        )
        self.not_right.setAccessibleDescription(self.tr("Say what it really is"))
        self.not_right.setVisible(bool(audit.choices))
        self.corrections.show_audit(audit)
        if not audit.choices:
            self.corrections.hide()

    def _say_headline(self, audit: Audit) -> None:
        counts = audit.counts
        volume = catalogue("findings").say(f"volume_{audit.volume}", language())
        among = self.tr("different contents among {inputs} · {volume}")
        role = "" if audit.unfinished else VOLUME_ROLES[audit.volume]
        if audit.unfinished:
            volume = WAITING
        self.distinct.say(
            number(audit.effective.samples),
            among.format(inputs=number(counts.inputs), volume=volume),
            role,
        )
        self.targets.say(*self._target_words(audit))
        broken = sum(finding.count for finding in audit.findings if finding.kind == "unreadable")
        self.unreadable.say(number(broken), self.tr("files that cannot be read"), "prepare" if broken else "")

    def _target_words(self, audit: Audit) -> tuple[str, str]:
        counts = audit.counts
        inputs, pairs = number(counts.inputs), number(counts.pairs)
        if counts.classes:
            words = self.tr("classes · {pairs} of {inputs} with an answer")
            return number(counts.classes), words.format(pairs=pairs, inputs=inputs)
        if audit.form == "paired":
            words = self.tr("pairs · without a partner: {inputs} inputs, {targets} targets")
            lone = number(counts.unmatched_inputs), number(counts.unmatched_targets)
            return pairs, words.format(inputs=lone[0], targets=lone[1])
        if audit.form == "unpaired":
            return number(counts.unmatched_targets), self.tr("targets in a heap of their own, with no ties")
        return "0", self.tr("targets: there are inputs only")

    def _headline(self) -> tuple[NumberCard, ...]:
        return self.form, self.distinct, self.targets, self.unreadable

    def _waiting_words(self) -> tuple[str, ...]:
        return (
            self.tr("form of the data"),
            self.tr("different contents"),
            self.tr("answers that belong to them"),
            self.tr("files that cannot be read"),
        )

    def _lay_out(self) -> None:
        headline = QGridLayout()
        headline.setSpacing(scaled(12))
        for place, card in enumerate(self._headline()):
            card.setMinimumHeight(scaled(124))
            headline.addWidget(card, 0, place)
            headline.setColumnStretch(place, 1)
        policy = self.not_right.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        self.not_right.setSizePolicy(policy)
        self.form.column.addWidget(self.not_right, 0, Qt.AlignmentFlag.AlignLeft)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(scaled(16))
        column.addLayout(headline)
        for shown in (self.corrections, self.amount, self.samples, *self._below()):
            column.addWidget(shown)

    def _below(self) -> tuple[QWidget, ...]:
        return self.findings, self.labels, self.told, self.parts, self.classes


def _target_columns(audit: Audit) -> tuple[str, ...]:
    choices = (choice for choice in audit.choices if choice.kind == "columns")
    return tuple(choice.subject for choice in choices if choice.chosen == "target")
