"""A map over a stream by a few threads, in order, with a bounded number under way."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TypeVar

In = TypeVar("In")
Out = TypeVar("Out")

WORKERS = 2
AHEAD = 16
"""Items under way at most: what is read but not yet taken stays small."""


def ordered_map(function: Callable[[In], Out], items: Iterable[In]) -> Iterator[Out]:
    """``function`` of each item, in the order of the items. Decoding frees the interpreter's lock."""
    with ThreadPoolExecutor(WORKERS) as pool:
        under_way: deque[Future[Out]] = deque()
        for item in items:
            under_way.append(pool.submit(function, item))
            if len(under_way) >= AHEAD:
                yield under_way.popleft().result()
        while under_way:
            yield under_way.popleft().result()
