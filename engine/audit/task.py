"""The audit as a job: a child watches over another one, which reads the files of strangers."""

from __future__ import annotations

import time

from engine.audit.kept.whole import find_whole, keep_whole, question_of
from engine.errors import UserError
from engine.jobs.patience import FileLimits
from engine.jobs.protocol import Json, Reporter, Task
from engine.jobs.supervised import TooManyBrokenError, run_supervised

INSIDE = Task("engine.audit.inside", "run")
MOST_MEMORY = 6 << 30
LEAST_MEMORY = 2 << 30


def run(params: dict[str, Json], reporter: Reporter) -> Json:
    """``engine.audit.inside.run`` in a child, again without the file that broke it. Raises ``UserError``.

    Where nothing has changed since the same was asked, the same is answered, without any child.
    """
    reporter.progress(0, None, "listing")  # at once: the other child takes a moment to start
    question = question_of(params)
    if (known := find_whole(question)) is not None:
        return known
    began = time.time()
    try:
        audit = run_supervised(INSIDE, params, reporter, reading_limits())
    except TooManyBrokenError as error:
        first = next(iter(error.broken))
        raise UserError("set_breaks_readers", count=len(error.broken), first=first) from None
    if not reporter.finish_requested:
        keep_whole(question, audit, began)
    return audit


def reading_limits() -> FileLimits:
    """What one file may take while a set is recognised; samples have limits of their own."""
    import psutil

    half = int(psutil.virtual_memory().total) // 2
    return FileLimits(seconds=45.0, memory_bytes=min(MOST_MEMORY, max(LEAST_MEMORY, half)))
