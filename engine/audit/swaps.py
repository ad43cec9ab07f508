"""The deep pass over a set of pictures: the same thing on another background, told in ties of records."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from itertools import zip_longest
from pathlib import Path
from typing import TYPE_CHECKING, cast

from engine.audit.guard import Guard
from engine.audit.records import Records, Tie, TieKind
from engine.dataset.refusing import place_of
from engine.dataset.types import FileTree, Item
from engine.dataset.unreadable import UnreadableFileError
from engine.jobs.protocol import Json, Reporter

if TYPE_CHECKING:
    from engine.audit.kept.deep import KeptDeep

FEWEST = 2
CHILDREN_FROM = 200
"""Pictures; fewer are done before children would have started."""
SMALLEST = 120
"""Pixels of the shorter side: in a smaller picture there is no telling a thing from its background."""

MOST_KNOWN = 30_000
"""Pictures of which is asked whether they were seen before: more are hardly ever compared."""
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
    """Compare the pictures at these places with one another; what is known of them is not looked at again."""
    from engine.audit.kept.deep import KeptDeep

    with ExitStack() as stack:
        kept = None if guard.kept is None else stack.enter_context(KeptDeep())
        names = [records.inputs[place].id for place in places]
        keys = [_key(tree, name, guard) for name in names[:MOST_KNOWN]] if kept else []
        known = [key for key in keys if key is not None]
        whole = kept is not None and len(known) == len(names)
        if kept and whole and (said := _said(kept.result(known), places)):
            return said
        said = _look(tree, dict(zip(names, places, strict=True)), keys, kept, reporter, guard)
        if kept and whole and not reporter.finish_requested:
            kept.keep_result(known, _as_json(said, places))
        return said


def _look(
    tree: FileTree,
    by_name: dict[str, int],
    keys: Sequence[bytes | None],
    kept: KeptDeep | None,
    reporter: Reporter,
    guard: Guard,
) -> DeepSaid:
    from engine.audit.deep.twins import Image, find_twins

    workers = 2 if guard.children and len(by_name) >= CHILDREN_FROM else 0

    def images() -> Iterator[Image]:
        for name, key in zip_longest(by_name, keys):
            try:
                place = place_of(tree, name)
                if place and not workers:
                    guard.log.note(name)  # should it break this process, who watches knows what did
                yield Image(name, place, b"" if place else tree.read(name), key)
            except UnreadableFileError:  # it could be read a moment ago
                continue
        guard.rest()

    found = find_twins(images(), reporter, workers, total=len(by_name), scratch=_scratch(), kept=kept)
    guard.rest()
    ties = [
        Tie(by_name[twin.first], by_name[twin.second], "swap" if twin.relation.kind == "swap" else "near")
        for twin in found.twins
        if twin.relation.kind == "near" or twin.relation.score >= SURE
    ]
    unchecked = tuple(sorted(by_name[name] for name in (*found.cannot_be_checked, *found.smooth)))
    return DeepSaid(tuple(ties), unchecked, found.stopped)


def _key(tree: FileTree, name: str, guard: Guard) -> bytes | None:
    """Under what a picture's features are kept."""
    try:
        place = place_of(tree, name)
        return guard.kept.key(Item("image", path=name), place, True) if guard.kept else None
    except UnreadableFileError:
        return None


def _as_json(said: DeepSaid, places: Sequence[int]) -> Json:
    """By the turn of the pictures: the set may hold others next time."""
    turn = {place: number for number, place in enumerate(places)}
    ties: list[Json] = [[turn[tie.one], turn[tie.other], tie.kind] for tie in said.ties]
    return [ties, [turn[place] for place in said.uncheckable], said.stopped]


def _said(kept: Json, places: Sequence[int]) -> DeepSaid | None:
    """What :func:`_as_json` made; None if it is nothing of the kind."""
    try:
        ties, unchecked, stopped = cast("tuple[list[tuple[int, int, TieKind]], list[int], bool]", kept)
        told = tuple(Tie(places[first], places[second], kind) for first, second, kind in ties)
        return DeepSaid(told, tuple(places[turn] for turn in unchecked), stopped)
    except (TypeError, ValueError, IndexError):
        return None


def _scratch() -> Path | None:
    """The folder of the job, which its parent removes however this process ends."""
    from engine.jobs.scratch import job_folder

    return job_folder()
