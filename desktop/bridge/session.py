"""The open case as the window knows it: changes go in, states and assessments come out.

The case file lives on one worker thread. Every call returns at once; ``changed`` comes
when the change is committed on disk, so what the window shows as answered is safe.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from operator import methodcaller
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QObject, Signal

from desktop.bridge.worker import DROPPED, Dropped, Worker
from engine.errors import UserError

if TYPE_CHECKING:
    from engine.advice.compare import Differences
    from engine.advice.types import Assessment
    from engine.audit.types import Audit
    from engine.case import CaseFile
    from engine.case.types import CaseState
    from engine.interview.types import Origin, Value
    from engine.prototypes.types import MoreData, PrototypeResult
    from engine.rulebook.types import RuleBook
    from engine.texts import Language

Result = TypeVar("Result")


class Session(QObject):
    """The rule book and at most one open case.

    Signals: ``book_loaded(RuleBook)``; ``case_opened(Path)`` after the first ``changed``
    and ``assessed`` of a case; ``case_closed()``; ``changed(CaseState)``;
    ``assessed(Assessment)``, always right after ``changed``; ``book_changed(Differences)``
    after ``case_opened`` of a case that another rule book advised when it was open last;
    ``saving()`` and ``saved()`` around every change; ``failed(UserError)``.
    """

    book_loaded = Signal(object)
    case_opened = Signal(object)
    case_closed = Signal()
    changed = Signal(object)
    assessed = Signal(object)
    book_changed = Signal(object)
    saving = Signal()
    saved = Signal()
    failed = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._worker = Worker("case", self)
        self._case: CaseFile | None = None  # touched on the worker thread only
        self._to_note: _Change | None = None  # likewise: what the case file hasn't been told yet
        self._pending = 0
        self._book: RuleBook | None = None
        self._blank: Assessment | None = None
        self._state: CaseState | None = None
        self._assessment: Assessment | None = None
        self._differences: Differences | None = None
        self._path: Path | None = None

    # What there is now (GUI thread)

    @property
    def book(self) -> RuleBook | None:
        """The rule book; None until it is loaded."""
        return self._book

    @property
    def blank(self) -> Assessment | None:
        """What the book says to a case without answers; None until it is loaded."""
        return self._blank

    @property
    def state(self) -> CaseState | None:
        """The last committed state of the open case; None without a case."""
        return self._state

    @property
    def assessment(self) -> Assessment | None:
        """Path and advice for :attr:`state`; None without a case."""
        return self._assessment

    @property
    def differences(self) -> Differences | None:
        """What the rule book says differently from the one that advised the case before;
        None: no other one did.
        """
        return self._differences

    @property
    def path(self) -> Path | None:
        """Where the open case lies; None without a case."""
        return self._path

    # The case as a file

    def load_book(self) -> None:
        """Load the rule book off the GUI thread; ``book_loaded`` follows."""
        self._worker.run(_read_book, self._take_book, self.failed.emit)

    def new_case(self, path: Path, name: str, language: Language) -> None:
        """Make a case file at ``path`` (never over an existing one) and open it."""
        self._start(partial(_create, path, name, language), path)

    def open_case(self, path: Path) -> None:
        """Open the case file at ``path``; the one that was open is closed first."""
        self._start(partial(_open, path), path)

    def close_case(self) -> None:
        """Close the open case; ``case_closed`` follows."""
        self._worker.run(self._close_now, self._forget, self.failed.emit)

    def stop(self) -> None:
        """Finish pending changes, close the case and end the thread. For the window's end."""
        self._worker.run(self._close_now)
        self._worker.stop()

    # Changes; each one commits, then ``changed`` and ``assessed`` follow

    def answer(self, question: str, value: Value, origin: Origin = "client", note: str = "") -> None:
        """Answer a question by its id."""
        self._mutate(methodcaller("answer", question, value, origin=origin, note=note))

    def confirm_answer(self, question: str) -> None:
        """Say that an answer still stands after a second look."""
        self._mutate(methodcaller("confirm_answer", question))

    def clear_answer(self, question: str) -> None:
        """Take the answer to a question away."""
        self._mutate(methodcaller("clear_answer", question))

    def rename(self, name: str) -> None:
        """Give the case another name."""
        self._mutate(methodcaller("rename", name))

    def set_client(self, client: str) -> None:
        """Say who the client is."""
        self._mutate(methodcaller("set_client", client))

    def set_language(self, language: Language) -> None:
        """Set the case's own language (the report's; the window's is ``desktop.i18n.language()``)."""
        self._mutate(methodcaller("set_language", language))

    def switch_pack(self, pack_id: str, on: bool) -> None:
        """Leave a pack of the rule book out of the case's advice, or take it in again."""
        self._mutate(methodcaller("switch_pack", pack_id, on))

    def record_sample(
        self, path: Path, audit: Audit, measured: Mapping[str, str | int] | None = None
    ) -> None:
        """Keep what the audit of ``path`` found; ``measured`` None: derived from the audit."""

        def record(case: CaseFile) -> CaseState:
            from engine.audit import measure

            return case.record_sample(path, audit, measure(audit) if measured is None else measured)

        self._mutate(record)

    def record_prototype(self, result: PrototypeResult, run_folder: Path) -> None:
        """Keep a training run with its model and pictures."""
        self._mutate(methodcaller("record_prototype", result, run_folder))

    def record_more_data(self, found: MoreData) -> None:
        """Keep whether more data would help, as measured on the sample of the case."""
        self._mutate(methodcaller("record_more_data", found))

    def undo(self) -> None:
        """Take the last change back."""
        self._mutate(methodcaller("undo"))

    def redo(self) -> None:
        """Make the change again that was taken back."""
        self._mutate(methodcaller("redo"))

    # Reading from the case

    def read(
        self,
        work: Callable[[CaseFile], Result],
        done: Callable[[Result], object],
        failed: Callable[[UserError], object] | None = None,
    ) -> None:
        """Run a short reading on the case thread, e.g. ``methodcaller("blob", key)``.

        ``done`` is called on the GUI thread, unless no case is open.
        """
        self._worker.run(partial(self._read_now, work), done, failed or self.failed.emit)

    # On the worker thread

    def _open_now(self, opener: Callable[[], CaseFile], path: Path) -> _Opened:
        from engine.case.comparing import differences_of

        case = opener()
        try:
            book = _load_book()
            known = case.state.rulebook_digest
            differences = differences_of(case, book)
            state = case.use_rulebook(book.digest)
            change = _Change(state, _assess(state))
        except UserError:
            case.close()
            raise
        self._close_now()
        self._case, self._to_note = case, change
        return _Opened(path, change, differences, known not in (None, book.digest))

    def _close_now(self) -> None:
        if self._case is not None:
            self._note_now()
            self._case.close()
            self._case = None

    def _note_now(self) -> None:
        """Tell the case file what the book says, for the day when another book is here."""
        from engine.advice.said import said_of

        change, self._to_note = self._to_note, None
        if self._case is None or change is None:
            return
        with suppress(UserError):  # the next change will say what is wrong with the file
            self._case.note_said(said_of(change.assessment, _load_book()), change.state.revision)

    def _mutate_now(self, change: Callable[[CaseFile], CaseState]) -> _Change | Dropped:
        if self._case is None:
            return DROPPED
        state = change(self._case)
        self._to_note = _Change(state, _assess(state))
        return self._to_note

    def _read_now(self, work: Callable[[CaseFile], Result]) -> Result | Dropped:
        return DROPPED if self._case is None else work(self._case)

    # On the GUI thread

    def _start(self, opener: Callable[[], CaseFile], path: Path) -> None:
        if self._book is None:
            self.load_book()  # the pages show no answers without it
        self._worker.run(partial(self._open_now, opener, path), self._take_opened, self.failed.emit)

    def _mutate(self, change: Callable[[CaseFile], CaseState]) -> None:
        if self._state is None:
            return
        self._pending += 1
        self.saving.emit()
        self._worker.run(partial(self._mutate_now, change), self._take_change, self._take_failure)

    def _take_book(self, read: tuple[RuleBook, Assessment]) -> None:
        self._book, self._blank = read
        self.book_loaded.emit(self._book)

    def _take_opened(self, opened: _Opened) -> None:
        if self._state is not None:
            self._forget()
        self._path = opened.path
        self._differences = opened.differences
        self._show(opened.change)
        self._worker.run(self._note_now)
        self.case_opened.emit(opened.path)
        if opened.differences is not None and opened.news:
            self.book_changed.emit(opened.differences)

    def _take_change(self, change: _Change) -> None:
        self._settle()
        self._show(change)
        if self._pending == 0:  # a note costs as much as a change: one for all that came at once
            self._worker.run(self._note_now)

    def _take_failure(self, error: UserError) -> None:
        self._settle()
        self.failed.emit(error)

    def _settle(self) -> None:
        self._pending = max(0, self._pending - 1)
        if self._pending == 0:
            self.saved.emit()

    def _show(self, change: _Change) -> None:
        self._state, self._assessment = change.state, change.assessment
        self.changed.emit(change.state)
        self.assessed.emit(change.assessment)

    def _forget(self, _closed: None = None) -> None:
        self._path = self._state = self._assessment = self._differences = None
        self._pending = 0
        self.case_closed.emit()


@dataclass(frozen=True)
class _Change:
    state: CaseState
    assessment: Assessment


@dataclass(frozen=True)
class _Opened:
    path: Path
    change: _Change
    differences: Differences | None
    news: bool  # the other book was used when the case was open last


def _read_book() -> tuple[RuleBook, Assessment]:
    from engine.advice import assess

    book = _load_book()
    return book, assess(book, {}, {})


def _load_book() -> RuleBook:
    from engine.rulebook import load_rule_book

    return load_rule_book()


def _assess(state: CaseState) -> Assessment:
    from engine.advice import assess

    return assess(_load_book(), state.answers, state.measured, without=state.without)


def _create(path: Path, name: str, language: Language) -> CaseFile:
    from engine.case import CaseFile

    path.parent.mkdir(parents=True, exist_ok=True)
    return CaseFile.create(path, name, language)


def _open(path: Path) -> CaseFile:
    from engine.case import CaseFile

    return CaseFile.open(path)
