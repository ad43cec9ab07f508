"""The deep pass over a set of pictures: the same thing on another background, told in ties of records."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from engine.audit.guard import Guard
from engine.audit.records import Records, Tie
from engine.dataset.types import FileTree
from engine.dataset.unreadable import UnreadableFileError
from engine.jobs.protocol import Reporter

FEWEST = 2
CHILDREN_FROM = 200
"""Pictures; fewer are done before children would have started."""
SMALLEST = 120
"""Pixels of the shorter side: in a smaller picture there is no telling a thing from its background."""

SURE = 0.33
"""Score of a relation; below it, things that are merely made alike pass for one and the same."""


@dataclass(frozen=True)
class DeepSaid:
    """``ties``: near copies and swaps; ``uncheckable``: places of pictures with too little texture.

    ``stopped``: it ended before all were looked at, as there was enough or the user wished so.
    """

    ties: tuple[Tie, ...] = ()
    uncheckable: tuple[int, ...] = ()
    stopped: bool = False


def comparable(records: Records) -> list[int]:
    """Places of the pictures to be compared: usable, whole, not too small, one of each known content."""
    if records.recognition.layout == "side_by_side":  # each file holds two of them
        return []
    heads = records.heads("near").tolist()
    return [
        place
        for place, record in records.measured()
        if heads[place] == place
        and record.usable
        and record.picture
        and min(record.size) >= SMALLEST
        and "#" not in record.id
    ]


def look_deep(
    tree: FileTree, records: Records, places: Sequence[int], reporter: Reporter, guard: Guard
) -> DeepSaid:
    """Compare the pictures at these places with one another."""
    from engine.audit.deep.twins import find_twins

    by_name = {records.inputs[place].id: place for place in places}

    def pictures() -> Iterator[tuple[str, bytes]]:
        for name in by_name:
            try:
                yield name, tree.read(name)
            except UnreadableFileError:  # it could be read a moment ago
                continue

    workers = 2 if guard.children and len(places) >= CHILDREN_FROM else 0
    found = find_twins(pictures(), reporter, workers, total=len(places), scratch=_scratch())
    guard.rest()
    ties = [
        Tie(by_name[twin.first], by_name[twin.second], "swap" if twin.relation.kind == "swap" else "near")
        for twin in found.twins
        if twin.relation.kind == "near" or twin.relation.score >= SURE
    ]
    unchecked = tuple(sorted(by_name[name] for name in found.cannot_be_checked))
    return DeepSaid(tuple(ties), unchecked, found.stopped)


def _scratch() -> Path | None:
    """The folder of the job, which its parent removes however this process ends."""
    from engine.jobs.scratch import job_folder

    return job_folder()
