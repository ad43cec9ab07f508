"""Starting a job in a child process, and running one to its end."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path

from engine.jobs.child import spawn
from engine.jobs.errors import JobFailedError
from engine.jobs.job import Job, JobLimits, OnEnd, OnEvent
from engine.jobs.protocol import Json, Task
from engine.jobs.scratch import make_scratch, remove_scratch

NO_LIMITS = JobLimits()


def start(
    task: Task,
    params: Mapping[str, Json],
    on_event: OnEvent | None = None,
    on_end: OnEnd | None = None,
    limits: JobLimits = NO_LIMITS,
    *,
    scratch: Path | None = None,
    search_path: Sequence[Path] = (),
    inherit: Sequence[int] = (),
) -> Job:
    """Start the task in a child process and return at once.

    ``on_event`` gets each event, ``on_end`` exactly once the result or the exception
    (UserError, JobCancelledError, JobFailedError); both run on the job's reader
    thread. An exception in them doesn't disturb the job; it goes to
    ``threading.excepthook`` when the job has ended. No event follows a cancel.

    ``scratch``: a folder for what is half-made, new or empty, made here and removed
    with all that is in it before ``on_end``, however the job ends; name it in
    ``params`` and let the task rename out of it what is finished.
    ``search_path``: folders where the child looks for the task's module last of all.
    ``inherit``: descriptors that it gets under their own numbers (not on Windows).

    Raises TypeError if params are not JSON, ValueError if ``scratch`` is in use,
    UserError if it can't be made, JobFailedError if no process can be started.
    """
    request = {
        "module": task.module,
        "function": task.function,
        "params": dict(params),
        "search_path": [str(folder) for folder in search_path],
    }
    line = json.dumps(request, ensure_ascii=True).encode("ascii") + b"\n"
    make_scratch(scratch)
    try:
        child = spawn(inherit)
    except OSError as error:
        remove_scratch(scratch)
        raise JobFailedError("job_failed", f"{task.module}.{task.function} did not start: {error}") from error
    return Job(task, child, line, on_event, on_end, limits, scratch)


def run(
    task: Task,
    params: Mapping[str, Json],
    on_event: OnEvent | None = None,
    limits: JobLimits = NO_LIMITS,
    *,
    scratch: Path | None = None,
    search_path: Sequence[Path] = (),
) -> Json:
    """Run the task in a child process and wait; parameters and exceptions as for :func:`start`.

    The child is ended when the wait is interrupted (Ctrl-C).
    """
    with start(task, params, on_event, limits=limits, scratch=scratch, search_path=search_path) as job:
        return job.wait()
