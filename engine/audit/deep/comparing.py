"""All images of a store compared: bucket by bucket, vote by vote, pair by pair, by many hands."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Protocol

from engine.audit.deep.buckets import JoinSettings, allot_signatures, spans
from engine.audit.deep.child import unpacked
from engine.audit.deep.groups import Groups
from engine.audit.deep.hands import Hands
from engine.audit.deep.store import StoredFeatures
from engine.audit.deep.types import Relation
from engine.audit.deep.votes import Ballot, read_votes, strongest
from engine.jobs.protocol import Json, Reporter
from engine.jobs.served import Answer, Lost, Request

_PAIRS = 16  # a request
_PARTS = 4  # of the signatures
_FIRST = 3  # candidates an image of the first round


@dataclass
class Found:
    """Relations (place, place, relation) that are not ``none``, and the contents that they leave."""

    groups: Groups
    relations: list[tuple[int, int, Relation]] = field(default_factory=list)

    def take(self, first: int, second: int, relation: Relation) -> None:
        """Note the relation of two images."""
        if relation.kind == "none":
            return
        self.relations.append((first, second, relation))
        if relation.kind != "same_background":
            self.groups.join(first, second)


class Known(Protocol):
    """What is known from before of the images of a store, by their places."""

    def where(self, place: int) -> Json:
        """Where the file lies whose grey picture the store doesn't hold; None for others."""

    def find(self, first: int, second: int, mirrored: bool) -> Relation | None:
        """The relation of two images, if it was found before."""

    def keep(self, first: int, second: int, mirrored: bool, relation: Relation) -> None:
        """Remember it."""


def compare_all(stored: StoredFeatures, hands: Hands, reporter: Reporter, known: Known) -> Found:
    """Find the twins. Two images known to be of one content through others are not compared again."""
    found = Found(Groups(len(stored)))
    if len(stored) < 2 or not stored.starts[-1]:
        return found
    settings = JoinSettings()
    ballots = _join(stored, hands, reporter, settings)
    order = strongest(ballots, len(stored), settings.most)
    first = set(strongest(ballots, len(stored), _FIRST))
    done = 0

    def ask(batch: _Batch) -> Request:
        return _ask(batch, ballots[batch[0]], known)

    for chosen in ([pair for pair in order if pair in first], [pair for pair in order if pair not in first]):
        for batch, answer in hands.map(_batches(chosen, ballots, found, known), ask):
            _take(found, ballots[batch[0]], batch[1], answer, known)
            done += len(batch[1])
            reporter.progress(done, len(order), "deep_comparing")
    return found


def _join(stored: StoredFeatures, hands: Hands, reporter: Reporter, settings: JoinSettings) -> list[Ballot]:
    allot_signatures(stored)
    count = spans(stored)
    stages: tuple[list[list[Json]], ...] = (
        [["sign", part, _PARTS] for part in range(_PARTS)],
        [["match", table] for table in range(settings.tables)],
        [["vote", span] for span in range(count)],
    )
    whole, done = sum(map(len, stages)), 0
    for stage in stages:
        for _ in hands.map(stage, Request):
            done += 1
            reporter.progress(done, whole, "deep_joining")
    return [read_votes(stored.folder, span) for span in range(count)]


_Batch = tuple[int, list[int]]


def _batches(
    chosen: list[tuple[int, int]], ballots: list[Ballot], found: Found, known: Known
) -> Iterator[_Batch]:
    """Pairs still worth comparing, a few at a time, neighbours together."""
    batch: _Batch = (-1, [])
    for span, place in sorted(chosen):
        first, second, mirrored = ballots[span].pair(place)
        if found.groups.root(first) == found.groups.root(second):
            continue
        relation = known.find(first, second, mirrored)
        if relation is not None:
            found.take(first, second, relation)
            continue
        if span != batch[0] or len(batch[1]) == _PAIRS:
            if batch[1]:
                yield batch
            batch = (span, [])
        batch[1].append(place)
    if batch[1]:
        yield batch


def _ask(batch: _Batch, ballot: Ballot, known: Known) -> Request:
    span, places = batch
    asked: list[Json] = []
    for place in places:
        first, second, _ = ballot.pair(place)
        asked.append([place, known.where(first), known.where(second)])
    return Request(["verify", span, *asked])


def _take(found: Found, ballot: Ballot, places: list[int], answer: Answer, known: Known) -> None:
    if isinstance(answer, Lost) or not isinstance(answer, list):
        return
    for place, said in zip(places, answer, strict=True):
        relation, pair = unpacked(said), ballot.pair(place)
        known.keep(*pair, relation)
        found.take(*pair[:2], relation)
