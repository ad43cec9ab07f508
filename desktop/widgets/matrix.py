"""The decision matrix, form × volume, with the client's cell lit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QHelpEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from desktop.i18n import language
from desktop.theme import active_theme, scaled
from desktop.theme.metrics import font
from desktop.widgets.verdict import verdict_role, verdict_word

if TYPE_CHECKING:
    from engine.advice.types import MatrixCell

FORMS = ("paired", "unpaired", "input_only")
VOLUMES = ("many", "few", "too_few")


class Matrix(QWidget):
    """Nine cells; each says its short word, the lit one in the colour of its verdict.

    An unlit cell keeps quiet; its tool tip says the verdict in words.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._cells: dict[tuple[str, str], MatrixCell] = {}
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._name()

    def show_cells(self, cells: tuple[MatrixCell, ...]) -> None:
        """Show the cells of an assessment; none: an empty table."""
        self._cells = {(cell.form, cell.volume): cell for cell in cells}
        self._name()
        self.update()

    def lit(self) -> tuple[MatrixCell, ...]:
        """The cells that are lit."""
        return tuple(cell for cell in self._cells.values() if cell.lit)

    def sizeHint(self) -> QSize:  # noqa: N802
        """As tall as a heading and three rows."""
        return QSize(scaled(280), scaled(24 + 3 * 32))

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        """The same height."""
        return QSize(scaled(200), self.sizeHint().height())

    def event(self, event: QEvent) -> bool:
        """A tool tip for each cell."""
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            cell = self._cell_at(QPointF(event.pos()))
            if cell is not None:
                QToolTip.showText(event.globalPos(), self._sentence(cell), self)
                return True
        return super().event(event)

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802
        """Say it in the language of now."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self._name()
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        """Headings above and at the left, then the cells."""
        theme = active_theme()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(theme.color("muted"))
        painter.setFont(font("caption"))
        for form, word in zip(FORMS, self._form_words(), strict=True):
            box = self._box(form, VOLUMES[0])
            top = QRectF(box.left() - scaled(4), 0, box.width() + scaled(8), scaled(20))
            painter.drawText(top, Qt.AlignmentFlag.AlignCenter, word)
        for volume, word in zip(VOLUMES, self._volume_words(), strict=True):
            box = self._box(FORMS[0], volume)
            left = QRectF(0, box.top(), box.left(), box.height())
            painter.drawText(left, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, word)
        for form in FORMS:
            for volume in VOLUMES:
                self._paint_cell(painter, self._box(form, volume), self._cells.get((form, volume)))

    def _paint_cell(self, painter: QPainter, box: QRectF, cell: MatrixCell | None) -> None:
        theme = active_theme()
        lit = cell is not None and cell.lit
        role = verdict_role(cell.verdict) if cell is not None else "unknown"
        painter.setPen(QPen(theme.color(role), 1.0) if lit else Qt.PenStyle.NoPen)
        painter.setBrush(theme.color(role if lit else "sunken"))
        painter.drawRoundedRect(box, scaled(6), scaled(6))
        word = cell.short.say(language()) if cell is not None and cell.short is not None else "?"
        chosen = font("caption", bold=lit)
        room = box.width() - scaled(4)
        while QFontMetricsF(chosen).horizontalAdvance(word) > room and chosen.pixelSize() > scaled(10):
            chosen.setPixelSize(chosen.pixelSize() - 1)
        painter.setFont(chosen)
        painter.setPen(theme.color("on_signal" if lit else "muted"))
        shown = QFontMetricsF(chosen).elidedText(word, Qt.TextElideMode.ElideRight, room)
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, shown)

    def _box(self, form: str, volume: str) -> QRectF:
        left, top, gap = scaled(56), scaled(24), scaled(4)
        width = (self.width() - left - 2 * gap) / 3
        column, row = FORMS.index(form), VOLUMES.index(volume)
        return QRectF(left + column * (width + gap), top + row * scaled(32), width, scaled(28))

    def _cell_at(self, place: QPointF) -> MatrixCell | None:
        for (form, volume), cell in self._cells.items():
            if self._box(form, volume).contains(place):
                return cell
        return None

    def _sentence(self, cell: MatrixCell) -> str:
        form = dict(zip(FORMS, self._form_words(), strict=True))[cell.form]
        volume = dict(zip(VOLUMES, self._volume_words(), strict=True))[cell.volume]
        return f"{form}, {volume}: {verdict_word(cell.verdict)}"

    def _form_words(self) -> tuple[str, str, str]:
        return self.tr("Paired"), self.tr("Unpaired"), self.tr("Inputs only")

    def _volume_words(self) -> tuple[str, str, str]:
        return self.tr("Many"), self.tr("Few"), self.tr("Too few")

    def _name(self) -> None:
        self.setAccessibleName(self.tr("Decision table: form of the data by amount"))
        self.setAccessibleDescription("; ".join(self._sentence(cell) for cell in self.lit()))
