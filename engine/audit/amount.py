"""How much of a sample counts, what took the rest away, and what that says of all the client's data."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from engine.audit.extrapolation import extrapolate
from engine.audit.records import Records
from engine.audit.types import Effective, ExtentSaid, Volume

if TYPE_CHECKING:
    from engine.rulebook.types import Cut


_MOST_CLASSES = 1000


def count_effective(records: Records) -> Effective:
    """Different usable contents of the input side; of a paired set only those with a target.

    ``low`` counts what could not be checked for other backgrounds as repeating the rest.
    """
    samples = records.distinct("near", "swap")
    low = max(min(samples, 1), samples - len(records.uncheckable))
    return Effective(samples=samples, low=low, high=samples)


def distinct_classes(records: Records) -> dict[str, int]:
    """Different usable contents a class, the most first; none where targets are no classes."""
    sizes = records.labels
    if not 0 < len(sizes) <= _MOST_CLASSES or records.recognition.target_modality != "category":
        return {}
    found = records.distinct_labels("near", "swap")
    return {name: found.get(name, 0) for name in sorted(sizes, key=lambda name: -found.get(name, 0))}


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


def tell_extent(records: Records, claimed: int | None, cuts: Sequence[Cut]) -> ExtentSaid | None:
    """Different contents among all files that the client claims; None where the sample is all of them.

    A file of the rest is taken to be usable as often as one of the sample. What could not be
    checked for other backgrounds widens the interval downwards, in its share.
    """
    seen = len(records.inputs)
    if claimed is None or claimed <= seen or not seen:
        return None
    sizes = records.contents("near", "swap")
    usable = round(claimed * sum(sizes) / seen)
    found = extrapolate(sizes, usable)
    sure = count_effective(records).low
    low = min(found.low, max(sure, round(found.low * sure / max(len(sizes), 1))))
    return ExtentSaid(
        claimed=claimed,
        samples=found.samples,
        low=low,
        high=found.high,
        least=volume_of(low, cuts),
        most=volume_of(found.high, cuts),
        proved=volume_of(sure, cuts) == "many",
    )


def volume_of(samples: int, cuts: Sequence[Cut]) -> Volume:
    """The name of this many samples by the rule book's cuts."""
    for cut in sorted(cuts, key=lambda cut: -cut.least):
        if samples >= cut.least:
            return cut.value
    return "too_few"
