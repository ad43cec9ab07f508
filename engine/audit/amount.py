"""How much of a sample counts, what took the rest away, and what that says of all the client's data."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from engine.audit.extrapolation import extrapolate
from engine.audit.records import Records
from engine.audit.types import Effective, ExtentSaid, Volume

if TYPE_CHECKING:
    from engine.rulebook.types import Cut


def count_effective(records: Records) -> Effective:
    """Different usable contents of the input side; of a paired set only those with a target.

    ``low`` counts what could not be checked for other backgrounds as repeating the rest.
    """
    samples = records.distinct("near", "swap")
    low = max(min(samples, 1), samples - len(records.uncheckable))
    return Effective(samples=samples, low=low, high=samples)


def count_taken(records: Records) -> dict[str, int]:
    """What each kind of finding takes away, one after the other; together with the number: all inputs."""
    distinct = records.distinct()
    once = records.distinct("near")
    counted = int(records.counted().sum())
    taken = {
        "unreadable": len(records.inputs) - len(records.readable),
        "unusable": len(records.readable) - counted,
        "exact_duplicates": counted - distinct,
        "near_duplicates": distinct - once,
        "swapped_backgrounds": once - records.distinct("near", "swap"),
    }
    return {kind: count for kind, count in taken.items() if count}


def tell_extent(records: Records, claimed: int | None) -> ExtentSaid | None:
    """Different contents among all files that the client claims; None where the sample is all of them.

    A file of the rest is taken to be usable as often as one of the sample.
    """
    seen = len(records.inputs)
    if claimed is None or claimed <= seen or not seen:
        return None
    sizes = records.contents("near", "swap")
    usable = round(claimed * sum(sizes) / seen)
    found = extrapolate(sizes, usable)
    return ExtentSaid(claimed=claimed, samples=found.samples, low=found.low, high=found.high)


def volume_of(samples: int, cuts: Sequence[Cut]) -> Volume:
    """The name of this many samples by the rule book's cuts."""
    for cut in sorted(cuts, key=lambda cut: -cut.least):
        if samples >= cut.least:
            return cut.value
    return "too_few"
