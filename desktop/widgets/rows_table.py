"""The first rows of a client's table, as a table."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from PySide6.QtCore import QAbstractTableModel, QEvent, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QFontMetrics, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QHeaderView, QSizePolicy, QTableView, QWidget

from desktop.theme import active_theme, scaled
from desktop.theme.metrics import font

Index = QModelIndex | QPersistentModelIndex
ROWS_SHOWN = 10
WIDEST_COLUMN = 280


class RowsModel(QAbstractTableModel):
    """Rows of texts under named columns; a row may be shorter than the header."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._columns: tuple[str, ...] = ()
        self._rows: tuple[tuple[str, ...], ...] = ()
        self.marked: frozenset[int] = frozenset()

    def set_rows(
        self, columns: Sequence[str], rows: Sequence[Sequence[str]], marked: Collection[int] = ()
    ) -> None:
        """Show another table; the ``marked`` columns are set off."""
        self.beginResetModel()
        self.marked = frozenset(marked)
        self._columns = tuple(columns)
        self._rows = tuple(tuple(row) for row in rows)
        self.endResetModel()

    def rowCount(self, parent: Index | None = None) -> int:  # noqa: N802
        """How many rows there are to show."""
        return 0 if parent is not None and parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index | None = None) -> int:  # noqa: N802
        """How many columns have a name."""
        return 0 if parent is not None and parent.isValid() else len(self._columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """The text of a cell; the whole of it as tool tip."""
        if role == Qt.ItemDataRole.BackgroundRole and index.column() in self.marked:
            return active_theme().color("tint")
        if not index.isValid() or role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return None
        row = self._rows[index.row()]
        return row[index.column()] if index.column() < len(row) else None

    def headerData(  # noqa: N802
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        """Names of the columns, numbers of the rows."""
        if role == Qt.ItemDataRole.TextAlignmentRole and orientation == Qt.Orientation.Horizontal:
            return Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        if role == Qt.ItemDataRole.ToolTipRole and orientation == Qt.Orientation.Horizontal:
            return self._columns[section] if 0 <= section < len(self._columns) else None
        if role != Qt.ItemDataRole.DisplayRole or section < 0:
            return None
        if orientation == Qt.Orientation.Vertical:
            return str(section + 1) if section < len(self._rows) else None
        return self._columns[section] if section < len(self._columns) else None


class RowsTable(QTableView):
    """The table, as tall as its first rows; wide ones scroll sideways."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._widths: list[int] = []
        self.rows = RowsModel(self)
        self.setModel(self.rows)
        self.setSelectionMode(QTableView.SelectionMode.NoSelection)
        self.setEditTriggers(QTableView.EditTrigger.NoEditTriggers)
        self.setTabKeyNavigation(False)
        self.setWordWrap(False)
        self.setCornerButtonEnabled(False)
        self.setHorizontalScrollMode(QTableView.ScrollMode.ScrollPerPixel)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.horizontalHeader().setHighlightSections(False)
        self.verticalHeader().setHighlightSections(False)
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.rows.modelReset.connect(self._fit)

    def set_rows(
        self, columns: Sequence[str], rows: Sequence[Sequence[str]], marked: Collection[int] = ()
    ) -> None:
        """Show these rows; the ``marked`` columns are set off."""
        self.rows.set_rows(columns, rows, marked)

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802
        """Another font needs other sizes, and so may another theme."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._fit()

    def wheelEvent(self, event: QWheelEvent) -> None:  # noqa: N802
        """A table that shows every row leaves the wheel to the page."""
        if self.verticalScrollBar().maximum():
            super().wheelEvent(event)
        else:
            event.ignore()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """Give the widest column what room is left."""
        super().resizeEvent(event)
        self._share_room()

    def _fit(self) -> None:
        metrics = QFontMetrics(font("text"))
        row = metrics.height() + scaled(12)
        self.verticalHeader().setDefaultSectionSize(row)
        header = self.horizontalHeader()
        self._widths = []
        for column in range(self.rows.columnCount()):
            shown = [self.rows.headerData(column, Qt.Orientation.Horizontal)]
            shown += [self.rows.index(n, column).data() for n in range(min(self.rows.rowCount(), ROWS_SHOWN))]
            widest = max(metrics.horizontalAdvance(str(text or "")) for text in shown)
            self._widths.append(min(widest + scaled(28), scaled(WIDEST_COLUMN)))
        self._share_room()
        rows = min(self.rows.rowCount(), ROWS_SHOWN)
        bar = self.horizontalScrollBar().sizeHint().height()
        self.setFixedHeight(rows * row + header.sizeHint().height() + bar + 4)

    def _share_room(self) -> None:
        widths = list(self._widths)
        if not widths:
            return
        room = self.viewport().width() - sum(widths)
        if room > 0:
            widths[widths.index(max(widths))] += room
        for column, width in enumerate(widths):
            self.horizontalHeader().resizeSection(column, width)
