"""Try the model: data of one's own in, what the model says of it out."""

from __future__ import annotations

import base64
import shutil
import tempfile
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QWidget

from desktop.bridge.failures import tell_failure
from desktop.bridge.jobs import JobRunner
from desktop.bridge.pictures import PictureLoader
from desktop.bridge.worker import Worker
from desktop.i18n import language, number
from desktop.widgets.card_grid import CardGrid
from desktop.widgets.cards import Card
from desktop.widgets.choosers import Chooser
from desktop.widgets.labels import Label
from desktop.widgets.prediction_cards import prediction_cards
from desktop.widgets.sample_drop import SampleDrop
from desktop.widgets.work_strip import WorkStrip
from engine.errors import UserError
from engine.jobs import Event, Json, Task
from engine.texts import catalogue

if TYPE_CHECKING:
    from desktop.bridge.session import Session
    from engine.case import CaseFile
    from engine.case.types import PrototypeRecord
    from engine.runtime.types import Prediction

RUN = Task("engine.prototypes.running", "run")
PICTURE = QSize(384, 384)
MOST_SHOWN = 96


class TryModel(Card):
    """Runs the model of a kept run on what is dropped. ``problem(str)``: one sentence."""

    problem = Signal(str)
    running_changed = Signal()

    def __init__(self, session: Session, chooser: Chooser, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._record: PrototypeRecord | None = None
        self._folder: Path | None = None
        self._predictions: list[Prediction] = []
        self._drawn: frozenset[str] = frozenset()  # ids of those that there are pictures of
        self._unreadable: list[Json] = []
        self._jobs = JobRunner(self)
        self._worker = Worker("try", self)
        self._loader = PictureLoader(PICTURE, self)
        self._title = Label("", "heading", parent=self)
        self.drop = SampleDrop(chooser, self, large=False, several=True)
        self.work = WorkStrip(self)
        self.result = Label("", "text", parent=self)
        self.grid = CardGrid(120, 120, lines=3, parent=self, widens=True)
        for part in (self._title, self.drop, self.work, self.result, self.grid):
            self.column.addWidget(part)
        self._connect()
        self._forget_results()

    @property
    def running(self) -> bool:
        """Whether the model is at work."""
        return self._jobs.running

    def show_run(self, record: PrototypeRecord | None) -> None:
        """Try the model of this run from now on."""
        if record is not None and self._record is not None and record.model == self._record.model:
            return
        self._record = record
        self._jobs.drop()
        self._forget_results()

    def try_paths(self, paths: Sequence[Path]) -> None:
        """Run the model on a file, a folder or a zip, or on several files together."""
        record = self._record
        if record is None or not paths:
            return
        self._jobs.drop()
        self._forget_results()
        self.work.say(self.tr("Running the model"), "")
        self.work.show_part(0, None)
        self.work.show()
        work = partial(_prepare, self._scratch(), record.model, tuple(paths))
        self._session.read(work, partial(self._run, record.model), self._take_failure)

    def retranslate(self) -> None:
        """Every word of the card."""
        marks = catalogue("prototypes")
        self._title.setText(self.tr("Try it on data of your own"))
        self.drop.say(
            self.tr("Drop files, a folder or a zip of the same kind"),
            self.tr("Marked: samples that the model learned from as “{fitted}”, others as “{new}”.").format(
                fitted=marks.say("fitted", language()), new=marks.say("new", language())
            ),
            self.tr("Choose folder…"),
            self.tr("Choose files…"),
        )
        self.work.retranslate()
        if self.result.text():
            self._say_result()

    def stop(self) -> None:
        """End what runs, and remove what was written for it."""
        self._jobs.close()
        self._worker.stop()
        self._loader.stop()
        if self._folder is not None:
            shutil.rmtree(self._folder, ignore_errors=True)
            self._folder = None

    def _connect(self) -> None:
        self.drop.chosen_paths.connect(self.try_paths)
        self.drop.problem.connect(self.problem)
        self.work.cancel_asked.connect(self._jobs.cancel)
        self._jobs.told.connect(self._take_event)
        self._jobs.finished.connect(self._take_result)
        self._jobs.failed.connect(self._take_failure)
        self._jobs.cancelled.connect(self._forget_results)
        self._jobs.running_changed.connect(self._tell_running)
        self._loader.loaded.connect(self._take_picture)

    def _scratch(self) -> Path:
        if self._folder is None:
            self._folder = Path(tempfile.mkdtemp(prefix="jjak-try-"))
        return self._folder

    def _run(self, model: str, ready: tuple[Path, Path]) -> None:
        if self._record is None or self._record.model != model:
            return
        file, path = ready
        params: dict[str, Json] = {"model": str(file), "path": str(path), "out": None, "previews": MOST_SHOWN}
        sample = None if self._session.state is None else self._session.state.sample
        if sample is not None and sample.path == str(path):  # the sample itself: it is read as corrected
            params["corrections"] = sample.audit.corrections.model_dump(mode="json")
        self._jobs.start(RUN, params)

    def _take_event(self, event: Event) -> None:
        done, total = event.data.get("done"), event.data.get("total")
        if event.kind == "progress" and isinstance(done, int) and isinstance(total, int):
            words = self.tr("{done} of {total} samples").format(done=number(done), total=number(total))
            self.work.say(self.tr("Running the model"), words)
            self.work.show_part(done, total)

    def _take_result(self, result: Json) -> None:
        from pydantic import TypeAdapter

        from engine.runtime.types import Prediction

        self._forget_results()
        if not isinstance(result, dict):
            raise TypeError("the run's result is no object")
        predictions = TypeAdapter(list[Prediction]).validate_python(result["predictions"])
        unreadable, pictures = result["unreadable"], result["pictures"]
        self._predictions = predictions
        self._drawn = frozenset(pictures) if isinstance(pictures, dict) else frozenset()
        self._unreadable = unreadable if isinstance(unreadable, list) else []
        self._say_result()
        self.result.show()
        self.grid.setVisible(bool(predictions))
        if isinstance(pictures, dict):
            self._loader.load([(key, partial(_decode, data)) for key, data in pictures.items()])

    def _say_result(self) -> None:
        self.result.setText(self._summary(self._predictions, self._unreadable))
        self.grid.setAccessibleName(self.result.text())
        self.grid.set_cards(prediction_cards(self._predictions[:MOST_SHOWN], self._drawn))

    def _summary(self, predictions: Sequence[object], unreadable: Sequence[Json]) -> str:
        said = self.tr("{count} samples looked at.").format(count=number(len(predictions)))
        if len(predictions) > MOST_SHOWN:
            said += " " + self.tr("The first {count} are shown.").format(count=number(MOST_SHOWN))
        if not unreadable:
            return said
        words = catalogue("findings")
        named = [
            f"{one['path']} ({words.say(str(one['reason']), language())})"
            for one in unreadable[:5]
            if isinstance(one, dict)
        ]
        left_out = self.tr("Not read: {files}").format(files=", ".join(named))
        return f"{said}\n{left_out}" + (" …" if len(unreadable) > len(named) else "")

    def _take_failure(self, error: Exception) -> None:
        self._forget_results()
        tell_failure(error, self.problem.emit)

    def _take_picture(self, key: str, picture: QImage) -> None:
        self.grid.cards.set_picture(key, picture)

    def _tell_running(self, _running: bool) -> None:
        self.running_changed.emit()

    def _forget_results(self) -> None:
        self._loader.forget()
        self._predictions, self._unreadable = [], []
        self.result.clear()
        self.grid.set_cards([])
        for part in (self.work, self.result, self.grid):
            part.hide()


def _prepare(scratch: Path, model: str, paths: tuple[Path, ...], case: CaseFile) -> tuple[Path, Path]:
    """Write the model out of the case; gather several files in one folder. On the case's thread."""
    file = scratch / f"{model}.onnx"  # a blob's key is its content: what is there is right
    if not file.exists():
        file.write_bytes(case.blob(model))
    if len(paths) == 1:
        return file, paths[0]
    folder = Path(tempfile.mkdtemp(dir=scratch))
    for number_, path in enumerate(paths, start=1):
        name = path.name if not (folder / path.name).exists() else f"{number_}_{path.name}"
        try:
            shutil.copyfile(path, folder / name)
        except OSError as error:
            code = "path_locked" if path.exists() else "path_missing"
            raise UserError(code, path=str(path)) from error
    return file, folder


def _decode(data: Json) -> bytes:
    return base64.b64decode(str(data))
