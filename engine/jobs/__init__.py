"""Long or risky work in a child process: progress, cancel, limits, nothing half-written.

A task is a plain function ``(params, reporter) -> result`` named by module and
function; params, events and result are JSON. :func:`start` runs it in a child (the
same program, spawned, talking JSON lines) and returns at once; :func:`run` waits.
"""

from engine.jobs.errors import JobFailedError
from engine.jobs.job import Job, JobLimits
from engine.jobs.protocol import Event, Json, Reporter, Task
from engine.jobs.runner import run, start

__all__ = ["Event", "Job", "JobFailedError", "JobLimits", "Json", "Reporter", "Task", "run", "start"]
