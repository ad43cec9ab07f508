"""A task that reads files one after the other; some are its end, as long as they are not left out."""

from __future__ import annotations

import ctypes
import os
import time
from pathlib import Path

from engine.jobs.journal import Journal


def read_all(params, reporter):
    journal = Journal.attach(params["journal"])
    read = []
    for name in params["files"]:
        reporter.progress(len(read), None, name)
        if name in params["broken"]:
            reporter.emit("left_out", file=name, reason=params["broken"][name])
            continue
        journal.note(name)
        _read(name, journal)
        journal.note("")
        read.append(name)
        if reporter.finish_requested:
            break
    if params.get("then"):
        _read(params["then"], journal)
    return read


def _read(name, journal):
    deed = name.rpartition("/")[2].partition(".")[0]
    if deed == "abort":
        os.abort()
    elif deed == "null":
        ctypes.string_at(0)
    elif deed == "hang":
        time.sleep(600)
    elif deed == "spin":
        sum(range(10**12))
    elif deed == "fail":
        raise ZeroDivisionError("no pixel in the picture")
    elif deed == "memory":
        raise MemoryError
    elif deed == "eat":
        hoard = []
        while True:
            hoard.append(os.urandom(4 << 20))
    elif deed == "slowly":
        for _ in range(8):
            time.sleep(0.15)
            journal.tick(10)
    elif deed == "children":
        from engine.jobs import Task
        from engine.jobs.crew import Crew
        from engine.jobs.served import Request

        with Crew(Task("served_samples", "prepare"), None, 2, None, [Path(__file__).parent]) as crew:
            list(crew.map(["hang", "spin"], lambda body: [Request(body)], journal.tick))
