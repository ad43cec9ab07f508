"""All answers at a glance, by section: value, who said it, what to look at again, Change."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QWidget

from desktop.i18n import language
from desktop.pages.base import Page, Progress
from desktop.pages.interview import InterviewPage
from desktop.theme import scaled
from desktop.widgets.buttons import LinkButton, PrimaryButton, QuietButton
from desktop.widgets.cards import Card
from desktop.widgets.chips import Chip, Tone
from desktop.widgets.explain.skipped import SkippedCard
from desktop.widgets.explain.tabs import TabKeeper
from desktop.widgets.labels import Label
from desktop.widgets.wording import value_words
from engine.interview.types import UNKNOWN

if TYPE_CHECKING:
    from desktop.bridge.session import Session
    from engine.advice.types import Assessment
    from engine.case.types import CaseState
    from engine.interview.types import SectionStatus, Step
    from engine.rulebook.types import Section

NARROW = 600  # narrower than this an answer stands below its question
BELOW = 2  # what the column holds below the sections: the skipped questions, the stretch


class ReviewPage(Page):
    """Target of :meth:`enter`: the question whose row is to be in view."""

    key = "review"
    wide = True

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(session, parent)
        self.rows: dict[str, ReviewRow] = {}
        self._cards: list[SectionCard] = []
        self._title = Label("", "title", parent=self)
        self._lead = Label("", "text", "muted", self)
        self.body.addWidget(self._title)
        self.body.addWidget(self._lead)
        self.skipped = SkippedCard(self)
        self.body.addWidget(self.skipped)
        self.body.addStretch(1)
        self.back = QuietButton(parent=self, icon_name="arrow-left")
        self.next = PrimaryButton(parent=self)
        self.footer.addWidget(self.back)
        self.footer.addStretch(1)
        self.footer.addWidget(self.next)
        TabKeeper(self, self.scroll.widget())
        self.back.clicked.connect(self._go_back)
        self.next.clicked.connect(self.go_on)

    @classmethod
    def progress(cls, state: CaseState | None, assessment: Assessment | None) -> Progress:
        """The interview's."""
        return InterviewPage.progress(state, assessment)

    def retranslate(self) -> None:
        """Set every word."""
        self._title.setText(self.tr("Review the answers"))
        self.back.setText(self.tr("Back"))

    def show_assessment(self, assessment: Assessment | None) -> None:
        """Show the path of now; built only while it is in front."""
        if assessment is None or self.isHidden():
            return
        self._clear()
        for section, status in assessment.path.sections:
            steps = [step for step in assessment.path.steps if step.question.section == section.id]
            if steps:
                self._add_section(section, status, steps)
        self._fit_rows()
        self._say_lead(assessment)
        self._show_skipped(assessment)

    def enter(self, target: str = "") -> None:
        """Show the answers; with the row of ``target`` in view and its Change in focus."""
        self.show_assessment(self.session.assessment)
        row = self.rows.get(target)
        if row is None:
            self.scroll.to_top()
            self.setFocus()
        else:
            row.change.setFocus()
            QTimer.singleShot(0, row.come_into_view)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """Beside the unfolded advice a small window leaves little room."""
        super().resizeEvent(event)
        self._fit_rows()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Enter goes on."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.go_on()
            return
        super().keyPressEvent(event)

    def go_on(self) -> None:
        """To what is open or wants a second look; with nothing of that, to the data."""
        assessment = self.session.assessment
        wanting = None if assessment is None else assessment.path.next_open
        if wanting is not None:
            self.go.emit("interview", wanting.question.id)
        else:
            self.go.emit("data", "")

    def _go_back(self) -> None:
        assessment = self.session.assessment
        steps = () if assessment is None else assessment.path.steps
        self.go.emit("interview", steps[-1].question.id if steps else "")

    def _change(self, question: str) -> None:
        self.go.emit("interview", f"review:{question}")

    def _say_lead(self, assessment: Assessment) -> None:
        steps = assessment.path.steps
        open_ = sum(step.status == "open" for step in steps)
        again = sum(step.status == "look_again" for step in steps)
        unknown = sum(step.status == "unknown" for step in steps)
        if open_ or again:
            words = self.tr("Open: {open}. To look at again: {again}. To ask the client: {unknown}.")
            self.next.setText(self.tr("To what is open"))
        else:
            words = self.tr("Everything is answered. To ask the client: {unknown}.")
            self.next.setText(self.tr("On to the data"))
        self._lead.setText(words.format(open=open_, again=again, unknown=unknown))

    def _show_skipped(self, assessment: Assessment) -> None:
        from engine.advice import explain

        book, state = self.session.book, self.session.state
        if book is not None and state is not None:
            self.skipped.show_explanation(explain(book, state.answers, state.measured, assessment), book)

    def _fit_rows(self) -> None:
        for row in self.rows.values():
            row.set_narrow(narrow=self.width() < scaled(NARROW))

    def _add_section(self, section: Section, status: SectionStatus, steps: list[Step]) -> None:
        card = SectionCard(section.title.say(language()), status, self)
        for step in steps:
            row = card.add(step)
            row.changed.connect(self._change)
            self.rows[step.question.id] = row
        self._cards.append(card)
        self.body.insertWidget(self.body.count() - BELOW, card)

    def _clear(self) -> None:
        for card in self._cards:
            self.body.removeWidget(card)
            card.hide()
            card.deleteLater()
        self._cards, self.rows = [], {}


