"""A wrong label that always comes from one annotator, month, site or folder."""

from __future__ import annotations

from collections.abc import Iterator

import numpy

from engine.audit.doubt.held_out import HeldOut, Ints
from engine.audit.relabel.types import Context, Rule

_FEWEST = 12  # samples that look like one class and are labelled another
_SHARE = 0.3  # of those of that class in that place
_LUCK = 1e-6  # chance of seeing as much where nothing is tied
_LUCK_BACK = 1e-3  # the same for looks by label: that only has to tell a swap from an uneven place
_MOST_VALUES = 200  # of a context: more are names of samples
_TIMES = 4  # as often as elsewhere
_SAME_SHARE = 0.5  # of the share in one place: where it is as much, the same is wrong there
_LEFT = 0.25  # of the samples must lie elsewhere
_SAME_THING = 0.9  # of the samples have the label that goes with their place
_KNOWN = 0.6  # of what is labelled as a class elsewhere must look like it, or looks say nothing of it
_SURE = 0.75  # times the chance of that look elsewhere: other light alone makes looks less sure


def tied_rules(held_out: HeldOut, context: Context) -> Iterator[Rule]:
    """Where in a context samples of one look are labelled as another class, far more than elsewhere.

    After rule mining by subgroups: Fisher's exact test on (label, place) for each look, and on
    (look, place) for each label. The second tells a swap from a place that has simply more of a
    class, which bad eyes take for another as often there as anywhere.
    """
    found: list[tuple[float, Rule]] = []
    for name, values in context.items():
        names, places = numpy.unique(numpy.asarray(values, dtype=object).astype(str), return_inverse=True)
        if 2 <= len(names) <= _MOST_VALUES and not _tells_the_label(held_out, places):
            for place, value in enumerate(names):
                found += _swaps(held_out, places, place, (name, str(value)))
    yield from _one_a_sample(found)


def _tells_the_label(held_out: HeldOut, places: Ints) -> bool:
    """Whether each value goes with a single label: then it is the label under another name."""
    table = numpy.zeros((int(places.max()) + 1, len(held_out.names)), dtype=numpy.int64)
    numpy.add.at(table, (places, held_out.labels), 1)
    return bool(table.max(axis=1).sum() >= _SAME_THING * len(places))


def _swaps(
    held_out: HeldOut, places: Ints, place: int, where: tuple[str, str]
) -> Iterator[tuple[float, Rule]]:
    looks, labels, here = held_out.looks, held_out.labels, places == place
    for look in numpy.unique(looks[here]).tolist():
        inside = labels[here & (looks == look)]
        counts = numpy.bincount(inside, minlength=len(held_out.names))
        counts[look] = 0
        wrong = int(counts.argmax())
        if counts[wrong] < _FEWEST or counts[wrong] < _SHARE * len(inside):
            continue
        compared = here | _well_labelled(labels == wrong, looks == look, places, counts[wrong] / len(inside))
        luck = _luck(labels == wrong, (looks == look) & compared, here)
        back = _luck(looks == look, (labels == wrong) & compared, here)
        if luck < _LUCK and back < _LUCK_BACK and _is_known(held_out, look, wrong, here):
            share = float(counts[wrong] / len(inside))
            rule = Rule("swap", held_out.names[wrong], held_out.names[look], int(counts[wrong]), share, where)
            yield luck, rule


def _well_labelled(hit: Ints, among: Ints, places: Ints, share: float) -> Ints:
    """(samples,) those of places where not the same is wrong: two of four may swap the same two classes.

    All, where these would be fewer than a quarter: then it is no matter of a place.
    """
    sizes = numpy.bincount(places[among], minlength=int(places.max()) + 1)
    hits = numpy.bincount(places[among & hit], minlength=len(sizes))
    rest = (hits < _SAME_SHARE * share * sizes)[places]
    return numpy.asarray(rest if rest.mean() >= _LEFT else numpy.ones_like(rest))


def _luck(hit: Ints, among: Ints, here: Ints) -> float:
    """The chance that of ``among`` so many more are a ``hit`` here than elsewhere; 1 if not many more."""
    from scipy.stats import fisher_exact

    inside, outside = among & here, among & ~here
    count, others = int((hit & inside).sum()), int((hit & outside).sum())
    size, rest = int(inside.sum()), int(outside.sum())
    if count / max(size, 1) < _TIMES * others / max(rest, 1):
        return 1.0
    return float(fisher_exact([[count, size - count], [others, rest - others]], alternative="greater")[1])


def _is_known(held_out: HeldOut, look: int, wrong: int, here: Ints) -> bool:
    """Whether looks can be trusted: with both classes elsewhere, and with these samples themselves."""
    looks, labels = held_out.looks, held_out.labels
    # Samples of the one class were taught as the other, so elsewhere too some will look like that.
    for label, fitting in ((look, (look, wrong)), (wrong, (wrong,))):
        elsewhere = looks[~here & (labels == label)]
        if not len(elsewhere) or float(numpy.isin(elsewhere, fitting).mean()) < _KNOWN:
            return False
    swapped, right = here & (labels == wrong), ~here & (labels == look)
    sure = [numpy.median(held_out.chances[one & (looks == look), look]) for one in (swapped, right)]
    return bool(sure[0] >= _SURE * sure[1])


def _one_a_sample(found: list[tuple[float, Rule]]) -> Iterator[Rule]:
    """Of rules that say the same of several contexts, the surest: a folder may be an annotator's."""
    taken: set[tuple[str, str]] = set()
    for _, rule in sorted(found, key=lambda entry: (entry[0], entry[1].where or ("", ""))):
        if (rule.label, rule.becomes) not in taken:
            taken.add((rule.label, rule.becomes))
            yield rule
