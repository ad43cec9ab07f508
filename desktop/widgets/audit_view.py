"""What the sample says: headline numbers, how the form was told, samples, findings, classes."""

from __future__ import annotations

import base64
from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from desktop.bridge.pictures import PictureLoader
from desktop.i18n import language, number
from desktop.theme import scaled
from desktop.widgets.bars import CountBars
from desktop.widgets.buttons import QuietButton
from desktop.widgets.card_grid import CardGrid
from desktop.widgets.cards import Card, NumberCard
from desktop.widgets.findings import FindingsCard
from desktop.widgets.labels import Label
from desktop.widgets.rows_table import RowsTable
from desktop.widgets.sample_cards import sample_cards, table_rows
from engine.texts import catalogue

if TYPE_CHECKING:
    from engine.audit.types import Audit, Evidence, Preview

PREVIEW = QSize(384, 384)
CLASSES_SHOWN = 12
ROWS_AT_FIRST = 2
VOLUME_ROLES = {"many": "start", "few": "prepare", "too_few": "push_back"}
WAITING = "…"


class AuditView(QWidget):
    """Shows an audit, or as much of one as is known while the audit still runs."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._classes: list[tuple[str, int, str]] = []
        self._layout = self._form = ""
        self._loader = PictureLoader(PREVIEW, self)
        self._loader.loaded.connect(self._take_picture)
        self.form = NumberCard(parent=self)
        self.distinct = NumberCard(parent=self)
        self.targets = NumberCard(parent=self)
        self.unreadable = NumberCard(parent=self)
        self.evidence = Card(self, sunken=True)
        self._evidence_title = Label("", "heading", parent=self.evidence)
        self.evidence_text = Label("", "hint", parent=self.evidence)
        self.samples = Card(self)
        self._samples_title = Label("", "heading", parent=self.samples)
        self.grid = CardGrid(120, 120, parent=self.samples)
        self.all_samples = QuietButton(parent=self.samples)
        self.table = RowsTable(self.samples)
        self.findings = FindingsCard(self)
        self.classes = Card(self)
        self._classes_title = Label("", "heading", parent=self.classes)
        self.class_bars = CountBars(self.classes)
        self._all_classes = QuietButton(parent=self.classes)
        self._lay_out()
        self._all_classes.clicked.connect(self._show_all_classes)
        self.all_samples.clicked.connect(self._show_all_samples)
        self.grid.hidden_changed.connect(self._offer_all_samples)
        self.all_samples.hide()
        self.clear()

    def clear(self) -> None:
        """Keep the room of the headline; nothing is known yet."""
        self._loader.forget()
        for card, what in zip(self._headline(), self._waiting_words(), strict=True):
            card.say(WAITING, what)
        for part in (self.evidence, self.samples, self.findings, self.classes):
            part.hide()
        self.grid.set_cards([])

    def stop(self) -> None:
        """End the loading of pictures."""
        self._loader.stop()

    def show_recognition(self, layout: str, form: str, confidence: float, kinds: Sequence[str]) -> None:
        """Layout and form, and how sure that is; ``kinds``: what goes in and what comes out."""
        self._layout, self._form = layout, form
        words = catalogue("findings")
        shown = " → ".join(words.say(f"modality_{kind}", language()) for kind in kinds)
        self.form.say(words.say(f"headline_{form}", language()), f"{shown} · {self._sure(confidence)}")

    def show_evidence(self, evidence: Sequence[Evidence]) -> None:
        """Why it is taken for that form."""
        self._evidence_title.setText(self.tr("How this was told"))
        sentences = [catalogue("findings").say(item.key, language(), **item.values) for item in evidence]
        self.evidence_text.setText("\n".join(sentences))
        self.evidence.setVisible(bool(sentences))

    def show_previews(self, previews: Sequence[Preview], columns: Sequence[str] = ()) -> None:
        """The first samples: pictures, pairs side by side, texts, or the rows of a table."""
        self._samples_title.setText(self.tr("The first samples"))
        self.samples.setVisible(bool(previews))
        is_table = self._layout == "table"
        self.table.setVisible(is_table)
        self.grid.setVisible(not is_table)
        self.table.setAccessibleName(self._samples_title.text())
        self.grid.setAccessibleName(self._samples_title.text())
        if is_table:
            self.table.set_rows(*table_rows(previews, columns, (self.tr("Input"), self.tr("Target"))))
            return
        cards = sample_cards(previews, self._form, self.tr("no target"))
        wide = any(len(card.pictures) == 2 or card.texts for card in cards)
        self.grid.set_least_width(300 if wide else 120)
        self.grid.set_row_limit(ROWS_AT_FIRST)
        self.grid.set_lines(1 if any(card.title for card in cards) else 0)
        self.grid.set_cards(cards)
        self._loader.forget()
        self._loader.load([source for preview in previews for source in _sources(preview)])

    def show_audit(self, audit: Audit) -> None:
        """The whole audit."""
        kinds = [audit.modality.input, *([audit.modality.target] if audit.modality.target else [])]
        self.show_recognition(audit.layout, audit.form, audit.confidence, kinds)
        self.show_evidence(audit.evidence)
        self.show_previews(audit.previews, audit.columns)
        self._say_headline(audit)
        self.findings.show_findings(audit.findings)
        self._show_classes(audit)

    def _say_headline(self, audit: Audit) -> None:
        counts = audit.counts
        volume = catalogue("findings").say(f"volume_{audit.volume}", language())
        among = self.tr("different contents among {inputs} · {volume}")
        self.distinct.say(
            number(audit.effective.samples),
            among.format(inputs=number(counts.inputs), volume=volume),
            VOLUME_ROLES[audit.volume],
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

    def _show_classes(self, audit: Audit) -> None:
        sizes = sorted(audit.class_sizes.items(), key=lambda item: (-item[1], item[0]))
        self._classes = [(name, count, number(count)) for name, count in sizes]
        self.classes.setVisible(bool(sizes))
        self._classes_title.setText(self.tr("Samples in each class"))
        self.class_bars.setAccessibleName(self._classes_title.text())
        self.class_bars.set_counts(self._classes[:CLASSES_SHOWN])
        self._all_classes.setText(self.tr("Show all {count} classes").format(count=number(len(sizes))))
        self._all_classes.setVisible(len(sizes) > CLASSES_SHOWN)

    def _offer_all_samples(self, hidden: int) -> None:
        self.all_samples.setText(self.tr("Show {count} more").format(count=number(hidden)))
        self.all_samples.setVisible(hidden > 0)

    def _show_all_samples(self) -> None:
        self.grid.set_row_limit(0)

    def _show_all_classes(self) -> None:
        self.class_bars.set_counts(self._classes)
        self._all_classes.hide()

    def _take_picture(self, key: str, picture: QImage) -> None:
        self.grid.cards.set_picture(key, picture)

    def _sure(self, confidence: float) -> str:
        if confidence >= 0.9:
            return self.tr("quite sure")
        if confidence >= 0.7:
            return self.tr("fairly sure")
        return self.tr("not sure: please check")

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
            card.setMinimumHeight(scaled(116))
            headline.addWidget(card, 0, place)
            headline.setColumnStretch(place, 1)
        self.evidence.column.setSpacing(scaled(4))
        self.evidence.column.addWidget(self._evidence_title)
        self.evidence.column.addWidget(self.evidence_text)
        for part in (self._samples_title, self.grid, self.table):
            self.samples.column.addWidget(part)
        self.samples.column.addWidget(self.all_samples, 0, Qt.AlignmentFlag.AlignLeft)
        self.classes.column.addWidget(self._classes_title)
        self.classes.column.addWidget(self.class_bars)
        self.classes.column.addWidget(self._all_classes, 0, Qt.AlignmentFlag.AlignLeft)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(scaled(16))
        column.addLayout(headline)
        for shown in (self.samples, self.findings, self.classes, self.evidence):
            column.addWidget(shown)


def _sources(preview: Preview) -> list[tuple[str, Callable[[], bytes]]]:
    sides = ((f"{preview.id}/in", preview.input_image), (f"{preview.id}/out", preview.target_image))
    return [(key, partial(base64.b64decode, data)) for key, data in sides if data is not None]