class SectionCard(Card):
    """One section: its title and status, then a row a question."""

    def __init__(self, title: str, status: SectionStatus, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title = Label(title, "heading", parent=self)
        word, tone = self._status(status)
        head = QHBoxLayout()
        head.addWidget(self._title)
        head.addStretch(1)
        head.addWidget(Chip(word, tone, self))
        self.column.addLayout(head)
        self.column.setSpacing(0)

    def add(self, step: Step) -> ReviewRow:
        """Add a question's row."""
        line = QFrame(self)
        line.setProperty("kind", "line")
        line.setFixedHeight(1)
        self.column.addSpacing(scaled(8))
        self.column.addWidget(line)
        self.column.addSpacing(scaled(8))
        row = ReviewRow(step, self)
        self.column.addWidget(row)
        return row

    def _status(self, status: SectionStatus) -> tuple[str, Tone]:
        words: dict[SectionStatus, tuple[str, Tone]] = {
            "open": (self.tr("Open"), "unknown"),
            "current": (self.tr("Under way"), "accent"),
            "done": (self.tr("Done"), "start"),
            "look_again": (self.tr("Look again"), "prepare"),
        }
        return words[status]


class ReviewRow(QWidget):
    """Question, value, source, Change. ``changed(id)`` when Change is pressed."""

    changed = Signal(str)

    def __init__(self, step: Step, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._step = step
        question, answer = step.question, step.answer
        asked = Label(question.text.say(language()), "hint", parent=self)
        value = "–" if answer is None else value_words(question, answer.value)
        self.value = Label(value, "text", "muted" if answer is None else "text", self)
        self.value.setProperty("strong", answer is not None)
        word, tone = self._source()
        self.source = Chip(word, tone, self)
        self.change = LinkButton(self.tr("Answer") if answer is None else self.tr("Change"), self)
        self.change.setAccessibleName(f"{self.change.text()}: {asked.text()}")
        self.change.clicked.connect(self._change)
        self._asked = asked
        middle = Qt.AlignmentFlag.AlignVCenter
        for words in (asked, self.value):  # as wide as the column: they wrap in it
            words.setAlignment(middle)
        self._note = Label("", "caption", parent=self)
        self._note.setVisible(answer is not None and bool(answer.note))
        if answer is not None:
            self._note.setText(self.tr("Note: {note}").format(note=answer.note))
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(scaled(16))
        self._grid.setVerticalSpacing(scaled(2))
        self._narrow: bool | None = None
        self.set_narrow(narrow=False)
        self.setAccessibleName(f"{asked.text()} {value}. {word}")

    def set_narrow(self, *, narrow: bool) -> None:
        """Everything side by side, or the answer below its question."""
        if narrow == self._narrow:
            return
        self._narrow = narrow
        middle, right = Qt.AlignmentFlag.AlignVCenter, Qt.AlignmentFlag.AlignRight
        if narrow:
            self._grid.addWidget(self._asked, 0, 0, 1, 3)
            self._grid.addWidget(self.value, 1, 0, 1, 3)
            self._grid.addWidget(self._note, 2, 0, 1, 3)
            self._grid.addWidget(self.source, 3, 0, middle | Qt.AlignmentFlag.AlignLeft)
            self._grid.addWidget(self.change, 3, 2, middle | right)
        else:
            self._grid.addWidget(self._asked, 0, 0)
            self._grid.addWidget(self.value, 0, 1)
            self._grid.addWidget(self._note, 1, 1)
            self._grid.addWidget(self.source, 0, 2, middle | right)
            self._grid.addWidget(self.change, 0, 3, middle)
        self._grid.setColumnStretch(0, 1 if narrow else 5)
        self._grid.setColumnStretch(1, 0 if narrow else 5)
        self._grid.setColumnMinimumWidth(2, 0 if narrow else scaled(128))

    def come_into_view(self) -> None:
        """Scroll so that the row can be seen."""
        area = self.parentWidget()
        while area is not None:
            if hasattr(area, "ensureWidgetVisible"):
                area.ensureWidgetVisible(self, 0, scaled(96))
                return
            area = area.parentWidget()

    def _change(self) -> None:
        self.changed.emit(self._step.question.id)

    def _source(self) -> tuple[str, Tone]:
        step = self._step
        if step.status == "look_again":
            return self.tr("Look again"), "prepare"
        if step.answer is None:
            return self.tr("Open"), "unknown"
        if step.answer.value == UNKNOWN:
            return self.tr("Ask the client"), "unknown"
        if step.disagrees:
            return self.tr("Sample differs"), "prepare"
        return (
            (self.tr("From the sample"), "accent")
            if step.answer.origin == "sample"
            else (self.tr("You"), "unknown")
        )
