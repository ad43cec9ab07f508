"""Many samples of few origins; and origins that both train and test."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from engine.audit.checks.about import About
from engine.audit.checks.building import finding, finding_of
from engine.audit.records import MAX_NAMED, Concerned, Records
from engine.audit.thresholds import threshold
from engine.audit.types import Finding

ABOUT = About(order=47, reads=None, costs="names", reports=("few_origins", "leaking_origins"))


def check(records: Records) -> Iterator[Finding]:
    """``few_origins``: the first sample of each origin of several, with name and size; counted: all of them.

    ``leaking_origins``: each sample of a testing part whose origin trains as well, with one that does.
    """
    if records.origins is None:
        return
    members: dict[str, list[int]] = defaultdict(list)
    for place, origin in enumerate(records.origins.of):
        if origin:
            members[origin].append(place)
    several = sorted(((o, m) for o, m in members.items() if len(m) > 1), key=lambda one: -len(one[1]))
    shown = tuple(
        (records.inputs[places[0]].id, f"{origin} × {len(places):,}")
        for origin, places in several[:MAX_NAMED]
    )
    count = sum(len(places) for _, places in several)
    yield from finding_of(
        "few_origins",
        "warning" if len(members) < threshold(records, "few_origins") else "note",
        Concerned(count, shown),
    )
    yield from finding("leaking_origins", "warning", _leaking(records, members))


def _leaking(records: Records, members: dict[str, list[int]]) -> Iterator[tuple[str, str]]:
    sides = records.sides()
    if len(set(sides) - {""}) < 2:
        return
    for places in members.values():
        trains = next((place for place in places if sides[place] == "train"), None)
        if trains is not None:
            first = records.inputs[trains].id
            yield from ((records.inputs[place].id, first) for place in places if sides[place] == "test")
