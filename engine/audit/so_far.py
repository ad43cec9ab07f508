"""What is known while samples are still being looked at, told now and then: numbers that grow."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import cast

from engine.audit.records import Records
from engine.audit.types import Audit
from engine.jobs.protocol import Json, Reporter

LEAST = 1.5  # seconds between two tellings
SHARE = 0.04
"""Of the time, at most, goes into telling: the more there is to be counted, the seldomer it is."""


class SoFar:
    """Tells no more often than it can afford. ``judge``: what records come to as an audit."""

    def __init__(self, judge: Callable[[Records], Audit], reporter: Reporter) -> None:
        self._judge, self._reporter = judge, reporter
        self._next = time.monotonic() + LEAST
        self._warm = False  # the first telling loads what the end needs anyway

    @property
    def due(self) -> bool:
        """Whether it is time to tell."""
        return time.monotonic() >= self._next

    def tell(self, records: Records) -> None:
        """Emit what these records come to. They are thrown away: more of them may come."""
        began = time.thread_time()
        records.unfinished = True
        audit = self._judge(records).model_dump(mode="json")
        self._reporter.emit("partial", name="audit", audit=cast("Json", audit))
        took = time.thread_time() - began if self._warm else 0.0
        self._warm = True
        self._next = time.monotonic() + max(LEAST, took / SHARE)
