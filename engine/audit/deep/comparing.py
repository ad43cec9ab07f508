"""All images of a store compared: bucket by bucket, vote by vote, pair by pair, by many hands."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import cast

from engine.audit.deep.buckets import JoinSettings, allot_signatures, spans
from engine.audit.deep.groups import Groups
from engine.audit.deep.hands import Hands
from engine.audit.deep.store import StoredFeatures
from engine.audit.deep.types import Kind, Relation
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


def compare_all(stored: StoredFeatures, hands: Hands, reporter: Reporter) -> Found:
    """Find the twins. Two images known to be of one content through others are not compared again."""
    found = Found(Groups(len(stored)))
    if len(stored) < 2 or not stored.starts[-1]:
        return found
    settings = JoinSettings()
    ballots = _join(stored, hands, reporter, settings)
    order = strongest(ballots, len(stored), settings.most)
    first = set(strongest(ballots, len(stored), _FIRST))
    done = 0
    for chosen in ([pair for pair in order if pair in first], [pair for pair in order if pair not in first]):
        for batch, answer in hands.map(_batches(chosen, ballots, found.groups), _ask):
            _take(found, ballots[batch[0]], batch[1], answer)
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


def _batches(chosen: list[tuple[int, int]], ballots: list[Ballot], groups: Groups) -> Iterator[_Batch]:
    """Pairs still worth comparing, a few at a time, neighbours together."""
    batch: _Batch = (-1, [])
    for span, place in sorted(chosen):
        ballot = ballots[span]
        if groups.root(int(ballot.first[place])) == groups.root(int(ballot.second[place])):
            continue
        if span != batch[0] or len(batch[1]) == _PAIRS:
            if batch[1]:
                yield batch
            batch = (span, [])
        batch[1].append(place)
    if batch[1]:
        yield batch


def _ask(batch: _Batch) -> Request:
    return Request(["verify", batch[0], *batch[1]])


def _take(found: Found, ballot: Ballot, places: list[int], answer: Answer) -> None:
    if isinstance(answer, Lost) or not isinstance(answer, list):
        return
    for place, said in zip(places, answer, strict=True):
        relation = _relation(said)
        if relation.kind == "none":
            continue
        first, second = int(ballot.first[place]), int(ballot.second[place])
        found.relations.append((first, second, relation))
        if relation.kind != "same_background":
            found.groups.join(first, second)


def _relation(said: Json) -> Relation:
    kind, inliers, scale, angle, mirrored, score = cast(tuple[Kind, int, float, float, bool, float], said)
    return Relation(kind, inliers, scale, angle, mirrored, score)
