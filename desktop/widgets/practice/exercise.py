"""One exercise as a card: the service and the guess in front, the answer when turned over."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.i18n import language
from desktop.theme import scaled
from desktop.widgets.book.parts import EntryLink, MarkedLine
from desktop.widgets.cards import Card
from desktop.widgets.labels import Label
from desktop.widgets.practice.answer import CompareGrid
from desktop.widgets.practice.guess import FORMS, Guess, GuessFields
from desktop.widgets.practice.subjects import subject_word
from desktop.widgets.wording import value_words

if TYPE_CHECKING:
    from engine.practice import Exercise, Record
    from engine.rulebook.library import Library
    from engine.rulebook.types import RuleBook


class ExerciseCard(Card):
    """Signals: ``turn_wanted()``; ``entry_wanted(key)``: an entry of the rule book is to be read."""

    turn_wanted = Signal()
    entry_wanted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, padding=24)
        self._book: RuleBook | None = None
        self._library: Library | None = None
        self._exercise: Exercise | None = None
        self._record: Record | None = None
        self._guess: Guess | None = None
        self._place = Label("", "caption", parent=self)
        self._service = Label("", "title", parent=self)
        self._goal = Label("", "text", "muted", self)
        self.fields = GuessFields(self)
        self.fields.turn_wanted.connect(self.turn_wanted)
        self.answer: QWidget | None = None
        for widget in (self._place, self._service, self._goal):
            self.column.addWidget(widget)
        self.column.addSpacing(scaled(8))
        self.column.addWidget(self.fields)

    @property
    def turned(self) -> bool:
        """Whether the answer is shown."""
        return self._guess is not None

    def use_book(self, book: RuleBook, library: Library) -> None:
        """Where the answer's words and links come from."""
        self._book, self._library = book, library

    def show_exercise(self, exercise: Exercise, record: Record | None) -> None:
        """Show the front of an exercise; ``record``: how it went before."""
        self._exercise, self._record, self._guess = exercise, record, None
        self._take_answer_away()
        self.fields.show_for(case=bool(exercise.client))
        self.fields.show()
        self._say()

    def turn_over(self) -> None:
        """Show the answer beside what was guessed."""
        self._guess = self.fields.guess()
        self.fields.hide()
        self._show_answer()

    def focus_first(self) -> None:
        """The cursor into the first field of the front."""
        if not self.turned and self.isVisible():
            self.fields.x.setFocus()

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802
        """Say it in the language of now."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange and hasattr(self, "_place"):
            self._say()
            if self.turned:
                self._show_answer()

    def _say(self) -> None:
        exercise = self._exercise
        if exercise is None:
            return
        self._place.setText(f"{subject_word(exercise.subject)} · {self._history()}")
        self._service.setText(exercise.service.say(language()))
        self._goal.setText(exercise.goal.say(language()) if exercise.goal else "")
        self._goal.setVisible(exercise.goal is not None)

    def _history(self) -> str:
        if self._record is None:
            return self.tr("for the first time")
        words = {
            "knew": self.tr("last time: knew it"),
            "partly": self.tr("last time: in part"),
            "missed": self.tr("last time: not yet"),
        }
        return words[self._record.grade]

    # The answer

    def _show_answer(self) -> None:
        self._take_answer_away()
        exercise, guess = self._exercise, self._guess
        if exercise is None or guess is None:
            return
        answer = QWidget(self)
        column = QVBoxLayout(answer)
        column.setContentsMargins(0, scaled(8), 0, 0)
        column.setSpacing(scaled(8))
        self.compare = CompareGrid(answer)
        self.compare.add(self.tr("X"), guess.x, exercise.x.say(language()))
        self.compare.add(self.tr("y"), guess.y, exercise.y.say(language()))
        if exercise.forms:
            right = None if guess.form is None else guess.form in exercise.forms
            said = self.fields.form_word(guess.form) if guess.form else ""
            needed = [self.fields.form_word(form) for form in FORMS if form in exercise.forms]
            self.compare.add(self.tr("Form"), said, self.tr(" or ").join(needed), right)
        column.addWidget(self.compare)
        self._add(column, self.tr("The pairs it took"), [exercise.pairs.say(language())])
        if exercise.self_made is not None:
            made = exercise.self_made.say(language())
            self._add(column, self.tr("Can they be made from inputs alone?"), [made])
        if exercise.amount is not None:
            self._add(column, self.tr("How much"), [exercise.amount.say(language())])
        self._add(column, self.tr("Preprocessing"), [step.say(language()) for step in exercise.preparing])
        self._add_client(column, exercise, guess)
        self._add_links(column, exercise)
        self.answer = answer
        self.column.addWidget(answer)
        answer.show()

    def _add(self, column: QVBoxLayout, heading: str, lines: Iterable[str]) -> None:
        said = list(lines)
        if not said:
            return
        self._add_heading(column, heading)
        for line in said:
            column.addWidget(Label(line, "text", parent=self))

    def _add_heading(self, column: QVBoxLayout, heading: str) -> None:
        column.addSpacing(scaled(8))
        label = Label(heading, "hint", parent=self)
        label.setProperty("strong", True)
        column.addWidget(label)

    def _add_client(self, column: QVBoxLayout, exercise: Exercise, guess: Guess) -> None:
        if not exercise.client:
            return
        if guess.client:
            self._add(column, self.tr("What you would ask the client"), [guess.client])
        self._add_heading(
            column, self.tr("The client stage: what the interview asks, and what this case takes")
        )
        for line in exercise.client:
            question = self._question_words(line.question, line.wanted)
            column.addWidget(MarkedLine("chat", "muted", line.text.say(language()), question, self))

    def _question_words(self, identifier: str, wanted: tuple[str, ...]) -> str:
        book = self._book
        found = [] if book is None else [each for each in book.questions if each.id == identifier]
        if not found:
            return ""
        words = found[0].text.say(language())
        if wanted:
            values = self.tr(" or ").join(value_words(found[0], value) for value in wanted)
            words = f"{words} {values}"
        return words

    def _add_links(self, column: QVBoxLayout, exercise: Exercise) -> None:
        library = self._library
        if library is None:
            return
        targets = []
        card = library.card(exercise.system) if exercise.system else None
        if card is not None:
            targets.append((f"cards/{card.id}", card.title.say(language()), self.tr("System card")))
        if exercise.subject == "cases":
            title = exercise.service.say(language())
            targets.append((f"cases/{exercise.id}", title, self.tr("The case in full")))
        for name in exercise.source:
            if name in library.sources:
                title = library.sources[name].title.say(language())
                targets.append((f"sources/{name}", title, self.tr("Source")))
        if targets:
            self._add_heading(column, self.tr("Read on in the rule book"))
        for key, title, note in targets:
            link = EntryLink(key, title, note, self)
            link.wanted.connect(self.entry_wanted)
            column.addWidget(link)

    def _take_answer_away(self) -> None:
        if self.answer is not None:
            self.column.removeWidget(self.answer)
            self.answer.hide()
            self.answer.deleteLater()
            self.answer = None
