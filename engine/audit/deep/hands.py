"""Those that do the steps of the deep pass: this process, or a crew of children."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Protocol, Self, TypeVar

from engine.audit.deep.child import Steps
from engine.jobs.crew import Crew
from engine.jobs.journal import NoLog
from engine.jobs.patience import FileLimits
from engine.jobs.protocol import Task
from engine.jobs.served import Answer, Request

Item = TypeVar("Item")
_TASK = Task("engine.audit.deep.child", "prepare")
_LIMITS = FileLimits(seconds=120.0, memory_bytes=6 << 30)


class Hands(Protocol):
    """Requests in, answers out, in the same order. Used in a ``with`` block."""

    def map(
        self, items: Iterable[Item], ask: Callable[[Item], Request | None]
    ) -> Iterator[tuple[Item, Answer]]:
        """Each item with the answer to what is asked of it; None where nothing is. Raises JobFailedError."""

    def __enter__(self) -> Self:
        """Begin."""

    def __exit__(self, *_: object) -> None:
        """End all that was begun."""


def hands_for(folder: Path, workers: int) -> Hands:
    """``workers`` children that share the folder; this process alone for 0."""
    return _Crew(folder, workers) if workers else _Own(folder)


class _Own:
    def __init__(self, folder: Path) -> None:
        self._steps = Steps(folder, NoLog())

    def map(
        self, items: Iterable[Item], ask: Callable[[Item], Request | None]
    ) -> Iterator[tuple[Item, Answer]]:
        for item in items:
            request = ask(item)
            yield item, None if request is None else self._steps.answer(request.body, request.data)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._steps.close()


class _Crew:
    def __init__(self, folder: Path, workers: int) -> None:
        self._crew = Crew(_TASK, str(folder), workers, _LIMITS)

    def map(
        self, items: Iterable[Item], ask: Callable[[Item], Request | None]
    ) -> Iterator[tuple[Item, Answer]]:
        def asked(item: Item) -> list[Request]:
            request = ask(item)
            return [] if request is None else [request]

        for item, answers in self._crew.map(items, asked):
            yield item, answers[0] if answers else None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._crew.close()
