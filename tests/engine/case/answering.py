"""A child that answers questions until it is killed, saying so after each one.

Reads case paths from stdin, a line each. On POSIX a fork works on each, so that the
imports are paid for once; elsewhere the script is started anew for every path.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

from case_samples import prototype, run_folder

from engine.case import CaseFile


def act(case, number, run):
    """The number-th change: always one that appends; pictures and undos among the answers."""
    if number % 7 == 3:
        return case.undo()
    if number % 7 == 4:
        return case.redo()
    if number % 25 == 10:
        return case.record_prototype(prototype(number), run)
    return case.answer(f"q{number % 5}", f"값 {number}", note="메모 " * 100)


def go_on(path, run):
    """Change the case as long as we live; the line is written when the change is committed."""
    case = CaseFile.open(path)
    while True:
        state = act(case, case.state.revision, run)
        os.write(1, f"{state.revision}\n".encode())


def main():
    run = Path(sys.argv[1])
    for line in sys.stdin:
        path = Path(line.rstrip("\n"))
        if sys.platform == "win32":
            os.write(1, f"pid {os.getpid()}\n".encode())
            go_on(path, run)
        pid = os.fork()
        if pid == 0:
            os.write(1, f"pid {os.getpid()}\n".encode())
            go_on(path, run)
        os.waitpid(pid, 0)
        os.write(1, b"ended\n")


if __name__ == "__main__":
    if not Path(sys.argv[1]).exists():
        run_folder(Path(sys.argv[1]), os.urandom(300_000), tuple(os.urandom(5000) for _ in range(5)))
    main()
