"""What share of the labels is wrong, with an interval; or that it can't be told.

Among the samples that the others are surest about, taken evenly from all classes, a label
that disagrees is wrong. If the features tell the classes apart, this share stays the same
when less sure samples are taken in; if it climbs, it is the features that fail, not the labels.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy

from engine.audit.doubt.held_out import HeldOut, Ints

_SUREST, _SURER, _SURE = 0.1, 0.3, 0.5
_DRIFT = 0.03  # by which the share may climb from the surest on and still be believed
_LATE_DRIFT = 0.015
_LAST_DRIFT = 0.06  # to all samples, the doubtful ones among them
_SMALL = 0.02  # a share that bad eyes can't have made, as they only ever add to it
_CHANCE = 0.016  # half of what mere chance leaves open; where it is more, nothing is claimed
_BIAS = 0.01  # of the method itself, as measured on known noise
_Z = 1.645  # a 90 % interval


@dataclass(frozen=True)
class WrongShare:
    """``known``: whether the share may be claimed; else it is between ``low`` and ``high``.

    ``trusted``: the samples' looks tell the classes apart, and only chance may leave it open.
    """

    known: bool
    share: float
    low: float
    high: float
    trusted: bool = True


def wrong_share(held_out: HeldOut) -> WrongShare:
    """The share of wrong labels among all.

    The bounds of what is believed come from 210 sets with known noise: where it is claimed to be
    known, the share was off by .015 at most.
    """
    surest, few = _disagreeing(held_out, _SUREST)
    surer, _ = _disagreeing(held_out, _SURER)
    share, looked_at = _disagreeing(held_out, _SURE)
    low, high = _wilson(share, looked_at)
    low, high = max(0.0, low - _BIAS), min(1.0, high + _BIAS)
    spread = max(share, 0.01) * (1 - share)
    by_chance = _Z * (spread / max(few, 1)) ** 0.5
    unseen = max(0.0, 1 - looked_at / len(held_out.labels))  # of all the wrong labels some were counted
    drift = max(_DRIFT, min(by_chance, 2 * _DRIFT))
    steady = share - surest <= drift and share - surer <= _LATE_DRIFT
    if share > _SMALL:
        steady &= _disagreeing(held_out, 1.0)[0] - share <= _LAST_DRIFT
        steady &= share - _among_the_surest(held_out) <= drift
    precise = _Z * (spread / looked_at * unseen) ** 0.5 <= _CHANCE
    trusted = steady and _tells_classes_apart(held_out)
    if not trusted:  # bad eyes add to the share, so that it says nothing of how few there are
        low, high = 0.0, max(high, surest)
    return WrongShare(precise and trusted, share, low, high, trusted)


def doubtful(held_out: HeldOut, share: float) -> Ints:
    """Places of the labels that are most likely wrong, the surest first: ``share`` of them at most.

    Only where the sample looks like another class than it is labelled.
    """
    wanted = round(share * len(held_out.labels))
    order = numpy.argsort(held_out.own, kind="stable")[:wanted]
    return numpy.asarray(order[held_out.looks[order] != held_out.labels[order]], dtype=numpy.int64)


def _disagreeing(held_out: HeldOut, part: float) -> tuple[float, int]:
    """Share of other labels among the surest ``part`` of what looks like each class; how many these are."""
    sure, looks = held_out.chances.max(axis=1), held_out.looks
    chosen: list[int] = []
    for label in range(len(held_out.names)):
        alike = numpy.flatnonzero(looks == label)
        if len(alike):
            taken = max(min(5, len(alike)), round(part * len(alike)))
            chosen += alike[numpy.argsort(-sure[alike], kind="stable")[:taken]].tolist()
    places = numpy.array(chosen, dtype=numpy.int64)
    return float((looks[places] != held_out.labels[places]).mean()), len(places)


def _among_the_surest(held_out: HeldOut) -> float:
    """Share of other labels among the surest of all: where a class is never seen well, it has no say here."""
    sure = held_out.chances.max(axis=1)
    places = numpy.argsort(-sure, kind="stable")[: max(20, round(_SURER * len(sure)))]
    return float((held_out.looks[places] != held_out.labels[places]).mean())


def _tells_classes_apart(held_out: HeldOut) -> bool:
    """Whether the foretold labels meet the given ones far more often than the commonest label would."""
    met = float((held_out.looks == held_out.labels).mean())
    commonest = float(numpy.bincount(held_out.labels).max() / len(held_out.labels))
    return met >= commonest + 0.5 * (1 - commonest)


def _wilson(share: float, count: int) -> tuple[float, float]:
    """The interval of a share seen in ``count`` (Wilson 1927)."""
    if not count:
        return 0.0, 1.0
    middle = (share + _Z**2 / (2 * count)) / (1 + _Z**2 / count)
    half = _Z / (1 + _Z**2 / count) * (share * (1 - share) / count + _Z**2 / (4 * count**2)) ** 0.5
    return max(0.0, middle - half), min(1.0, middle + half)
