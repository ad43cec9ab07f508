"""Rules in detail: questions, rows of every table, guides, and what never to say."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QWidget

from desktop.i18n import language, number
from desktop.theme import scaled
from desktop.widgets.book.entries import BookEntry
from desktop.widgets.book.parts import MarkedLine
from desktop.widgets.book.sheet import Sheet, Shown
from desktop.widgets.buttons import QuietButton
from desktop.widgets.chips import Tone
from desktop.widgets.labels import Label
from desktop.widgets.verdict import VerdictLight
from desktop.widgets.wording import value_words
from engine.rulebook.types import (
    AdviceRow,
    Cut,
    FramingRow,
    Guide,
    Mark,
    NeverSay,
    Question,
    Row,
    Shape,
    TodayRow,
    VerdictRow,
)

if TYPE_CHECKING:
    from engine.interview.types import Answer


class RowSheet(Sheet):
    """A row of a decision table: what it says, when, why, and by which source."""

    def __init__(self, entry: BookEntry, row: Row, shown: Shown, parent: QWidget | None = None) -> None:
        super().__init__(shown, parent)
        self.add_title(entry, *self._chips(row))
        self._add_outcome(row)
        if self.firing is not None:
            self.add_used(self.firing.trace(entry))
        self.add_condition(self.tr("Holds when"), row.when)
        self.add_text(self.tr("Because"), self.say(row.because))
        self._add_dates(row)
        self.add_sources(row.source)

    def _chips(self, row: Row) -> list[tuple[str, Tone]]:
        if not isinstance(row, AdviceRow):
            return []
        kinds = {
            "step": self.tr("Next step"),
            "condition": self.tr("Before the start"),
            "caution": self.tr("Keep in mind"),
            "question": self.tr("Question to ask"),
        }
        chips: list[tuple[str, Tone]] = [(kinds[row.kind], "unknown")]
        if row.audience == "consultant":
            chips.append((self.tr("For the consultant only"), "unknown"))
        return chips

    def _add_outcome(self, row: Row) -> None:
        if isinstance(row, (VerdictRow, TodayRow)):
            light = VerdictLight(self)
            light.show_verdict(row.verdict if isinstance(row, VerdictRow) else row.outlook, "")
            self.column.addSpacing(scaled(4))
            self.add(light)
        if isinstance(row, TodayRow):
            self.add_text(self.tr("What can be done today"), self.say(row.text))
            self.add_text(self.tr("What it takes"), self.say(row.need))
        if isinstance(row, FramingRow):
            self.add_text(self.tr("Direction"), self._direction(row))
            shape = self.index.entry(f"framing/{row.shape}")
            self.add_links(self.tr("Shape of the model"), [shape] if shape else [])
            self.add_links(self.tr("Systems that fit"), self.systems(row.systems))

    def _direction(self, row: FramingRow) -> str:
        if row.direction == "many_to_one":
            return self.tr("Recognising: many to one")
        return self.tr("Generating: one to many")

    def _add_dates(self, row: Row) -> None:
        if row.since is not None:
            self.add_text(self.tr("Holds from"), row.since.isoformat())
        if row.until is not None:
            self.add_text(self.tr("Holds until"), row.until.isoformat())
        if row.successor is not None:
            after = self.index.entry(row.successor)
            self.add_links(self.tr("After that"), [after] if after else [])


class QuestionSheet(Sheet):
    """A question of the interview, its answers, and the rules that look at them."""

    def __init__(
        self, entry: BookEntry, question: Question, shown: Shown, parent: QWidget | None = None
    ) -> None:
        super().__init__(shown, parent)
        chips: list[tuple[str, Tone]] = []
        if question.decides:
            chips.append((self.tr("Decides the verdict"), "accent"))
        if question.measured:
            chips.append((self.tr("The sample can answer it"), "unknown"))
        self.add_title(entry, *chips)
        self._id = question.id
        if self.firing is not None:
            self._add_answer(question, self.firing.answers.get(question.id))
        if question.options:
            self.add_heading(self.tr("Answers"))
            for option in question.options:
                example = self.say(option.example) if option.example else ""
                self.add(MarkedLine("dot", "muted", self.say(option.text), example, self))
        self.add_text(self.tr("Example"), self.say(question.example))
        self.add_text(self.tr("Why we ask"), self.say(question.why))
        self.add_text(self.tr("What goes to the client when nobody knows"), self.say(question.ask))
        self.add_condition(self.tr("Asked when"), question.when)
        self.add_sources(question.source)
        self.add_links(self.tr("Rules that look at the answer"), self.index.asking(question.id))

    def _add_answer(self, question: Question, answer: Answer | None) -> None:
        said = self.tr("Not answered yet") if answer is None else value_words(question, answer.value)
        self.add_text(self.tr("In this case"), said)
        self.go = QuietButton(self.tr("Go to the question"), self, icon_name="arrow-right")
        self.go.clicked.connect(self._want_question)
        row = QHBoxLayout()
        row.addWidget(self.go)
        row.addStretch(1)
        self.column.addLayout(row)

    def _want_question(self) -> None:
        self.question_wanted.emit(self._id)


class ShapeSheet(Sheet):
    """A shape of model, and the tasks and cards that have it."""

    def __init__(self, entry: BookEntry, shape: Shape, shown: Shown, parent: QWidget | None = None) -> None:
        super().__init__(shown, parent)
        self.add_title(entry)
        self.add_text(self.tr("What it does"), self.say(shape.text))
        self.add_sources(shape.source)
        self.add_links(self.tr("Tasks and systems of this shape"), self.index.naming(shape.id))


class GuideSheet(Sheet):
    """How many samples a task takes, in its own unit."""

    def __init__(
        self, entry: BookEntry, guide: Guide | Cut, shown: Shown, parent: QWidget | None = None
    ) -> None:
        super().__init__(shown, parent)
        self.add_title(entry)
        if isinstance(guide, Cut):
            words = self.tr("From {count} samples on").format(count=number(guide.least))
            self.add_text(self.tr("Amount"), words)
            self.add_sources(guide.source)
            return
        self.add_text(self.tr("Counted per"), self.say(guide.unit))
        self._add_mark(self.tr("Training makes sense"), guide.start)
        self._add_mark(self.tr("Usual recommendation"), guide.works)
        self._add_mark(self.tr("As good as it gets"), guide.strong)
        self.add_text(self.tr("Note"), self.say(guide.note) if guide.note else "")
        self.add_links(self.tr("For these systems"), self.systems(guide.systems))
        marks = (guide.start, guide.works, guide.strong)
        self.add_sources(mark.source for mark in marks if mark is not None)

    def _add_mark(self, heading: str, mark: Mark | None) -> None:
        if mark is not None:
            self.add_heading(heading)
            self.add(Label(self.tr("{count} or more").format(count=number(mark.least)), "text", parent=self))
            read = self.tr("by {source}, read in {date}")
            source = self.book.sources.get(mark.source)
            name = mark.source if source is None else source.title.say(language())
            self.add(Label(read.format(source=name, date=mark.date), "caption", parent=self))


class NeverSaySheet(Sheet):
    """A promise nobody may make, and what to say instead."""

    def __init__(self, entry: BookEntry, rule: NeverSay, shown: Shown, parent: QWidget | None = None) -> None:
        super().__init__(shown, parent)
        self.add_title(entry, (self.tr("Never promise"), "push_back"))
        self.add_text(self.tr("Say instead"), self.say(rule.instead))
        self.add_text(self.tr("Because"), self.say(rule.because))
        self.add_condition(self.tr("Tempts most when"), rule.when)
        self.add_sources(rule.source)
