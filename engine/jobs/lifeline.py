"""A pipe whose end is the child's end, whatever the child is doing (Linux).

Everywhere, a thread of the child sees by the end of its stdin that the parent is
gone. A C call that never lets go of the interpreter would keep that thread from
running; on Linux the kernel itself then kills the child's process group.
"""

from __future__ import annotations

import os
import signal
import sys

VARIABLE = "JJAK_LIFELINE"


def make_lifeline() -> tuple[int, int] | None:
    """The child's and the parent's end of a new pipe, or None where the system can't do this."""
    return os.pipe() if sys.platform == "linux" else None


def hold_lifeline() -> None:
    """In the child: let the kernel kill us and what we start when the parent's end closes."""
    number = os.environ.pop(VARIABLE, None)
    if sys.platform == "linux" and number is not None and os.getpgrp() == os.getpid():
        import fcntl

        end = int(number)
        os.set_inheritable(end, False)
        fcntl.fcntl(end, fcntl.F_SETOWN, -os.getpgrp())
        fcntl.fcntl(end, F_SETSIG, signal.SIGKILL)
        fcntl.fcntl(end, fcntl.F_SETFL, fcntl.fcntl(end, fcntl.F_GETFL) | os.O_ASYNC)


F_SETSIG = 10  # of Linux's fcntl.h; Python's fcntl doesn't name it
