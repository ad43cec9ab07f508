"""The child's side of a job: run one task, tell the parent, never outlive it.

The pipes on descriptors 0 and 1 are moved away before anything else runs, so
that a stray print (also one from C code) lands in stderr and can't break the
protocol, and nothing that the task starts can eat the parent's commands.
"""

from __future__ import annotations

import faulthandler
import importlib
import io
import json
import os
import sys
import threading
import time
import traceback
from typing import BinaryIO, Never

from engine.jobs.lifeline import hold_lifeline
from engine.jobs.protocol import Json
from engine.jobs.serving import serve

PROGRESS_INTERVAL = 0.1  # seconds between two progress lines
ORPHAN_GRACE = 0.2  # seconds for a write under way, once the parent is gone


def main() -> None:
    """Run the one task that the first line of stdin names, or serve, and end the process."""
    faulthandler.enable(2)  # not sys.stderr: a windowed program has none
    hold_lifeline()
    commands, answers = _private_pipes()
    channel = Channel(answers)
    request = json.loads(commands.readline() or "null")
    if request is None:  # the parent was gone before it said anything
        os._exit(1)
    if request.get("serve"):
        serve(request, commands, channel, _follow_parent)
    reporter = ChildReporter(channel)
    threading.Thread(target=_listen, args=(commands, reporter), daemon=True, name="commands").start()
    outcome = _run_task(request, reporter)
    reporter.flush()
    if sys.platform == "win32":  # elsewhere the parent kills the process group
        _end_descendants()
    channel.send(outcome)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.flush()
    # Not sys.exit: threads left over by a library, or a crash in one's tear-down, could
    # keep or spoil an end that has been told already.
    os._exit(0)


class Channel:
    """JSON lines to the parent, from any thread."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._lock = threading.Lock()

    def send(self, message: dict[str, Json]) -> None:
        """Write one line. Raises TypeError, before writing, for what is not JSON."""
        # ASCII, because a file name may hold a lone surrogate, which UTF-8 can't carry.
        line = json.dumps(message, ensure_ascii=True, separators=(",", ":")).encode("ascii") + b"\n"
        with self._lock:
            self._stream.write(line)
            self._stream.flush()


class ChildReporter:
    """The :class:`~engine.jobs.protocol.Reporter` that a task gets."""

    def __init__(self, channel: Channel) -> None:
        self._channel = channel
        self._finish = threading.Event()
        self._lock = threading.Lock()
        self._pending: dict[str, Json] | None = None
        self._due = 0.0
        self._has_pending = threading.Event()
        self._pacer: threading.Thread | None = None

    def progress(self, done: int, total: int | None, stage: str) -> None:
        """Say how far the stage is; at most ten a second are sent, and always the last."""
        with self._lock:
            self._pending = {"done": done, "total": total, "stage": stage}
            if time.monotonic() >= self._due:
                self._send_pending()
                return
            if self._pacer is None:
                self._pacer = threading.Thread(target=self._pace, daemon=True, name="progress")
                self._pacer.start()
        self._has_pending.set()

    def emit(self, kind: str, **data: Json) -> None:
        """Send an event at once, after the progress that was said before it."""
        self.flush()
        self._channel.send({"event": kind, "data": data})

    @property
    def finish_requested(self) -> bool:
        """True once the user asked to stop early and keep what there is."""
        return self._finish.is_set()

    def request_finish(self) -> None:
        """The parent's command."""
        self._finish.set()

    def flush(self) -> None:
        """Send the progress that still waits for its turn."""
        with self._lock:
            self._send_pending()

    def _pace(self) -> None:
        """Send, when its time has come, a last progress that no later call pushes out."""
        while True:
            self._has_pending.wait()
            self._has_pending.clear()
            time.sleep(max(0.0, self._due - time.monotonic()))
            self.flush()

    def _send_pending(self) -> None:
        if self._pending is not None:
            self._channel.send({"event": "progress", "data": self._pending})
            self._pending = None
            self._due = time.monotonic() + PROGRESS_INTERVAL


def _private_pipes() -> tuple[BinaryIO, BinaryIO]:
    """Move the two pipes to descriptors of our own; 0 becomes empty and 1 goes to stderr."""
    commands = os.fdopen(os.dup(0), "rb")
    answers = os.fdopen(os.dup(1), "wb")
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.close(nothing)
    os.dup2(2, 1)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace", line_buffering=True)
    return commands, answers


def _listen(commands: BinaryIO, reporter: ChildReporter) -> None:
    """Take the parent's commands; end the process, and what it started, when the parent is gone."""
    for line in commands:
        if json.loads(line) == {"command": "finish"}:
            reporter.request_finish()
    _follow_parent()


def _follow_parent() -> Never:
    """End the process, and what it started: the parent is gone."""
    time.sleep(ORPHAN_GRACE)
    _end_descendants()
    os._exit(1)


def _end_descendants() -> None:
    """Kill all that the task has started and not ended."""
    import psutil

    for descendant in psutil.Process().children(recursive=True):
        try:
            descendant.kill()
        except psutil.Error:
            continue


def _run_task(request: dict[str, Json], reporter: ChildReporter) -> dict[str, Json]:
    """Run the task; what came of it, as the last line for the parent."""
    try:
        if isinstance(folders := request["search_path"], list):
            sys.path.extend(map(str, folders))
        function = getattr(importlib.import_module(str(request["module"])), str(request["function"]))
        outcome: dict[str, Json] = {"result": function(request["params"], reporter)}
        json.dumps(outcome)  # a result that is not JSON is the task's failure, told as such
    except Exception as error:  # noqa: BLE001  the border of the process: the parent must be told
        return _tell_error(error)
    return outcome


def _tell_error(error: Exception) -> dict[str, Json]:
    from engine.errors import UserError

    if isinstance(error, UserError):
        details: dict[str, Json] = dict(error.details)
        return {"user_error": error.code, "details": details}
    if isinstance(error, MemoryError):
        return {"user_error": "job_out_of_memory", "details": {}}
    return {"failed": "".join(traceback.format_exception(error))}
