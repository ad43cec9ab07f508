"""Long work in a child process, told to the window through Qt signals.

``engine.jobs`` calls back on its reader thread. :class:`JobRunner` carries those calls
to the GUI thread by queued signals and gives each job a revision number, so that the
late words of an older job are dropped.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Qt, Signal

from engine.errors import JobCancelledError, UserError
from engine.jobs import Event, Job, JobFailedError, Json, Task, start


class JobRunner(QObject):
    """Runs one job at a time; starting another one drops the first.

    ``told`` carries an ``engine.jobs.Event``, ``finished`` the job's result (JSON),
    ``failed`` the exception (a UserError, or whatever broke the child). Exactly one of
    ``finished``, ``failed`` and ``cancelled`` follows every job that was not dropped.
    """

    told = Signal(object)
    finished = Signal(object)
    failed = Signal(object)
    cancelled = Signal()
    running_changed = Signal(bool)

    _heard = Signal(int, object)
    _ended = Signal(int, object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._revision = 0
        self._job: Job | None = None
        self._dropped: list[Job] = []
        self._closed = False
        self._heard.connect(self._pass_event, Qt.ConnectionType.QueuedConnection)
        self._ended.connect(self._pass_end, Qt.ConnectionType.QueuedConnection)

    @property
    def running(self) -> bool:
        """True from the start of a job until its end has been told."""
        return self._job is not None

    def start(self, task: Task, params: Mapping[str, Json], scratch: Path | None = None) -> None:
        """Start a job; an older one that still runs is cancelled and never heard again.

        ``scratch``: a folder for what is half-made (see :func:`engine.jobs.start`).
        """
        if self._closed:
            return
        self.drop()
        revision = self._revision
        try:
            self._job = start(
                task,
                dict(params),
                on_event=partial(self._tell, revision),
                on_end=partial(self._end, revision),
                scratch=scratch,
            )
        except (JobFailedError, UserError) as error:
            self.failed.emit(error)
            return
        self.running_changed.emit(True)

    def cancel(self) -> None:
        """Stop the running job; ``cancelled`` tells when it has ended."""
        if self._job is not None:
            self._job.cancel()

    def finish_now(self) -> None:
        """Ask the running job to stop early and keep what it has."""
        if self._job is not None:
            self._job.finish_now()

    def drop(self) -> None:
        """Cancel the running job and forget it: none of its words is passed on any more."""
        self._revision += 1
        job, self._job = self._job, None
        if job is None:
            return
        job.cancel()
        self._dropped = [*self._still_there(), job]
        self.running_changed.emit(False)

    def close(self) -> None:
        """Cancel everything and wait until the children are gone; nothing starts afterwards."""
        self.drop()
        self._closed = True
        for job in self._dropped:
            job.close()
        self._dropped.clear()

    def _still_there(self) -> list[Job]:
        return [job for job in self._dropped if not job.done]

    def _tell(self, revision: int, event: Event) -> None:
        if not self._closed:
            self._heard.emit(revision, event)

    def _end(self, revision: int, outcome: object) -> None:
        if not self._closed:
            self._ended.emit(revision, outcome)

    def _pass_event(self, revision: int, event: Event) -> None:
        if revision == self._revision:
            self.told.emit(event)

    def _pass_end(self, revision: int, outcome: object) -> None:
        if revision != self._revision:
            return
        if self._job is not None:
            self._dropped = [*self._still_there(), self._job]  # its reader thread may still be on its way out
        self._job = None
        self.running_changed.emit(False)
        if isinstance(outcome, JobCancelledError):
            self.cancelled.emit()
        elif isinstance(outcome, Exception):
            self.failed.emit(outcome)
        else:
            self.finished.emit(outcome)
