"""The inputs of a question: whole cards, an amount, a count, a text. They ask; the page answers.

A field shows only what it is told is committed. ``answered(value)`` asks to commit a
value, ``cleared()`` to take the answer away.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget

from desktop.i18n import language, number
from desktop.theme import scaled
from desktop.widgets.cards import ChoiceCard
from desktop.widgets.labels import Label
from engine.errors import UserError
from engine.interview.types import UNKNOWN

if TYPE_CHECKING:
    from engine.interview.types import Step, Value
    from engine.rulebook.types import Question, RuleBook

NONE = "none"  # an option that goes with no other
WRITE_AFTER = 800  # milliseconds without a key until typed text is committed


class AnswerField(QWidget):
    """Base: the options of the question as cards, "I don't know" last, and what is chosen."""

    answered = Signal(object)
    cleared = Signal()
    several = False

    def __init__(self, question: Question, book: RuleBook, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.question, self.book = question, book
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(scaled(12))
        self.cards: dict[str, ChoiceCard] = {}
        self.add_input()
        for number_, option in enumerate(question.options, start=1):
            example = option.example.say(language()) if option.example is not None else ""
            self._add_card(number_, option.value, option.text.say(language()), example)
        self._add_card(
            len(question.options) + 1 if question.options else 0,
            UNKNOWN,
            self.tr("I don't know"),
            self.tr("It goes onto the list of what to ask the client."),
        )

    def add_input(self) -> None:
        """Add what stands above the cards."""

    def show_step(self, step: Step) -> None:
        """Show the committed answer."""
        self.mark(None if step.answer is None else step.answer.value)

    def mark(self, value: Value | None) -> None:
        """Mark the cards of ``value`` as chosen."""
        chosen = value if isinstance(value, tuple) else (value,)
        for key, card in self.cards.items():
            card.setChecked(key in chosen)

    def first_field(self) -> QWidget:
        """What gets the focus: the chosen card, else the first."""
        return next(
            (card for card in self.cards.values() if card.isChecked()), next(iter(self.cards.values()))
        )

    def stops(self) -> list[QWidget]:
        """What Tab stops at, in order."""
        return list(self.cards.values())

    def choose(self, place: int) -> bool:
        """Choose the card of that number, from 1; False when there is none."""
        cards = list(self.cards.values())
        if not 1 <= place <= len(cards):
            return False
        cards[place - 1].setFocus()
        cards[place - 1].click()
        return True

    def flush(self) -> bool:
        """Commit what was typed; False when it can't be, which the field then says."""
        return True

    def pick(self, value: str) -> None:
        """A card was pressed."""
        self.answered.emit(value)

    def _add_card(self, place: int, value: str, text: str, example: str) -> None:
        card = OptionCard(place, value, text, example, self, several=self.several and value != UNKNOWN)
        card.picked.connect(self.pick)
        self.cards[value] = card
        self.column.addWidget(card)


class OptionCard(ChoiceCard):
    """A card that knows the value it stands for."""

    picked = Signal(str)

    def __init__(
        self,
        place: int,
        value: str,
        text: str,
        example: str,
        parent: QWidget | None = None,
        *,
        several: bool = False,
    ) -> None:
        super().__init__(place, text, example, parent, several=several)
        self.value = value
        self.clicked.connect(self._pick)

    def _pick(self) -> None:
        self.picked.emit(self.value)


class ChoiceField(AnswerField):
    """One option of several."""


class ChoicesField(AnswerField):
    """Any number of options; "I don't know" and "none" exclude the others."""

    several = True

    def __init__(self, question: Question, book: RuleBook, parent: QWidget | None = None) -> None:
        self._wanted: tuple[str, ...] = ()
        super().__init__(question, book, parent)

    def show_step(self, step: Step) -> None:
        """Show the committed answer; the next press starts from it."""
        super().show_step(step)
        value = None if step.answer is None else step.answer.value
        self._wanted = value if isinstance(value, tuple) else ()

    def pick(self, value: str) -> None:
        """Add or take away an option, in the order of the question."""
        if value == UNKNOWN:
            self.answered.emit(UNKNOWN)
            return
        chosen = set(self._wanted) ^ {value}
        chosen &= {NONE} if value == NONE else chosen - {NONE}
        self._wanted = tuple(option.value for option in self.question.options if option.value in chosen)
        if self._wanted:
            self.answered.emit(self._wanted)
        else:
            self.cleared.emit()


