"""The labels of a set, weighed: which are doubtful, what share is wrong, and by what rules to redo them."""

from __future__ import annotations

import base64
import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy
from threadpoolctl import threadpool_limits

from engine.audit.doubt.features import row_features, text_features
from engine.audit.doubt.held_out import FOLDS, Floats, HeldOut, Ints, hold_out
from engine.audit.doubt.wrong_share import doubtful
from engine.audit.records import Record, Records
from engine.audit.relabel import Relabelling, Rule, find_rules
from engine.audit.relabel.contexts import Context, context_of, places_of_rows, versions_of_rows
from engine.audit.types import LabelsSaid, RuleSaid
from engine.dataset.corrections import named_samples
from engine.dataset.types import Part, Recognition

MOST_WEIGHED = 10_000
"""Labelled samples that are weighed at most, drawn evenly from all of which there is a sight."""
MOST_SEEN = 20_000
"""Samples whose sight is kept: two kilobytes each."""
_FEWEST = 40
_MOST_CLASSES = 300  # that contents are asked about
_MOST_LABELS = 3000
_PER_LABEL = 3  # samples a label on average; where there are fewer, labels are names or answers
_MANY_COLUMNS = 16  # so many columns are a picture or a measurement, of which a label is to be read

Entry = tuple[int, Record]


@dataclass(frozen=True)
class Weighed:
    """What is said of the labels, and the doubtful ones: (sample's id, "label → what it looks like")."""

    said: LabelsSaid
    doubtful: tuple[tuple[str, str], ...]


