"""A better label that stands in a name or in another column."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from engine.audit.doubt.held_out import HeldOut
from engine.audit.relabel.names import folded
from engine.audit.relabel.types import Context, Rule

_COVERED = 0.9  # of the samples must have a value there
_SAME_THING = 0.5  # of the samples must have the same class in both, or they speak of different things
_FEWEST = 5  # samples on which both differ
_MORE_OFTEN = 3  # times as often right, where they differ


def better_sources(labels: Sequence[str], context: Context, held_out: HeldOut | None) -> Iterator[Rule]:
    """Contexts that name the same classes, and are right where they say something else.

    Without anything to check by (``held_out`` None) none is better than the other.
    """
    if held_out is None:
        return
    looks = [held_out.names[look] for look in held_out.looks]
    for name, values in context.items():
        meaning = as_labels(labels, values)
        if not meaning:
            continue
        said = [meaning.get(value, "") for value in values]
        if sum(map(bool, said)) < _COVERED * len(labels):
            continue
        differing = [place for place, label in enumerate(labels) if said[place] and said[place] != label]
        if not _FEWEST <= len(differing) <= (1 - _SAME_THING) * len(labels):
            continue
        theirs = sum(looks[place] == said[place] for place in differing)
        ours = sum(looks[place] == labels[place] for place in differing)
        if theirs >= max(_FEWEST, _MORE_OFTEN * ours):
            support = theirs / max(theirs + ours, 1)
            says = tuple(sorted(meaning.items()))
            yield Rule("better_source", "", "", len(differing), support, (name, ""), says)


def as_labels(labels: Sequence[str], values: Sequence[str]) -> Mapping[str, str]:
    """What each value of a context is as a label: the one of its spelling, or the one it mostly goes with.

    Empty where the values don't go with labels one to one.
    """
    known = {folded(label): label for label in labels}
    by_spelling = {value: known[folded(value)] for value in set(values) if folded(value) in known}
    if len(by_spelling) >= 2:
        return by_spelling
    pairs = Counter(zip(values, labels, strict=True))
    best: dict[str, tuple[int, str]] = {}
    sizes = Counter(values)
    if not 2 <= len(sizes) <= 2 * len(known):
        return {}
    for (value, label), count in pairs.items():
        best[value] = max(best.get(value, (0, "")), (count, label))
    clear = {value: label for value, (count, label) in best.items() if count >= 0.6 * sizes[value] and value}
    return clear if len(set(clear.values())) == len(clear) >= 2 and len(clear) == len(known) else {}
