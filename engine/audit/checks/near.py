"""Near copies: the same content saved, cut or written anew; and the same thing on another background."""

from __future__ import annotations

from collections.abc import Iterator

import numpy

from engine.audit.checks.about import About
from engine.audit.checks.building import finding
from engine.audit.records import Records, TieKind
from engine.audit.types import Finding

ABOUT = About(
    order=25,
    reads=frozenset({"image", "text", "audio", "video", "mesh"}),
    costs="join",
    reports=("near_duplicates", "swapped_backgrounds", "uncheckable_images"),
)

_KINDS: tuple[tuple[TieKind, str], ...] = (("near", "near_duplicates"), ("swap", "swapped_backgrounds"))
_MANY = 10  # a tenth of the samples


def check(records: Records) -> Iterator[Finding]:
    """``near_duplicates``, ``swapped_backgrounds``: each copy beyond the first, with that one.

    What an earlier kind has found already isn't told again: only what counted as a content of its own.
    """
    unchecked = [(records.inputs[place].id, "") for place in records.uncheckable]
    yield from finding("uncheckable_images", "note", unchecked)
    if not records.ties:
        return
    known, own = records.heads(), numpy.arange(len(records.inputs))
    counted: list[TieKind] = []
    for kind, name in _KINDS:
        counted.append(kind)
        heads = records.heads(*counted)
        found = [
            (record.id, records.inputs[int(heads[place])].id)
            for place in numpy.flatnonzero((known == own) & (heads != own)).tolist()
            if (record := records.inputs[place]).usable
        ]
        known = heads
        many = len(found) * _MANY >= max(len(records.readable), 1)
        yield from finding(name, "warning" if many else "note", found)
