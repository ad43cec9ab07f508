"""The prototype page: a small model trained on the sample, judged, tried, saved."""

from __future__ import annotations

import shutil
import tempfile
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from desktop.bridge.failures import tell_failure
from desktop.bridge.jobs import JobRunner
from desktop.bridge.worker import Worker
from desktop.pages.base import Page, Progress
from desktop.widgets.buttons import PrimaryButton, QuietButton
from desktop.widgets.cards import Card, NoteBox
from desktop.widgets.choosers import Chooser, SystemChooser
from desktop.widgets.labels import Label, title
from desktop.widgets.more_data import MoreDataCard
from desktop.widgets.ready import ReadyCard
from desktop.widgets.result_view import ResultView
from desktop.widgets.run_table import RunTable
from desktop.widgets.system_choice import SystemChoice, say_misfit
from desktop.widgets.training_view import TrainingView
from desktop.widgets.try_model import TryModel
from engine.errors import UserError
from engine.jobs import Json, Task

if TYPE_CHECKING:
    from desktop.bridge.session import Session
    from engine.advice.types import Assessment
    from engine.case import CaseFile
    from engine.case.types import CaseState, MoreDataRecord, PrototypeRecord, SampleRecord
    from engine.prototypes.types import SystemCard

TRAIN = Task("engine.prototypes.task", "train")
SEED = 0  # the same for every run of a case, so that runs are judged on the same samples


