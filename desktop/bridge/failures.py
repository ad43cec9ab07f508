"""What a failed job says to the user."""

from __future__ import annotations

from collections.abc import Callable

from desktop.i18n import language
from engine.errors import UserError
from engine.jobs import JobFailedError


def tell_failure(error: Exception, show: Callable[[str], object]) -> None:
    """Show one sentence: what is wrong and what to do.

    Faults of our own are raised besides, so that the window's last resort shows their log.
    """
    if not isinstance(error, UserError | JobFailedError):
        raise error
    show(error.sentence(language()))
    if isinstance(error, JobFailedError) and error.code == "job_failed":
        raise error
