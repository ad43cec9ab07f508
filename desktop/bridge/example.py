"""Makes the example client in a child process: its data, and a case with answers and audit."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, Signal

from desktop.bridge.jobs import JobRunner
from engine.jobs import Json, Task
from engine.prototypes import scratch_beside
from engine.texts import Language


class ExampleMaker(QObject):
    """``ready(Path)``: the case file, to be opened; ``failed(error)``; ``running_changed(bool)``."""

    ready = Signal(object)
    failed = Signal(object)
    running_changed = Signal(bool)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._jobs = JobRunner(self)
        self._jobs.finished.connect(self._take_case)
        self._jobs.failed.connect(self.failed)
        self._jobs.running_changed.connect(self.running_changed)

    @property
    def running(self) -> bool:
        """Whether an example is being made."""
        return self._jobs.running

    def make(self, folder: Path, language: Language) -> None:
        """Make an example in a new folder below ``folder``; one that is there is left alone."""
        scratch = scratch_beside(folder / "example")
        params: dict[str, Json] = {"folder": str(folder), "language": language, "scratch": str(scratch)}
        self._jobs.start(Task("engine.example.task", "prepare"), params, scratch)

    def drop(self) -> None:
        """Stop the work; nothing more is heard of it."""
        self._jobs.drop()

    def close(self) -> None:
        """End the work and wait for it; the window is closing."""
        self._jobs.close()

    def _take_case(self, result: object) -> None:
        if isinstance(result, dict):
            self.ready.emit(Path(str(result["case"])))
