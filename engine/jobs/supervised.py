"""A task in a child of its own that is run again without the file that broke it."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from engine.errors import UserError
from engine.jobs.errors import JobFailedError
from engine.jobs.job import Job
from engine.jobs.journal import Journal
from engine.jobs.patience import FileLimits, Patience
from engine.jobs.protocol import Event, Json, Reporter, Task
from engine.jobs.runner import start
from engine.jobs.served import Reason
from engine.jobs.tree import own_memory

POLL = 0.1  # seconds between two looks
MOST = 5
"""Files that may break the task; with one more the set is given up."""


@dataclass(frozen=True)
class TooManyBrokenError(Exception):
    """Too many files broke the task: each with what it did."""

    broken: Mapping[str, Reason]


class _BrokenError(Exception):
    def __init__(self, file: str, reason: Reason, bug: JobFailedError | None = None) -> None:
        super().__init__(file)
        self.file, self.reason, self.bug = file, reason, bug


def run_supervised(
    task: Task,
    params: Mapping[str, Json],
    reporter: Reporter,
    limits: FileLimits,
    search_path: Sequence[Path] = (),
) -> Json:
    """The result of the task, which notes in a journal each file that it takes in hand.

    Its ``params`` are these, and ``journal`` (the address) and ``broken`` (what to leave out:
    file → reason). Its events go on to the reporter; after a restart they come once more.
    Raises what the job raises, and TooManyBrokenError. An exception that nobody foresaw is
    laid on the file in hand, too; if that doesn't help it is raised after all.
    """
    broken: dict[str, Reason] = {}
    while True:
        try:
            return _run_once(task, {**params, "broken": dict(broken)}, reporter, limits, search_path)
        except _BrokenError as error:
            if error.bug is not None:
                logging.getLogger(__name__).warning("left out after this: %s\n%s", error.file, error.bug.log)
            broken[error.file] = error.reason
            if len(broken) > MOST:
                raise error.bug or TooManyBrokenError(broken) from None


def _run_once(
    task: Task,
    params: Mapping[str, Json],
    reporter: Reporter,
    limits: FileLimits,
    search_path: Sequence[Path],
) -> Json:
    def pass_on(event: Event) -> None:
        if event.kind == "progress":
            done, total = event.data["done"], event.data["total"]
            if isinstance(done, int) and (total is None or isinstance(total, int)):
                reporter.progress(done, total, str(event.data["stage"]))
        else:
            reporter.emit(event.kind, **event.data)

    journal = Journal()
    try:
        asked = {**params, "journal": journal.address}
        with start(task, asked, pass_on, search_path=search_path, inherit=journal.descriptors) as job:
            return _followed(job, journal, reporter, limits)
    finally:
        journal.close()


def _followed(job: Job, journal: Journal, reporter: Reporter, limits: FileLimits) -> Json:
    """The job's result. Raises ``_BrokenError`` where a file is to blame for its end."""
    patience = Patience(limits)
    finishing = False
    while True:
        try:
            return job.wait(POLL)
        except TimeoutError:
            in_hand = journal.look()
            if reporter.finish_requested and not finishing:
                finishing = True
                job.finish_now()
            too_big = own_memory(in_hand.process) > limits.memory_bytes
            if too_big and not in_hand.what:
                raise UserError("job_too_big", megabytes=limits.memory_bytes >> 20) from None
            if too_big or patience.overdue(in_hand):
                job.close()
                raise _BrokenError(in_hand.what, "big" if too_big else "slow") from None
        except (JobFailedError, UserError) as error:
            reason = _REASONS.get(error.code)
            file = journal.look().what
            if reason is None or not file:
                raise
            bug = error if isinstance(error, JobFailedError) and error.code == "job_failed" else None
            raise _BrokenError(file, reason, bug) from None


_REASONS: Mapping[str, Reason] = {
    "job_died": "crashed",
    "job_failed": "crashed",
    "job_killed": "big",
    "job_out_of_memory": "big",
}