def weigh(records: Records) -> Weighed | None:
    """None where the targets are no classes, or there are too few to say anything of them.

    Of a mixed set the part with most labelled samples is weighed: labels of parts are strangers.
    """
    labelled = _labelled(records)
    sizes = Counter(record.label or "" for _, record in labelled)
    if len(labelled) < _FEWEST or not 2 <= len(sizes) <= min(_MOST_LABELS, len(labelled) // _PER_LABEL):
        return None
    if any(len(record.tags) > 1 for _, record in labelled):
        return None  # several labels each: which of them may be wrong can't be told from the whole
    with threadpool_limits(1):  # more threads only get in each other's way on two cores
        return _weighed(records, _drawn(labelled), sizes)


def wants_sight(said: Recognition | Part) -> bool:
    """Whether the labels of such a set can be weighed."""
    return said.target_modality == "category" and said.input_modality in ("image", "text", "table", "audio")


def _weighed(records: Records, drawn: Sequence[Entry], sizes: Counter[str]) -> Weighed:
    shown = [record for _, record in drawn]
    labels = [record.label or "" for record in shown]
    modality = records.said_of(shown[0]).input_modality
    context: Context = context_of(shown)
    versions, noisy = None, False
    if modality == "table":
        versions = versions_of_rows(context, labels)
        context = places_of_rows(context, labels)
    # Who labelled a row is no part of what it shows: else a slip of one annotator would look right.
    apart = frozenset([*(versions or ()), *(context if modality == "table" else ())])
    features = _features(shown, modality, apart) if len(sizes) <= _MOST_CLASSES else None
    if modality == "table":
        noisy = features is None or len(json.loads(shown[0].sight)) < _MANY_COLUMNS
    heads = records.heads("near", "swap")[[place for place, _ in drawn]]
    held_out = None if features is None else _held_out(features, labels, heads)
    found = find_rules(labels, context, held_out, sizes, versions, noisy)
    said = _said(found, shown, {**context, **(versions or {})})
    return Weighed(said, _doubtful(shown, labels, found))


def _labelled(records: Records) -> list[Entry]:
    """The usable samples with a class, of the part that has most of them."""
    parts: dict[int, list[Entry]] = {}
    for place, record in records.measured():
        if record.usable and record.label is not None and _is_class(records, record):
            parts.setdefault(record.part, []).append((place, record))
    return max(parts.values(), key=len, default=[])


def _drawn(labelled: list[Entry]) -> list[Entry]:
    """As many as are weighed: those that were seen, where any were."""
    seen = [entry for entry in labelled if entry[1].sight] or labelled
    if len(seen) <= MOST_WEIGHED:
        return seen
    chosen = numpy.random.default_rng(0).choice(len(seen), MOST_WEIGHED, replace=False)
    return [seen[place] for place in sorted(chosen.tolist())]


def _is_class(records: Records, record: Record) -> bool:
    return records.said_of(record).target_modality == "category"


def _features(shown: Sequence[Record], modality: str, without: frozenset[str]) -> Floats | None:
    """What is seen of each sample, as numbers; of rows ``without`` the columns that speak of the label."""
    if not all(record.sight for record in shown):
        return None
    if modality == "text":
        return text_features([record.sight for record in shown])
    if modality == "table":
        rows = [json.loads(record.sight) for record in shown]
        kept = [{name: cell for name, cell in row.items() if name not in without} for row in rows]
        return _finite(row_features(kept))
    decoded = [numpy.frombuffer(base64.b64decode(record.sight), dtype=numpy.float16) for record in shown]
    if len({len(one) for one in decoded}) != 1:
        return None
    return _finite(numpy.stack(decoded).astype(numpy.float32))


def _finite(features: Floats) -> Floats:
    return numpy.nan_to_num(features, nan=0.0, posinf=0.0, neginf=0.0)


def _held_out(features: Floats, labels: Sequence[str], heads: Ints) -> HeldOut | None:
    """None where nothing is to be seen, or too many are of classes with too few contents to learn from."""
    if not numpy.ptp(features, axis=0).any():
        return None
    contents = {label: set[int]() for label in labels}
    for label, head in zip(labels, heads.tolist(), strict=True):
        contents[label].add(head)
    rare = {label for label, own in contents.items() if len(own) < FOLDS}
    if len(contents) - len(rare) < 2 or sum(label in rare for label in labels) > 0.2 * len(labels):
        return None
    return hold_out(features, list(labels), heads)


def _said(found: Relabelling, shown: Sequence[Record], context: Context) -> LabelsSaid:
    share = found.before
    return LabelsSaid(
        verdict=found.verdict,
        weighed=len(shown),
        known=share is not None and share.known,
        share=None if share is None else round(share.share, 4),
        low=None if share is None else round(share.low, 4),
        high=None if share is None else round(share.high, 4),
        changed=round(found.changed, 4),
        rules=tuple(_rule(rule, shown, found.seen, context) for rule in found.rules),
    )


def _rule(rule: Rule, shown: Sequence[Record], seen: HeldOut | None, context: Context) -> RuleSaid:
    """A rule as it is told; a swap with the samples that look like what they become."""
    samples = ""
    if rule.kind == "swap" and rule.where is not None and seen is not None:
        name, value = rule.where
        looks = [seen.names[look] for look in seen.looks]
        cases = zip(shown, context[name], looks, strict=True)
        samples = named_samples(
            record.id for record, where, look in cases if where == value and look == rule.becomes
        )
    return RuleSaid(
        kind=rule.kind,
        label=rule.label,
        becomes=rule.becomes,
        count=rule.count,
        support=round(rule.support, 3),
        where=rule.where,
        says=dict(rule.says),
        samples=samples,
    )


def _doubtful(
    shown: Sequence[Record], labels: Sequence[str], found: Relabelling
) -> tuple[tuple[str, str], ...]:
    """The labels that are likely wrong and that no rule changes; none where the share isn't known."""
    seen, share = found.seen, found.after
    if seen is None or share is None or not share.known:
        return ()
    return tuple(
        (shown[place].id, f"{labels[place]} → {seen.names[int(seen.looks[place])]}")
        for place in doubtful(seen, share.share).tolist()
        if found.redone[place] == labels[place]
    )
