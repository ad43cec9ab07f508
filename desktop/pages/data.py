"""The data page: a sample is dropped, looked at in a child process, and shown."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent

from desktop.bridge.card_titles import read_card_titles
from desktop.bridge.dropped import Dropped, look_at_dropped
from desktop.bridge.failures import tell_failure
from desktop.bridge.jobs import JobRunner
from desktop.bridge.sights import Sights
from desktop.bridge.worker import Worker
from desktop.i18n import number
from desktop.pages.base import Page, Progress
from desktop.widgets.audit_view import AuditView
from desktop.widgets.buttons import PrimaryButton, QuietButton
from desktop.widgets.cards import NoteBox
from desktop.widgets.choosers import Chooser, SystemChooser
from desktop.widgets.data.claims import disagreement, usable_steps
from desktop.widgets.data.words import progress_words
from desktop.widgets.labels import Label, title
from desktop.widgets.sample_drop import DropRelay, SampleDrop
from desktop.widgets.work_strip import WorkStrip
from engine.errors import UserError
from engine.jobs import Event, Json, Task

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from desktop.bridge.session import Session
    from engine.advice.types import Assessment
    from engine.audit.types import Audit
    from engine.case.types import CaseState, SampleRecord
    from engine.dataset.corrections import Corrections
    from engine.interview.types import Step

AUDIT = Task("engine.audit.task", "run")
PREVIEWS = 24


class DataPage(Page):
    """What the client's sample is: dropped or chosen, audited, kept in the case."""

    key = "data"
    wide = True

    def __init__(
        self, session: Session, parent: QWidget | None = None, chooser: Chooser | None = None
    ) -> None:
        super().__init__(session, parent)
        self._record: SampleRecord | None = None
        self._auditing: Path | None = None
        self._again = False  # the kept sample is looked at anew, with other corrections
        self._carried = False  # a first look takes over what was corrected when it lay there before
        self._titled = False
        self._whole: Path | None = None  # the folder that the banner offers to look at
        self._unsaid = True  # in the language of now
        self._so_far: Audit | None = None  # of the first look that still goes on
        self._jobs = JobRunner(self)
        self._sights = Sights(self)
        self._worker = Worker("data", self)
        self.title = title()
        self.source = Label("", "hint")
        self.drop = SampleDrop(chooser or SystemChooser(), self, several=True)
        self.work = WorkStrip(self)
        self.claims = NoteBox(parent=self)
        self.gone = NoteBox(parent=self)
        self.view = AuditView(self)
        self.another = QuietButton(parent=self, icon_name="folder")
        self.use = PrimaryButton(parent=self)
        for part in (self.title, self.source, self.drop, self.work, self.gone, self.claims, self.view):
            self.body.addWidget(part)
        self.body.addStretch(1)
        self.footer.addWidget(self.another)
        self.footer.addStretch(1)
        self.footer.addWidget(self.use)
        self._relay = DropRelay(self, self.drop)
        self._connect()

    @classmethod
    def progress(cls, state: CaseState | None, assessment: Assessment | None) -> Progress:  # noqa: ARG003
        """Done when a sample is kept in the case."""
        return "done" if state is not None and state.sample is not None else "open"

    def open_sample(self, path: Path) -> None:
        """Look at what was dropped or chosen; an audit that still runs is dropped.

        What was corrected in the sample that lay there before stays corrected.
        """
        if self.session.state is None:
            return
        record = self._record
        same = record is not None and Path(record.path) == path
        corrections = record.audit.corrections if record is not None and same else None
        self._auditing, self._again, self._carried = path, False, bool(corrections)
        self._so_far = None
        self._sights.forget()
        self.view.clear()
        self._start(path, corrections)

    def correct(self, corrections: Corrections) -> None:
        """Look at the kept sample anew; what is known of it stays in sight until then."""
        if self._record is None or (self._auditing is not None and not self._again):
            return
        self._auditing, self._again, self._carried = Path(self._record.path), True, False
        self._start(self._auditing, corrections)

    def _start(self, path: Path, corrections: Corrections | None) -> None:
        self.clear_error()
        self._say_progress(Event("progress", {"done": 0, "total": None, "stage": ""}))
        said: dict[str, Json] = {}
        if corrections is not None:
            said["corrections"] = corrections.model_dump(mode="json")
        claimed = self._claimed()
        if claimed is not None:
            said["claimed"] = claimed
        self._jobs.start(AUDIT, {"path": str(path), "previews": PREVIEWS, **said})
        self._arrange()

    def _claimed(self) -> int | None:
        """How many samples the client says there are in all, where a number was given and this is a part."""
        state = self.session.state
        answers = {} if state is None else state.answers
        share, answer = answers.get("share"), answers.get("volume")
        if share is not None and share.value == "all":
            return None
        if answer is None or answer.origin == "sample" or not isinstance(answer.value, int):
            return None
        return answer.value

    def retranslate(self) -> None:
        """Every word of the page."""
        self.drop.say(
            self.tr("Drop a folder, an archive or a file"),
            self.tr(
                "Pictures, texts, tables, sound, video, 3D: as they lie about. Nothing leaves this computer."
            ),
            self.tr("Choose folder…"),
            self.tr("Choose file…"),
        )
        self.work.retranslate()
        self.another.setText(self.tr("Drop another"))
        self.use.setText(self.tr("Use the measured values"))
        self._unsaid = True
        self._say_title()
        self._say_gone()

    def show_state(self, state: CaseState | None) -> None:
        """Show the sample that the case keeps."""
        record = None if state is None else state.sample
        if state is None or (self._again and record != self._record):  # what it was to correct has gone
            self._jobs.drop()
            self._auditing, self._again = None, False
        if record is None or record != self._record:
            self.gone.hide()
        if record is not None and record != self._record:
            self._worker.run(partial(_is_there, record), self._take_presence)
        if self._auditing is None and record is not None and (record != self._record or self._unsaid):
            self._show_audit(record.audit)
            self._unsaid = False
        self._record = record
        if state is not None and not self._titled:
            self._titled = True
            self.session.read(read_card_titles, self.view.show_titles)
        self._arrange()

    def show_assessment(self, assessment: Assessment | None) -> None:
        """Where the sample says something else than the client."""
        book = self.session.book
        if assessment is None or book is None:
            self.claims.hide()
            return
        sentences = [disagreement(step, book) for step in assessment.path.steps if step.disagrees]
        self.claims.say(self.tr("Said and found differ; the report shows both"), "\n".join(sentences))
        self.claims.setVisible(bool(sentences) and not self._first_look)
        self.use.setEnabled(bool(self._usable()) and self._auditing is None)

    def enter(self, target: str = "") -> None:
        """The focus goes to what is to be done next."""
        (self.drop.folder if self.drop.isVisible() else self.use).setFocus()

    def running(self) -> str:
        """The audit, while it runs."""
        return self.tr("The sample is being looked at.") if self._jobs.running else ""

    def stop(self) -> None:
        """End the audit and the loading of pictures."""
        self._jobs.close()
        self._sights.stop()
        self._worker.stop()
        self.view.stop()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Enter is the primary button."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.use.click()
            return
        super().keyPressEvent(event)

    def use_measured(self) -> None:
        """Answer from the sample what it pre-answers, and go on to the interview."""
        for step in self._usable():
            if step.found is not None:
                note = "" if step.answer is None else step.answer.note
                self.session.answer(step.question.id, step.found.value, origin="sample", note=note)
        self.go.emit("interview", "")

    def drop_another(self) -> None:
        """Show the drop area, or put it away again; the kept sample stays until there is another."""
        self.drop.setVisible(not self.drop.isVisible())
        self.drop.folder.setFocus()
        self.scroll.to_top()

    def _connect(self) -> None:
        self.drop.chosen_paths.connect(self._take_paths)
        self.drop.problem.connect(self.show_error)
        self.work.cancel_asked.connect(self._jobs.cancel)
        self.view.correction_wanted.connect(self.correct)
        self.view.cancel_asked.connect(self._jobs.cancel)
        self.view.findings.samples_wanted.connect(self._show_samples)
        self.view.findings.closed.connect(self._sights.call_off)
        self._sights.came.connect(self.view.findings.opened.take)
        self._sights.failed.connect(self._take_blindness)
        self.view.entry_wanted.connect(self._go_entry)
        self.banner.acted.connect(self._take_whole)
        self.another.clicked.connect(self.drop_another)
        self.use.clicked.connect(self.use_measured)
        self.session.failed.connect(self._take_refusal)
        self._jobs.told.connect(self._take_event)
        self._jobs.finished.connect(self._take_audit)
        self._jobs.failed.connect(self._take_failure)
        self._jobs.cancelled.connect(self._take_cancel)
        self._jobs.running_changed.connect(self._tell_running)

    def _take_paths(self, paths: list[Path]) -> None:
        if len(paths) == 1:
            self.open_sample(paths[0])
        else:
            self._worker.run(partial(look_at_dropped, tuple(paths)), self._take_several)

    def _take_several(self, dropped: Dropped) -> None:
        """Several things together are a sample where they are all that their folder holds."""
        count, folder = number(dropped.count), dropped.folder
        if folder is None:
            self.show_error(
                self.tr(
                    "{count} things from different places were dropped. Put them into one folder; drop that."
                ).format(count=count)
            )
        elif dropped.everything:
            self.open_sample(folder)
        else:
            self._whole = folder
            words = self.tr("{count} things were dropped, but more lies beside them in “{folder}”.")
            hint = self.tr("Put just these into a folder of their own and drop that, or take it all.")
            self.banner.show_note(
                f"{words.format(count=count, folder=folder.name)} {hint}",
                self.tr("Look at the whole folder"),
            )

    def _take_whole(self) -> None:
        if self._whole is not None:
            self.open_sample(self._whole)

    def _go_entry(self, key: str) -> None:
        self.go.emit("rulebook", key)

    @property
    def _first_look(self) -> bool:
        """Whether a sample is looked at of which nothing is kept yet."""
        return self._auditing is not None and not self._again

    def _arrange(self) -> None:
        """Show what belongs to the state of now: nothing yet, at work, or a sample."""
        auditing, kept = self._first_look, self._record is not None
        focus = self.focusWidget()
        going = focus is not None and (self.drop.isAncestorOf(focus) or self.work.isAncestorOf(focus))
        self.view.set_running(running=self._again)
        self.work.setVisible(auditing)
        self.drop.setVisible(not auditing and not kept)
        self.view.setVisible(auditing or kept)
        self.another.setVisible(kept and not auditing)
        self.use.setVisible(kept and not auditing)
        self.use.setEnabled(self._auditing is None and bool(self._usable()))
        self.claims.setVisible(kept and not auditing and bool(self.claims.text.text()))
        self.source.setText(self._shown_path)
        self.source.setVisible(auditing or kept)
        self._say_title()
        if going and focus is not None and not focus.isVisible() and self.isVisible():
            self._focus_on_next()

    def _focus_on_next(self) -> None:
        """What had the keyboard has gone: it goes to what can be done now."""
        ways = (self.work.cancel, self.drop.folder, self.use, self.another)
        next(way for way in (*ways, self) if way.isVisible() and way.isEnabled()).setFocus()

    def _usable(self) -> list[Step]:
        """Questions on the path that the sample answers."""
        assessment = self.session.assessment
        return [] if assessment is None else usable_steps(assessment)

    def _take_event(self, event: Event) -> None:
        if event.kind == "progress":
            self._say_progress(event)
        elif self._again:
            return  # the old result stays until the new one is whole
        elif event.kind == "partial" and event.data.get("name") == "recognized":
            self._show_recognition(event.data)
        elif event.kind == "partial" and event.data.get("name") == "previews":
            self._show_previews(event.data)
        elif event.kind == "partial" and event.data.get("name") == "audit":
            self._show_so_far(event.data["audit"])

    def _say_progress(self, event: Event) -> None:
        done, total = event.data.get("done"), event.data.get("total")
        if self._again:
            self.view.show_part(_number(done) or 0, _number(total))
            return
        name = self._auditing.name if self._auditing else ""
        detail = progress_words(str(event.data.get("stage")), _whole(done), _whole(total))
        self.work.say(self.tr("Looking at “{name}”").format(name=name), detail)
        self.work.show_part(_number(done) or 0, _number(total))

    def _show_recognition(self, data: dict[str, Json]) -> None:
        from engine.audit.types import Evidence, ModalityPair

        kinds = ModalityPair.model_validate(data["modality"])
        shown = [kinds.input, *([kinds.target] if kinds.target else [])]
        sure = _number(data["confidence"]) or 0.0
        self.view.show_recognition(str(data["layout"]), str(data["form"]), sure, shown)
        evidence = data["evidence"]
        if isinstance(evidence, list):
            self.view.show_evidence([Evidence.model_validate(item) for item in evidence])

    def _show_audit(self, audit: Audit) -> None:
        """Show an audit that is kept; pictures of its samples are made from where it lies."""
        self.view.show_audit(audit)
        self.view.labels.set_settled(settled=True)

    def _show_samples(self, ids: list[str], whole: bool) -> None:
        """Samples of a finding are wanted, of the sample that is kept or of one that is still looked at."""
        kept = None if self._record is None else self._record.audit
        audit = self._so_far if self._first_look else kept
        if audit is not None:
            self._sights.show_of(self._shown_path, audit.corrections)
            self._sights.ask(ids, whole=whole)

    @property
    def _shown_path(self) -> str:
        kept = "" if self._record is None else self._record.path
        return str(self._auditing) if self._first_look else kept

    def _take_blindness(self, error: Exception) -> None:
        """Pictures of a finding could not be made."""
        if isinstance(error, UserError) and not Path(self._shown_path).exists():
            self.view.findings.opened.tell_problem(self.tr("The sample is no longer where it lay."))
            return
        tell_failure(error, self.view.findings.opened.tell_problem)

    def _show_previews(self, data: dict[str, Json]) -> None:
        from engine.audit.types import Preview

        previews = data["previews"]
        if isinstance(previews, list):
            self.view.show_previews([Preview.model_validate(item) for item in previews])

    def _show_so_far(self, data: Json) -> None:
        """All but what takes longest is known: it can be looked at, though not yet be corrected.

        While samples are still counted, what was opened stays as it is.
        """
        from engine.audit.types import Audit

        audit = Audit.model_validate(data)
        if audit.unfinished and self.view.findings.pressed is not None:
            return
        self._so_far = audit
        self._show_audit(self._so_far.model_copy(update={"choices": ()}))
        self.view.labels.set_settled(settled=False)

    def _take_audit(self, result: Json) -> None:
        from engine.audit.types import Audit

        self._sights.forget()
        path, self._auditing, self._again, self._unsaid = self._auditing, None, False, True
        if path is not None:
            self.session.record_sample(path, Audit.model_validate(result))

    def _take_failure(self, error: Exception) -> None:
        if self._carried and self._auditing is not None and isinstance(error, UserError):
            self._carried = False  # the client has changed it since; what was said may fit no more
            self._start(self._auditing, None)
            return
        self._back_to_kept()
        tell_failure(error, self.show_error)

    def _take_refusal(self) -> None:
        """The case could not take the sample in; the window says why."""
        if self._auditing is None:
            self._back_to_kept()

    def _take_cancel(self) -> None:
        self._back_to_kept()

    def _back_to_kept(self) -> None:
        again, self._auditing, self._again = self._again, None, False
        if again:
            self.view.settle()
        else:
            self.view.clear()
            if self._record is not None:
                self._show_audit(self._record.audit)
        self._arrange()

    def _tell_running(self, _running: bool) -> None:
        self.running_changed.emit()

    def _take_presence(self, answer: tuple[SampleRecord, bool]) -> None:
        record, there = answer
        if record == self._record:
            self.gone.setVisible(not there)
            self._say_gone()

    def _say_title(self) -> None:
        empty = self._auditing is None and self._record is None
        words = self.tr("A sample of the client's data") if empty else self.tr("What the sample says")
        self.title.setText(words)

    def _say_gone(self) -> None:
        self.gone.say(
            self.tr("The sample is no longer where it lay"),
            self.tr("What was found stays in the case. To look anew, or to train, choose the sample again."),
        )


def _is_there(record: SampleRecord) -> tuple[SampleRecord, bool]:
    return record, Path(record.path).exists()


def _whole(value: Json) -> int | None:
    return value if isinstance(value, int) else None


def _number(value: Json) -> float | None:
    return float(value) if isinstance(value, int | float) else None
