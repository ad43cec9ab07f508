"""Would more data help? A button, and the answer that the case keeps: in words, as a curve, in figures."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal

from desktop.bridge.failures import tell_failure
from desktop.bridge.jobs import JobRunner
from desktop.i18n import language, number
from desktop.widgets.buttons import QuietButton
from desktop.widgets.cards import Card
from desktop.widgets.labels import Label
from desktop.widgets.more_curve import MoreDataCurve
from desktop.widgets.work_strip import WorkStrip
from engine.jobs import Event, Json, Task
from engine.prototypes import more_words

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from engine.case.types import MoreDataRecord, SampleRecord
    from engine.prototypes.types import MoreData

MEASURE = Task("engine.prototypes.task", "more_data")
SECONDS = 120


class MoreDataCard(Card):
    """Trains on parts of the sample when asked. ``problem(str)``: one sentence; ``measured(MoreData)``: the
    answer, for the case to keep; it is shown once the case has it."""

    problem = Signal(str)
    measured = Signal(object)
    running_changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._params: dict[str, Json] = {}  # what is asked about
        self._found: MoreData | None = None  # of the case
        self._trained: tuple[int, int] = (0, 0)  # trainings done, and of how many
        self._jobs = JobRunner(self)
        self._title = Label("", "heading", parent=self)
        self._hint = Label("", "hint", parent=self)
        self.ask = QuietButton(parent=self, icon_name="play")
        self.work = WorkStrip(self)
        self.answer = Label("", "text", parent=self)
        self.curve = MoreDataCurve(self)
        self.figures = Label("", "hint", parent=self)
        for part in (self._title, self._hint, self.work, self.answer, self.curve, self.figures):
            self.column.addWidget(part)
        self.column.addWidget(self.ask, 0, Qt.AlignmentFlag.AlignLeft)
        self.ask.clicked.connect(self._start)
        self.work.cancel_asked.connect(self._jobs.cancel)
        self._jobs.told.connect(self._take_event)
        self._jobs.finished.connect(self._take_result)
        self._jobs.failed.connect(self._take_failure)
        self._jobs.cancelled.connect(self._arrange)
        self._jobs.running_changed.connect(self._tell_running)
        self._arrange()

    @property
    def running(self) -> bool:
        """Whether it is being measured."""
        return self._jobs.running

    def show_sample(self, system: str, sample: SampleRecord, kept: Sequence[MoreDataRecord]) -> None:
        """Ask about this sample from now on, and show what was measured of it; ``kept``: by the case."""
        params: dict[str, Json] = {
            "system": system,
            "path": sample.path,
            "seconds": SECONDS,
            "seed": 0,
            "corrections": sample.audit.corrections.model_dump(mode="json"),
        }
        if params != self._params:
            self._params = params
            self._jobs.drop()
        self._found = next((record.found for record in kept if record.found.system == system), None)
        self._arrange()

    def retranslate(self) -> None:
        """Every word of the card."""
        self._title.setText(self.tr("Would more data help?"))
        words = self.tr(
            "Trains on an eighth, a quarter, half and all of the sample, three times each, with equally many "
            "steps, and draws the curve on: about {seconds} s."
        )
        self._hint.setText(words.format(seconds=number(SECONDS)))
        self.work.retranslate()
        self._arrange()

    def stop(self) -> None:
        """End what runs."""
        self._jobs.close()
        self.curve.stop()

    def _start(self) -> None:
        self._trained = 0, 0
        self._jobs.start(MEASURE, self._params)
        self._arrange()

    def _arrange(self) -> None:
        running = self._jobs.running
        found = None if running else self._found
        self.work.setVisible(running)
        self.ask.setVisible(not running)
        self.ask.setText(self.tr("Measure it") if found is None else self.tr("Measure again"))
        for part in (self.answer, self.curve, self.figures):
            part.setVisible(found is not None)
        if running:
            done, total = self._trained
            words = self.tr("{done} of {total} trainings").format(done=number(done), total=number(total))
            self.work.say(self.tr("Training on parts of the sample"), words if total else "")
            self.work.show_part(done, total)
        if found is not None:
            self.answer.setText(more_words.answer(found, language()))
            self.figures.setText("\n".join(more_words.lines(found, language())))
            self.curve.show_answer(found)

    def _take_event(self, event: Event) -> None:
        if event.kind == "curve_run":
            self._trained = int(str(event.data["done"])), int(str(event.data["total"]))
            self._arrange()

    def _take_result(self, result: Json) -> None:
        from engine.prototypes.types import MoreData

        self.measured.emit(MoreData.model_validate(result))
        self._arrange()

    def _take_failure(self, error: Exception) -> None:
        self._arrange()
        tell_failure(error, self.problem.emit)

    def _tell_running(self, _running: bool) -> None:
        self._arrange()
        self.running_changed.emit()
