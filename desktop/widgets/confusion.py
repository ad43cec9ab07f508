"""The confusion table: what each class was taken for."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QAbstractTableModel, QEvent, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QFont, QFontMetrics, QKeyEvent, QWheelEvent
from PySide6.QtWidgets import QHeaderView, QSizePolicy, QTableView, QWidget

from desktop.theme import active_theme, scaled
from desktop.theme.metrics import font

Index = QModelIndex | QPersistentModelIndex
ROWS_SHOWN = 12


class ConfusionModel(QAbstractTableModel):
    """Rows: truth; columns: what was said; cells: how many samples."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._classes: tuple[str, ...] = ()
        self._counts: tuple[tuple[int, ...], ...] = ()

    def set_counts(self, classes: Sequence[str], counts: Sequence[Sequence[int]]) -> None:
        """Show another table."""
        self.beginResetModel()
        self._classes = tuple(classes)
        self._counts = tuple(tuple(row) for row in counts)
        self.endResetModel()

    def rowCount(self, parent: Index | None = None) -> int:  # noqa: N802
        """A row a class."""
        return 0 if parent is not None and parent.isValid() else len(self._counts)

    def columnCount(self, parent: Index | None = None) -> int:  # noqa: N802
        """A column a class."""
        return 0 if parent is not None and parent.isValid() else len(self._classes)

    def count(self, index: Index) -> int:
        """How many samples a cell holds."""
        return self._counts[index.row()][index.column()]

    def names(self, index: Index) -> tuple[str, str]:
        """The truth and the answer that a cell stands for."""
        return self._classes[index.row()], self._classes[index.column()]

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """The number; right ones on green, mistakes on red, nothing where there are none."""
        if not index.isValid():
            return None
        count = self._counts[index.row()][index.column()]
        right = index.row() == index.column()
        values: dict[int, object] = {
            Qt.ItemDataRole.DisplayRole: str(count) if count else "·",
            Qt.ItemDataRole.TextAlignmentRole: Qt.AlignmentFlag.AlignCenter,
            Qt.ItemDataRole.AccessibleTextRole: f"{self._classes[index.row()]} → "
            f"{self._classes[index.column()]}: {count}",
            Qt.ItemDataRole.ToolTipRole: f"{self._classes[index.row()]} → "
            f"{self._classes[index.column()]}: {count}",
        }
        if role == Qt.ItemDataRole.BackgroundRole:
            tint = "start_tint" if right else "push_back_tint"
            return active_theme().color(tint) if count else None
        if role == Qt.ItemDataRole.ForegroundRole:
            shade = ("start" if right else "push_back") if count else "muted"
            return active_theme().color(shade)
        if role == Qt.ItemDataRole.FontRole:
            chosen = QFont(font("text"))
            chosen.setBold(bool(count))
            return chosen
        return values.get(role)

    def headerData(  # noqa: N802
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        """The classes, at both sides."""
        if 0 <= section < len(self._classes):
            if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
                return self._classes[section]
            if role == Qt.ItemDataRole.TextAlignmentRole and orientation == Qt.Orientation.Vertical:
                return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        return None


class ConfusionTable(QTableView):
    """The table, as tall as up to twelve classes need. ``cell_chosen(str, str)``: the truth and the answer of
    a cell that holds samples, by click or Enter."""

    cell_chosen = Signal(str, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.counts = ConfusionModel(self)
        self.setModel(self.counts)
        self.setSelectionMode(QTableView.SelectionMode.NoSelection)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.clicked.connect(self._choose)
        self.setEditTriggers(QTableView.EditTrigger.NoEditTriggers)
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        for header in (self.horizontalHeader(), self.verticalHeader()):
            header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
            header.setHighlightSections(False)
            header.setSectionsClickable(False)
        self.horizontalHeader().setTextElideMode(Qt.TextElideMode.ElideRight)
        self.counts.modelReset.connect(self._fit)

    def set_counts(self, classes: Sequence[str], counts: Sequence[Sequence[int]]) -> None:
        """Show another table."""
        self.counts.set_counts(classes, counts)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Enter and Space choose the cell that the keyboard is on."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self._choose(self.currentIndex())
            return
        super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802
        """Another font needs other sizes."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._fit()

    def wheelEvent(self, event: QWheelEvent) -> None:  # noqa: N802
        """A table that shows everything leaves the wheel to the page."""
        if self.verticalScrollBar().maximum() or self.horizontalScrollBar().maximum():
            super().wheelEvent(event)
        else:
            event.ignore()

    def _choose(self, index: QModelIndex) -> None:
        if index.isValid() and self.counts.count(index):
            self.cell_chosen.emit(*self.counts.names(index))

    def _fit(self) -> None:
        classes = self.counts.columnCount()
        metrics = QFontMetrics(font("caption", bold=True))
        names = [str(self.counts.headerData(n, Qt.Orientation.Horizontal)) for n in range(classes)]
        widest = max((metrics.horizontalAdvance(name) for name in names), default=0) + scaled(32)
        cell = max(scaled(44), min(widest, scaled(96)))
        row = scaled(32)
        self.horizontalHeader().setDefaultSectionSize(cell)
        self.verticalHeader().setDefaultSectionSize(row)
        self.verticalHeader().setFixedWidth(min(widest, scaled(160)))
        shown = min(classes, ROWS_SHOWN)
        bar = self.horizontalScrollBar().sizeHint().height() if classes > ROWS_SHOWN else 0
        self.setFixedHeight(shown * row + self.horizontalHeader().sizeHint().height() + bar + 4)
        self.setMaximumWidth(self.verticalHeader().width() + classes * cell + bar + 4)
        self.setMinimumWidth(min(self.maximumWidth(), scaled(240)))
