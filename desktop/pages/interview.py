"""One question at a time: what was found, the choices, why we ask, a note."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QWidget

from desktop.i18n import language
from desktop.pages.base import Page, Progress
from desktop.theme import scaled
from desktop.widgets.answer_fields import AnswerField, TextInput, make_field
from desktop.widgets.buttons import LinkButton, PrimaryButton, QuietButton
from desktop.widgets.explain.from_words import FromWords
from desktop.widgets.explain.why_asked import WhyAsked
from desktop.widgets.found import FoundLine, LookAgain
from desktop.widgets.icons import IconView
from desktop.widgets.labels import Label

if TYPE_CHECKING:
    from desktop.bridge.session import Session
    from engine.advice.types import Assessment
    from engine.case.types import CaseState
    from engine.interview.types import Origin, Path, Step, Value

HINT_FROM = 440  # narrower than this the hint at the foot gives way to the buttons


class InterviewPage(Page):
    """Targets of :meth:`enter`: a question's id, ``section:<id>``, ``review:<id>`` (and back), or none."""

    key = "interview"

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(session, parent)
        self._at = ""  # id of the question in front
        self._to_review = False
        self._field: AnswerField | None = None
        self._drafts: dict[str, str] = {}  # notes to questions that have no answer yet
        self._sent: tuple[str, Value, Origin, str] | None = None  # asked to commit, not yet seen committed
        self._place = Label("", "caption", parent=self)
        self._title = Label("", "title", parent=self)
        self._example = Label("", "hint", parent=self)
        self.look_again = LookAgain(self)
        self.found = FoundLine(self)
        self.from_words = FromWords(self)
        self._answers = QWidget(self)
        self._answer_row = QHBoxLayout(self._answers)
        self._answer_row.setContentsMargins(0, 0, 0, 0)
        self.why = WhyAsked(self)
        self.note = TextInput(self)
        self.note.setFixedHeight(scaled(88))
        self.back = QuietButton(parent=self, icon_name="arrow-left")
        self.note_button = LinkButton(parent=self, icon_name="note")
        self.note_button.setCheckable(True)
        self._enter_hint = Label("", "caption", parent=self, wrap=False)
        self._enter_sign = IconView("enter", "muted", 14, self)
        self.next = PrimaryButton(parent=self)
        self._lay_out()
        self._connect()

    @classmethod
    def progress(cls, state: CaseState | None, assessment: Assessment | None) -> Progress:  # noqa: ARG003
        """Done when nothing is open."""
        if assessment is None or not assessment.path.steps:
            return "open"
        if any(step.status == "look_again" for step in assessment.path.steps):
            return "look_again"
        return "done" if assessment.path.complete else "open"

    def question(self) -> str:
        """The id of the question in front; empty: none."""
        return self._at

    def section(self) -> str:
        """The id of its section; empty: none."""
        step = self._step()
        return "" if step is None else step.question.section

    @property
    def field(self) -> AnswerField | None:
        """The inputs of the question in front."""
        return self._field

    def retranslate(self) -> None:
        """Set every word; the question is built anew."""
        self.back.setText(self.tr("Back"))
        self._fit_footer()
        self.note.setPlaceholderText(
            self.tr("A note for yourself; it stands in the internal edition of the report.")
        )
        self.note.setAccessibleName(self.tr("Note on this answer"))
        self._enter_hint.setText(self.tr("Enter"))
        self._keep_typed()
        self._drop_field()

    def show_state(self, state: CaseState | None) -> None:
        """Another case begins at its own place."""
        if state is None:
            self._at, self._to_review, self._sent = "", False, None
            self._drafts.clear()
            self._drop_field()

    def show_assessment(self, assessment: Assessment | None) -> None:
        """Show the question in front as the path has it now."""
        if assessment is None or self.session.book is None:
            return
        path = assessment.path
        self._forget_sent(path)
        step = path.step(self._at) or self._nearest(path)
        if step is None:
            return
        lost_focus = self._field is not None and self._field.isAncestorOf(QApplication.focusWidget())
        is_new = step.question.id != self._at or self._field is None
        if is_new:
            self._drop_field()
            self._at = step.question.id
            self._build(step)
        self._show_step(step, path)
        if is_new and lost_focus:
            self._focus()  # else Qt gives it to Back, and Enter with it

    def enter(self, target: str = "") -> None:
        """Go to what ``target`` names, and set the focus."""
        self._keep_typed()
        path = self._path()
        if path is None:
            return
        self._to_review = target.startswith("review:")
        identifier = target.removeprefix("review:")
        if target.startswith("section:"):
            identifier = _first_of(path, target.removeprefix("section:"))
        elif not target and (self._at == "" or path.step(self._at) is None):
            identifier = (
                path.next_open.question.id if path.next_open is not None else path.steps[-1].question.id
            )
        if identifier:
            self._drop_field()
            self._at = identifier
        self.show_assessment(self.session.assessment)
        self._focus()

    def leave(self) -> None:
        """Keep what was typed."""
        self._keep_typed()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """1 to 9 choose, Enter goes on."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.go_on()
        elif self._field is not None and event.text().isdecimal() and self._field.choose(int(event.text())):
            event.accept()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """In a narrow page the buttons need the room."""
        super().resizeEvent(event)
        self._fit_footer()

    def go_on(self) -> None:
        """To the next question; after the last, or when it came from there, to the review."""
        if self._field is not None and not self._field.flush():
            return
        self._keep_note()
        following = self._neighbour(1)
        if self._to_review or following is None:
            self.go.emit("review", self._at)
        else:
            self._move(following)

    def go_back(self) -> None:
        """To the question before; everything is kept."""
        self._keep_typed()
        before = self._neighbour(-1)
        if self._to_review:
            self.go.emit("review", self._at)
        elif before is None:
            self.go.emit("home", "")
        else:
            self._move(before)

    # Answering

    def _answer(self, value: Value) -> None:
        if self._sent is None or self._sent[:2] != (self._at, value):  # once is enough
            self._send(value, "client")

    def _forget_sent(self, path: Path) -> None:
        if self._sent is not None:
            step = path.step(self._sent[0])
            if step is None or (step.answer is not None and step.answer.value == self._sent[1]):
                self._sent = None

    def _take_failure(self) -> None:
        self._sent = None  # it did not get through: the same answer may be given again

    def _clear(self) -> None:
        self._sent = None
        self.session.clear_answer(self._at)

    def _confirm_found(self) -> None:
        step = self._step()
        if step is not None and step.found is not None:
            self._send(step.found.value, "sample")
            if self._field is not None:
                self._field.first_field().setFocus()  # the button goes; Enter now goes on

    def _confirm_again(self) -> None:
        self.session.confirm_answer(self._at)

    def _typed_note(self) -> str:
        return self.note.toPlainText().strip()

    def _send(self, value: Value, origin: Origin) -> None:
        self.clear_error()
        self._sent = self._at, value, origin, self._typed_note()
        self.session.answer(self._at, value, origin=origin, note=self._typed_note())

    def _keep_typed(self) -> None:
        if self._field is not None:
            self._field.flush()
        self._keep_note()

    def _keep_note(self) -> None:
        step, note = self._step(), self._typed_note()
        if step is None:
            return
        if self._sent is not None and self._sent[0] == self._at:  # newer than what the path shows
            if self._sent[3] != note:
                self._send(self._sent[1], self._sent[2])
        elif step.answer is None:
            self._drafts[self._at] = note
        elif step.answer.note != note:
            self._send(step.answer.value, step.answer.origin)

    def _open_note(self, is_open: bool) -> None:
        self.note.setVisible(is_open)
        if is_open:
            self.note.setFocus()
            QTimer.singleShot(0, self._show_note)  # once the layout has made room for it

    def _show_note(self) -> None:
        self.scroll.ensureWidgetVisible(self.note)

    # Moving

    def _path(self) -> Path | None:
        assessment = self.session.assessment
        return None if assessment is None else assessment.path

    def _step(self) -> Step | None:
        path = self._path()
        return None if path is None else path.step(self._at)

    def _nearest(self, path: Path) -> Step | None:
        """What to show when the question in front is not asked any more: the one before it."""
        book = self.session.book
        order = [] if book is None else [question.id for question in book.questions]
        if self._at not in order:
            return path.next_open or (path.steps[-1] if path.steps else None)
        asked = {step.question.id: step for step in path.steps}
        before = [asked[each] for each in order[: order.index(self._at)] if each in asked]
        return before[-1] if before else next(iter(path.steps), None)

    def _neighbour(self, by: int) -> str | None:
        path = self._path()
        identifiers = [] if path is None else [step.question.id for step in path.steps]
        if self._at not in identifiers:
            return None
        place = identifiers.index(self._at) + by
        return identifiers[place] if 0 <= place < len(identifiers) else None

    def _move(self, identifier: str) -> None:
        self.go.emit("interview", identifier)

    def _focus(self) -> None:
        self.scroll.to_top()
        if self.found.wants_answer:
            self.found.confirm.setFocus()  # Enter confirms
        elif self._field is not None:
            self._field.first_field().setFocus()

    # Showing

    def _build(self, step: Step) -> None:
        self._drop_field()
        book = self.session.book
        if book is None:
            return
        self._field = make_field(step.question, book, self._answers)
        self._field.answered.connect(self._answer)
        self._field.cleared.connect(self._clear)
        self._answer_row.addWidget(self._field)
        self._field.show()
        note = step.answer.note if step.answer is not None else self._drafts.get(step.question.id, "")
        self.note.setPlainText(note)
        self.note_button.setChecked(bool(note))
        self.note.setVisible(bool(note))
        self._order_tabs()

    def _drop_field(self) -> None:
        field, self._field = self._field, None
        if field is not None:
            field.blockSignals(True)  # losing the focus it would answer again, by now another question
            self._answer_row.removeWidget(field)
            field.hide()
            field.deleteLater()

    def _show_step(self, step: Step, path: Path) -> None:
        question = step.question
        section = next(section for section, _status in path.sections if section.id == question.section)
        place = [each.question.id for each in path.steps].index(question.id) + 1
        self._place.setText(f"{section.title.say(language())}  ·  {place} / {len(path.steps)}")
        self._title.setText(question.text.say(language()))
        self._example.setText(question.example.say(language()))
        self._example.setVisible(not any(option.example for option in question.options))
        self.found.show_step(step)
        self._explain(step)
        self.look_again.show_step(step, self.session.state, self.session.book)
        if self._field is not None:
            self._field.show_step(step)
        self._say_buttons(step, place == len(path.steps))

    def _explain(self, step: Step) -> None:
        """Why it is asked, and what the wish says to it; takes a few milliseconds."""
        from engine.advice import explain

        session = self.session
        book, state, assessment = session.book, session.state, session.assessment
        if book is None or state is None or assessment is None:
            return
        self.from_words.show_step(step, assessment, book)
        explanation = explain(book, state.answers, state.measured, assessment)
        asked = next(each for each in explanation.questions if each.question.id == step.question.id)
        self.why.show_asked(asked, book)

    def _take_words(self, value: str) -> None:
        """What the client's words give away becomes the client's answer."""
        self._answer(value)
        if self._field is not None:
            self._field.first_field().setFocus()  # the button goes; Enter now goes on

    def _read_entry(self, key: str) -> None:
        self.go.emit("rulebook", key)

    def _say_buttons(self, step: Step, is_last: bool) -> None:
        self.back.setText(self.tr("Back to the review") if self._to_review else self.tr("Back"))
        if self._to_review:
            self.next.setText(self.tr("Done"))
        elif is_last:
            self.next.setText(self.tr("To the review"))
        elif step.answer is None and step.question.kind in ("choice", "choices"):
            self.next.setText(self.tr("Skip for now"))
        else:
            self.next.setText(self.tr("Next"))

    def _fit_footer(self) -> None:
        """Where it is narrow the hint gives way, and the note is an icon."""
        roomy = self.width() >= scaled(HINT_FROM)
        for hint in (self._enter_hint, self._enter_sign):
            hint.setVisible(roomy)
        words = self.tr("Note")
        self.note_button.setText(words if roomy else "")
        self.note_button.setToolTip("" if roomy else words)
        self.note_button.setAccessibleName(words)

    def _order_tabs(self) -> None:
        order: list[QWidget] = [*self.look_again.stops(), *self.found.stops(), *self.from_words.stops()]
        if self._field is not None:
            order += self._field.stops()
        order += [self.why.rules, self.note, self.back, self.note_button, self.next]
        for before, after in pairwise(order):
            self.setTabOrder(before, after)

    def _lay_out(self) -> None:
        self.body.setSpacing(scaled(8))
        for widget in (self._place, self._title, self._example):
            self.body.addWidget(widget)
        self.body.addSpacing(scaled(4))
        self.body.addWidget(self.look_again)
        self.body.addWidget(self.found)
        self.body.addWidget(self.from_words)
        self.body.addWidget(self._answers)
        self.body.addSpacing(scaled(4))
        self.body.addWidget(self.why)
        self.body.addWidget(self.note)
        self.body.addStretch(1)
        self.footer.addWidget(self.back)
        self.footer.addWidget(self.note_button)
        self.footer.addStretch(1)
        self.footer.addWidget(self._enter_hint)
        self.footer.addWidget(self._enter_sign)
        self.footer.addWidget(self.next)

    def _connect(self) -> None:
        self.back.clicked.connect(self.go_back)
        self.next.clicked.connect(self.go_on)
        self.note_button.toggled.connect(self._open_note)
        self.note.left.connect(self._keep_note)
        self.found.confirmed.connect(self._confirm_found)
        self.from_words.taken.connect(self._take_words)
        self.why.entry_wanted.connect(self._read_entry)
        self.look_again.confirmed.connect(self._confirm_again)
        self.session.failed.connect(self._take_failure)


def _first_of(path: Path, section: str) -> str:
    """The first question of a section that wants an answer, else its first."""
    steps = [step for step in path.steps if step.question.section == section]
    wanting = [step for step in steps if step.status in ("open", "look_again")]
    return next((step.question.id for step in (*wanting, *steps)), "")
