"""The child's side of a crew: answers batches of requests with one function until it is ended.

``prepare(params, log)``, named by module and function, gives the function that answers:
``answer(body, data) -> Json``. The log is for what it reads in pieces.
"""

from __future__ import annotations

import importlib
import json
import sys
import threading
import traceback
from collections.abc import Callable
from queue import SimpleQueue
from typing import TYPE_CHECKING, BinaryIO, Never

from engine.jobs.journal import Journal, Ticks
from engine.jobs.protocol import Json

if TYPE_CHECKING:
    from engine.jobs.worker import Channel

Answering = Callable[[Json, bytes], Json]
_Asked = list[tuple[Json, bytes]]
_SPARE = 1 << 30
"""Bytes of address space beyond the limit of resident ones: much is reserved and never touched."""


def serve(request: dict[str, Json], commands: BinaryIO, channel: Channel, end: Callable[[], None]) -> Never:
    """Answer until the parent ends us; ``end`` is called when it is gone."""
    batches: SimpleQueue[_Asked] = SimpleQueue()
    threading.Thread(target=_receive, args=(commands, batches, end), daemon=True, name="requests").start()
    journal = Journal.attach(str(request["journal"]))
    if isinstance(folders := request["search_path"], list):
        sys.path.extend(map(str, folders))
    prepare = getattr(importlib.import_module(str(request["module"])), str(request["function"]))
    answer: Answering = prepare(request["params"], Ticks(journal))
    if isinstance(memory := request["memory"], int):
        _limit_address_space(memory)
    channel.send({"ready": True})
    turn = 0
    while True:
        turn += 1
        answers: list[Json] = []
        for place, (body, data) in enumerate(batches.get()):
            journal.note(f"{place} of batch {turn}")
            answers.append(_one(answer, body, data))
        journal.note("")
        channel.send({"answers": answers})


def _one(answer: Answering, body: Json, data: bytes) -> Json:
    """``{"a": the answer}``, or ``{"lost": reason}``: what nobody foresaw costs one request."""
    try:
        return {"a": answer(body, data)}
    except MemoryError:
        return {"lost": "big"}
    except Exception:  # noqa: BLE001  the border of the process; stderr keeps what it was
        traceback.print_exc()
        return {"lost": "crashed"}


def _receive(commands: BinaryIO, batches: SimpleQueue[_Asked], end: Callable[[], None]) -> None:
    """A line of bodies with the lengths of their data, then the data itself; again and again."""
    for line in commands:
        asked: _Asked = []
        for body, length in json.loads(line):
            asked.append((body, commands.read(length) if length else b""))
        batches.put(asked)
    end()


def _limit_address_space(memory: int) -> None:
    """So that one greedy allocation fails at once instead of starving the machine; where it can be set."""
    try:
        import resource

        import psutil

        limit = psutil.Process().memory_info().vms + memory + _SPARE
        _, hard = resource.getrlimit(resource.RLIMIT_AS)
        resource.setrlimit(resource.RLIMIT_AS, (limit, hard))
    except (ImportError, ValueError, OSError):  # Windows has none, macOS refuses it
        return