class AmountField(AnswerField):
    """A number with separators, or one of the ranges below it."""

    def add_input(self) -> None:
        """The field for the exact number."""
        self.number = QLineEdit(self)
        self.number.setMaximumWidth(scaled(240))
        self.number.setPlaceholderText(self.tr("e.g. {example}").format(example=self.example_text()))
        self.number.setAccessibleName(self.name_text())
        self.number.setInputMethodHints(Qt.InputMethodHint.ImhPreferNumbers)
        self._unit = Label(self.unit_text(), "hint", parent=self)
        self._problem = Label("", "hint", "push_back", self)
        self._problem.hide()
        self._shown: int | None = None
        row = QHBoxLayout()
        row.setSpacing(scaled(12))
        row.addWidget(self.number, 1)
        row.addWidget(self._unit, 1)
        self.column.addLayout(row)
        self.column.addWidget(self._problem)
        self.number.editingFinished.connect(self._finish)
        self.number.textEdited.connect(self._separate)

    def example_text(self) -> str:
        """A number as one would write it."""
        return number(12000)

    def name_text(self) -> str:
        """What is read out."""
        return self.tr("Exact or estimated number of samples")

    def unit_text(self) -> str:
        """What stands beside the number."""
        return self.tr("samples, if you know the number")

    def problem_text(self) -> str:
        """What to write instead of something that is no number."""
        return self.tr("Write a whole number such as 12,000, or choose a range below.")

    def show_step(self, step: Step) -> None:
        """Show the number or the range that is committed."""
        super().show_step(step)
        value = None if step.answer is None else step.answer.value
        self._shown = value if isinstance(value, int) else None
        if not self.number.hasFocus() or self._shown is not None:
            self._put(self._shown)
        self._problem.hide()

    def first_field(self) -> QWidget:
        """The chosen range, else the number."""
        return next((card for card in self.cards.values() if card.isChecked()), self.number)

    def stops(self) -> list[QWidget]:
        """The number, then the ranges."""
        return [self.number, *super().stops()]

    def flush(self) -> bool:
        """Commit the number that was typed."""
        typed = self.number.text().strip()
        if typed == _written(self._shown):
            return True
        if not typed:
            self._shown = None
            self._problem.hide()
            self.cleared.emit()
            return True
        from engine.interview import parse_value

        try:
            value = parse_value(self.question, typed, self.book)
        except UserError:
            self._problem.setText(self.problem_text())
            self._problem.show()
            return False
        self._problem.hide()
        self.answered.emit(value)
        return True

    def pick(self, value: str) -> None:
        """A range takes the place of the number."""
        self._shown = None
        self.number.clear()
        super().pick(value)

    def _finish(self) -> None:
        self.flush()

    def _separate(self, typed: str) -> None:
        """Put the separators in while typing at the end."""
        digits = typed.replace(",", "").replace(" ", "")
        if digits.isdecimal() and digits.isascii() and self.number.cursorPosition() == len(typed):
            self.number.setText(number(int(digits[:15])))

    def _put(self, value: int | None) -> None:
        self.number.setText(_written(value))


class CountField(AmountField):
    """A whole number and nothing else; "I don't know" below it."""

    def example_text(self) -> str:
        """A number as one would write it."""
        return number(120)

    def name_text(self) -> str:
        """What is read out: the question."""
        return self.question.text.say(language())

    def unit_text(self) -> str:
        """How it may be written."""
        return self.tr("a whole number such as 1,200")

    def problem_text(self) -> str:
        """What to write instead."""
        return self.tr("Write a whole number such as 120, or choose “I don't know”.")


class TextField(AnswerField):
    """Running text; Enter goes on, Shift+Enter makes a line. Typed text is committed by itself."""

    def add_input(self) -> None:
        """The field for the text."""
        self.text = TextInput(self)
        self.text.setAccessibleName(self.question.text.say(language()))
        self.text.setPlaceholderText(self.tr("In the client's own words"))
        self.text.setFixedHeight(scaled(128))
        self._shown: str = ""
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(WRITE_AFTER)
        self._later.timeout.connect(self._write)
        self.text.textChanged.connect(self._later.start)
        self.text.left.connect(self._write)
        self.column.addWidget(self.text)

    def show_step(self, step: Step) -> None:
        """Show the text that is committed, unless newer text is being typed."""
        super().show_step(step)
        value = "" if step.answer is None or step.answer.value == UNKNOWN else str(step.answer.value)
        typed = self.text.toPlainText().strip()
        newer_is_typed = typed != self._shown and self.text.hasFocus()
        if value != typed and not newer_is_typed:
            self.text.setPlainText(value)
            self._later.stop()
        self._shown = value

    def first_field(self) -> QWidget:
        """The text, unless "I don't know" is chosen."""
        return self.cards[UNKNOWN] if self.cards[UNKNOWN].isChecked() else self.text

    def stops(self) -> list[QWidget]:
        """The text, then the card."""
        return [self.text, *super().stops()]

    def flush(self) -> bool:
        """Commit what was typed."""
        self._write()
        return True

    def pick(self, value: str) -> None:
        """ "I don't know" takes the place of the text."""
        self._later.stop()
        self._shown = ""
        self.text.blockSignals(True)
        self.text.setPlainText("")
        self.text.blockSignals(False)
        super().pick(value)

    def _write(self) -> None:
        self._later.stop()
        typed = self.text.toPlainText().strip()
        if typed == self._shown:
            return
        if typed:
            self.answered.emit(typed)
        elif not self.cards[UNKNOWN].isChecked():
            self.cleared.emit()


class TextInput(QPlainTextEdit):
    """Some lines of text: Enter is the page's, Shift+Enter a new line. ``left()``: focus lost."""

    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTabChangesFocus(True)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Leave Enter to the page."""
        plain = event.modifiers() in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and plain:
            event.ignore()
            return
        super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:  # noqa: N802
        """Say that the typing is over."""
        super().focusOutEvent(event)
        if event.reason() != Qt.FocusReason.PopupFocusReason:
            self.left.emit()


def make_field(question: Question, book: RuleBook, parent: QWidget) -> AnswerField:
    """The field for a question's kind."""
    kinds: dict[str, type[AnswerField]] = {
        "choice": ChoiceField,
        "choices": ChoicesField,
        "amount": AmountField,
        "count": CountField,
        "text": TextField,
    }
    return kinds[question.kind](question, book, parent)


def _written(value: int | None) -> str:
    return "" if value is None else number(value)
