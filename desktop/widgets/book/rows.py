"""How a row of the list is drawn: a chapter with its count, or an entry on two lines and a caption."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen, QTextLayout, QTextOption
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from desktop.theme import Theme, active_theme, scaled
from desktop.theme.metrics import font
from desktop.widgets.icons import draw_icon

LINES = 3  # of an entry's title at most; a chapter's title takes two
KEY = Qt.ItemDataRole.UserRole
CAPTION = Qt.ItemDataRole.UserRole + 1
FIRES = Qt.ItemDataRole.UserRole + 2
COUNT = Qt.ItemDataRole.UserRole + 3
Index = QModelIndex | QPersistentModelIndex


class RowDelegate(QStyledItemDelegate):
    """Draws both kinds of row in the colours of the theme."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:  # noqa: N802
        """A chapter is one line; an entry as many as its title takes, two at most."""
        view = option.widget
        width = view.viewport().width() if hasattr(view, "viewport") else scaled(240)
        if not index.parent().isValid():
            bold = font("text", bold=True)
            count = len(_lines(str(index.data()), bold, _group_room(index, width), 2))
            return QSize(scaled(160), round(count * QFontMetricsF(bold).lineSpacing()) + scaled(22))
        lines = _lines(str(index.data()), font("hint"), width - scaled(28))
        height = len(lines) * QFontMetricsF(font("hint")).lineSpacing()
        return QSize(scaled(160), round(height + QFontMetricsF(font("caption")).lineSpacing()) + scaled(20))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Tint and edge when in front, then the words."""
        theme = active_theme()
        state = option.state
        box = QRectF(option.rect).adjusted(scaled(4), scaled(1), -scaled(4), -scaled(1))
        chosen = bool(state & QStyle.StateFlag.State_Selected)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        if chosen or state & QStyle.StateFlag.State_MouseOver:
            painter.setBrush(theme.color("tint" if chosen else "hover"))
            painter.drawRoundedRect(box, scaled(6), scaled(6))
        if chosen and state & QStyle.StateFlag.State_HasFocus:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(theme.color("accent"), 1.5))
            painter.drawRoundedRect(box.adjusted(1, 1, -1, -1), scaled(6), scaled(6))
        if index.parent().isValid():
            self._paint_entry(painter, option.rect, index, theme, chosen=chosen)
        else:
            opened = bool(state & QStyle.StateFlag.State_Open)
            self._paint_group(painter, option.rect, index, theme, chosen=chosen, opened=opened)
        painter.restore()

    def _paint_group(
        self, painter: QPainter, place: QRect, index: Index, theme: Theme, *, chosen: bool, opened: bool
    ) -> None:
        side = scaled(14)
        mark = QRectF(place.left() + scaled(10), place.center().y() - side / 2, side, side)
        colour = theme.color("accent" if chosen else "text")
        count = str(index.data(COUNT))
        if count != "0":
            draw_icon(painter, "chevron-down" if opened else "chevron-right", mark, theme.color("muted"))
        bold = font("text", bold=True)
        lines = _lines(str(index.data()), bold, _group_room(index, place.width()), 2)
        height = QFontMetricsF(bold).lineSpacing()
        top = place.center().y() - height * len(lines) / 2
        for number, line in enumerate(lines):
            room = QRectF(place.left() + scaled(30), top + number * height, place.width(), height)
            _write(painter, room, line, bold, colour, Qt.AlignmentFlag.AlignLeft)
        right = QRectF(place).adjusted(0, 0, -scaled(14), 0)
        _write(painter, right, count, font("caption"), theme.color("muted"), Qt.AlignmentFlag.AlignRight)

    def _paint_entry(
        self, painter: QPainter, place: QRect, index: Index, theme: Theme, *, chosen: bool
    ) -> None:
        chosen_font = font("hint")
        metrics = QFontMetricsF(chosen_font)
        painter.setFont(chosen_font)
        painter.setPen(theme.color("accent" if chosen else "text"))
        left, width, top = place.left() + scaled(14), place.width() - scaled(28), place.top() + scaled(8)
        for line in _lines(str(index.data()), chosen_font, width):
            painter.drawText(QPointF(left, top + metrics.ascent()), line)
            top += metrics.lineSpacing()
        small = font("caption")
        below = QRectF(left, top + scaled(2), width, QFontMetricsF(small).lineSpacing())
        said, fires = str(index.data(CAPTION) or ""), str(index.data(FIRES) or "")
        if fires:
            side = scaled(12)
            tick = QRectF(left, below.center().y() - side / 2, side, side)
            draw_icon(painter, "check-filled", tick, theme.color("start"))
            strong = font("caption", bold=True)
            room = below.adjusted(side + scaled(4), 0, 0, 0)
            _write(painter, room, fires, strong, theme.color("start"), Qt.AlignmentFlag.AlignLeft)
            taken = side + scaled(12) + QFontMetricsF(strong).horizontalAdvance(fires)
            below = below.adjusted(taken, 0, 0, 0)
        shown = QFontMetricsF(small).elidedText(said, Qt.TextElideMode.ElideRight, below.width())
        _write(painter, below, shown, small, theme.color("muted"), Qt.AlignmentFlag.AlignLeft)


def _write(
    painter: QPainter, box: QRectF, text: str, chosen: QFont, colour: QColor, side: Qt.AlignmentFlag
) -> None:
    painter.setFont(chosen)
    painter.setPen(colour)
    painter.drawText(box, int(Qt.AlignmentFlag.AlignVCenter | side | Qt.TextFlag.TextSingleLine), text)


def _group_room(index: Index, width: float) -> float:
    """How wide a chapter's title may be: the arrow and the count take the rest."""
    return width - scaled(54) - QFontMetricsF(font("caption")).horizontalAdvance(str(index.data(COUNT)))


def _lines(text: str, chosen: QFont, width: float, most: int = LINES) -> tuple[str, ...]:
    """``text`` in lines of a width, broken at words; what doesn't fit into ``most`` is cut."""
    return _broken(text, chosen.toString(), width, most)


@lru_cache(maxsize=4096)
def _broken(text: str, font_key: str, width: float, most: int) -> tuple[str, ...]:
    """Kept: a list asks for the height of each row again and again."""
    chosen = QFont()
    chosen.fromString(font_key)
    layout = QTextLayout(text, chosen)
    layout.setTextOption(QTextOption(Qt.AlignmentFlag.AlignLeft))
    layout.beginLayout()
    lines: list[str] = []
    while len(lines) < most:
        line = layout.createLine()
        if not line.isValid():
            break
        line.setLineWidth(max(width, scaled(40)))
        start = line.textStart()
        if len(lines) == most - 1:
            rest = QFontMetricsF(chosen).elidedText(text[start:], Qt.TextElideMode.ElideRight, width)
            lines.append(rest)
        else:
            lines.append(text[start : start + line.textLength()].rstrip())
    layout.endLayout()
    return tuple(lines) or ("",)
