"""A job's private folders, of what is half-made and what is unpacked: made before it, removed after it."""

from __future__ import annotations

import contextlib
import logging
import os
import shutil
import tempfile
import time
from pathlib import Path

JOB_FOLDER = "JJAK_JOB_FOLDER"
"""Names, to a job's child and all that it starts, the folder that goes when the job has ended."""
_PREFIX = "jjak-private-"

TRIES = 5  # Windows lets go of a killed process's files a moment after its end


def make_scratch(folder: Path | None) -> None:
    """Make the folder, parents included.

    Raises ValueError if there is anything in it, UserError if it can't be made.
    """
    if folder is None:
        return
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        from engine.errors import UserError

        raise UserError("job_no_room", folder=str(folder.parent)) from error
    if any(folder.iterdir()):
        raise ValueError(f"a job's scratch folder must be empty: {folder}")


def remove_scratch(folder: Path | None) -> None:
    """Remove the folder and all that is in it; what can't be removed is logged."""
    if folder is None:
        return
    for attempt in range(1, TRIES + 1):
        try:
            shutil.rmtree(folder)
        except FileNotFoundError:
            return
        except OSError as error:
            if attempt == TRIES:
                logging.getLogger(__name__).warning("scratch folder not removed: %s", error)
            else:
                time.sleep(0.1)
        else:
            return


def job_folder() -> Path | None:
    """The private folder of the job that we are part of; None outside of a job."""
    named = os.environ.get(JOB_FOLDER)
    return Path(named) if named and Path(named).is_dir() else None


def make_private_folder() -> Path:
    """A new folder that only this user may enter, in the system's temporary one.

    Its name tells who made it; what a maker that is gone has left behind is removed first.
    Raises ``OSError``.
    """
    home = Path(tempfile.gettempdir())
    _sweep(home)
    return Path(tempfile.mkdtemp(prefix=f"{_PREFIX}{os.getpid()}-", dir=home))  # mode 0700


def _sweep(home: Path) -> None:
    """Remove the private folders of processes that ended without doing so."""
    own = os.getuid() if hasattr(os, "getuid") else None
    with os.scandir(home) as scan:
        left = [entry for entry in scan if entry.name.startswith(_PREFIX)]
    for entry in left:
        maker = entry.name.removeprefix(_PREFIX).partition("-")[0]
        try:
            told = entry.stat(follow_symlinks=False)
            ours = entry.is_dir(follow_symlinks=False) and own in (None, told.st_uid)
        except OSError:  # another one swept it
            continue
        if ours and maker.isdecimal() and not _runs(int(maker)):
            with contextlib.suppress(OSError):
                shutil.rmtree(entry.path)


def _runs(process: int) -> bool:
    import psutil

    return bool(psutil.pid_exists(process))
