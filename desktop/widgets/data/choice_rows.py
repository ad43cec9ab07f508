"""What the user may correct by name, a row each: this column, this folder is input, target or neither."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QSizePolicy, QVBoxLayout, QWidget

from desktop.i18n import number
from desktop.theme import scaled
from desktop.widgets.buttons import Button, QuietButton
from desktop.widgets.data.correcting import in_force, said_of
from desktop.widgets.data.segments import Segments
from desktop.widgets.data.words import option_words, sentence
from desktop.widgets.labels import ElidedLabel, Label

if TYPE_CHECKING:
    from engine.audit.types import ChoiceSaid
    from engine.dataset.corrections import Corrections

ROW_HEIGHT = 44  # pixels; room for the line of reasons, so that nothing moves when it comes
ROWS_AT_FIRST = 8
ROWS_MORE = 24
SEARCH_FROM = 12  # fewer rows are found by looking


class GuessButton(Button):
    """A small word: back to the guess."""

    kind = "why"
    icon_role = "accent"


class SaidLine(QWidget):
    """The reason for the guess; where the user has said otherwise, that, and the way back."""

    back_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.why = ElidedLabel("", "caption", self)
        self.said = Label("", "caption", "accent", self, wrap=False)
        self.said.setProperty("strong", True)
        self.back = GuessButton(parent=self)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(scaled(8))
        row.addWidget(self.said)
        row.addWidget(self.back)
        row.addWidget(self.why, 1)
        self.back.clicked.connect(self.back_asked)

    def show_choice(self, choice: ChoiceSaid, said: bool, subject: str) -> None:
        """Say why, or that the user said so."""
        why = sentence(choice.why.key, choice.why.values) if choice.why is not None else ""
        self.why.setText("" if said else why)
        self.said.setText(self.tr("You said so") if said else "")
        self.said.setVisible(said)
        self.back.setText(self.tr("Back to the guess"))
        self.back.setAccessibleName(f"{subject}: {self.back.text()}")
        guessed = next((option for option in choice.options if option.id == choice.guessed), None)
        self.back.setToolTip("" if guessed is None else option_words(guessed))
        self.back.setVisible(said)
        self.setVisible(said or bool(why))


class ChoiceRow(QWidget):
    """One name with its uses. ``chosen(option)``; ``back_asked()``: the guess is wanted again."""

    chosen = Signal(str)
    back_asked = Signal()

    def __init__(self, choice: ChoiceSaid, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.subject = choice.subject
        self.name = ElidedLabel(choice.subject, "text", self, middle=True)
        self.line = SaidLine(self)
        self.segments = Segments([option.id for option in choice.options], self)
        self.segments.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addStretch(1)
        words.addWidget(self.name)
        words.addWidget(self.line)
        words.addStretch(1)
        self.setFixedHeight(scaled(ROW_HEIGHT))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(scaled(16))
        row.addLayout(words, 1)
        row.addWidget(self.segments, 0, Qt.AlignmentFlag.AlignVCenter)
        self.segments.chosen.connect(self.chosen)
        self.line.back_asked.connect(self.back_asked)

    def show_choice(self, choice: ChoiceSaid, wanted: Corrections, kept: Corrections) -> None:
        """Show which use is in force or wanted, and who said so."""
        said = said_of(wanted, choice)
        uses = {"input": self.tr("Input"), "target": self.tr("Target"), "ignore": self.tr("Ignore")}
        words = [uses.get(option.id) or option_words(option) for option in choice.options]
        self.segments.say(words, choice.subject)
        self.segments.mark(in_force(choice, wanted, kept))
        self.line.show_choice(choice, said is not None, choice.subject)


class ChoiceRows(QWidget):
    """The rows of one kind: the first ones, more on demand, and a field that finds a name among many.

    ``chosen(ChoiceSaid, option)``, ``back_asked(ChoiceSaid)``.
    """

    chosen = Signal(object, str)
    back_asked = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._choices: dict[str, ChoiceSaid] = {}
        self._limit = ROWS_AT_FIRST
        self.rows: dict[str, ChoiceRow] = {}
        self.search = QLineEdit(self)
        self.search.setClearButtonEnabled(True)
        self.more = QuietButton(parent=self)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._column.addWidget(self.search)
        self._column.addSpacing(scaled(4))
        self._column.addWidget(self.more, 0, Qt.AlignmentFlag.AlignLeft)
        self.search.textChanged.connect(self._search_anew)
        self.more.clicked.connect(self._show_more)

    def show_choices(self, choices: Sequence[ChoiceSaid], corrections: Corrections) -> None:
        """Show these; names that were shown before keep their places."""
        new = {choice.subject: choice for choice in choices}
        order = [name for name in self._choices if name in new]
        order += [name for name in new if name not in self._choices]
        self._choices = {name: new[name] for name in order}
        self._kept = self._wanted = corrections
        self.search.setVisible(len(new) >= SEARCH_FROM)
        self.search.setPlaceholderText(self.tr("Find among {count} names").format(count=number(len(new))))
        self.search.setAccessibleName(self.search.placeholderText())
        self._show()

    def forget(self) -> None:
        """Another sample will be shown."""
        self._choices, self._limit = {}, ROWS_AT_FIRST
        self.search.clear()

    def mark(self, wanted: Corrections) -> None:
        """Show what is wanted now."""
        self._wanted = wanted
        for name, row in self.rows.items():
            row.show_choice(self._choices[name], wanted, self._kept)

    def _show(self) -> None:
        wanted = self.search.text().casefold()
        found = [name for name in self._choices if wanted in name.casefold()]
        shown = found[: self._limit]
        for name in [name for name in self.rows if name not in shown or self._other_options(name)]:
            row = self.rows.pop(name)
            row.hide()
            row.deleteLater()
        for place, name in enumerate(shown):
            if name not in self.rows:
                self.rows[name] = self._row(self._choices[name])
            self._column.removeWidget(self.rows[name])
            self._column.insertWidget(2 + place, self.rows[name])
        self.mark(self._wanted)
        self._order_tabs(shown)
        rest = len(found) - len(shown)
        self.more.setText(self.tr("Show {count} more").format(count=number(min(rest, ROWS_MORE))))
        self.more.setVisible(rest > 0)

    def _order_tabs(self, shown: Sequence[str]) -> None:
        """Tab follows the rows as they stand."""
        before: QWidget = self.search
        for name in shown:
            row = self.rows[name]
            for widget in (row.line.back, *row.segments.segments):
                QWidget.setTabOrder(before, widget)
                before = widget
        QWidget.setTabOrder(before, self.more)

    def _row(self, choice: ChoiceSaid) -> ChoiceRow:
        row = ChoiceRow(choice, self)
        row.chosen.connect(self._choose)
        row.back_asked.connect(self._ask_back)
        row.show()
        return row

    def _other_options(self, name: str) -> bool:
        values = [segment.value for segment in self.rows[name].segments.segments]
        return values != [option.id for option in self._choices[name].options]

    def _choose(self, option: str) -> None:
        row = self.sender()
        if isinstance(row, ChoiceRow):
            self.chosen.emit(self._choices[row.subject], option)

    def _ask_back(self) -> None:
        row = self.sender()
        if isinstance(row, ChoiceRow):
            self.back_asked.emit(self._choices[row.subject])

    def _search_anew(self) -> None:
        self._limit = ROWS_AT_FIRST
        if self._choices:
            self._show()

    def _show_more(self) -> None:
        self._limit += ROWS_MORE
        self._show()
