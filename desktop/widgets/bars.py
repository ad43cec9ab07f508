"""Bars painted by hand: scores with their intervals, and how many samples each class has."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QHelpEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from desktop.theme import active_theme, scaled
from desktop.theme.metrics import font

BAR = 10
ROW_GAP = 10
SPOKEN = 100  # of thousands of counts, as many are read out


@dataclass(frozen=True)
class ScoreBar:
    """A score between 0 and 1 with its interval; ``words`` is the value as it is read out."""

    name: str
    value: float
    low: float
    high: float
    words: str
    strong: bool = False


class ScoreBars(QWidget):
    """Named scores under each other on one scale from 0 to 1, each with its interval."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bars: tuple[ScoreBar, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_bars(self, bars: Sequence[ScoreBar]) -> None:
        """Show these scores, in this order."""
        self._bars = tuple(bars)
        self.setAccessibleDescription(". ".join(f"{bar.name}: {bar.words}" for bar in self._bars))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:  # noqa: N802
        """As tall as the rows."""
        return QSize(scaled(320), self._row() * len(self._bars))

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        """Narrow if it must be."""
        return QSize(scaled(200), self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        """Name, bar with interval, words."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        names = _widest([bar.name for bar in self._bars], bold=True)
        words = _widest([bar.words for bar in self._bars], bold=True)
        names = min(names, self.width() * 0.4)
        track = QRectF(names + scaled(16), 0, max(self.width() - names - words - scaled(32), 20), scaled(BAR))
        for number, bar in enumerate(self._bars):
            top = number * self._row()
            self._paint_bar(
                painter, bar, names, track.translated(0, top + (self._row() - scaled(BAR)) / 2), top
            )

    def _paint_bar(self, painter: QPainter, bar: ScoreBar, names: float, track: QRectF, top: float) -> None:
        theme = active_theme()
        chosen = font("text", bold=bar.strong)
        painter.setFont(chosen)
        painter.setPen(theme.color("text"))
        name = QFontMetrics(chosen).elidedText(bar.name, Qt.TextElideMode.ElideRight, round(names) + 1)
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.drawText(QRectF(0, top, names + 2, self._row()), middle | Qt.AlignmentFlag.AlignLeft, name)
        words = QRectF(
            track.right() + scaled(16), top, self.width() - track.right() - scaled(16), self._row()
        )
        painter.drawText(words, middle | Qt.AlignmentFlag.AlignLeft, bar.words)
        _paint_track(painter, track, bar.value, "accent" if bar.strong else "unknown")
        painter.setPen(QPen(theme.color("text"), 1.5))
        y = track.center().y()
        left, right = track.left() + track.width() * bar.low, track.left() + track.width() * bar.high
        painter.drawLine(QPointF(left, y), QPointF(right, y))
        for x in (left, right):
            painter.drawLine(QPointF(x, y - scaled(4)), QPointF(x, y + scaled(4)))

    def _row(self) -> int:
        return QFontMetrics(font("text")).height() + scaled(ROW_GAP)


class CountBars(QWidget):
    """How many of each: name, bar, number; in as many columns as fit."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._counts: tuple[tuple[str, int, str], ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_counts(self, counts: Sequence[tuple[str, int, str]]) -> None:
        """Show (name, number, number in words) rows, in this order."""
        self._counts = tuple(counts)
        spoken = self._counts[:SPOKEN]
        self.setAccessibleDescription(", ".join(f"{name} {words}" for name, _number, words in spoken))
        self._fit()
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """Another width may hold another number of columns."""
        super().resizeEvent(event)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802
        """Another font needs other heights."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._fit()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        """Fill the columns from top to bottom."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(font("hint"))
        metrics = QFontMetrics(font("hint"))
        most = max((number for _name, number, _words in self._counts), default=1) or 1
        columns, rows = self._columns(), self._rows()
        width = (self.width() - scaled(24) * (columns - 1)) / columns
        seen = event.rect().adjusted(0, -self._row(), 0, self._row())
        numbers = max((metrics.horizontalAdvance(words) for *_rest, words in self._counts), default=0)
        names = min(_widest([name for name, *_rest in self._counts], kind_hint=True), width * 0.4)
        for position, (name, number, words) in enumerate(self._counts):
            left = position // rows * (width + scaled(24))
            top = position % rows * self._row()
            if not seen.top() <= top <= seen.bottom():
                continue  # of thousands only those in sight are painted
            painter.setPen(active_theme().color("text"))
            shown = metrics.elidedText(name, Qt.TextElideMode.ElideMiddle, round(names) + 1)
            painter.drawText(QRectF(left, top, names + 2, self._row()), Qt.AlignmentFlag.AlignVCenter, shown)
            track = QRectF(left + names + scaled(12), top, width - names - numbers - scaled(24), scaled(6))
            track.moveTop(top + (self._row() - scaled(6)) / 2)
            _paint_track(painter, track, number / most, "accent")
            painter.setPen(active_theme().color("muted"))
            end = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
            painter.drawText(QRectF(left, top, width, self._row()), end, words)

    def _columns(self) -> int:
        return max(1, min(len(self._counts) // 3, self.width() // scaled(280)))

    def event(self, event: QEvent) -> bool:
        """The whole name under the mouse, as tool tip."""
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip and self._counts:
            columns, rows = self._columns(), self._rows()
            column = min(max(event.pos().x(), 0) * columns // max(self.width(), 1), columns - 1)
            place = column * rows + min(max(event.pos().y(), 0) // self._row(), rows - 1)
            name, _number, words = self._counts[min(place, len(self._counts) - 1)]
            QToolTip.showText(event.globalPos(), f"{name}: {words}", self)
            return True
        return super().event(event)

    def _rows(self) -> int:
        return -(-len(self._counts) // self._columns())

    def _fit(self) -> None:
        self.setFixedHeight(self._rows() * self._row())

    def _row(self) -> int:
        return QFontMetrics(font("hint")).height() + scaled(6)


def _paint_track(painter: QPainter, track: QRectF, part: float, role: str) -> None:
    theme = active_theme()
    radius = track.height() / 2
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.color("sunken"))
    painter.drawRoundedRect(track, radius, radius)
    if part > 0:
        filled = QRectF(track)
        filled.setWidth(max(track.width() * min(part, 1.0), track.height()))
        painter.setBrush(theme.color(role))
        painter.drawRoundedRect(filled, radius, radius)


def _widest(texts: Sequence[str], *, bold: bool = False, kind_hint: bool = False) -> float:
    metrics = QFontMetrics(font("hint") if kind_hint else font("text", bold=bold))
    return max((metrics.horizontalAdvance(text) for text in texts), default=0)
