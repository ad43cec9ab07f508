"""The `jjak` command: the window without arguments (or with a case), else a sub-command.

The hidden word ``work`` makes this process a job's child: a frozen program has no
other way to start itself again.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence


def main(arguments: Sequence[str] | None = None) -> int:
    """Run what ``arguments`` (default: the process's) ask for; returns the exit code."""
    words = list(sys.argv[1:] if arguments is None else arguments)
    if not words or (len(words) == 1 and words[0].endswith(".jjak")):  # a case: from a double click
        from desktop.application import run

        return run(words)
    if words == ["work"]:
        from engine.jobs.worker import main as work

        work()
        return 0
    from desktop.cli.root import run_command

    return run_command(words)


if __name__ == "__main__":
    sys.exit(main())
