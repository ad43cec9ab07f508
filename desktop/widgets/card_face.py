"""How a card of a grid is painted: pictures or texts side by side, names and words below."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPainterPath, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from desktop.theme import active_theme, scaled
from desktop.theme.metrics import Kind, font

if TYPE_CHECKING:
    from desktop.widgets.card_grid import CardGrid, GridCard

Index = QModelIndex | QPersistentModelIndex
CARD_ROLE = Qt.ItemDataRole.UserRole
GAP = 12
RADIUS = 6
LINE_GAP = 2
FRAME = 8


class CardDelegate(QStyledItemDelegate):
    """Paints a card in the colours of the theme."""

    def __init__(self, grid: CardGrid) -> None:
        super().__init__(grid)
        self._grid = grid

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:  # noqa: N802
        """All cards are the same size."""
        return self._grid.cell

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Pictures or texts above, words below."""
        card = index.data(CARD_ROLE)
        painter.save()
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        box = QRectF(option.rect).adjusted(1, 1, -scaled(GAP), -scaled(GAP) + 1)
        if len(card.names) > 1:
            box = _framed(painter, box)
        frame = QRectF(box.left(), box.top(), box.width(), self._grid.picture_height - 2)
        parts = card.sides[:2]
        for number, (is_picture, part) in enumerate(parts):
            place = _half(frame, number, len(parts))
            if is_picture:
                self._paint_picture(painter, place, part)
            else:
                _paint_text(painter, place, part)
        if len(parts) > 1:
            painter.setPen(active_theme().color("muted"))
            painter.setFont(font("text"))
            painter.drawText(frame, Qt.AlignmentFlag.AlignCenter, card.sign)
        words = QRectF(box.left(), frame.bottom() + scaled(6), box.width(), box.bottom())
        if card.names:
            words.setTop(words.top() + _paint_names(painter, words, card.names))
        _paint_words(painter, words, card)
        if option.state & QStyle.StateFlag.State_HasFocus and self._grid.hasFocus():
            painter.setPen(QPen(active_theme().color("accent"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(frame, scaled(RADIUS), scaled(RADIUS))
        painter.restore()

    def _paint_picture(self, painter: QPainter, place: QRectF, key: str) -> None:
        shape = QPainterPath()
        shape.addRoundedRect(place, scaled(RADIUS), scaled(RADIUS))
        painter.fillPath(shape, active_theme().color("sunken"))
        picture = self._grid.cards.picture(key)
        if picture is None or picture.isNull():
            return
        size = picture.size().scaled(place.size().toSize(), Qt.AspectRatioMode.KeepAspectRatio)
        target = QRectF(0, 0, size.width(), size.height())
        target.moveCenter(place.center())
        painter.save()
        painter.setClipPath(shape)
        painter.drawPixmap(target, picture, QRectF(picture.rect()))
        painter.restore()


def _framed(painter: QPainter, box: QRectF) -> QRectF:
    """A hairline around what belongs together; the room inside."""
    painter.setPen(QPen(active_theme().color("line"), 1.0))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(box, scaled(RADIUS + 2), scaled(RADIUS + 2))
    edge = scaled(FRAME)
    return box.adjusted(edge, edge, -edge, -edge)


def _half(frame: QRectF, number: int, parts: int) -> QRectF:
    if parts < 2:
        return frame
    gap = scaled(24)
    width = (frame.width() - gap) / 2
    return QRectF(frame.left() + number * (width + gap), frame.top(), width, frame.height())


def _paint_text(painter: QPainter, place: QRectF, text: str) -> None:
    theme = active_theme()
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.color("sunken"))
    painter.drawRoundedRect(place, scaled(RADIUS), scaled(RADIUS))
    inner = place.adjusted(scaled(10), scaled(8), -scaled(10), -scaled(8))
    painter.setPen(theme.color("text"))
    painter.setFont(font("hint"))
    lines = max(1, int(inner.height() // QFontMetrics(font("hint")).lineSpacing()))
    inner.setHeight(lines * QFontMetrics(font("hint")).lineSpacing())
    painter.save()
    painter.setClipRect(inner)
    painter.drawText(inner, Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignTop, text)
    painter.restore()


def _paint_words(painter: QPainter, place: QRectF, card: GridCard) -> None:
    theme = active_theme()
    top = place.top()
    lines: tuple[tuple[str, Kind, str], ...] = (
        (card.title, "text", "text"),
        (card.note, "hint", "muted"),
        (card.tag, "caption", "muted"),
    )
    for text, kind, role in lines:
        if not text:
            continue
        chosen = font(kind, bold=kind == "text" and card.good is not None)
        metrics = QFontMetrics(chosen)
        left = place.left()
        painter.setFont(chosen)
        if kind == "text" and card.good is not None:
            mark = "✓" if card.good else "✕"
            painter.setPen(theme.color("start" if card.good else "push_back"))
            painter.drawText(QRectF(left, top, place.width(), metrics.height()), mark)
            left += metrics.horizontalAdvance(mark + " ")
        room = place.right() - left
        painter.setPen(theme.color(role))
        shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, int(room))
        painter.drawText(QRectF(left, top, room, metrics.height()), Qt.AlignmentFlag.AlignVCenter, shown)
        top += metrics.height() + scaled(LINE_GAP)


def _paint_names(painter: QPainter, place: QRectF, names: tuple[str, ...]) -> float:
    """A line with a name below each side, its end in sight; how much room it took."""
    metrics = QFontMetrics(font("caption"))
    painter.setFont(font("caption"))
    painter.setPen(active_theme().color("muted"))
    for number, name in enumerate(names):
        side = _half(place, number, len(names))
        shown = metrics.elidedText(name, Qt.TextElideMode.ElideLeft, int(side.width()))
        line = QRectF(side.left(), side.top(), side.width(), metrics.height())
        painter.drawText(line, Qt.AlignmentFlag.AlignVCenter, shown)
    return metrics.height() + scaled(LINE_GAP)
