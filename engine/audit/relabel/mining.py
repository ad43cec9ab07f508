"""All rules for one set of labels, and what the labels are: good, repairable or disordered."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy

from engine.audit.doubt.held_out import HeldOut
from engine.audit.doubt.wrong_share import WrongShare, wrong_share
from engine.audit.relabel.alike import same_class_rules, told_apart
from engine.audit.relabel.better import better_sources
from engine.audit.relabel.spellings import Told, spelling_rules
from engine.audit.relabel.tied import tied_rules
from engine.audit.relabel.types import Context, Rule
from engine.audit.types import LabelVerdict

GOOD = 0.1
"""Share of wrong labels up to which they are good as they are: public sets that models are trained on
have 3 % on average and up to 10 % (Northcutt, Athalye and Mueller 2021)."""
OF_ROWS = 0.05
"""Share of wrong labels that is believed of rows."""
DISORDERED = 0.15
"""Share left after all rules, from which no rule has put them in order."""
SLIGHT = 0.002
"""Share of labels that rules change, up to which there is nothing to repair."""


@dataclass(frozen=True)
class Relabelling:
    """``verdict``: None where contents can't say and no rule was found.

    ``before`` and ``after``: the share of wrong labels, without and with the rules; None
    where nothing was foretold. ``changed``: the share of samples that the rules change.
    """

    rules: tuple[Rule, ...]
    changed: float
    before: WrongShare | None
    after: WrongShare | None
    verdict: LabelVerdict | None
    redone: tuple[str, ...] = ()  # the labels after all rules
    seen: HeldOut | None = None  # what was foretold, beside the labels after all rules


def find_rules(
    labels: Sequence[str],
    context: Context,
    held_out: HeldOut | None,
    sizes: Mapping[str, int] | None = None,
    versions: Context | None = None,
    noisy: bool = False,
) -> Relabelling:
    """The rules by which ``labels`` (one a sample) can be redone, and the verdict on them.

    ``held_out``: what the samples look like, told from these same labels; None where nothing
    is known of their contents. ``sizes``: samples a label in the whole set, where ``labels`` are
    those of a part. ``versions``: where better labels may stand, if not in all of ``context``.
    ``noisy``: contents leave labels open even where all is right.
    """
    versions = context if versions is None else versions
    everything = {**context, **versions}
    rules = list(spelling_rules(sizes or Counter(labels), _telling(held_out)))
    now, seen = apply_rules(labels, everything, rules, None), held_out
    if seen is not None:
        seen = merged(seen, rules)
        alike = list(same_class_rules(seen, {rule.label for rule in rules}))
        rules += alike
        now, seen = apply_rules(now, everything, alike, None), merged(seen, alike)
    better = list(better_sources(now, versions, seen))[:1]
    rules += better
    now = apply_rules(now, everything, better, seen)
    if seen is not None:
        seen = _told(seen, now)
        tied = list(tied_rules(seen, context))
        rules += tied
        now = apply_rules(now, everything, tied, seen)
    changed = sum(one != other for one, other in zip(labels, now, strict=True)) / max(len(labels), 1)
    before = None if held_out is None else _share(held_out, noisy)
    seen = None if seen is None else _told(seen, now)
    after = None if seen is None else _share(seen, noisy)
    verdict = _verdict(changed, bool(rules), after)
    return Relabelling(tuple(rules), changed, before, after, verdict, tuple(now), seen)


def apply_rules(
    labels: Sequence[str], context: Context, rules: Sequence[Rule], held_out: HeldOut | None
) -> list[str]:
    """The labels after the rules, one after the other.

    A swap changes only what looks like the class that it becomes (without ``held_out``: nothing).
    """
    said = list(labels)
    looks = None if held_out is None else [held_out.names[look] for look in held_out.looks]
    for rule in rules:
        if rule.where is None:
            said = [rule.becomes if label == rule.label else label for label in said]
            continue
        name, place = rule.where
        values = context[name]
        if rule.kind == "better_source":
            says = dict(rule.says)
            said = [says.get(value, label) for value, label in zip(values, said, strict=True)]
        elif looks is not None:
            said = [
                rule.becomes if (label, str(value), look) == (rule.label, place, rule.becomes) else label
                for label, value, look in zip(said, values, looks, strict=True)
            ]
    return said


def merged(held_out: HeldOut, rules: Sequence[Rule]) -> HeldOut:
    """What was foretold, with the classes put together that rules say are one."""
    becomes = {rule.label: rule.becomes for rule in rules if rule.where is None}
    if not becomes:
        return held_out
    ends = []
    for name in held_out.names:
        while name in becomes:
            name = becomes[name]  # noqa: PLW2901
        ends.append(name)
    names = tuple(dict.fromkeys(ends))
    places = numpy.array([names.index(end) for end in ends])
    chances = numpy.zeros((len(held_out.labels), len(names)), dtype=numpy.float32)
    for old, new in enumerate(places):
        chances[:, new] += held_out.chances[:, old]
    return HeldOut(chances, places[held_out.labels].astype(numpy.int64), names)


def _told(held_out: HeldOut, labels: Sequence[str]) -> HeldOut:
    """The same foretelling beside other labels; one that was not foretold stays as it was."""
    places = {name: place for place, name in enumerate(held_out.names)}
    coded = [places.get(label, int(old)) for label, old in zip(labels, held_out.labels, strict=True)]
    return HeldOut(held_out.chances, numpy.array(coded, dtype=numpy.int64), held_out.names)


def _telling(held_out: HeldOut | None) -> Told:
    places = {} if held_out is None else {name: place for place, name in enumerate(held_out.names)}

    def told(one: str, other: str) -> bool | None:
        if held_out is None or one not in places or other not in places:
            return None
        return told_apart(held_out, places[one], places[other])

    return told


def _share(held_out: HeldOut, noisy: bool) -> WrongShare:
    """The share of wrong labels; of rows it is only believed where it is small.

    Measurements mostly leave open what comes of them, and nothing tells that from a wrong label.
    """
    share = wrong_share(held_out)
    believed = not noisy or share.share <= OF_ROWS
    return replace(share, known=share.known and believed, trusted=share.trusted and believed)


def _verdict(changed: float, ruled: bool, after: WrongShare | None) -> LabelVerdict | None:
    if after is not None and after.trusted and (after.share if after.known else after.low) >= DISORDERED:
        return "disordered"
    if changed > SLIGHT or (ruled and (after is None or not after.known)):
        return "repairable"
    if after is None or not after.known:
        return None
    return "good" if after.share <= GOOD else "disordered"
