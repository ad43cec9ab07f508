"""Cards in a grid: samples, pairs side by side, texts, and predictions with their scores.

The grid is as tall as its cards, so the page scrolls, not the grid. It is one list to
the keyboard and to screen readers: each card is spoken as one sentence.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from statistics import median

from PySide6.QtCore import (
    QAbstractListModel,
    QEvent,
    QModelIndex,
    QPersistentModelIndex,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import (
    QFontMetrics,
    QImage,
    QPixmap,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QListView,
    QScrollArea,
    QWidget,
)

from desktop.theme import scaled
from desktop.theme.metrics import Kind, font
from desktop.widgets.card_face import CARD_ROLE, FRAME, GAP, LINE_GAP, CardDelegate

Index = QModelIndex | QPersistentModelIndex
ARROW = "→"
TEXT_SHAPE, WIDEST = 2.2, 3.4  # times as wide as high
NARROWED = 0.8  # wide pictures may be a little smaller than their room is high, so that more stand in a row


@dataclass(frozen=True)
class GridCard:
    """One card. ``pictures``: keys of one picture, or of two (input and target, side by side).

    ``texts`` stand where pictures would, or beside one, and before it with ``text_first``.
    ``good`` puts a tick or a cross before the title; ``tag`` is a short mark in the corner
    of the last line. ``sign`` stands between two sides, ``names`` below each of them.
    """

    key: str
    spoken: str
    pictures: tuple[str, ...] = ()
    texts: tuple[str, ...] = ()
    title: str = ""
    note: str = ""
    tag: str = ""
    good: bool | None = None
    text_first: bool = False
    sign: str = ARROW
    names: tuple[str, ...] = ()

    @property
    def sides(self) -> tuple[tuple[bool, str], ...]:
        """What stands side by side: whether it is a picture, and its key or the text."""
        pictures = tuple((True, key) for key in self.pictures)
        texts = tuple((False, text) for text in self.texts)
        return (*texts, *pictures) if self.text_first else (*pictures, *texts)


class CardModel(QAbstractListModel):
    """The cards, and the pictures that have come in so far."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._cards: tuple[GridCard, ...] = ()
        self._pictures: dict[str, QPixmap] = {}

    def set_cards(self, cards: Sequence[GridCard]) -> None:
        """Show other cards; pictures that they share with the old ones are kept."""
        self.beginResetModel()
        self._cards = tuple(cards)
        wanted = {key for card in self._cards for key in card.pictures}
        self._pictures = {key: picture for key, picture in self._pictures.items() if key in wanted}
        self.endResetModel()

    def add_cards(self, cards: Sequence[GridCard]) -> None:
        """Show these as well, after the others."""
        count = len(self._cards)
        if cards:
            self.beginInsertRows(QModelIndex(), count, count + len(cards) - 1)
            self._cards = (*self._cards, *cards)
            self.endInsertRows()

    def replace_card(self, row: int, card: GridCard) -> None:
        """Show another card in a row; the keyboard stays where it is."""
        self._cards = (*self._cards[:row], card, *self._cards[row + 1 :])
        self.dataChanged.emit(self.index(row), self.index(row))

    def set_picture(self, key: str, picture: QImage) -> None:
        """A picture has come in; a null image stays an empty frame."""
        self._pictures[key] = QPixmap.fromImage(picture)
        for row, card in enumerate(self._cards):
            if key in card.pictures:
                self.dataChanged.emit(self.index(row), self.index(row))

    def picture(self, key: str) -> QPixmap | None:
        """The picture of that key, if it has come in."""
        return self._pictures.get(key)

    def shape(self) -> float:
        """How many times as wide as high cards should be: as most pictures that have come in, or as texts."""
        if any(card.texts for card in self._cards):
            return TEXT_SHAPE
        there = [one for one in self._pictures.values() if not one.isNull()]
        wide = median(one.width() / one.height() for one in there) if there else 1.0
        return min(max(wide * NARROWED, 1.0), WIDEST)

    def missing(self) -> list[str]:
        """Keys of the pictures that have not come in yet."""
        keys = (key for card in self._cards for key in card.pictures if key not in self._pictures)
        return list(dict.fromkeys(keys))

    def card(self, row: int) -> GridCard:
        """The card of a row."""
        return self._cards[row]

    def rowCount(self, parent: Index | None = None) -> int:  # noqa: N802
        """How many cards."""
        return 0 if parent is not None and parent.isValid() else len(self._cards)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """The card itself, and its sentence for whoever can't see it."""
        if not index.isValid() or not 0 <= index.row() < len(self._cards):
            return None
        card = self._cards[index.row()]
        if role == CARD_ROLE:
            return card
        if role in (
            Qt.ItemDataRole.DisplayRole,
            Qt.ItemDataRole.AccessibleTextRole,
            Qt.ItemDataRole.ToolTipRole,
        ):
            return card.spoken
        return None


