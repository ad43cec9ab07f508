"""A job: hear the child, make the callbacks, keep the limits, stop it.

Each job has three threads of its own: the *reader* hears the child and makes the
callbacks, the *drain* keeps the tail of its stderr, the *watcher* keeps the limits
and ends the child's whole tree. None of them waits for the child's next line to stop it.
"""

from __future__ import annotations

import json
import os
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self, TypeVar

from engine.jobs.child import Child, explain_death
from engine.jobs.errors import JobFailedError
from engine.jobs.protocol import Event, Json, Task
from engine.jobs.scratch import remove_scratch
from engine.jobs.tree import end_tree, tree_memory

POLL = 0.1  # seconds between two looks of the watcher
TERMINATE_GRACE = 0.5  # seconds between asking the tree to end and killing it
GOODBYE_GRACE = 2.0  # seconds for the child to exit after it has told its outcome
DRAIN_WAIT = 1.0  # seconds; something that left the tree may hold stderr open for ever
STDERR_TAIL = 64 * 1024  # bytes kept

OnEvent = Callable[[Event], None]
OnEnd = Callable[[Json | Exception], None]
Argument = TypeVar("Argument")


@dataclass(frozen=True)
class JobLimits:
    """What a job may use: wall-clock seconds, and resident bytes of its whole tree; None: no limit."""

    seconds: float | None = None
    memory_bytes: int | None = None