class PrototypePage(Page):
    """Train on the sample of the case; every run is kept in the case."""

    key = "prototype"
    wide = True

    def __init__(
        self, session: Session, parent: QWidget | None = None, chooser: Chooser | None = None
    ) -> None:
        super().__init__(session, parent)
        self.chooser: Chooser = chooser or SystemChooser()
        self._sample: SampleRecord | None = None
        self._systems: tuple[SystemCard, ...] | None = None
        self._runs: tuple[PrototypeRecord, ...] = ()
        self._curves: tuple[MoreDataRecord, ...] = ()
        self._folder: Path | None = None
        self._unsaid = True  # in the language of now
        self._showing = QTimer(self)  # the run is shown in a turn of the event loop of its own
        self._showing.setSingleShot(True)
        self._jobs = JobRunner(self)
        self._worker = Worker("prototype", self)
        self.title = title()
        self.nothing = NoteBox(parent=self)
        self.to_data = QuietButton(parent=self.nothing, icon_name="folder")
        self.misfit = NoteBox(parent=self)
        self.setup = SystemChoice(self)
        self.training = TrainingView(self)
        self.runs_row = Card(self, sunken=True, padding=12)
        self._runs_title = Label("", "heading", parent=self.runs_row, wrap=False)
        self.runs = RunTable(self.runs_row)
        self.result = ResultView(session, self)
        self.try_model = TryModel(session, self.chooser, self)
        self.more_data = MoreDataCard(self)
        self.ready = ReadyCard(self)
        self.train = PrimaryButton(parent=self, icon_name="play")
        self._lay_out()
        self._connect()

    @classmethod
    def progress(cls, state: CaseState | None, assessment: Assessment | None) -> Progress:  # noqa: ARG003
        """Done when a run is kept in the case."""
        return "done" if state is not None and state.prototypes else "open"

    def start_training(self) -> None:
        """Train the system that fits, in a child process, for the chosen time."""
        sample, system = self._sample, self.setup.system
        if sample is None or system is None or self._jobs.running:
            return
        self.clear_error()
        home = Path(tempfile.mkdtemp(prefix="jjak-run-"))
        self._folder = home
        scratch = home / "scratch"
        params: dict[str, Json] = {
            "system": system.name,
            "path": sample.path,
            "out": str(home / "run"),
            "seconds": self.setup.budget.seconds,
            "seed": SEED,
            "scratch": str(scratch),
            "corrections": sample.audit.corrections.model_dump(mode="json"),
        }
        self.training.begin(self.setup.budget.seconds)
        self._jobs.start(TRAIN, params, scratch)
        self._arrange()
        self.scroll.to_top()

    def save_model(self) -> None:
        """Write the model of the run that is shown to a file the user names."""
        record, path = self._chosen(), self.session.path
        if record is None or path is None:
            return
        suggested = path.with_name(f"{path.stem}-{record.result.system}.onnx")
        target = self.chooser.save(self, self.tr("Save the model"), suggested, ("ONNX (*.onnx)",))
        if target is not None:
            write = partial(_write_blob, record.model, target)
            self.session.read(write, self._tell_saved, self.show_error)

    def retranslate(self) -> None:
        """Every word of the page."""
        self._unsaid = True
        self.title.setText(self.tr("Prototype"))
        self.nothing.say(
            self.tr("First a sample"),
            self.tr("A prototype learns from the client's sample. Drop it on the data page, then come back."),
        )
        self.to_data.setText(self.tr("Go to the data"))
        self._runs_title.setText(self.tr("Runs compared"))
        self.runs.setAccessibleName(self._runs_title.text())
        for part in (self.setup, self.training, self.try_model, self.more_data, self.ready):
            part.retranslate()

    def show_state(self, state: CaseState | None) -> None:
        """Show the sample that can be trained on, and the runs that the case keeps."""
        if state is None:
            self._jobs.drop()
            self._remove_folder()
        self._sample = None if state is None else state.sample
        self._curves = () if state is None else state.more_data
        runs = () if state is None else state.prototypes
        if runs != self._runs or self._unsaid:
            self._list_runs(runs, to_newest=len(runs) > len(self._runs))
            self._unsaid = False
        if self._systems is None:
            self._worker.run(_list_systems, self._take_systems)
        self._arrange()

    def enter(self, target: str = "") -> None:
        """The focus goes to what is to be done next."""
        self._arrange_ready(self.setup.system)
        (self.train if self.train.isVisible() else self.to_data).setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Enter is the primary button."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.train.isVisible():
            self.train.click()
            return
        super().keyPressEvent(event)

    def running(self) -> str:
        """The training, while it runs."""
        if self._jobs.running:
            return self.tr("A prototype is being trained.")
        if self.more_data.running:
            return self.tr("Parts of the sample are being trained on.")
        return self.tr("The model is being tried.") if self.try_model.running else ""

    def stop(self) -> None:
        """End the training and everything else."""
        self._showing.stop()
        self._jobs.close()
        self._worker.stop()
        self.training.stop()
        self.result.stop()
        self.try_model.stop()
        self.more_data.stop()
        self.ready.stop()
        self._remove_folder()

    def _connect(self) -> None:
        self.to_data.clicked.connect(self._go_to_data)
        self.train.clicked.connect(self.start_training)
        self.setup.chosen.connect(self._arrange)
        self.training.cancel_asked.connect(self._cancel)
        self.training.finish_asked.connect(self._finish_now)
        self.runs.chosen.connect(self._show_chosen)
        self._showing.timeout.connect(self._show_chosen)
        self.result.save_asked.connect(self.save_model)
        self.try_model.problem.connect(self.show_error)
        self.try_model.running_changed.connect(self._tell_running)
        self.more_data.problem.connect(self.show_error)
        self.more_data.measured.connect(self.session.record_more_data)
        self.more_data.running_changed.connect(self._tell_running)
        self.ready.problem.connect(self.show_error)
        self._jobs.told.connect(self.training.take_event)
        self._jobs.finished.connect(self._take_result)
        self._jobs.failed.connect(self._take_failure)
        self._jobs.cancelled.connect(self._take_cancel)
        self._jobs.running_changed.connect(self._tell_running)

    def _lay_out(self) -> None:
        self.nothing.column.addWidget(self.to_data, 0, Qt.AlignmentFlag.AlignLeft)
        for part in (self._runs_title, self.runs):
            self.runs_row.column.addWidget(part)
        parts = (self.title, self.nothing, self.misfit, self.setup, self.training, self.runs_row)
        for widget in (*parts, self.result, self.try_model, self.more_data, self.ready):
            self.body.addWidget(widget)
        self.body.addStretch(1)
        self.footer.addStretch(1)
        self.footer.addWidget(self.train)

    def _arrange(self) -> None:
        """Show what belongs to the state of now."""
        self.setup.offer(self._systems, self._sample)
        running, known = self._jobs.running, self._systems is not None
        system, sample = self.setup.system, self._sample
        self.nothing.setVisible(sample is None and not self._runs)
        self.misfit.setVisible(sample is not None and known and system is None)
        self.setup.setVisible(system is not None and not running)
        self.training.setVisible(running)
        self.train.setVisible(system is not None)
        self.train.setEnabled(not running)
        self.train.setText(self.tr("Train again") if self._runs else self.tr("Train"))
        self.runs_row.setVisible(len(self._runs) > 1 and not running)
        self.result.setVisible(bool(self._runs) and not running)
        self.try_model.setVisible(bool(self._runs) and not running)
        self.more_data.setVisible(bool(self._runs) and not running and system is not None)
        if system is not None and sample is not None:
            self.more_data.show_sample(system.name, sample, self._curves)
        self._arrange_ready(system)
        if sample is not None and self._systems is not None and system is None:
            self.misfit.say(*say_misfit(self._systems, sample))

    def _arrange_ready(self, system: SystemCard | None) -> None:
        """Before the first run there is something to see all the same."""
        there = self.ready.offered and not self._runs and not self._jobs.running
        self.ready.setVisible(there)
        if system is not None:
            self.ready.prefer(system.name)
        if there and self.isVisible():
            self.ready.start()

    def _list_runs(self, runs: tuple[PrototypeRecord, ...], *, to_newest: bool) -> None:
        chosen, last = self.runs.run, len(runs) - 1
        self._runs = runs
        shown = last if to_newest or not 0 <= chosen <= last else chosen
        self.runs.set_runs([record.result for record in runs], shown)
        self._showing.start(0)

    def _show_chosen(self) -> None:
        record = self._chosen()
        self.try_model.show_run(record)
        if record is not None:
            self.result.show_run(record)

    def _chosen(self) -> PrototypeRecord | None:
        place = self.runs.run
        return self._runs[place] if 0 <= place < len(self._runs) else None

    def _take_systems(self, listed: tuple[tuple[SystemCard, ...], tuple[str, ...]]) -> None:
        self._systems, ready = listed
        self.ready.offer([card for card in self._systems if card.name in ready])
        self._arrange()

    def _cancel(self) -> None:
        self.training.say_ending("stop")
        self._jobs.cancel()

    def _finish_now(self) -> None:
        self.training.say_ending("finish")
        self._jobs.finish_now()

    def _take_result(self, result: Json) -> None:
        from engine.prototypes.types import PrototypeResult

        folder, self._folder = self._folder, None
        if folder is not None:
            self.session.record_prototype(PrototypeResult.model_validate(result), folder / "run")
            self.session.read(partial(_clear_away, folder), _nothing)
        self._arrange()

    def _take_failure(self, error: Exception) -> None:
        self._remove_folder()
        self._arrange()
        tell_failure(error, self.show_error)

    def _take_cancel(self) -> None:
        self._remove_folder()
        self._arrange()

    def _tell_running(self) -> None:
        self.running_changed.emit()

    def _tell_saved(self, target: Path) -> None:
        self.banner.show_note(self.tr("The model is saved: {path}").format(path=target))

    def _go_to_data(self) -> None:
        self.go.emit("data", "")

    def _remove_folder(self) -> None:
        folder, self._folder = self._folder, None
        if folder is not None:
            shutil.rmtree(folder, ignore_errors=True)


def _list_systems() -> tuple[tuple[SystemCard, ...], tuple[str, ...]]:
    from engine.prototypes import ready
    from engine.prototypes.registry import list_systems

    return list_systems(), ready.ready_systems()


def _write_blob(key: str, target: Path, case: CaseFile) -> Path:
    """Write a blob of the case to a file, whole or not at all."""
    draft = target.with_name(f".{target.name}.partial")
    try:
        draft.write_bytes(case.blob(key))
        draft.replace(target)
    except OSError as error:
        draft.unlink(missing_ok=True)
        reason = error.strerror or str(error)
        raise UserError("out_not_writable", path=str(target.parent), reason=reason) from error
    return target


def _clear_away(folder: Path, _case: CaseFile) -> None:
    shutil.rmtree(folder, ignore_errors=True)


def _nothing(_result: None) -> None:
    """Nobody waits for it."""