class CardGrid(QListView):
    """A grid of :class:`GridCard`, as wide as the page and as tall as it needs.

    ``least_width``: no card is narrower; ``picture_height``: room for pictures or texts;
    ``lines``: how many lines of words below (0 to 3: title, note, tag). With ``widens`` cards are wider where
    what they show is: several pictures side by side, or texts. With a limit of rows
    ``hidden_changed(int)`` tells how many cards are not shown.
    """

    hidden_changed = Signal(int)

    def __init__(
        self,
        least_width: int,
        picture_height: int,
        lines: int = 1,
        parent: QWidget | None = None,
        *,
        widens: bool = False,
    ) -> None:
        super().__init__(parent)
        self._least_width = scaled(least_width)
        self._picture_height = scaled(picture_height)
        self._lines = lines
        self._frame = 0
        self._row_limit = 0
        self._hidden = 0
        self._cell = QSize(self._least_width, self._picture_height)
        self.cards = CardModel(self)
        self.setModel(self.cards)
        self.setItemDelegate(CardDelegate(self))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setProperty("kind", "grid")
        self.viewport().setAutoFillBackground(False)
        self.setFlow(QListView.Flow.LeftToRight)
        self.setWrapping(True)
        self.setUniformItemSizes(True)
        self.setMovement(QListView.Movement.Static)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTabKeyNavigation(False)
        self.cards.modelReset.connect(self._fit)
        self.cards.rowsInserted.connect(self._fit)
        if widens:
            self.cards.modelReset.connect(partial(self._widen, least_width))
            self.cards.dataChanged.connect(partial(self._widen, least_width))

    def set_cards(self, cards: Sequence[GridCard]) -> None:
        """Show these cards."""
        self.cards.set_cards(cards)

    def set_lines(self, lines: int, *, framed: bool = False) -> None:
        """Make room for that many lines of words below each picture, and for a frame around it all."""
        self._lines = lines
        self._frame = 2 * scaled(FRAME) if framed else 0
        self._fit()

    def set_least_width(self, pixels: int) -> None:
        """Let no card be narrower than this (at the design's size)."""
        self._least_width = scaled(pixels)
        self._fit()

    def set_row_limit(self, rows: int) -> None:
        """Show at most this many rows of cards; 0: all."""
        self._row_limit = rows
        self._fit()

    @property
    def cell(self) -> QSize:
        """Size of one card with its gaps."""
        return self._cell

    @property
    def picture_height(self) -> int:
        """Height of the room for pictures."""
        return self._picture_height

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """Lay the cards out for the new width."""
        super().resizeEvent(event)
        self._fit()

    def wheelEvent(self, event: QWheelEvent) -> None:  # noqa: N802
        """The page scrolls, not the grid."""
        event.ignore()

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802
        """Another font needs other heights."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._fit()

    def currentChanged(self, current: Index, previous: Index) -> None:  # noqa: N802
        """Keep the card that the keyboard is on in sight of the page."""
        super().currentChanged(current, previous)
        page = self._page()
        if page is None or not self.hasFocus() or not current.isValid():
            return
        box, content = self.visualRect(current), page.widget()
        if content is None:
            return
        middle = self.viewport().mapTo(content, box.center())
        page.ensureVisible(middle.x(), middle.y(), 0, box.height() // 2 + scaled(16))

    def _page(self) -> QScrollArea | None:
        parent = self.parentWidget()
        while parent is not None and not isinstance(parent, QScrollArea):
            parent = parent.parentWidget()
        return parent

    def _widen(self, least_width: int, *_what: object) -> None:
        """Let cards be as wide as what they show needs."""
        wanted = round(least_width * self.cards.shape())
        if scaled(wanted) != self._least_width:
            self.set_least_width(wanted)

    def _fit(self) -> None:
        kinds: tuple[Kind, ...] = ("text", "hint", "caption")
        words = sum(QFontMetrics(font(kind)).height() + scaled(LINE_GAP) for kind in kinds[: self._lines])
        height = self._picture_height + (words + scaled(4) if self._lines else 0) + scaled(GAP) + self._frame
        width = max(self.width() - 2, 1)
        columns = max(1, (width + scaled(GAP)) // (self._least_width + scaled(GAP)))
        cell = QSize(width // columns, height)
        if cell != self._cell or self.gridSize() != cell:
            self._cell = cell
            self.setGridSize(cell)
        shown = self._hide_rest(columns)
        rows = -(-shown // columns)
        self.setFixedHeight(max(rows * height - scaled(GAP) + 2, 0))

    def _hide_rest(self, columns: int) -> int:
        """Hide what is beyond the limit of rows; how many cards are shown."""
        count = self.cards.rowCount()
        shown = min(count, self._row_limit * columns) if self._row_limit else count
        for row in range(count):
            if self.isRowHidden(row) != (row >= shown):
                self.setRowHidden(row, row >= shown)
        if self._hidden != count - shown:
            self._hidden = count - shown
            self.hidden_changed.emit(self._hidden)
        return shown