class Job:
    """A task at work in a child process; made by :func:`start`. Usable from any thread.

    Leaving its ``with`` block, like :meth:`close`, cancels it if it still runs.
    """

    def __init__(
        self,
        task: Task,
        child: Child,
        request: bytes,
        on_event: OnEvent | None,
        on_end: OnEnd | None,
        limits: JobLimits,
        scratch: Path | None,
    ) -> None:
        self.task = task
        self._child = child
        self._process = child.process
        self._on_event = on_event
        self._on_end = on_end
        self._limits = limits
        self._scratch = scratch
        self._began = time.monotonic()
        self._lock = threading.Lock()
        self._outcome: tuple[Json | Exception] | None = None  # the first one stands
        self._callback_errors: list[Exception] = []
        self._wake = threading.Event()
        self._request_sent = threading.Event()
        self._finish_wanted = threading.Event()
        self._stop = threading.Event()  # the tree must end now
        self._goodbye: float | None = None  # when the child had nothing more to say
        self._done = threading.Event()
        self._tail = bytearray()
        self._drain = self._thread("drain", self._keep_tail)
        self._watcher = self._thread("watcher", self._watch)
        self._reader = self._thread("reader", lambda: self._read(request))

    @property
    def pid(self) -> int:
        """The child's."""
        return self._process.pid

    @property
    def done(self) -> bool:
        """True once the child is gone and the outcome is known."""
        return self._done.is_set()

    def cancel(self) -> None:
        """End the child and all it started; returns at once, the end follows within a second.

        Does nothing when the task has already come to its own end.
        """
        from engine.errors import JobCancelledError

        self._break_off(JobCancelledError())

    def finish_now(self) -> None:
        """Ask the task to stop early and keep what there is (``reporter.finish_requested``)."""
        self._finish_wanted.set()
        self._wake.set()

    def wait(self, timeout: float | None = None) -> Json:
        """The result, once it is there.

        Raises UserError, JobCancelledError or JobFailedError as the job ended, and
        TimeoutError if it hasn't after ``timeout`` seconds (the job goes on).
        """
        if not self._done.wait(timeout) or self._outcome is None:
            raise TimeoutError(f"{self.task.module}.{self.task.function} still runs")
        (outcome,) = self._outcome
        if isinstance(outcome, Exception):
            raise outcome
        return outcome

    def close(self) -> None:
        """Cancel the job if it still runs, and wait until nothing of it is left."""
        self.cancel()
        if threading.current_thread() is not self._reader:
            self._reader.join()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _thread(self, name: str, target: Callable[[], None]) -> threading.Thread:
        # Daemons: a program that ends takes its jobs along, it doesn't wait for them.
        thread = threading.Thread(target=target, daemon=True, name=f"job-{name}-{self._process.pid}")
        thread.start()
        return thread

    def _settle(self, outcome: Json | Exception) -> bool:
        """Make this the outcome, unless there is one already; says whether it did."""
        with self._lock:
            if self._outcome is not None:
                return False
            self._outcome = (outcome,)
            return True

    def _break_off(self, error: Exception) -> None:
        if self._settle(error):
            self._stop.set()
            self._wake.set()

    # ── the reader ──────────────────────────────────────────────────────────────

    def _read(self, request: bytes) -> None:
        if self._child.send(request):
            self._request_sent.set()
            self._wake.set()
        for line in self._child.stdout:
            self._hear(line)
        self._goodbye = time.monotonic()
        self._process.wait()
        self._wake.set()
        self._watcher.join()
        self._drain.join(DRAIN_WAIT)
        self._end()

    def _hear(self, line: bytes) -> None:
        """Take in one line of the child's."""
        try:
            message = json.loads(line)
        except ValueError:
            message = None
        match message:
            case {"event": str(kind), "data": dict(data)}:
                if self._outcome is None and self._on_event is not None:
                    self._call(self._on_event, Event(kind, data))
            case {"result": result}:
                self._take_leave(result)
            case {"user_error": str(code), "details": dict(details)}:
                from engine.errors import UserError

                self._take_leave(UserError(code, **details))
            case {"failed": str(trace)}:
                self._take_leave(JobFailedError("job_failed", trace))
            case _:
                self._break_off(JobFailedError("job_failed", f"not understood: {line[:200]!r}"))

    def _take_leave(self, outcome: Json | Exception) -> None:
        self._settle(outcome)
        self._goodbye = time.monotonic()

    def _end(self) -> None:
        """Everything of the child is gone: tidy up, then tell."""
        self._child.release()
        remove_scratch(self._scratch)
        self._settle(explain_death(self._process.returncode))
        outcome = self._outcome[0] if self._outcome else None
        if isinstance(outcome, JobFailedError):
            tail = self._tail.decode("utf-8", "replace")
            outcome.log = f"{self.task.module}.{self.task.function}\n{outcome.log}\n{tail}".rstrip()
        self._done.set()
        if self._on_end is not None:
            self._call(self._on_end, outcome)
        for error in self._callback_errors:
            threading.excepthook(
                threading.ExceptHookArgs(
                    (type(error), error, error.__traceback__, threading.current_thread())
                )
            )

    def _call(self, callback: Callable[[Argument], None], argument: Argument) -> None:
        try:
            callback(argument)
        except Exception as error:  # noqa: BLE001  the caller's; told by excepthook once the job is over
            self._callback_errors.append(error)

    # ── the drain ───────────────────────────────────────────────────────────────

    def _keep_tail(self) -> None:
        with self._child.stderr as stderr:
            while chunk := os.read(stderr.fileno(), 65536):
                self._tail += chunk
                del self._tail[:-STDERR_TAIL]

    # ── the watcher ─────────────────────────────────────────────────────────────

    def _watch(self) -> None:
        while self._process.poll() is None and not self._overstayed():
            self._wake.wait(POLL)
            self._wake.clear()
            if self._finish_wanted.is_set() and self._request_sent.is_set():
                self._finish_wanted.clear()
                self._child.send(b'{"command": "finish"}\n')
            self._check_limits()
        end_tree(self._process, TERMINATE_GRACE)

    def _overstayed(self) -> bool:
        if self._stop.is_set():
            return True
        return self._goodbye is not None and time.monotonic() - self._goodbye > GOODBYE_GRACE

    def _check_limits(self) -> None:
        from engine.errors import UserError

        seconds, memory = self._limits.seconds, self._limits.memory_bytes
        if self._outcome is not None:
            return
        if seconds is not None and time.monotonic() - self._began > seconds:
            self._break_off(UserError("job_too_long", seconds=round(seconds)))
        elif memory is not None and tree_memory(self._process.pid) > memory:
            self._break_off(UserError("job_too_big", megabytes=memory // 2**20))
