"""The child process itself: how it is started, its pipes, and what its death means."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from engine.jobs.errors import JobFailedError
from engine.jobs.lifeline import VARIABLE, make_lifeline
from engine.jobs.scratch import JOB_FOLDER, job_folder, make_private_folder, remove_scratch


@dataclass(frozen=True)
class Child:
    """A started child process, and our end of its lifeline where there is one."""

    process: subprocess.Popen[bytes]
    lifeline: int | None = None
    folder: Path | None = None  # private to the job, where we have made it: see ``scratch.job_folder``

    @property
    def stdin(self) -> IO[bytes]:
        """Where the request and the commands go."""
        return _pipe(self.process.stdin)

    @property
    def stdout(self) -> IO[bytes]:
        """Where its lines come from."""
        return _pipe(self.process.stdout)

    @property
    def stderr(self) -> IO[bytes]:
        """Where all that is not protocol comes from."""
        return _pipe(self.process.stderr)

    def send(self, line: bytes) -> bool:
        """Write one line to the child; False if it is gone."""
        try:
            self.stdin.write(line)
            self.stdin.flush()
        except OSError:
            return False
        return True

    def release(self) -> None:
        """Close what still ties us to the child, once it has ended; who reads stderr closes that."""
        for pipe in (self.stdin, self.stdout):
            try:
                pipe.close()
            except OSError:  # a last command that nobody was there to read
                continue
        if self.lifeline is not None:
            os.close(self.lifeline)
        remove_scratch(self.folder)


def spawn(inherit: Sequence[int] = (), *, own_stderr: bool = True) -> Child:
    """Start the child: the same program, no shell, a process group of its own. Raises OSError.

    ``inherit``: descriptors that it gets under their own numbers (not on Windows).
    ``own_stderr``: a pipe of its own, which someone must drain; else it writes into ours.
    """
    folder = None if job_folder() else make_private_folder()
    try:
        return _spawn(inherit, own_stderr, folder)
    except OSError:
        remove_scratch(folder)
        raise


def _spawn(inherit: Sequence[int], own_stderr: bool, folder: Path | None) -> Child:
    environment = {**os.environ, "PYTHONUTF8": "1"}
    if folder is not None:
        environment[JOB_FOLDER] = str(folder)
    if getattr(sys, "frozen", False):
        command = [sys.executable, "work"]
    else:
        # -P: the folder we happen to stand in may be the client's; nothing is imported from it.
        command = [sys.executable, "-X", "utf8", "-P", "-m", "engine.jobs"]
        home = Path(__file__).resolve().parents[2]
        if home.name not in {"site-packages", "dist-packages"}:  # there it is found without us
            path = os.environ.get("PYTHONPATH")
            environment["PYTHONPATH"] = os.pathsep.join([str(home), *([path] if path else [])])
    pipe = subprocess.PIPE
    errors = pipe if own_stderr else None
    if sys.platform == "win32":
        flags = subprocess.CREATE_NEW_PROCESS_GROUP | subprocess.CREATE_NO_WINDOW
        return Child(
            subprocess.Popen(
                command, stdin=pipe, stdout=pipe, stderr=errors, env=environment, creationflags=flags
            ),
            folder=folder,
        )
    theirs, ours = make_lifeline() or (None, None)
    if theirs is not None:
        environment[VARIABLE] = str(theirs)
    try:
        process = subprocess.Popen(
            command,
            stdin=pipe,
            stdout=pipe,
            stderr=errors,
            env=environment,
            start_new_session=True,
            pass_fds=inherit if theirs is None else (theirs, *inherit),
        )
    except OSError:
        if ours is not None:
            os.close(ours)
        raise
    finally:
        if theirs is not None:
            os.close(theirs)
    return Child(process, ours, folder)


def explain_death(code: int) -> JobFailedError:
    """The error for a child that ended without having told its outcome."""
    if code >= 0:
        return JobFailedError("job_died", f"exit code {code}", status=code)
    import signal

    name = signal.Signals(-code).name if -code in set(signal.Signals) else f"signal {-code}"
    # Nobody here sent SIGKILL (what we end ourselves has its outcome already): the system did.
    return JobFailedError("job_killed" if name == "SIGKILL" else "job_died", f"ended by {name}", status=name)


def _pipe(pipe: IO[bytes] | None) -> IO[bytes]:
    if pipe is None:
        raise ValueError("the child was started without its pipes")
    return pipe
