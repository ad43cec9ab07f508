"""Labels that contents can't tell apart, though they tell all others apart: one class by two names."""

from __future__ import annotations

from collections.abc import Iterator

import numpy

from engine.audit.doubt.held_out import Floats, HeldOut
from engine.audit.relabel.names import folded
from engine.audit.relabel.types import Rule

_FEWEST = 12  # samples a label, below which nothing is concluded
_ALIKE = 0.62  # area under the curve: what mere chance gives, and a little
_APART = 0.8
_HANDFUL = 2
_CHANCE = 2.3  # standard errors that chance alone takes the area above a half
_MOST_ALIKE, _MOST_NAMED_ALIKE = 0.7, 0.63
_NAMED_ALIKE = 0.57  # of two names in one manner, which are two classes until much speaks against it
_NAMED_FEWEST = 40
_NAMED_OTHERS = 0.95
_CLEAR = 0.6  # share of both labels' samples that look like one of the two
_ENOUGH_CLASSES = 3  # with only two labels left nothing shows that the features can tell anything


def told_apart(held_out: HeldOut, one: int, other: int) -> bool | None:
    """Whether contents tell two labels apart; None where there are too few to say."""
    separation = _separation(held_out, one, other)
    if separation is not None:
        return separation >= _APART
    # Of a few samples it still shows whether they look like one of the two at all.
    sizes = numpy.bincount(held_out.labels, minlength=len(held_out.names))
    rare = one if sizes[one] < sizes[other] else other
    if sizes[rare] < _HANDFUL:
        return None
    return False if _looks_like_either(held_out, one, other, rare) >= _CLEAR else None


def same_class_rules(held_out: HeldOut, settled: set[str]) -> Iterator[Rule]:
    """Pairs of labels for one class; the commoner name stays. ``settled``: labels that a rule covers."""
    sizes = numpy.bincount(held_out.labels, minlength=len(held_out.names))
    labels = [place for place in range(len(sizes)) if sizes[place] >= _FEWEST]
    if len(labels) < _ENOUGH_CLASSES:
        return
    mixed = _mixing(held_out)
    taken: set[int] = set()
    for rare in sorted(labels, key=lambda place: (sizes[place], place)):
        others = [place for place in labels if place != rare and place not in taken]
        if held_out.names[rare] in settled or not others:
            continue
        chief = max(others, key=lambda place: float(mixed[rare, place]))
        if (sizes[chief], chief) < (sizes[rare], rare) or not _is_one_class(held_out, rare, chief, labels):
            continue
        taken.add(rare)
        looks_right = _looks_like_either(held_out, rare, chief, rare)
        yield Rule("same_class", held_out.names[rare], held_out.names[chief], int(sizes[rare]), looks_right)


def _is_one_class(held_out: HeldOut, rare: int, chief: int, labels: list[int]) -> bool:
    names = held_out.names[rare], held_out.names[chief]
    manners = [_manner(name) for name in names]
    if manners[0] == manners[1] == "code":
        return False  # 3 and 8, 0 and O may look alike, and 4 is next to 5: they are classes all the same
    alike, most, fewest, apart = _ALIKE, _MOST_ALIKE, _FEWEST, _APART
    if manners[0] == manners[1] and not _abbreviates(*names):
        alike, most, fewest, apart = _NAMED_ALIKE, _MOST_NAMED_ALIKE, _NAMED_FEWEST, _NAMED_OTHERS
    counts = [int((held_out.labels == place).sum()) for place in (rare, chief)]
    error = ((sum(counts) + 1) / (12 * counts[0] * counts[1])) ** 0.5
    alike = max(alike, min(most, 0.5 + _CHANCE * error))
    separation = _separation(held_out, rare, chief)
    if separation is None or separation > alike or int((held_out.labels == rare).sum()) < fewest:
        return False
    if min(_looks_like_either(held_out, rare, chief, own) for own in (rare, chief)) < _CLEAR:
        return False
    others = [place for place in labels if place not in (rare, chief)]
    told = [_separation(held_out, rare, place) or 0.0 for place in others]
    return bool(told) and float(numpy.quantile(told, 0.1)) >= apart


def _manner(name: str) -> str:
    """How a class is named: as a code (7, c3, B), a word, or a word in another script."""
    plain = name.strip()
    if len(plain) == 1 or any(sign.isdigit() for sign in plain):
        return "code"
    return "word" if plain.isascii() else "other script"


def _abbreviates(one: str, other: str) -> bool:
    """Whether one is the beginning of a single word that the other is: ped, pedestrian."""
    short, long = sorted((folded(one), folded(other)), key=len)
    return len(short) > 1 and long.startswith(short) and long[len(short) :].isalpha()


def _looks_like_either(held_out: HeldOut, one: int, other: int, own: int) -> float:
    looks = held_out.looks[held_out.labels == own]
    return float(numpy.isin(looks, (one, other)).mean())


def _separation(held_out: HeldOut, one: int, other: int) -> float | None:
    """Area under the curve of telling ``one`` from ``other`` by what is foretold; 0.5: not at all."""
    from sklearn.metrics import roc_auc_score

    both = numpy.isin(held_out.labels, (one, other))
    right = held_out.labels[both] == one
    if min(int(right.sum()), int((~right).sum())) < _FEWEST:
        return None
    chances = held_out.chances[both]
    lean = numpy.log(chances[:, one] + 1e-9) - numpy.log(chances[:, other] + 1e-9)
    return max(float(roc_auc_score(right, lean)), 0.5)


def _mixing(held_out: HeldOut) -> Floats:
    """(labels, classes): what the samples of a label look like, on average."""
    table = numpy.zeros((len(held_out.names), len(held_out.names)), dtype=numpy.float32)
    numpy.add.at(table, held_out.labels, held_out.chances)
    counts = numpy.maximum(numpy.bincount(held_out.labels, minlength=len(held_out.names)), 1)
    table /= counts[:, None]
    numpy.fill_diagonal(table, 0)
    return table
