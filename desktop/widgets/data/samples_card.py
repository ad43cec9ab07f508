"""The first samples: pictures, pairs side by side, texts, or the rows of a table."""

from __future__ import annotations

import base64
from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QWidget

from desktop.bridge.pictures import PictureLoader
from desktop.i18n import number
from desktop.widgets.buttons import QuietButton
from desktop.widgets.card_grid import CardGrid
from desktop.widgets.cards import Card
from desktop.widgets.labels import Label
from desktop.widgets.rows_table import RowsTable
from desktop.widgets.sample_cards import picture_sources, sample_cards, table_rows

if TYPE_CHECKING:
    from engine.audit.types import Preview

PREVIEW = QSize(384, 384)
ROWS_AT_FIRST = 2
NARROW, WIDE = 120, 300  # pixels: a card of one picture, of two things side by side or of a text


class SamplesCard(Card):
    """A grid of cards or a table; pictures are decoded off the GUI thread."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._loader = PictureLoader(PREVIEW, self)
        self._loader.loaded.connect(self._take_picture)
        self._title = Label("", "heading", parent=self)
        self.nothing = Label("", "hint", parent=self)
        self.grid = CardGrid(NARROW, NARROW, parent=self)
        self.table = RowsTable(self)
        self.more = QuietButton(parent=self)
        for part in (self._title, self.nothing, self.grid, self.table):
            self.column.addWidget(part)
        self.column.addWidget(self.more, 0, Qt.AlignmentFlag.AlignLeft)
        self.more.clicked.connect(self._show_all)
        self.grid.hidden_changed.connect(self._offer_all)
        self.more.hide()

    def clear(self) -> None:
        """Nothing is known yet."""
        self._loader.forget()
        self.grid.set_cards([])
        self.hide()

    def stop(self) -> None:
        """End the loading of pictures."""
        self._loader.stop()

    def show_rows(
        self, previews: Sequence[Preview], columns: Sequence[str], targets: Sequence[str] = ()
    ) -> None:
        """Show the rows of a table, its ``targets`` set off."""
        self._begin(bool(previews), is_table=True)
        shown = table_rows(previews, columns, (self.tr("Input"), self.tr("Target")), targets)
        self.table.set_rows(shown.columns, shown.rows, shown.targets)

    def show_cards(self, previews: Sequence[Preview], form: str) -> None:
        """Show a card a sample."""
        self._begin(bool(previews), is_table=False)
        cards = sample_cards(previews, form, self.tr("no target"))
        wide = any(len(card.sides) > 1 or (card.texts and not card.pictures) for card in cards)
        self.grid.set_least_width(WIDE if wide else NARROW)
        self.grid.set_row_limit(ROWS_AT_FIRST)
        self.grid.set_lines(1 if any(card.title for card in cards) else 0)
        self.grid.set_cards(cards)
        self._loader.forget()
        sources = (source for preview in previews for source in picture_sources(preview))
        self._loader.load([(key, partial(base64.b64decode, data)) for key, data in sources])

    def _begin(self, something: bool, *, is_table: bool) -> None:
        self._title.setText(self.tr("The first samples"))
        self.nothing.setText(self.tr("None of the samples can be shown here. The findings say why."))
        self.nothing.setVisible(not something)
        self.table.setVisible(is_table and something)
        self.grid.setVisible(not is_table and something)
        if is_table or not something:
            self.more.hide()
        self.table.setAccessibleName(self._title.text())
        self.grid.setAccessibleName(self._title.text())
        self.show()

    def _take_picture(self, key: str, picture: QImage) -> None:
        self.grid.cards.set_picture(key, picture)

    def _offer_all(self, hidden: int) -> None:
        self.more.setText(self.tr("Show {count} more").format(count=number(hidden)))
        self.more.setVisible(hidden > 0)

    def _show_all(self) -> None:
        self.grid.set_row_limit(0)
