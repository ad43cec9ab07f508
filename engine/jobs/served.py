"""One child of a crew as its parent has it: asked, watched, ended and started anew."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, cast

from engine.jobs.child import Child, explain_death, spawn
from engine.jobs.errors import JobFailedError
from engine.jobs.journal import Journal
from engine.jobs.patience import FileLimits, Patience
from engine.jobs.protocol import Json, Task
from engine.jobs.tree import end_tree, own_memory

START_LIMIT = 60.0  # seconds for a child to be ready
FALSE_STARTS = 3  # deaths with nothing in hand, one after the other, before it is taken for ours

Reason = Literal["crashed", "slow", "big"]


@dataclass(frozen=True)
class Request:
    """What is asked: ``body`` in JSON, and bytes that go along as they are."""

    body: Json
    data: bytes = b""


@dataclass(frozen=True)
class Lost:
    """A request that cost the child its life, or would have."""

    reason: Reason


Answer = Json | Lost


class ServedClosedError(Exception):
    """The crew was closed while an answer was awaited."""


class Served:
    """``answer`` is called by one thread at a time, ``look`` by the watcher, ``close`` by anyone."""

    def __init__(
        self, task: Task, params: Json, limits: FileLimits, search_path: Sequence[Path] = ()
    ) -> None:
        """Starts the child at once. Raises JobFailedError."""
        self._limits = limits
        self._journal = Journal()
        self._patience = Patience(limits)
        opening: dict[str, Json] = {
            "serve": True,
            "module": task.module,
            "function": task.function,
            "params": params,
            "journal": self._journal.address,
            "memory": limits.memory_bytes,
            "search_path": [str(folder) for folder in search_path],
        }
        self._opening = json.dumps(opening, ensure_ascii=True).encode("ascii") + b"\n"
        self._lock = threading.Lock()  # over what follows: the watcher may end what is being asked
        self._child: Child | None = None
        self._why: Reason | None = None  # we ended it, and why
        self._busy = self._ready = self._closed = False
        self._memory = 0
        self._false_starts = 0
        self._began = 0.0
        self._start()

    def answer(self, asked: Sequence[Request]) -> list[Answer]:
        """An answer for each; what is in hand when the child ends is lost, the rest is asked again.

        Raises JobFailedError when it is the child itself that fails, ServedClosedError.
        """
        answers: list[Answer] = [None] * len(asked)
        left = list(range(len(asked)))
        while left:
            got = self._ask([asked[place] for place in left])
            if got is None:
                place, reason = self._bury()
                if place is not None:
                    answers[left.pop(place)] = Lost(reason)
                continue
            for place, said in zip(left, got, strict=True):
                answers[place] = Lost(said["lost"]) if "lost" in said else said["a"]  # type: ignore[arg-type]
            break
        return answers

    def look(self) -> None:
        """End the child if it takes too long, or too much memory."""
        with self._lock:
            if self._child is None or self._why is not None:
                return
            process, in_hand = self._child.process, self._journal.look()
            self._memory = own_memory(in_hand.process)
            if not self._busy:
                self._patience.forget()
            elif not self._ready:
                self._why = "slow" if time.monotonic() - self._began > START_LIMIT else None
            elif self._memory > self._limits.memory_bytes:
                self._why = "big"
            elif self._patience.overdue(in_hand):
                self._why = "slow"
            if self._why is not None:
                end_tree(process, 0.0)

    def close(self) -> None:
        """End the child; nobody is answered any more."""
        with self._lock:
            self._closed = True
            if self._child is not None:
                end_tree(self._child.process, 0.0)

    def release(self) -> None:
        """Let go of all that is ours, once nobody asks any more."""
        if self._child is not None:
            self._child.release()
            self._child = None
        self._journal.close()

    def _start(self) -> None:
        self._journal.clear()
        self._patience.forget()
        try:
            child = spawn(self._journal.descriptors, own_stderr=False)
        except OSError as error:
            raise JobFailedError("job_failed", f"a reader did not start: {error}") from error
        self._child, self._why, self._ready, self._memory = child, None, False, 0
        self._began = time.monotonic()
        child.send(self._opening)

    def _ask(self, asked: Sequence[Request]) -> list[dict[str, Json]] | None:
        """The answers, or None if the child has ended over them."""
        with self._lock:
            if self._closed:
                raise ServedClosedError
            worn = self._memory > self._limits.memory_bytes // 2
            if worn and self._child is not None:  # what it has hoarded is not the next file's fault
                end_tree(self._child.process, 0.0)
                self._child.release()
                self._child = None
            if self._child is None:
                self._start()
            child = self._child
            self._busy = True
        try:
            if child is None or not (self._ready or self._hear_ready(child)):
                return None
            if not (child.send(_heads(asked)) and all(child.send(each.data) for each in asked if each.data)):
                return None
            line = child.stdout.readline()
        finally:
            with self._lock:
                self._busy = False
        if not line.endswith(b"\n"):
            return None
        self._false_starts = 0
        return cast("list[dict[str, Json]]", json.loads(line)["answers"])

    def _hear_ready(self, child: Child) -> bool:
        self._ready = child.stdout.readline().endswith(b"\n")
        return self._ready

    def _bury(self) -> tuple[int | None, Reason]:
        """Which request it had in hand, and what it died of."""
        with self._lock:
            child, self._child = self._child, None
            closed = self._closed
            reason = self._why or "crashed"
        if child is None:
            return None, reason
        end_tree(child.process, 0.0)
        child.release()
        if closed:
            raise ServedClosedError
        in_hand = self._journal.look().what
        if in_hand:
            self._false_starts = 0
            return int(in_hand.partition(" ")[0]), reason
        self._false_starts += 1
        if self._false_starts == FALSE_STARTS:
            raise explain_death(child.process.returncode)
        return None, reason


def _heads(asked: Sequence[Request]) -> bytes:
    heads: Json = [[request.body, len(request.data)] for request in asked]
    return json.dumps(heads, ensure_ascii=True, separators=(",", ":")).encode("ascii") + b"\n"
