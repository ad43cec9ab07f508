"""A wrong label that always comes from one annotator, month, site or folder."""

from __future__ import annotations

from collections.abc import Iterator

import numpy

from engine.audit.doubt.held_out import HeldOut, Ints
from engine.audit.relabel.types import Context, Rule

_FEWEST = 12  # samples that look like one class and are labelled another
_SHARE = 0.3  # of those of that class in that place
_LUCK = 1e-6  # chance of seeing as much where nothing is tied
_MOST_VALUES = 200  # of a context: more are names of samples
_TIMES = 4  # as often as elsewhere
_SAME_THING = 0.9  # of the samples have the label that goes with their place


def tied_rules(held_out: HeldOut, context: Context) -> Iterator[Rule]:
    """Where in a context samples of one look are labelled as another class, far more than elsewhere.

    After rule mining by subgroups: Fisher's exact test on (label, place) for each look.
    """
    found: list[tuple[float, Rule]] = []
    for name, values in context.items():
        names, places = numpy.unique(numpy.asarray(values, dtype=object).astype(str), return_inverse=True)
        if 2 <= len(names) <= _MOST_VALUES and not _tells_the_label(held_out, places):
            for place, value in enumerate(names):
                found += _swaps(held_out, places == place, (name, str(value)))
    yield from _one_a_sample(found)


def _tells_the_label(held_out: HeldOut, places: Ints) -> bool:
    """Whether each value goes with a single label: then it is the label under another name."""
    table = numpy.zeros((int(places.max()) + 1, len(held_out.names)), dtype=numpy.int64)
    numpy.add.at(table, (places, held_out.labels), 1)
    return bool(table.max(axis=1).sum() >= _SAME_THING * len(places))


def _swaps(held_out: HeldOut, here: Ints, where: tuple[str, str]) -> Iterator[tuple[float, Rule]]:
    from scipy.stats import fisher_exact

    looks, labels = held_out.looks, held_out.labels
    for look in numpy.unique(looks[here]):
        inside, outside = labels[here & (looks == look)], labels[~here & (looks == look)]
        counts = numpy.bincount(inside, minlength=len(held_out.names))
        counts[look] = 0
        wrong = int(counts.argmax())
        count, elsewhere = int(counts[wrong]), int((outside == wrong).sum())
        share, other_share = count / max(len(inside), 1), elsewhere / max(len(outside), 1)
        if count < _FEWEST or share < _SHARE or share < _TIMES * other_share:
            continue
        luck = fisher_exact(
            [[count, len(inside) - count], [elsewhere, len(outside) - elsewhere]], alternative="greater"
        )[1]
        if luck < _LUCK:
            rule = Rule("swap", held_out.names[wrong], held_out.names[look], count, share, where)
            yield float(luck), rule


def _one_a_sample(found: list[tuple[float, Rule]]) -> Iterator[Rule]:
    """Of rules that say the same of several contexts, the surest: a folder may be an annotator's."""
    taken: set[tuple[str, str]] = set()
    for _, rule in sorted(found, key=lambda entry: (entry[0], entry[1].where or ("", ""))):
        if (rule.label, rule.becomes) not in taken:
            taken.add((rule.label, rule.becomes))
            yield rule
