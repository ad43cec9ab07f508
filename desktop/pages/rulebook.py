"""The rule book to read: chapters, search, one entry in detail, and what fires for the open case."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QAction, QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from desktop.bridge.worker import Worker
from desktop.i18n import language
from desktop.pages.base import Page
from desktop.theme import scaled
from desktop.widgets.buttons import IconButton
from desktop.widgets.cards import NoteBox
from desktop.widgets.choice_button import ChoiceButton
from desktop.widgets.icons import icon
from desktop.widgets.labels import Label
from engine.errors import UserError

if TYPE_CHECKING:
    from desktop.bridge.session import Session
    from desktop.widgets.book.entries import BookEntry, BookIndex
    from desktop.widgets.book.firing import Firing
    from desktop.widgets.book.tree import Group
    from engine.advice.types import Assessment

FIRST = "verdict"  # the chapter to begin with
FOUND = "found"
MOST = 100  # finds that are listed: more take longer to draw than to type another letter
PAUSE = 120  # milliseconds after the last key until the search begins


def read_index() -> BookIndex:
    """The book and its library as entries. Takes a while: call it off the GUI thread."""
    from desktop.widgets.book.entries import BookIndex
    from engine.rulebook import load_library, load_rule_book

    return BookIndex(load_rule_book(), load_library())


class RulebookPage(Page):
    """Target of :meth:`enter`: a chapter, ``chapter/id`` or the id of an entry; none: as it was left.

    ``read``: gives the index; called on a thread of its own, once.
    """

    key = "rulebook"
    needs_case = False
    wide = True

    def __init__(
        self, session: Session, parent: QWidget | None = None, read: Callable[[], BookIndex] = read_index
    ) -> None:
        from desktop.widgets.book.detail import DetailView  # what only this page needs comes with it
        from desktop.widgets.book.tree import BookTree

        super().__init__(session, parent)
        self._read, self._reading = read, False
        self._worker = Worker("rulebook", self)
        self._index: BookIndex | None = None
        self._firing: Firing | None = None
        self._wanted, self._here = FIRST, ""
        self._history: list[str] = []
        self._title = Label("", "title", parent=self)
        self._version = Label("", "caption", parent=self, wrap=False)
        self.search = QLineEdit(self)
        self._lens = QAction(self.search)
        self.search.addAction(self._lens, QLineEdit.ActionPosition.LeadingPosition)
        self.search.setClearButtonEnabled(True)
        self.fires = ChoiceButton(self)
        self.tree = BookTree(self)
        self.detail = DetailView(self)
        self.back = IconButton("arrow-left", parent=self)
        self.waiting = NoteBox(parent=self)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE)
        self._lay_out()
        self._connect()

    @property
    def ready(self) -> bool:
        """Whether the book is there to be read."""
        return self._index is not None

    @property
    def here(self) -> str:
        """The key of the chapter or entry that is shown."""
        return self._here

    def retranslate(self) -> None:
        """Set every word; the list and the entry are said anew."""
        self._title.setText(self.tr("Rule book"))
        self.search.setPlaceholderText(self.tr("Search: words or an id"))
        self.search.setAccessibleName(self.tr("Search the rule book"))
        self.tree.setAccessibleName(self.tr("Chapters and entries"))
        self.detail.setAccessibleName(self.tr("The entry in detail"))
        self.back.set_name(self.tr("Back to the entry before"))
        self.waiting.say("", self.tr("The rule book is being read …"))
        self._refresh()

    def show_assessment(self, assessment: Assessment | None) -> None:
        """Mark what fires now; while the page is away it waits for :meth:`enter`."""
        if self.isVisible():
            self._refresh()

    def enter(self, target: str = "") -> None:
        """Show the entry asked for; the search field gets the focus."""
        if target:
            self._wanted = target
        if self._index is None:
            self._ask()
        elif target:
            self._refresh()
            self.open(target)
        else:
            self._refresh()
        self.search.setFocus()

    def stop(self) -> None:
        """End the thread that reads."""
        self._worker.stop()

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802
        """Colour the lens anew with the theme."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange and hasattr(self, "_lens"):
            self._lens.setIcon(icon("search", "muted", 18))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        """In the search field Down goes to the list, Escape empties it."""
        if watched is self.search and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if event.key() == Qt.Key.Key_Down:
                self._to_list()
                return True
            if event.key() == Qt.Key.Key_Escape:
                self.search.clear()
                self._search_now()
                return True
        return super().eventFilter(watched, event)

    # Reading

    def open(self, key: str, *, remember: bool = True) -> None:
        """Show a chapter or an entry, by its key or its id; an unknown one changes nothing."""
        if self._index is None:
            return
        entry = self._index.entry(key) if key not in self._index.chapters else None
        shown = entry.key if entry is not None else key
        if entry is None and key not in self._index.chapters:
            return
        if remember and self._here and self._here != shown:
            self._history.append(self._here)
        self._here = shown
        self._show(entry)
        self.tree.select(shown)

    def go_back(self) -> None:
        """Show what was shown before."""
        if self._history:
            self.open(self._history.pop(), remember=False)

    def focus_search(self) -> None:
        """Put the cursor into the search field, its words selected."""
        self.search.setFocus()
        self.search.selectAll()

    def _ask(self) -> None:
        if not self._reading:
            self._reading = True
            self._worker.run(self._read, self._take_index, self._take_failure)

    def _take_index(self, index: BookIndex) -> None:
        self._index, self._reading = index, False
        self._refresh()
        self.open(self._wanted if index.entry(self._wanted) or self._wanted in index.chapters else FIRST)

    def _take_failure(self, error: UserError) -> None:
        self._reading = False
        self.waiting.hide()
        self.show_error(error)

    # Showing

    def _refresh(self) -> None:
        """Everything anew: words, what fires, the list, the entry."""
        from desktop.widgets.book.firing import firing_of

        self.waiting.setVisible(self._index is None)
        for part in (self.tree, self.detail, self.back):
            part.setVisible(self._index is not None)
        self._firing = firing_of(self.session.assessment, self.session.state)
        if self._firing is None:
            self.fires.setChecked(False)
        self._say_fires()
        if self._index is None:
            return
        self._version.setText(self.tr("Version {version}").format(version=self._index.book.version))
        self._show_list()
        if self._here:
            self._show(self._index.entry(self._here) if "/" in self._here else None, stay=True)

    def _show(self, entry: BookEntry | None, *, stay: bool = False) -> None:
        from desktop.widgets.book.sheet import Shown

        index = self._index
        if index is None:
            return
        shown = Shown(index, self._firing)
        if entry is not None:
            self.detail.show_entry(entry, shown, stay=stay)
        else:
            self.detail.show_chapter(self._here, index.chapters[self._here], shown, stay=stay)
        self.back.setEnabled(bool(self._history))

    def _show_list(self) -> None:
        index = self._index
        if index is None:
            return
        packs = {name: self._pack_title(name) for name in index.book.packs}
        fires = frozenset(entry.key for entry in index.entries if self._fires(entry))
        searching = bool(self.search.text().strip())
        groups = self._found(fires) if searching else self._browsed(fires)
        opened = searching or self.fires.isChecked()
        self.tree.show_groups(groups, packs, fires, self.tr("Fires now"), open_=opened)

    def _browsed(self, fires: frozenset[str]) -> list[Group]:
        from desktop.widgets.book.tree import Group
        from desktop.widgets.book.words import ChapterWords

        index = self._index
        if index is None:
            return []
        words = ChapterWords(index.book)
        only = self.fires.isChecked()
        groups = [
            Group(chapter, words.title(chapter), tuple(e for e in entries if not only or e.key in fires))
            for chapter, entries in index.chapters.items()
        ]
        shown = [group for group in groups if group.entries or not only]
        return shown or [Group(FOUND, self.tr("Nothing fires yet"), ())]

    def _found(self, fires: frozenset[str]) -> list[Group]:
        from desktop.widgets.book.tree import Group

        index = self._index
        if index is None:
            return []
        among = [e for e in index.entries if e.key in fires] if self.fires.isChecked() else None
        found = index.search(self.search.text(), among)
        title = self.tr("Found") if found else self.tr("Nothing found")
        if len(found) > MOST:
            title = self.tr("The first {most} of {count} found").format(most=MOST, count=len(found))
        return [Group(FOUND, title, found[:MOST])]

    def _fires(self, entry: BookEntry) -> bool:
        return self._firing is not None and self._firing.fires(entry)

    def _pack_title(self, name: str) -> str:
        return "" if self._index is None else self._index.book.packs[name].title.say(language())

    def _say_fires(self) -> None:
        has_case = self._firing is not None
        count = 0
        if self._index is not None and has_case:
            count = sum(self._fires(entry) for entry in self._index.entries)
        words = self.tr("Fires now: {count}").format(count=count) if has_case else self.tr("Fires now")
        self.fires.setText(words)
        self.fires.setEnabled(has_case)
        self.fires.setToolTip("" if has_case else self.tr("Open a case to see which rules hold for it"))

    # What the user does

    def _search_now(self) -> None:
        self._pause.stop()
        self._show_list()

    def _search_and_choose(self) -> None:
        self._search_now()
        if self.search.text().strip():
            self.tree.choose_first()

    def _to_list(self) -> None:
        self._search_now()
        if not self.tree.currentIndex().isValid() or self.search.text().strip():
            self.tree.choose_first()
        self.tree.setFocus()

    def _choose(self, key: str) -> None:
        if key != FOUND:
            self.open(key)

    def _follow(self, key: str) -> None:
        from desktop.widgets.book.entries import PRACTICE

        if key.startswith(PRACTICE):
            self.go.emit("practice", key.removeprefix(PRACTICE))
        else:
            self.open(key)

    def _filter(self, _only: bool) -> None:
        self._show_list()

    def _to_detail(self) -> None:
        self.detail.setFocus()

    def _to_question(self, question: str) -> None:
        self.go.emit("interview", question)

    # Helpers

    def _lay_out(self) -> None:
        self.footer_bar.hide()
        head = QHBoxLayout()
        head.setSpacing(scaled(12))
        head.addWidget(self._title, 1)
        head.addWidget(self._version, 0, Qt.AlignmentFlag.AlignBottom)
        tools = QHBoxLayout()
        tools.setSpacing(scaled(8))
        tools.addWidget(self.back)
        tools.addWidget(self.search, 1)
        tools.addWidget(self.fires)
        panes = QHBoxLayout()
        panes.setSpacing(scaled(16))
        panes.addWidget(self.tree, 2)
        panes.addWidget(self.detail, 3)
        body = QVBoxLayout()
        body.setSpacing(scaled(12))
        body.addLayout(head)
        body.addLayout(tools)
        body.addWidget(self.waiting)
        body.addLayout(panes, 1)
        self.body.addLayout(body, 1)
        for before, after in ((self.search, self.fires), (self.fires, self.tree), (self.tree, self.detail)):
            QWidget.setTabOrder(before, after)

    def _connect(self) -> None:
        self._lens.setIcon(icon("search", "muted", 18))
        self.search.installEventFilter(self)
        self.search.textChanged.connect(self._pause.start)
        self.search.returnPressed.connect(self._search_and_choose)
        self._pause.timeout.connect(self._search_now)
        self.fires.toggled.connect(self._filter)
        self.tree.chosen.connect(self._choose)
        self.tree.entered.connect(self._to_detail)
        self.tree.left_upwards.connect(self.focus_search)
        self.detail.wanted.connect(self._follow)
        self.detail.question_wanted.connect(self._to_question)
        self.detail.pack_switched.connect(self.session.switch_pack)
        self.back.clicked.connect(self.go_back)
        QShortcut(QKeySequence(QKeySequence.StandardKey.Find), self).activated.connect(self.focus_search)
        QShortcut(QKeySequence(QKeySequence.StandardKey.Back), self).activated.connect(self.go_back)
