"""The samples of a finding as a job: pictures of those that are named, made in a child that is watched."""

from __future__ import annotations

from engine.audit.task import reading_limits
from engine.errors import UserError
from engine.jobs.protocol import Json, Reporter, Task
from engine.jobs.supervised import TooManyBrokenError, run_supervised

INSIDE = Task("engine.audit.sights", "run")


def run(params: dict[str, Json], reporter: Reporter) -> Json:
    """``engine.audit.sights.run`` in a child, again without the file that broke it. Raises ``UserError``."""
    try:
        return run_supervised(INSIDE, params, reporter, reading_limits())
    except TooManyBrokenError as error:
        first = next(iter(error.broken))
        raise UserError("set_breaks_readers", count=len(error.broken), first=first) from None
