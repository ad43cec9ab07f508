"""What parent and child say to each other."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

Json = None | bool | int | float | str | list["Json"] | dict[str, "Json"]


@dataclass(frozen=True)
class Task:
    """A function that a child process can run: ``function(params, reporter) -> Json``."""

    module: str
    function: str


@dataclass(frozen=True)
class Event:
    """One line from the child.

    ``kind`` is ``progress`` (``done``, ``total`` or None, ``stage``), ``partial`` (a
    result worth showing before the end; ``name`` says which) or a task's own word.
    """

    kind: str
    data: dict[str, Json]


class Reporter(Protocol):
    """What a task is given to speak to its parent while it works."""

    def progress(self, done: int, total: int | None, stage: str) -> None:
        """Say how far the stage is; throttled, so call it as often as is natural."""

    def emit(self, kind: str, **data: Json) -> None:
        """Send an event of the task's own at once."""

    @property
    def finish_requested(self) -> bool:
        """True once the user asked to stop early and keep what there is."""
