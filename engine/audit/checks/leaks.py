"""The same content in the training part and in the part that is to test: the test then proves nothing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

import numpy

from engine.audit.checks.about import About
from engine.audit.checks.building import finding
from engine.audit.records import Records
from engine.audit.types import Finding

ABOUT = About(order=45, reads=None, costs="join", reports=("leaks",))

_OFTEN = 0.05  # share of the training rows that are an earlier one again


def check(records: Records) -> Iterator[Finding]:
    """``leaks``: each sample of a testing part whose content trains as well, with the one that does."""
    sides = records.sides()
    if len(set(sides) - {""}) < 2:
        return
    if records.recognition.input_modality == "table" and _is_ordinary(records, sides):
        return
    together: dict[int, list[int]] = defaultdict(list)
    for place, head in enumerate(records.heads("near", "swap").tolist()):
        if sides[place]:
            together[head].append(place)
    found: list[tuple[str, str]] = []
    for members in together.values():
        trains = next((place for place in members if sides[place] == "train"), None)
        if trains is not None and records.inputs[trains].usable:
            first = records.inputs[trains].id
            found += [(records.inputs[place].id, first) for place in members if sides[place] == "test"]
    yield from finding("leaks", "serious", found)


def _is_ordinary(records: Records, sides: Sequence[str]) -> bool:
    """Whether rows of a few values come again within the training part as often as between the two."""
    heads = records.heads()
    train = heads[numpy.array([side == "train" for side in sides], dtype=bool)]
    test = heads[numpy.array([side == "test" for side in sides], dtype=bool)]
    known = numpy.unique(train)
    again = 1 - len(known) / max(len(train), 1)
    return bool(again > _OFTEN and numpy.isin(test, known).mean() <= 2 * again)
