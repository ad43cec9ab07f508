"""Who looks at the files of the samples: this process, or a crew of children that a file may break."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from itertools import chain, islice
from types import TracebackType
from typing import Generic, Self, TypeVar

from engine.audit.columns.seen import TablesSeen
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
MOST_TALLIED = 200_000
"""Rows, of all tables of a set, whose columns are looked at."""

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
        self._stride = max(1, -(-(said.expected or 0) // MOST_SEEN))  # classes often come one after the other
        self.tables = TablesSeen()
        if guard.children and said.layout != "table" and (said.expected or 0) >= MANY:
            self._here = 0.0
            if guard.kept is None or guard.kept.is_empty:  # else children may not be needed
                self._crew = self._start()

    def samples(self) -> Iterator[Record]:
        """A record a sample, in order."""
        samples = self._dataset.samples()
        if self._dataset.recognition.layout == "table":  # rows are too small for a second pair of hands
            return self._rows(samples)
        return self._records(samples, items_of, joined, 0)

    def _rows(self, samples: Iterator[Sample]) -> Iterator[Record]:
        for place, sample in enumerate(samples):
            if place < MOST_TALLIED:
                self.tables.take(sample)
            yield examine(self._tree, sample, self._sight and place < MOST_SEEN, place < MOST_SIGNED)

    def targets(self) -> Iterator[Record]:
        """A record an item of the target side that no input is tied to."""
        return self._records(self._dataset.unmatched_targets(), lambda item: [item], _alone, 1)

    def exactly(self, paths: list[str]) -> Iterator[Record]:
        """Pictures by their paths, once more, known by their pixels."""
        return self._records((Item("image", path=path) for path in paths), lambda item: [item], _alone, 1)

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
        first: int,
    ) -> Iterator[Record]:
        """``first``: the place of a thing's first item. Of those at place 0 pixels may be looked at later."""

        def here(thing: Thing) -> Record:
            asked = enumerate(items(thing), first)
            return join(thing, [self._look(item, place > 0) for place, item in asked])

        if not self._guard.children:
            yield from ordered_map(here, things)
            return
        things = iter(things)
        for thing in things:
            known = [self._known(item, place > 0) for place, item in enumerate(items(thing), first)]
            if None in known:
                things = chain([thing], things)
                break
            yield join(thing, [looked for looked in known if looked])
        while self._here > 0:
            began = time.monotonic()
            record = next(map(here, things), None)
            if record is None:
                return
            self._here -= time.monotonic() - began
            yield record
        more = list(islice(things, 1))
        if more:
            self._crew = self._crew or self._start()
            yield from self._by_crew(self._crew, chain(more, things), items, join, first)

    def _seen(self) -> bool:
        """Whether the sight of one more is kept."""
        self._sights += 1
        place, late = divmod(self._sights - 1, self._stride)
        return self._sight and not late and place < MOST_SEEN

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
        first: int,
    ) -> Iterator[Record]:
        errands = (
            _Errand(
                thing, [self._prepared(item, place > 0) for place, item in enumerate(items(thing), first)]
            )
            for thing in things
        )
        for errand, answers in crew.map(errands, _Errand.requests, self._guard.log.tick):
            coming = iter(answers)
            looked = [
                part if isinstance(part, Looked) else self._taken(part, next(coming)) for part in errand.parts
            ]
            yield join(errand.thing, looked)

    def _look(self, item: Item, exact: bool) -> Looked:
        """An item looked at in this process, or known from before."""
        sight, key = self._seen(), self._key(item, exact)
        kept = self._guard.kept
        looked = kept.find(key, item, sight) if kept else None
        if looked is None:
            looked = look(self._tree, item, sight, exact=exact)
            if kept:
                kept.keep(key, looked)
        return looked

    def _known(self, item: Item, exact: bool) -> Looked | None:
        """An item known from before, as long as all are."""
        kept = self._guard.kept
        if kept is None:
            return None
        looked = kept.find(self._key(item, exact), item, self._seen())
        if looked is None:
            self._sights -= 1  # it is asked for once more
        return looked

    def _key(self, item: Item, exact: bool) -> bytes | None:
        if self._guard.kept is None or item.path is None:
            return None
        try:
            return self._guard.kept.key(item, place_of(self._tree, item.path), exact)
        except UnreadableFileError:
            return None

    def _prepared(self, item: Item, exact: bool) -> Looked | _Asked:
        """What is to be asked about an item, or all that there is to say of it."""
        if item.path is None:
            return look(self._tree, item)
        sight, kept = self._seen(), self._guard.kept
        try:
            place = place_of(self._tree, item.path)
            key = kept.key(item, place, exact) if kept else None
            if kept and (looked := kept.find(key, item, sight)):
                return looked
            data = b"" if place is not None else self._tree.read(item.path)
        except UnreadableFileError as error:
            return _unreadable(item, error.reason)
        return _Asked(item, Request(item_said(item, place, sight, exact), data), key)

    def _taken(self, asked: _Asked, answer: Answer) -> Looked:
        if isinstance(answer, Lost):
            reason = REASONS[answer.reason]
            self._guard.refused[asked.item.path or ""] = reason
            return _unreadable(asked.item, reason)
        looked = looked_of(asked.item, answer)
        if self._guard.kept:
            self._guard.kept.keep(asked.key, looked, answer)
        return looked


@dataclass(frozen=True)
class _Asked:
    """What is asked of a child about an item, and under what the answer is kept."""

    item: Item
    request: Request
    key: bytes | None


@dataclass(frozen=True)
class _Errand(Generic[Thing]):
    """A sample or an item, and what is known or to be asked of each of its files."""

    thing: Thing
    parts: list[Looked | _Asked]

    def requests(self) -> list[Request]:
        return [part.request for part in self.parts if isinstance(part, _Asked)]


def _alone(item: Item, looked: Sequence[Looked]) -> Record:  # noqa: ARG001
    return looked[0].record


def _unreadable(item: Item, reason: str) -> Looked:
    return Looked(Record(item.path or "", None, problem=reason, part=item.part))
