"""A job's private folder for what is half-made: made before it, removed after it."""

from __future__ import annotations

import logging
import shutil
import time
from pathlib import Path

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
