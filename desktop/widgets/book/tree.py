"""The list at the left: chapters that open, entries below them, or what a search found."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import (
    QAbstractItemModel,
    QItemSelectionModel,
    QModelIndex,
    QObject,
    Qt,
    Signal,
)
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QTreeView, QWidget

from desktop.i18n import language
from desktop.theme import scaled
from desktop.widgets.book.entries import BookEntry
from desktop.widgets.book.rows import CAPTION, COUNT, FIRES, KEY, Index, RowDelegate


@dataclass(frozen=True)
class Group:
    """A chapter, or the finds of a search: its key and title, and the entries below it."""

    key: str
    title: str
    entries: tuple[BookEntry, ...]


class BookModel(QAbstractItemModel):
    """Two levels: groups, and the entries below them. Both speak the language of now."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._groups: tuple[Group, ...] = ()
        self._packs: dict[str, str] = {}
        self._fires: frozenset[str] = frozenset()
        self._mark = ""

    def show_groups(
        self, groups: Sequence[Group], packs: dict[str, str], fires: frozenset[str], mark: str
    ) -> None:
        """Show these; ``packs``: their titles by id; ``fires``: keys to mark with the word ``mark``."""
        self.beginResetModel()
        self._groups, self._packs, self._fires, self._mark = tuple(groups), packs, fires, mark
        self.endResetModel()

    def groups(self) -> tuple[Group, ...]:
        """What is shown."""
        return self._groups

    def find(self, key: str) -> QModelIndex:
        """The row of a group or an entry; an invalid one where it isn't shown."""
        for row, group in enumerate(self._groups):
            if group.key == key:
                return self.index(row, 0)
            for below, entry in enumerate(group.entries):
                if entry.key == key:
                    return self.index(below, 0, self.index(row, 0))
        return QModelIndex()

    def entry(self, index: Index) -> BookEntry | None:
        """The entry of a row; None for a group."""
        if not index.isValid() or index.internalId() == 0:
            return None
        return self._groups[index.internalId() - 1].entries[index.row()]

    # Qt's model; the internal id is 0 for a group, its group's number (from 1) for an entry

    def index(self, row: int, column: int, parent: Index = QModelIndex()) -> QModelIndex:  # noqa: B008
        """The index of a row."""
        if not self.hasIndex(row, column, parent):
            return QModelIndex()
        return self.createIndex(row, column, parent.row() + 1 if parent.isValid() else 0)

    def parent(self, index: Index = QModelIndex()) -> QModelIndex:  # type: ignore[override]  # noqa: B008
        """The group of an entry."""
        if not index.isValid() or index.internalId() == 0:
            return QModelIndex()
        return self.createIndex(index.internalId() - 1, 0, 0)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: N802, B008
        """Groups, or the entries of one."""
        if not parent.isValid():
            return len(self._groups)
        if parent.internalId() != 0 or parent.column() > 0:
            return 0
        return len(self._groups[parent.row()].entries)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: N802, B008
        """One."""
        return 1

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Title, caption, mark; read out as one sentence."""
        if not index.isValid():
            return None
        entry = self.entry(index)
        if entry is None:
            group = self._groups[index.row()]
            said = {
                int(Qt.ItemDataRole.DisplayRole): group.title,
                int(Qt.ItemDataRole.AccessibleTextRole): f"{group.title}, {len(group.entries)}",
                int(KEY): group.key,
                int(COUNT): len(group.entries),
            }
            return said.get(int(role))
        return self._entry_data(entry, role)

    def _entry_data(self, entry: BookEntry, role: int) -> object:
        title, fires = entry.title.say(language()), entry.key in self._fires
        caption = " · ".join(part for part in (entry.id, self._packs.get(entry.pack, entry.pack)) if part)
        spoken = ", ".join(part for part in (title, caption, self._mark if fires else "") if part)
        said: dict[int, object] = {
            int(Qt.ItemDataRole.DisplayRole): title,
            int(Qt.ItemDataRole.ToolTipRole): title,
            int(Qt.ItemDataRole.AccessibleTextRole): spoken,
            int(KEY): entry.key,
            int(CAPTION): caption,
            int(FIRES): self._mark if fires else "",
        }
        return said.get(int(role))


class BookTree(QTreeView):
    """Signals: ``chosen(key)`` the row in front is a group or an entry; ``entered()`` Enter was
    pressed on it; ``left_upwards()`` Up was pressed on the first row.
    """

    chosen = Signal(str)
    entered = Signal()
    left_upwards = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("booktree")
        self.rows = BookModel(self)
        self.setModel(self.rows)
        self.setItemDelegate(RowDelegate(self))
        self.setHeaderHidden(True)
        self.setRootIsDecorated(False)
        self.setIndentation(0)
        self.setItemsExpandable(True)
        self.setExpandsOnDoubleClick(False)
        self.setAnimated(False)
        self.setMouseTracking(True)
        self.setUniformRowHeights(False)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setMinimumWidth(scaled(200))
        self.clicked.connect(self._toggle)
        self.expanded.connect(self._note_open)
        self.collapsed.connect(self._note_closed)
        self._silent = False
        self._opened: set[str] = set()  # remembered over searches

    def show_groups(
        self, groups: Sequence[Group], packs: dict[str, str], fires: frozenset[str], mark: str, *, open_: bool
    ) -> None:
        """Show groups; ``open_``: all of them opened. What was open stays open, the row in front too."""
        opened, current = set(self._opened), self.current_key()
        self._silent = True
        self.rows.show_groups(groups, packs, fires, mark)
        for row, group in enumerate(groups):
            self.setExpanded(self.rows.index(row, 0), open_ or group.key in opened)
        self.select(current)
        self._silent = False

    def opened(self) -> set[str]:
        """The keys of the groups that are open."""
        return self._opened & {group.key for group in self.rows.groups()}

    def current_key(self) -> str:
        """The key of the row in front; empty: none is."""
        return str(self.currentIndex().data(KEY) or "")

    def select(self, key: str) -> bool:
        """Bring a row to the front without a word of it; False where it isn't shown."""
        index = self.rows.find(key)
        was, self._silent = self._silent, True
        if index.isValid():
            if index.parent().isValid():
                self.expand(index.parent())
            self.setCurrentIndex(index)
            self.scrollTo(index)
        else:
            self.selectionModel().clear()
            self.setCurrentIndex(QModelIndex())
        self._silent = was
        return index.isValid()

    def choose_first(self) -> None:
        """Bring the first entry to the front (of the first group that is open), or the first row."""
        first = self.rows.index(0, 0)
        below = self.rows.index(0, 0, first)
        target = below if below.isValid() and self.isExpanded(first) else first
        if target.isValid():
            self.selectionModel().setCurrentIndex(target, QItemSelectionModel.SelectionFlag.ClearAndSelect)
            self.scrollToTop()

    def currentChanged(self, current: Index, previous: Index) -> None:  # noqa: N802
        """Tell whoever shows the entry."""
        super().currentChanged(current, previous)
        if current.isValid() and not self._silent:
            self.chosen.emit(str(current.data(KEY)))

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Arrows move and open; Enter goes to the entry; Up on the first row leaves."""
        key, index = event.key(), self.currentIndex()
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if index.isValid() and self.rows.entry(index) is None:
                self.setExpanded(index, not self.isExpanded(index))
            self.entered.emit()
        elif key == Qt.Key.Key_Up and not self.indexAbove(index).isValid():
            self.left_upwards.emit()
        else:
            super().keyPressEvent(event)

    def _toggle(self, index: QModelIndex) -> None:
        if self.rows.entry(index) is None:
            self.setExpanded(index, not self.isExpanded(index))

    def _note_open(self, index: QModelIndex) -> None:
        self._opened.add(str(index.data(KEY)))

    def _note_closed(self, index: QModelIndex) -> None:
        self._opened.discard(str(index.data(KEY)))
