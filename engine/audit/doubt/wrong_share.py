"""What share of the labels is wrong, with an interval; or that it can't be told.

Among the samples that the others are surest about, taken evenly from all classes, a label
that disagrees is wrong. If the features tell the classes apart, this share stays the same
when less sure samples are taken in; if it climbs, it is the features that fail, not the labels.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy

from engine.audit.doubt.held_out import HeldOut, Ints

_SUREST = 0.10
_SURE = 0.40
_DRIFT = 0.03  # by which the share may climb between the two and still be believed
_WIDEST = 0.045  # half the interval: where chance alone leaves more open, nothing is claimed
_BIAS = 0.01  # of the method itself, as measured on known noise
_Z = 1.645  # a 90 % interval


@dataclass(frozen=True)
class WrongShare:
    """``known``: whether the share may be claimed; else ``high`` is the most that it can be."""

    known: bool
    share: float
    low: float
    high: float


def wrong_share(held_out: HeldOut) -> WrongShare:
    """The share of wrong labels among all."""
    surest, few = _disagreeing(held_out, _SUREST)
    share, looked_at = _disagreeing(held_out, _SURE)
    low, high = _wilson(share, looked_at)
    low, high = max(0.0, low - _BIAS), min(1.0, high + _BIAS)
    by_chance = _Z * (max(share, 0.01) * (1 - share) / max(few, 1)) ** 0.5
    steady = share - surest <= max(_DRIFT, min(by_chance, 2 * _DRIFT))
    known = (high - low) / 2 <= _WIDEST and steady and _tells_classes_apart(held_out)
    return WrongShare(known, share, low, high if known else max(high, surest))


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
