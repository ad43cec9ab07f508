"""One thread that does work in order and hands each result back on the GUI thread."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Generic, TypeVar

from PySide6.QtCore import QObject, Signal, Slot
from shiboken6 import isValid

from engine.errors import UserError

Result = TypeVar("Result")


class Dropped:
    """What a piece of work returns when nobody needs to hear of it."""


DROPPED = Dropped()


class Worker(QObject):
    """Runs callables one after the other on a thread of its own.

    ``run`` returns at once. ``done`` (or ``failed``, for a :class:`UserError`) is called
    on the thread that this object lives on, normally the GUI's; any other exception is
    raised there, so that it meets the window's excepthook. Callbacks that are methods of
    a deleted QObject are dropped. Call :meth:`stop` before the end.
    """

    _finished = Signal(object)

    def __init__(self, name: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._threads = ThreadPoolExecutor(max_workers=1, thread_name_prefix=name)
        self._stopped = False
        self._finished.connect(self._deliver)

    def run(
        self,
        work: Callable[[], Result | Dropped],
        done: Callable[[Result], object] | None = None,
        failed: Callable[[UserError], object] | None = None,
    ) -> None:
        """Queue ``work``; a no-op once stopped."""
        if not self._stopped:
            self._threads.submit(self._do, work, done, failed)

    def stop(self) -> None:
        """Finish what was queued, drop the results, end the thread. May be called twice."""
        self._stopped = True
        self._threads.shutdown(wait=True)

    def _do(
        self,
        work: Callable[[], Result],
        done: Callable[[Result], object] | None,
        failed: Callable[[UserError], object] | None,
    ) -> None:
        outcome: _Outcome[Result]
        try:
            outcome = _Outcome(work(), None, done, failed)
        except Exception as error:  # noqa: BLE001  any error of the work travels to the GUI thread
            outcome = _Outcome(None, error, done, failed)
        if not self._stopped:
            self._finished.emit(outcome)

    @Slot(object)
    def _deliver(self, outcome: _Outcome[object]) -> None:
        if self._stopped:
            return
        if outcome.error is None:
            if outcome.done is not None and outcome.value is not DROPPED and _alive(outcome.done):
                outcome.done(outcome.value)
        elif isinstance(outcome.error, UserError) and outcome.failed is not None:
            if _alive(outcome.failed):
                outcome.failed(outcome.error)
        else:
            raise outcome.error


@dataclass(frozen=True)
class _Outcome(Generic[Result]):
    value: Result | None
    error: Exception | None
    done: Callable[[Result], object] | None
    failed: Callable[[UserError], object] | None


def _alive(callback: Callable[..., object]) -> bool:
    owner = getattr(callback, "__self__", None)
    return not isinstance(owner, QObject) or isValid(owner)
