"""The front of an exercise: fields for X and y, a choice of the form, words for the client."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QButtonGroup, QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget

from desktop.theme import scaled
from desktop.widgets.choice_button import ChoiceButton
from desktop.widgets.flow import FlowLayout
from desktop.widgets.labels import Label

if TYPE_CHECKING:
    from engine.rulebook.types import Form

FORMS: tuple[Form, ...] = ("paired", "unpaired", "input_only")


@dataclass(frozen=True)
class Guess:
    """What the user thinks; any part may be missing."""

    x: str = ""
    y: str = ""
    form: Form | None = None
    client: str = ""


class GuessFields(QWidget):
    """All of it may be left empty. ``turn_wanted()``: Enter was pressed in a field."""

    turn_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.x, self.y = QLineEdit(self), QLineEdit(self)
        self.client = _Words(self)
        self._names = {name: Label("", "hint", "text", self) for name in ("x", "y", "form", "client")}
        self.forms = {form: ChoiceButton(self) for form in FORMS}
        self._group = QButtonGroup(self)
        holder = QWidget(self)
        flow = FlowLayout(holder)
        for button in self.forms.values():
            self._group.addButton(button)
            flow.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(scaled(6))
        fields = {"x": self.x, "y": self.y, "form": holder, "client": self.client}
        for name, field in fields.items():
            self._names[name].setBuddy(field)
            column.addWidget(self._names[name])
            column.addWidget(field)
            column.addSpacing(scaled(4))
        for line in (self.x, self.y):
            line.returnPressed.connect(self.turn_wanted)
        self.say()

    def show_for(self, *, case: bool) -> None:
        """Empty fields; a case asks for the client's stage as well."""
        self.x.clear()
        self.y.clear()
        self.client.clear()
        self._group.setExclusive(False)
        for button in self.forms.values():
            button.setChecked(False)
        self._group.setExclusive(True)
        self.client.setVisible(case)
        self._names["client"].setVisible(case)

    def guess(self) -> Guess:
        """What was filled in."""
        form = next((form for form, button in self.forms.items() if button.isChecked()), None)
        client = self.client.toPlainText().strip()
        return Guess(self.x.text().strip(), self.y.text().strip(), form, client)

    def form_word(self, form: Form) -> str:
        """A form in words."""
        words: dict[Form, str] = {
            "paired": self.tr("Paired"),
            "unpaired": self.tr("Unpaired"),
            "input_only": self.tr("Inputs only"),
        }
        return words[form]

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802
        """Say it in the language of now."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.say()

    def say(self) -> None:
        """Set every word."""
        words = {
            "x": self.tr("What goes in (X)?"),
            "y": self.tr("What comes out (y)?"),
            "form": self.tr("In which form must the data have been?"),
            "client": self.tr("What would you ask the client?"),
        }
        fields = {"x": self.x, "y": self.y, "client": self.client}
        for name, sentence in words.items():
            self._names[name].setText(sentence)
            if name in fields:
                fields[name].setAccessibleName(sentence)
        self.x.setPlaceholderText(self.tr("Your guess; it may stay empty"))
        for form, button in self.forms.items():
            button.setText(self.form_word(form))


class _Words(QPlainTextEdit):
    """A few lines; Tab leaves it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "plain")
        self.setTabChangesFocus(True)
        self.setFixedHeight(scaled(76))

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Ctrl+Enter is the page's; Enter alone makes a line."""
        ctrl = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and ctrl:
            event.ignore()
            return
        super().keyPressEvent(event)
