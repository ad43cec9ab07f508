"""A few children that answer requests side by side; a request that breaks its child is lost alone.

What is asked goes out in batches as large as keep a child busy for a moment: small
requests don't wait for a pipe each, large ones don't wait for each other.
"""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from queue import SimpleQueue
from types import TracebackType
from typing import Generic, Self, TypeVar

from engine.jobs.patience import FileLimits
from engine.jobs.protocol import Json, Task
from engine.jobs.served import Answer, Lost, Request, Served

POLL = 0.05  # seconds between two looks of the watcher
BATCH_SECONDS = 0.06
BATCH_BYTES = 4 << 20
BATCH_ITEMS = 512
BATCHES_AHEAD = 3  # a child: what is asked but not yet taken stays small
BYTES_AHEAD = 64 << 20

Item = TypeVar("Item")


class Crew:
    """Children that run one function; see :mod:`engine.jobs.serving` for what it must be like.

    Leaving its ``with`` block ends them all.
    """

    def __init__(
        self,
        task: Task,
        params: Json,
        size: int = 2,
        limits: FileLimits | None = None,
        search_path: Sequence[Path] = (),
    ) -> None:
        """Starts the children and returns at once. Raises JobFailedError."""
        self._wanted = 2  # requests a batch
        self._idle: SimpleQueue[Served] = SimpleQueue()
        self._children: list[Served] = []
        self._closing = threading.Event()
        self._pool = ThreadPoolExecutor(size, thread_name_prefix="crew")
        self._watcher = threading.Thread(target=self._watch, daemon=True, name="crew-watcher")
        try:
            for _ in range(size):
                child = Served(task, params, limits or FileLimits(), search_path)
                self._children.append(child)
                self._idle.put(child)
        except BaseException:
            self._end_children()
            raise
        self._watcher.start()

    def map(
        self,
        items: Iterable[Item],
        ask: Callable[[Item], Sequence[Request]],
        waiting: Callable[[], None] = lambda: None,
    ) -> Iterator[tuple[Item, tuple[Answer, ...]]]:
        """Each item, in order, with the answers to what is asked of it (which may be nothing).

        ``waiting`` is called some times a second while an answer is awaited. Raises JobFailedError.
        """
        under_way: deque[tuple[_Batch[Item], Future[list[Answer]]]] = deque()
        for batch in self._batches(items, ask):
            under_way.append((batch, self._pool.submit(self._answer, batch.requests)))
            while (
                len(under_way) >= BATCHES_AHEAD * len(self._children)
                or sum(sent.bytes for sent, _ in under_way) > BYTES_AHEAD
            ):
                yield from _taken(*under_way.popleft(), waiting)
        while under_way:
            yield from _taken(*under_way.popleft(), waiting)

    def close(self) -> None:
        """End the children, whatever they do; nothing of them is left afterwards."""
        self._closing.set()
        self._pool.shutdown(wait=False, cancel_futures=True)
        if self._watcher.is_alive():
            self._watcher.join()
        self._end_children()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _end_children(self) -> None:
        for child in self._children:
            child.close()
        self._pool.shutdown(wait=True, cancel_futures=True)
        for child in self._children:
            child.release()

    def _watch(self) -> None:
        while not self._closing.wait(POLL):
            for child in self._children:
                child.look()

    def _batches(
        self, items: Iterable[Item], ask: Callable[[Item], Sequence[Request]]
    ) -> Iterator[_Batch[Item]]:
        batch: _Batch[Item] = _Batch()
        for item in items:
            batch.add(item, ask(item))
            if len(batch.requests) >= self._wanted or batch.is_full:
                yield batch
                batch = _Batch()
        if batch.items:
            yield batch

    def _answer(self, requests: Sequence[Request]) -> list[Answer]:
        if not requests:
            return []
        child = self._idle.get()
        began = time.monotonic()
        try:
            answers = child.answer(requests)
        finally:
            self._idle.put(child)
        if not any(isinstance(answer, Lost) for answer in answers):
            fitting = int(BATCH_SECONDS * len(requests) / max(time.monotonic() - began, 1e-6))
            self._wanted = max(1, min(fitting, 4 * self._wanted, BATCH_ITEMS))
        return answers


class _Batch(Generic[Item]):
    """Items, how many requests each has, and the requests one after the other."""

    def __init__(self) -> None:
        self.items: list[tuple[Item, int]] = []
        self.requests: list[Request] = []
        self.bytes = 0

    def add(self, item: Item, requests: Sequence[Request]) -> None:
        self.items.append((item, len(requests)))
        self.requests += requests
        self.bytes += sum(len(request.data) for request in requests)

    @property
    def is_full(self) -> bool:
        return self.bytes >= BATCH_BYTES or len(self.items) >= BATCH_ITEMS


def _taken(
    batch: _Batch[Item], answered: Future[list[Answer]], waiting: Callable[[], None]
) -> Iterator[tuple[Item, tuple[Answer, ...]]]:
    answers: list[Answer] | None = None
    while answers is None:
        with suppress(TimeoutError):
            answers = answered.result(0.2)
        waiting()
    place = 0
    for item, count in batch.items:
        yield item, tuple(answers[place : place + count])
        place += count
