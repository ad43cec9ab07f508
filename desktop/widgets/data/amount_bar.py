"""One bar in parts, and a button for each: how many, of what, where to see them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFontMetrics,
    QHelpEvent,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QToolTip, QWidget

from desktop.i18n import number
from desktop.theme import active_theme, scaled
from desktop.theme.metrics import font

HEIGHT = 18
LEAST = 4  # pixels: so wide is what there is least of
GAP = 2
SWATCH = 10
MINUS = "−"


@dataclass(frozen=True)
class Share:
    """A part of the whole; ``kind`` is empty for what is left. ``opens``: there are samples to see."""

    kind: str
    name: str
    count: int
    role: str
    strength: float
    opens: bool

    @property
    def color(self) -> QColor:
        """Its colour in the theme of now."""
        theme = active_theme()
        ground, chosen = theme.color("surface"), theme.color(self.role)
        mixed = [
            round(one + (other - one) * self.strength)
            for one, other in zip(ground.getRgb()[:3], chosen.getRgb()[:3], strict=True)
        ]
        return QColor(*mixed)

    @property
    def words(self) -> str:
        """Its name and how many."""
        sign = MINUS if self.kind else ""
        return f"{self.name} {sign}{number(self.count)}"


class AmountBar(QWidget):
    """``pressed_part(kind)``: a part with samples to see was clicked."""

    pressed_part = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shares: tuple[Share, ...] = ()
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(scaled(HEIGHT))

    def show_shares(self, shares: Sequence[Share]) -> None:
        """Show these, side by side."""
        self._shares = tuple(share for share in shares if share.count)
        self.setAccessibleDescription(", ".join(share.words for share in self._shares))
        self.update()

    def place(self, kind: str) -> QRectF:
        """Where a part is."""
        return next(box for share, box in self._places() if share.kind == kind)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        """The parts, with round ends."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        shape = QPainterPath()
        shape.addRoundedRect(QRectF(self.rect()), scaled(5), scaled(5))
        painter.setClipPath(shape)
        for share, box in self._places():
            painter.fillRect(box, share.color)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        """A hand over what opens."""
        share = self._at(event.position().x())
        opens = share is not None and share.opens
        self.setCursor(Qt.CursorShape.PointingHandCursor if opens else Qt.CursorShape.ArrowCursor)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        """Open what was clicked."""
        share = self._at(event.position().x())
        if event.button() == Qt.MouseButton.LeftButton and share is not None and share.opens:
            self.pressed_part.emit(share.kind)

    def event(self, event: QEvent) -> bool:
        """Name and number of the part under the mouse."""
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            share = self._at(event.pos().x())
            if share is not None:
                QToolTip.showText(event.globalPos(), share.words, self)
            return True
        return super().event(event)

    def _at(self, x: float) -> Share | None:
        return next((share for share, box in self._places() if box.left() <= x <= box.right() + GAP), None)

    def _places(self) -> list[tuple[Share, QRectF]]:
        total = sum(share.count for share in self._shares) or 1
        room = self.width() - scaled(GAP) * max(len(self._shares) - 1, 0)
        least = scaled(LEAST)
        small = [share for share in self._shares if room * share.count / total < least]
        rest = room - least * len(small)
        large = sum(share.count for share in self._shares if share not in small) or 1
        left, places = 0.0, []
        for share in self._shares:
            width = least if share in small else rest * share.count / large
            places.append((share, QRectF(left, 0, width, self.height())))
            left += width + scaled(GAP)
        return places


class PartButton(QAbstractButton):
    """One part in words: its colour, how many, of what. It can be pressed where there is something to see."""

    def __init__(self, share: Share, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.share = share
        self.setText(share.words)
        self.setAccessibleName(share.words)
        self.setEnabled(share.opens)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus if share.opens else Qt.FocusPolicy.NoFocus)
        if share.opens:
            self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:  # noqa: N802
        """Swatch and words."""
        metrics = QFontMetrics(font("hint"))
        return QSize(
            metrics.horizontalAdvance(self.text()) + scaled(SWATCH + 8 + 16), metrics.height() + scaled(8)
        )

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        """Swatch, words, an edge under the mouse or with the focus."""
        theme = active_theme()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        if self.share.opens and (self.underMouse() or self.hasFocus()):
            painter.setPen(QPen(theme.color("accent" if self.hasFocus() else "strong_line"), 1.5))
            painter.drawRoundedRect(box, scaled(6), scaled(6))
        side = scaled(SWATCH)
        swatch = QRectF(scaled(8), (self.height() - side) / 2, side, side)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self.share.color)
        painter.drawRoundedRect(swatch, scaled(3), scaled(3))
        chosen = font("hint")
        chosen.setUnderline(self.share.opens)
        painter.setFont(chosen)
        painter.setPen(theme.color("text" if self.share.opens or not self.share.kind else "muted"))
        words = box.adjusted(swatch.right() + scaled(6), 0, 0, 0)
        painter.drawText(words, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, self.text())
