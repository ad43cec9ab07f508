"""Practice: "what data must this service have needed?", guessed, turned over, marked by oneself."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QMessageBox, QWidget

from desktop.bridge.worker import Worker
from desktop.i18n import language
from desktop.pages.base import Page
from desktop.theme import scaled
from desktop.widgets.buttons import LinkButton, PrimaryButton
from desktop.widgets.cards import NoteBox
from desktop.widgets.labels import Label
from engine.errors import UserError

if TYPE_CHECKING:
    from desktop.bridge.session import Session
    from engine.practice import Exercise, Grade, Kept, Matter, Progress
    from engine.rulebook.library import Library
    from engine.rulebook.types import RuleBook

GRADES: tuple[Grade, ...] = ("knew", "partly", "missed")


def read_books() -> tuple[RuleBook, Library]:
    """The rule book and its library. Takes a while: call it off the GUI thread."""
    from engine.rulebook import load_library, load_rule_book

    return load_rule_book(), load_library()


class PracticePage(Page):
    """Target of :meth:`enter`: the id of an exercise; none: the one that is next.

    ``folder``: where the progress is kept (None: the user's data folder). ``read`` gives
    book and library; it is called on a thread of its own, as is everything that is kept.
    """

    key = "practice"
    needs_case = False

    def __init__(
        self,
        session: Session,
        folder: Path | None = None,
        parent: QWidget | None = None,
        read: Callable[[], tuple[RuleBook, Library]] = read_books,
    ) -> None:
        from desktop.widgets.practice.exercise import ExerciseCard  # comes with its page only
        from desktop.widgets.practice.subjects import GradeButton, SubjectList
        from engine.practice import PracticeStore

        super().__init__(session, parent)
        self._store, self._read = PracticeStore(folder), read
        self._worker = Worker("practice", self)
        self._asked = False
        self._deck: tuple[Exercise, ...] = ()
        self._progress: Progress | None = None
        self._subject: Matter | None = None
        self._exercise: Exercise | None = None
        self._wanted = ""
        self._title = Label("", "title", parent=self)
        self._lead = Label("", "text", "muted", self)
        self.waiting = NoteBox(parent=self)
        self.subjects = SubjectList(self)
        self.card = ExerciseCard(self)
        self.reset = LinkButton(parent=self, icon_name="trash")
        self.turn = PrimaryButton(parent=self)
        self.grades = {grade: GradeButton(grade, self) for grade in GRADES}
        self._lay_out()
        self._connect()

    @property
    def ready(self) -> bool:
        """Whether there is a deck to practise with."""
        return self._progress is not None

    @property
    def exercise(self) -> Exercise | None:
        """The exercise in front."""
        return self._exercise

    def retranslate(self) -> None:
        """Set every word."""
        self._title.setText(self.tr("Practice"))
        self._lead.setText(
            self.tr("What data must this service have needed? Guess, turn over, mark yourself.")
        )
        self.waiting.say("", self.tr("The cards are being fetched …"))
        self.reset.setText(self.tr("Begin anew"))
        self.turn.setText(self.tr("Turn over"))
        words = {
            "knew": self.tr("1  Knew it"),
            "partly": self.tr("2  In part"),
            "missed": self.tr("3  Not yet"),
        }
        for grade, button in self.grades.items():
            button.setText(words[grade])
        self._show_progress()

    def enter(self, target: str = "") -> None:
        """Fetch the deck at the first visit; then show the exercise asked for."""
        self._wanted = target
        if not self.ready:
            self._ask()
        elif target:
            self._show_wanted()
        self.card.focus_first()

    def stop(self) -> None:
        """Finish what is being saved and end the thread."""
        self._worker.stop()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Enter turns over; 1, 2 and 3 mark what was turned over."""
        keys: dict[int, Grade] = {
            int(Qt.Key.Key_1): "knew",
            int(Qt.Key.Key_2): "partly",
            int(Qt.Key.Key_3): "missed",
        }
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not self.card.turned:
            self.turn_over()
        elif event.key() in keys and self.card.turned:
            self.grade(keys[event.key()])
        else:
            super().keyPressEvent(event)

    # What the user does

    def turn_over(self) -> None:
        """Show the answer beside the guess."""
        if self._exercise is None or self.card.turned:
            return
        self.card.turn_over()
        self._show_buttons()
        self.setFocus()
        self.scroll.to_top()

    def grade(self, grade: Grade) -> None:
        """Keep how it went, and go on to the next one."""
        if self._progress is None or self._exercise is None or not self.card.turned:
            return
        self._keep(self._progress.graded(self._exercise.id, grade))
        self._next()

    def choose_subject(self, subject: str) -> None:
        """Practise one subject, or all (empty)."""
        known = [exercise.subject for exercise in self._deck if exercise.subject == subject]
        self._subject = known[0] if known else None
        self._next()

    def ask_reset(self) -> bool:
        """Ask whether all progress may go; True: yes."""
        question = QMessageBox(self)
        question.setIcon(QMessageBox.Icon.Question)
        question.setWindowTitle("Jjak")
        question.setText(self.tr("Forget how far you have come, and begin anew?"))
        question.setInformativeText(self.tr("The marks of every card are taken away. This can't be undone."))
        forget = question.addButton(self.tr("Begin anew"), QMessageBox.ButtonRole.DestructiveRole)
        keep = question.addButton(self.tr("Keep it"), QMessageBox.ButtonRole.RejectRole)
        question.setDefaultButton(keep)
        question.exec()
        return question.clickedButton() is forget

    def _begin_anew(self) -> None:
        if self._progress is not None and self.ask_reset():
            self._keep(self._store.fresh())
            self._next()

    # Fetching and keeping

    def _ask(self) -> None:
        if not self._asked:
            self._asked = True
            self._worker.run(partial(_fetch, self._read, self._store.load), self._take, self._take_failure)

    def _take(self, fetched: tuple[RuleBook, Library, Kept]) -> None:
        from engine.practice import build_deck
        from engine.texts import catalogue

        book, library, kept = fetched
        self._deck, self._progress = build_deck(library), kept.progress
        self.card.use_book(book, library)
        self.waiting.hide()
        if kept.moved is not None:
            sentence = catalogue("errors").say("practice_damaged", language(), path=str(kept.moved))
            self.banner.show_note(sentence)
        self._show_wanted()

    def _take_failure(self, error: UserError) -> None:
        self._asked = False
        self.waiting.hide()
        self.show_error(error)

    def _keep(self, progress: Progress) -> None:
        self._progress = progress
        self._worker.run(partial(self._store.save, progress), None, self.show_error)

    # Showing

    def _show_wanted(self) -> None:
        wanted = next((exercise for exercise in self._deck if exercise.id == self._wanted), None)
        if wanted is None:
            self._next()
        else:
            self._subject = None
            self._present(wanted)

    def _next(self) -> None:
        from engine.practice import next_exercise

        if self._progress is not None:
            self._present(next_exercise(self._deck, self._progress, self._subject))

    def _present(self, exercise: Exercise | None) -> None:
        self._exercise = exercise
        record = self._progress.records.get(exercise.id) if self._progress and exercise else None
        self.card.setVisible(exercise is not None)
        if exercise is not None:
            self.card.show_exercise(exercise, record)
        else:
            self.waiting.say("", self.tr("This rule book has no cards to practise with."))
            self.waiting.show()
        self._show_progress()
        self.scroll.to_top()
        if self.isVisible():
            QTimer.singleShot(0, self.card.focus_first)

    def _show_progress(self) -> None:
        from engine.practice import subjects, tally

        self._show_buttons()
        progress = self._progress
        self.subjects.setVisible(progress is not None and bool(self._deck))
        if progress is None:
            return
        counted = {subject: tally(self._deck, progress, subject) for subject in subjects(self._deck)}
        self.subjects.show_tallies(tally(self._deck, progress), counted, self._subject)
        self.reset.setEnabled(bool(progress.records))

    def _show_buttons(self) -> None:
        there, turned = self._exercise is not None, self.card.turned
        self.turn.setVisible(there and not turned)
        for button in self.grades.values():
            button.setVisible(there and turned)
        self.reset.setVisible(self._progress is not None and bool(self._deck))

    # Helpers

    def _lay_out(self) -> None:
        for widget in (self._title, self._lead, self.waiting, self.card, self.subjects):
            self.body.addWidget(widget)
        self.body.addStretch(1)
        self.card.hide()
        self.subjects.hide()
        buttons = QHBoxLayout()
        buttons.setSpacing(scaled(8))
        for button in (*self.grades.values(), self.turn):
            buttons.addWidget(button)
        self.footer.addWidget(self.reset)
        self.footer.addStretch(1)
        self.footer.addLayout(buttons)

    def _connect(self) -> None:
        self.turn.clicked.connect(self.turn_over)
        self.card.turn_wanted.connect(self.turn_over)
        self.card.entry_wanted.connect(self._follow)
        self.subjects.chosen.connect(self.choose_subject)
        self.reset.clicked.connect(self._begin_anew)
        for button in self.grades.values():
            button.given.connect(self.grade)

    def _follow(self, key: str) -> None:
        self.go.emit("rulebook", key)


def _fetch(
    read: Callable[[], tuple[RuleBook, Library]], load: Callable[[], Kept]
) -> tuple[RuleBook, Library, Kept]:
    return (*read(), load())
