"""An opened finding: its sentence, and its samples as pictures, pairs or rows, more as one scrolls."""

from __future__ import annotations

import base64
from collections.abc import Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QImage, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from desktop.bridge.pictures import PictureLoader
from desktop.i18n import language, number
from desktop.theme import scaled
from desktop.widgets.buttons import IconButton, QuietButton
from desktop.widgets.card_grid import CardGrid, GridCard
from desktop.widgets.data.finding_cards import (
    FACELESS,
    MASKS,
    TWIN_SIGNS,
    WHOLE,
    card_of,
    detail_words,
    faces_of,
    names_of,
    row_of,
)
from desktop.widgets.labels import Label
from desktop.widgets.rows_table import RowsTable
from engine.texts import catalogue

if TYPE_CHECKING:
    from engine.audit.types import Finding, FindingSample, Preview

PICTURE = QSize(384, 384)
SINGLE, PAIR, TALL = 150, 320, 150  # pixels: the least width of a card, and the height of its picture
LINES = {**dict.fromkeys(TWIN_SIGNS, 1), "doubtful_labels": 3}  # below a picture; others have two
AT_ONCE, PAIRS_AT_ONCE = 24, 12
AHEAD = 300  # pixels below what is in sight: so near the end more are shown


class FindingView(QWidget):
    """``wanted(ids, whole)``: pictures of these samples, ``whole``: with their targets. ``closed()``."""

    wanted = Signal(object, bool)
    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._finding: Finding | None = None
        self._columns: tuple[str, ...] | None = None
        self._shown: tuple[FindingSample, ...] = ()
        self._previews: dict[str, Preview] = {}
        self._lost: dict[str, str] = {}
        self._page: QScrollArea | None = None
        self._loader = PictureLoader(PICTURE, self)
        self._loader.loaded.connect(self._take_picture)
        self.about = Label("", "hint", parent=self)
        self.close_button = IconButton("close", parent=self)
        self.problem = Label("", "text", "push_back", self)
        self.grid = CardGrid(SINGLE, TALL, 2, self)
        self.table = RowsTable(self)
        self.table.verticalHeader().hide()
        self.more = QuietButton(parent=self)
        self._lay_out()
        self.close_button.clicked.connect(self.closed)
        self.more.clicked.connect(self.show_more)

    def show_finding(self, finding: Finding, columns: Sequence[str] | None = None) -> None:
        """Open a finding; ``columns``: those of a table, whose samples are rows of it."""
        self._forget()
        self._finding = finding
        self._columns = None if columns is None or finding.kind in FACELESS else tuple(columns)
        self.problem.hide()
        self.say()
        tabular = self._columns is not None or finding.kind in FACELESS
        self.table.setVisible(tabular)
        self.grid.setVisible(not tabular)
        pairs = finding.kind in TWIN_SIGNS or finding.kind in MASKS
        self.grid.set_least_width(PAIR if pairs else SINGLE)
        self.grid.set_lines(LINES.get(finding.kind, 2), framed=finding.kind in TWIN_SIGNS)
        self.show()
        if finding.kind in FACELESS:
            self._show_names(finding)
        else:
            self.show_more()

    def close_finding(self) -> None:
        """Show nothing any more."""
        self._forget()
        self.hide()

    def show_more(self) -> None:
        """Show the next samples, up to all that the audit has kept."""
        if self._finding is None or self._finding.kind in FACELESS:
            return
        at_once = PAIRS_AT_ONCE if self._finding.kind in TWIN_SIGNS else AT_ONCE
        begin = len(self._shown)
        coming = self._finding.samples[begin : begin + at_once]
        self._shown = (*self._shown, *coming)
        if self._columns is None:
            self.grid.cards.add_cards([self._card(self._finding, sample) for sample in coming])
        else:
            self._show_rows()
        self._offer_more()
        ids = [name for sample in coming for name in names_of(self._finding, sample)]
        if ids:
            self.wanted.emit(list(dict.fromkeys(ids)), self._finding.kind in WHOLE)
        QTimer.singleShot(0, self, self._look_ahead)

    def take(self, previews: Mapping[str, Preview], lost: Mapping[str, str]) -> None:
        """What was wanted has come, or some of it."""
        finding = self._finding
        if finding is None:
            return
        self._previews.update(previews)
        self._lost.update(lost)
        if self._columns is not None:
            self._show_rows()
            return
        come = {*previews, *lost}
        for row, sample in enumerate(self._shown):
            if come & {*names_of(finding, sample)}:
                self.grid.cards.replace_card(row, self._card(finding, sample))
        faces = [face for name, preview in previews.items() for face in faces_of(name, preview, finding.kind)]
        self._loader.load([(key, partial(base64.b64decode, face)) for key, face in faces])

    def tell_problem(self, words: str) -> None:
        """None of the pictures can be made, and why."""
        self.problem.setText(words)
        self.problem.show()
        if self._columns is None and not self._previews:
            self.grid.hide()
            self.more.hide()
            if self._finding is not None:
                self._show_names(self._finding)
                self.table.show()

    def say(self) -> None:
        """Every word in the language of now."""
        finding = self._finding
        self.close_button.set_name(self.tr("Close (Esc)"))
        if finding is None:
            return
        sentence = catalogue("findings").say(finding.kind, language())
        if len(finding.samples) < finding.count:
            shown = self.tr("The first {shown} of {count} are listed.")
            sentence += " " + shown.format(shown=number(len(finding.samples)), count=number(finding.count))
        self.about.setText(sentence)
        self.grid.setAccessibleName(sentence)
        self.table.setAccessibleName(sentence)
        self._offer_more()
        if finding.kind in FACELESS:
            self._show_names(finding)
        elif self._columns is not None:
            self._show_rows()
        else:
            for row, sample in enumerate(self._shown):
                self.grid.cards.replace_card(row, self._card(finding, sample))

    def stop(self) -> None:
        """End the loading of pictures."""
        self._loader.stop()

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802
        """Follow the page's scrolling, from the first time on."""
        super().showEvent(event)
        parent = self.parentWidget()
        while self._page is None and parent is not None:
            if isinstance(parent, QScrollArea):
                self._page = parent
                parent.verticalScrollBar().valueChanged.connect(self._look_ahead)
            parent = parent.parentWidget()

    def _look_ahead(self) -> None:
        """Near the end of what is shown more is shown."""
        page, finding = self._page, self._finding
        if page is None or finding is None or not self.isVisible() or not self._rest():
            return
        if self._columns is not None or not self.grid.isVisible():
            return
        end = self.grid.mapTo(page, QPoint(0, self.grid.height())).y()
        if end < page.viewport().height() + scaled(AHEAD):
            self.show_more()

    def _rest(self) -> int:
        return 0 if self._finding is None else len(self._finding.samples) - len(self._shown)

    def _offer_more(self) -> None:
        rest = self._rest()
        faceless = self._finding is None or self._finding.kind in FACELESS
        self.more.setText(self.tr("Show {count} more").format(count=number(rest)))
        self.more.setVisible(rest > 0 and not faceless)

    def _card(self, finding: Finding, sample: FindingSample) -> GridCard:
        return card_of(finding, sample, self._previews, self._lost, waiting="")

    def _show_rows(self) -> None:
        finding, columns = self._finding, self._columns
        if finding is None or columns is None:
            return
        rows = [
            row
            for sample in self._shown
            for row in row_of(finding, sample, self._previews, self._lost, columns)
        ]
        names = [
            self.tr("Row"),
            "" if finding.kind in TWIN_SIGNS else self.tr("Reason"),
            *columns,
            self.tr("Target"),
        ]
        used = [place for place in range(len(names)) if any(len(row) > place and row[place] for row in rows)]
        kept = [[row[place] if place < len(row) else "" for place in used] for row in rows]
        self.table.set_rows([names[place] for place in used], kept)

    def _show_names(self, finding: Finding) -> None:
        rows = [(sample.id, detail_words(sample.detail)) for sample in finding.samples]
        self.table.set_rows((self.tr("Sample"), self.tr("Reason")), rows)

    def _take_picture(self, key: str, picture: QImage) -> None:
        self.grid.cards.set_picture(key, picture)

    def _forget(self) -> None:
        self._finding, self._shown = None, ()
        self._previews, self._lost = {}, {}
        self._loader.forget()
        self.grid.set_cards([])

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.setSpacing(scaled(12))
        top.addWidget(self.about, 1)
        top.addWidget(self.close_button, 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(scaled(8))
        column.addLayout(top)
        for part in (self.problem, self.grid, self.table):
            column.addWidget(part)
        column.addWidget(self.more, 0, Qt.AlignmentFlag.AlignLeft)
        self.hide()
