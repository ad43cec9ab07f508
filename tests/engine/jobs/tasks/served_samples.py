"""What the children of the crews under test are asked: some of it is their end."""

from __future__ import annotations

import ctypes
import os
import sys
import time


def prepare(params, log):
    deeds = {
        "abort": os.abort,
        "null": lambda: ctypes.string_at(0),
        "exit": lambda: os._exit(0),
        "hang": lambda: time.sleep(600),
        "spin": lambda: sum(range(10**12)),  # in C, with the interpreter's lock
        "eat": eat,
        "greedy": lambda: bytearray(1 << 40),
        "raise": fail,
        "print": stray_prints,
        "read on": lambda: read_on(log),
    }

    def answer(body, data):
        if body == "pid":
            return os.getpid()
        if isinstance(body, dict):
            time.sleep(body["sleep"])
        elif body in deeds:
            deeds[body]()
        return [params, body, data.decode("latin-1")]

    return answer


def eat():
    hoard = []
    while True:
        hoard.append(os.urandom(4 << 20))


def fail():
    raise ZeroDivisionError("foreseen by nobody")


def stray_prints():
    sys.stdout.write("a stray line\n")
    os.write(1, b"and one more\n")


def read_on(log):
    """Slower than the limit, but going on."""
    for _ in range(8):
        time.sleep(0.1)
        log.tick(1000)


def never_ready(params, log):
    sys.exit(3)
