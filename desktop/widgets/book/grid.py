"""A decision table as a matrix: form of the data across, amount and labels down, a row in each cell."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QEnterEvent, QFontMetricsF, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QGridLayout, QSizePolicy, QWidget

from desktop.theme import active_theme, scaled
from desktop.theme.metrics import font
from desktop.widgets.icons import draw_icon
from desktop.widgets.labels import Label
from desktop.widgets.verdict import SHAPES, verdict_role, verdict_word
from engine.rulebook.types import Verdict


@dataclass(frozen=True)
class GridCell:
    """One cell: the row that holds there, its verdict and label; ``lit``: the open case's own."""

    key: str
    verdict: Verdict
    label: str
    place: str
    lit: bool = False


@dataclass(frozen=True)
class GridLine:
    """A line of cells under a heading; ``above`` begins a new group with a heading of its own."""

    heading: str
    cells: tuple[tuple[GridCell, ...], ...]
    above: str = ""


class RowGrid(QWidget):
    """``wanted(key)``: a cell was pressed. Arrow keys move between the cells.

    Several rows in one cell, told apart by a further fact, stand below each other.
    """

    wanted = Signal(str)

    def __init__(
        self, columns: tuple[str, ...], lines: tuple[GridLine, ...], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.buttons: list[CellButton] = []
        self._grid: dict[tuple[int, int], CellButton] = {}
        layout = QGridLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setHorizontalSpacing(scaled(4))
        layout.setVerticalSpacing(scaled(4))
        layout.setColumnStretch(0, 2)
        for column, title in enumerate(columns, start=1):
            head = Label(title, "caption", parent=self)
            head.setAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignBottom)
            layout.addWidget(head, 0, column)
            layout.setColumnStretch(column, 3)
        place = 1
        for line in lines:
            if line.above:
                group = Label(line.above, "hint", "text", self)
                group.setProperty("strong", True)
                group.setContentsMargins(0, scaled(8) if place > 1 else 0, 0, 0)
                layout.addWidget(group, place, 0, 1, len(columns) + 1)
                place += 1
            layout.addWidget(Label(line.heading, "caption", parent=self), place, 0)
            self._add_line(layout, place, line)
            place += 1

    def _add_line(self, layout: QGridLayout, place: int, line: GridLine) -> None:
        for column, cells in enumerate(line.cells, start=1):
            holder = QWidget(self)
            inner = QGridLayout(holder)
            inner.setContentsMargins(0, 0, 0, 0)
            inner.setSpacing(scaled(2))
            for offset, cell in enumerate(cells):
                button = CellButton(cell, holder)
                button.wanted.connect(self.wanted)
                button.moved.connect(self._move)
                self.buttons.append(button)
                self._grid[place * 10 + offset, column] = button
                inner.addWidget(button, offset, 0)
            layout.addWidget(holder, place, column)

    def _move(self, across: int, down: int) -> None:
        row, column = next(place for place, button in self._grid.items() if button is self.sender())
        if across:
            beside = [place for place in self._grid if place[1] == column + across]
            target = min(beside, key=lambda place: abs(place[0] - row), default=None)
        else:
            line = sorted(place for place in self._grid if place[1] == column)
            at = line.index((row, column)) + down
            target = line[at] if 0 <= at < len(line) else None
        if target is not None:
            self._grid[target].setFocus()


class CellButton(QAbstractButton):
    """One cell: the verdict's shape and a short label. ``moved(across, down)``: an arrow key."""

    wanted = Signal(str)
    moved = Signal(int, int)

    def __init__(self, cell: GridCell, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.cell = cell
        self.setText(cell.label)
        spoken = f"{cell.place}: {verdict_word(cell.verdict)}, {cell.label}"
        self.setAccessibleName(spoken)
        self.setToolTip(spoken)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.clicked.connect(self._want)

    def sizeHint(self) -> QSize:  # noqa: N802
        """One line."""
        return QSize(scaled(72), scaled(32))

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        """Narrow: the label is cut, the tool tip says the whole."""
        return QSize(scaled(36), scaled(32))

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Arrows move, Enter presses."""
        moves = {
            Qt.Key.Key_Left: (-1, 0),
            Qt.Key.Key_Right: (1, 0),
            Qt.Key.Key_Up: (0, -1),
            Qt.Key.Key_Down: (0, 1),
        }
        key = Qt.Key(event.key())
        if key in moves:
            self.moved.emit(*moves[key])
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)

    def enterEvent(self, event: QEnterEvent) -> None:  # noqa: N802
        """Show that it can be pressed."""
        self.update()
        super().enterEvent(event)

    def leaveEvent(self, event: QEvent) -> None:  # noqa: N802
        """No longer under the mouse."""
        self.update()
        super().leaveEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        """The open case's cell in the colour of its verdict, the others quiet."""
        theme, cell = active_theme(), self.cell
        role = verdict_role(cell.verdict)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        edge = self.hasFocus() or self.underMouse()
        painter.setPen(
            QPen(theme.color("accent" if self.hasFocus() else "strong_line"), 1.5 if edge else 0.0)
        )
        if not edge:
            painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.color(role if cell.lit else f"{role}_tint"))
        box = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        painter.drawRoundedRect(box, scaled(6), scaled(6))
        words = theme.color("on_signal" if cell.lit else "text")
        chosen = font("caption", bold=cell.lit)
        side, gap = scaled(10), scaled(5)
        room = box.width() - side - gap - scaled(8)
        while QFontMetricsF(chosen).horizontalAdvance(cell.label) > room and chosen.pixelSize() > scaled(11):
            chosen.setPixelSize(chosen.pixelSize() - 1)
        shown = QFontMetricsF(chosen).elidedText(cell.label, Qt.TextElideMode.ElideRight, room)
        width = side + gap + QFontMetricsF(chosen).horizontalAdvance(shown)
        left = box.center().x() - width / 2
        sign = QRectF(left, box.center().y() - side / 2, side, side)
        draw_icon(painter, SHAPES[cell.verdict], sign, theme.color("on_signal" if cell.lit else role))
        painter.setPen(words)
        painter.setFont(chosen)
        place = QRectF(left + side + gap, box.top(), room, box.height())
        painter.drawText(place, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, shown)

    def _want(self) -> None:
        self.wanted.emit(self.cell.key)
