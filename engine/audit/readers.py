"""Who looks at the files of the samples: this process, or a crew of children that a file may break."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from itertools import chain, islice
from types import TracebackType
from typing import Generic, Self, TypeVar

from engine.audit.examine import Looked, examine, items_of, joined, look
from engine.audit.guard import REASONS, Guard
from engine.audit.records import Record
from engine.audit.rows import MOST_SIGNED
from engine.audit.weighing import MOST_SEEN, wants_sight
from engine.audit.wire import item_said, looked_of
from engine.audit.workers import ordered_map
from engine.dataset.refusing import place_of
from engine.dataset.types import Dataset, Item, Sample
from engine.dataset.unreadable import UnreadableFileError
from engine.jobs.crew import Crew
from engine.jobs.served import Answer, Lost, Request

HERE = 0.5  # seconds: what takes no longer is looked at here, children would take longer to start
MANY = 300
"""With so many samples, children are started before the first is wanted."""
CREW = 2

Thing = TypeVar("Thing", Sample, Item)


class Readers:
    """Makes the records of a data set's samples; leaving its ``with`` block ends the children."""

    def __init__(self, dataset: Dataset, guard: Guard) -> None:
        """Starts the children at once where they are sure to be needed."""
        self._dataset, self._guard = dataset, guard
        self._tree = dataset.tree
        self._here = 0.0 if guard.refused else HERE  # a set that has broken a reader is trusted no more
        self._stack = ExitStack()
        self._crew: Crew | None = None
        said = dataset.recognition
        self._sight = wants_sight(said) or any(map(wants_sight, said.parts))
        self._sights = 0
        if guard.children and said.layout != "table" and (said.expected or 0) >= MANY:
            self._here = 0.0
            self._crew = self._start()

    def samples(self) -> Iterator[Record]:
        """A record a sample, in order."""
        samples = self._dataset.samples()
        if self._dataset.recognition.layout == "table":  # rows are too small for a second pair of hands
            return (
                examine(self._tree, sample, self._sight and place < MOST_SEEN, place < MOST_SIGNED)
                for place, sample in enumerate(samples)
            )
        return self._records(samples, items_of, joined)

    def targets(self) -> Iterator[Record]:
        """A record an item of the target side that no input is tied to."""
        return self._records(self._dataset.unmatched_targets(), lambda item: [item], _alone)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stack.close()

    def _records(
        self,
        things: Iterable[Thing],
        items: Callable[[Thing], list[Item]],
        join: Callable[[Thing, Sequence[Looked]], Record],
    ) -> Iterator[Record]:
        def here(thing: Thing) -> Record:
            return join(thing, [look(self._tree, item, self._seen()) for item in items(thing)])

        if not self._guard.children:
            yield from ordered_map(here, things)
            return
        things = iter(things)
        while self._here > 0:
            began = time.monotonic()
            record = next(map(here, things), None)
            if record is None:
                return
            self._here -= time.monotonic() - began
            yield record
        first = list(islice(things, 1))
        if first:
            self._crew = self._crew or self._start()
            yield from self._by_crew(self._crew, chain(first, things), items, join)

    def _seen(self) -> bool:
        """Whether the sight of one more is kept."""
        self._sights += 1
        return self._sight and self._sights <= MOST_SEEN

    def _start(self) -> Crew:
        reader = self._guard.reader
        crew = Crew(reader.task, None, CREW, reader.limits, reader.search_path)
        return self._stack.enter_context(crew)

    def _by_crew(
        self,
        crew: Crew,
        things: Iterable[Thing],
        items: Callable[[Thing], list[Item]],
        join: Callable[[Thing, Sequence[Looked]], Record],
    ) -> Iterator[Record]:
        errands = (_Errand(thing, [self._prepared(item) for item in items(thing)]) for thing in things)
        for errand, answers in crew.map(errands, _Errand.requests, self._guard.log.tick):
            coming = iter(answers)
            looked = [
                part if isinstance(part, Looked) else self._taken(part[0], next(coming))
                for part in errand.parts
            ]
            yield join(errand.thing, looked)

    def _prepared(self, item: Item) -> Looked | tuple[Item, Request]:
        """What is to be asked about an item, or all that there is to say of it."""
        if item.path is None:
            return look(self._tree, item)
        try:
            place = place_of(self._tree, item.path)
            data = b"" if place is not None else self._tree.read(item.path)
        except UnreadableFileError as error:
            return _unreadable(item, error.reason)
        return item, Request(item_said(item, place, self._seen()), data)

    def _taken(self, item: Item, answer: Answer) -> Looked:
        if isinstance(answer, Lost):
            reason = REASONS[answer.reason]
            self._guard.refused[item.path or ""] = reason
            return _unreadable(item, reason)
        return looked_of(item, answer)


@dataclass(frozen=True)
class _Errand(Generic[Thing]):
    """A sample or an item, and what is known or to be asked of each of its files."""

    thing: Thing
    parts: list[Looked | tuple[Item, Request]]

    def requests(self) -> list[Request]:
        return [part[1] for part in self.parts if not isinstance(part, Looked)]


def _alone(item: Item, looked: Sequence[Looked]) -> Record:  # noqa: ARG001
    return looked[0].record


def _unreadable(item: Item, reason: str) -> Looked:
    return Looked(Record(item.path or "", None, problem=reason, part=item.part))
