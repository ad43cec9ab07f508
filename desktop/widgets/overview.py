"""The open case at a glance: whose it is, and how far each part has come."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QDateTime, QLocale, Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from desktop.i18n import language, number
from desktop.theme import scaled
from desktop.widgets.buttons import LinkButton, QuietButton
from desktop.widgets.cards import Card
from desktop.widgets.icons import IconView
from desktop.widgets.labels import ElidedLabel, Label

if TYPE_CHECKING:
    from engine.advice.types import Assessment
    from engine.case.types import CaseState

TILES = (("interview", "chat"), ("data", "picture"), ("prototype", "chart"), ("report", "file"))


class Overview(QWidget):
    """``page_wanted(key)``: a tile was pressed; ``client_said(name)``: the client's name was edited."""

    page_wanted = Signal(str)
    client_said = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shown: tuple[CaseState, Assessment, Path | None] | None = None
        self._title = Label("", "title", parent=self)
        self._made = Label("", "hint", parent=self)
        self._file = ElidedLabel("", "hint", self, middle=True)
        self._client_label = Label("", "text", parent=self, wrap=False)
        self.client = QLineEdit(self)
        self.client.setMaxLength(120)
        self._client_label.setBuddy(self.client)
        self.client.editingFinished.connect(self.commit)
        self.tiles = {key: Tile(key, name, self) for key, name in TILES}
        self._grid = QGridLayout()
        self._grid.setSpacing(scaled(16))
        self._narrow: bool | None = None
        for tile in self.tiles.values():
            tile.pressed.connect(self.page_wanted)
        self.set_narrow(narrow=False)
        self._ask = AskCard(self)
        client = QHBoxLayout()
        client.setSpacing(scaled(12))
        client.addWidget(self._client_label)
        client.addWidget(self.client, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(scaled(8))
        column.addWidget(self._title)
        column.addWidget(self._made)
        column.addWidget(self._file)
        column.addSpacing(scaled(8))
        column.addLayout(client)
        column.addSpacing(scaled(8))
        column.addLayout(self._grid)
        column.addSpacing(scaled(8))
        column.addWidget(self._ask)

    def set_narrow(self, *, narrow: bool) -> None:
        """The tiles below each other, or two by two."""
        if narrow == self._narrow:
            return
        self._narrow = narrow
        columns = 1 if narrow else 2
        for place, tile in enumerate(self.tiles.values()):
            self._grid.addWidget(tile, place // columns, place % columns)  # a tile's old cell is given up
        self._grid.setColumnStretch(0, 1)
        self._grid.setColumnStretch(1, 0 if narrow else 1)

    def show_case(self, state: CaseState, assessment: Assessment, path: Path | None) -> None:
        """Show a case."""
        self._shown = state, assessment, path
        self._title.setText(state.name)
        if not self.client.hasFocus():
            self.client.setText(state.client)
        self._file.setText("" if path is None else str(path))
        self.retranslate()

    def commit(self) -> None:
        """Say the client's name if it was edited."""
        name = self.client.text().strip()
        if self._shown is not None and name != self._shown[0].client:
            self.client_said.emit(name)

    def retranslate(self) -> None:
        """Set every word."""
        self._client_label.setText(self.tr("Client"))
        self.client.setAccessibleName(self.tr("Client"))
        self.client.setPlaceholderText(self.tr("Who is it for? It stands on the report."))
        if self._shown is None:
            return
        state, assessment, _path = self._shown
        self._made.setText(self.tr("Begun on {date}").format(date=_day(state.created)))
        self._ask.show_questions([each.ask.say(language()) for each in assessment.advice.ask_client])
        self._say_interview(assessment)
        self._say_data(state)
        self._say_prototype(state)
        self.tiles["report"].say(
            self.tr("Report"),
            self.tr("Look at it as it would leave the table, in either language."),
            self.tr("Preview"),
        )

    def _say_interview(self, assessment: Assessment) -> None:
        steps = assessment.path.steps
        answered = sum(step.status in ("answered", "unknown") for step in steps)
        again = sum(step.status == "look_again" for step in steps)
        line = self.tr("{n} of {m} questions answered.").format(n=answered, m=len(steps))
        if again:
            line += " " + self.tr("To look at again: {n}.").format(n=again)
        button = self.tr("Review") if assessment.path.complete else self.tr("Continue")
        self.tiles["interview"].say(self.tr("Interview"), line, button)

    def _say_data(self, state: CaseState) -> None:
        if state.sample is None:
            line = self.tr("No sample yet. Measured beats claimed: ask for one.")
            button = self.tr("Choose a sample")
        else:
            audit = state.sample.audit
            line = self.tr("{name}: {samples} samples, {effective} of them distinct and usable.").format(
                name=audit.name,
                samples=number(audit.counts.inputs),
                effective=number(audit.effective.samples),
            )
            button = self.tr("Open")
        self.tiles["data"].say(self.tr("Data"), line, button)

    def _say_prototype(self, state: CaseState) -> None:
        if not state.prototypes:
            line = self.tr("None yet. A small model shows what the sample is good for.")
            button = self.tr("Try one")
        else:
            result = state.prototypes[-1].result
            line = self.tr("Right on {model} % of new samples; the best simple rule: {baseline} %.").format(
                model=number(100 * result.model.value, 1),
                baseline=number(100 * max((score.value for score in result.baselines), default=0.0), 1),
            )
            button = self.tr("Open")
        self.tiles["prototype"].say(self.tr("Prototype"), line, button)


class AskCard(Card):
    """What to ask the client, to be copied into a message; hidden when there is nothing."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title = Label("", "heading", parent=self)
        self._lines = Label("", "hint", "text", self)
        self._lines.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.copy = LinkButton(parent=self, icon_name="copy")
        self.copy.clicked.connect(self._copy)
        head = QHBoxLayout()
        head.addWidget(self._title, 1)
        head.addWidget(self.copy)
        self.column.addLayout(head)
        self.column.addWidget(self._lines)

    def show_questions(self, questions: list[str]) -> None:
        """Show the questions."""
        self.setVisible(bool(questions))
        self._title.setText(self.tr("To ask the client"))
        self.copy.setText(self.tr("Copy"))
        self._lines.setText("\n".join(f"· {question}" for question in questions))

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self._lines.text())


class Tile(Card):
    """One part of the case: what it is, how far it has come, a button."""

    pressed = Signal(str)

    def __init__(self, key: str, icon_name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._key = key
        self._title = Label("", "heading", parent=self)
        self._line = Label("", "hint", parent=self)
        self.button = QuietButton(parent=self)
        self.button.clicked.connect(self._press)
        head = QHBoxLayout()
        head.setSpacing(scaled(8))
        head.addWidget(IconView(icon_name, "accent", 20, self))
        head.addWidget(self._title, 1)
        self.column.addLayout(head)
        self.column.addWidget(self._line)
        self.column.addStretch(1)
        self.column.addWidget(self.button, 0, Qt.AlignmentFlag.AlignLeft)

    def say(self, title: str, line: str, button: str) -> None:
        """Set the words."""
        self._title.setText(title)
        self._line.setText(line)
        self.button.setText(button)
        self.button.setAccessibleName(f"{title}: {button}")

    def _press(self) -> None:
        self.pressed.emit(self._key)


def _day(created: str) -> str:
    moment = QDateTime.fromSecsSinceEpoch(int(datetime.fromisoformat(created).timestamp()))
    return QLocale().toString(moment.date(), QLocale.FormatType.LongFormat)
