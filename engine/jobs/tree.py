"""A child process with everything that it started: its memory, and its end."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import psutil


def tree_memory(pid: int) -> int:
    """Resident bytes of the process and all its descendants; 0 once it is gone."""
    import psutil

    total = 0
    for member in _family(pid):
        try:
            total += member.memory_info().rss
        except psutil.Error:  # ended while we looked, or not ours to look at
            continue
    return total


def own_memory(pid: int) -> int:
    """Resident bytes of the process itself; 0 where there is none (any more)."""
    import psutil

    try:
        return 0 if pid == 0 else int(psutil.Process(pid).memory_info().rss)
    except psutil.Error:
        return 0


def end_tree(process: subprocess.Popen[bytes], grace: float) -> None:
    """Ask the whole tree to end, kill after ``grace`` seconds what is left of it, and reap."""
    if process.poll() is None:
        import psutil

        family = _family(process.pid)
        _each(family, "terminate")
        try:
            process.wait(grace)
            _, survivors = psutil.wait_procs(family[1:], timeout=0.05)
        except subprocess.TimeoutExpired:
            survivors = family
        # Once more from the root: it may have started something while it was asked to end.
        _each([*survivors, *_family(process.pid)], "kill")
    _kill_group(process.pid)
    process.wait()


def _family(pid: int) -> list[psutil.Process]:
    """The process and its descendants, as they are at this moment; the process itself first."""
    import psutil

    try:
        root = psutil.Process(pid)
        return [root, *root.children(recursive=True)]
    except psutil.Error:
        return []


def _each(family: list[psutil.Process], act: str) -> None:
    import psutil

    for member in family:
        try:
            getattr(member, act)()
        except psutil.Error:
            continue


def _kill_group(pid: int) -> None:
    """Kill what the child left behind, re-parented, in the process group that it leads (POSIX)."""
    if sys.platform != "win32":
        try:
            os.killpg(pid, signal.SIGKILL)
        except (ProcessLookupError, PermissionError):  # nobody there; only zombies there (macOS)
            return
