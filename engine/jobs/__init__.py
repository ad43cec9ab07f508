"""Long or risky work in a child process: progress, cancel, limits, nothing half-written.

A task is a plain function ``(params, reporter) -> result`` named by module and
function; params, events and result are JSON. :func:`start` runs it in a child (the
same program, spawned, talking JSON lines) and returns at once; :func:`run` waits.
"""

from engine.jobs.protocol import Event, Json, Reporter, Task
from engine.jobs.runner import Job, JobLimits, run, start

__all__ = ["Event", "Job", "JobLimits", "Json", "Reporter", "Task", "run", "start"]
