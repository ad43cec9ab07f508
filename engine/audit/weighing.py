"""The labels of a set, weighed: which are doubtful, what share is wrong, and by what rules to redo them."""

from __future__ import annotations

import base64
import json
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy

from engine.audit.doubt.features import row_features, text_features
from engine.audit.doubt.held_out import FOLDS, Floats, HeldOut, Ints, hold_out
from engine.audit.doubt.wrong_share import doubtful
from engine.audit.records import Record, Records
from engine.audit.relabel import Relabelling, find_rules
from engine.audit.relabel.mining import apply_rules
from engine.audit.types import LabelsSaid, RuleSaid
from engine.dataset.kinds import stem_of
from engine.dataset.types import Part, Recognition

MOST_WEIGHED = 10_000
"""Labelled samples that are weighed at most, drawn evenly from all of which there is a sight."""
MOST_SEEN = 20_000
"""Samples whose sight is kept: two kilobytes each."""
_FEWEST = 40
_MOST_CLASSES = 300
_MOST_VALUES = 200  # of a context
_MOST_TOKENS = 6


@dataclass(frozen=True)
class Weighed:
    """What is said of the labels, and the doubtful ones: (sample's id, "label → what it looks like")."""

    said: LabelsSaid
    doubtful: tuple[tuple[str, str], ...]


def weigh(records: Records) -> Weighed | None:
    """None where the targets are no classes, or there are too few to say anything of them."""
    labelled = [
        (place, record)
        for place, record in records.measured()
        if record.usable and record.label is not None and _is_class(records, record)
    ]
    if len(labelled) < _FEWEST or not 2 <= len({r.label for _, r in labelled}) <= _MOST_CLASSES:
        return None
    if len(labelled) > MOST_WEIGHED:
        chosen = numpy.random.default_rng(0).choice(len(labelled), MOST_WEIGHED, replace=False)
        labelled = [labelled[place] for place in sorted(chosen.tolist())]
    shown = [record for _, record in labelled]
    labels = [record.label or "" for record in shown]
    context = context_of(shown)
    features = _features(shown, records.recognition.input_modality)
    heads = records.heads("near", "swap")[[place for place, _ in labelled]]
    held_out = None if features is None else _held_out(features, labels, heads)
    found = find_rules(labels, context, held_out)
    return Weighed(_said(found, len(labels)), _doubtful(shown, labels, held_out, found))


def wants_sight(said: Recognition | Part) -> bool:
    """Whether the labels of such a set can be weighed."""
    return said.target_modality == "category" and said.input_modality in ("image", "text", "table")


def sight_of(features: Floats) -> str:
    """Numbers as a record keeps them."""
    return base64.b64encode(features.astype(numpy.float16).tobytes()).decode("ascii")


def context_of(shown: Sequence[Record]) -> dict[str, list[str]]:
    """What else is known of each sample: folders it lies in, parts of its name, other columns.

    Only what takes a few values; named ``folder 1``, ``name 2`` or as the column.
    """
    rows = [json.loads(record.sight) if record.sight.startswith("{") else {} for record in shown]
    names = Counter(name for row in rows for name in row)
    found = {name: [str(row.get(name, "")) for row in rows] for name, n in names.items() if n == len(rows)}
    if not names:
        paths = [record.id.split("#")[0].split("/") for record in shown]
        depth = min(map(len, paths)) - 1
        for level in range(depth):
            found[f"folder {level + 1}"] = [path[level] for path in paths]
        stems = [re.split(r"[_\-\s.]+", stem_of(path[-1])) for path in paths]
        for place in range(min(_MOST_TOKENS, *map(len, stems))):
            found[f"name {place + 1}"] = [stem[place] for stem in stems]
    labels = [record.label for record in shown]
    return {
        name: values
        for name, values in found.items()
        if 2 <= len(set(values)) <= min(_MOST_VALUES, len(shown) // 4) and values != labels
    }


def _is_class(records: Records, record: Record) -> bool:
    return records.said_of(record).target_modality == "category"


def _features(shown: Sequence[Record], modality: str) -> Floats | None:
    if not all(record.sight for record in shown):
        return None
    if modality == "text":
        return text_features([record.sight for record in shown])
    if modality == "table":
        return row_features([json.loads(record.sight) for record in shown])
    decoded = [numpy.frombuffer(base64.b64decode(record.sight), dtype=numpy.float16) for record in shown]
    if len({len(one) for one in decoded}) != 1:
        return None
    return numpy.stack(decoded).astype(numpy.float32)


def _held_out(features: Floats, labels: Sequence[str], heads: Ints) -> HeldOut | None:
    """None where too many samples are of classes with too few contents to learn from."""
    contents = {label: set[int]() for label in labels}
    for label, head in zip(labels, heads.tolist(), strict=True):
        contents[label].add(head)
    rare = [label for label, own in contents.items() if len(own) < FOLDS]
    if len(contents) - len(rare) < 2 or sum(label in rare for label in labels) > 0.2 * len(labels):
        return None
    return hold_out(features, list(labels), heads)


def _said(found: Relabelling, weighed: int) -> LabelsSaid:
    share = found.before
    return LabelsSaid(
        verdict=found.verdict,
        weighed=weighed,
        known=share is not None and share.known,
        share=None if share is None else round(share.share, 4),
        low=None if share is None else round(share.low, 4),
        high=None if share is None else round(share.high, 4),
        changed=round(found.changed, 4),
        rules=tuple(
            RuleSaid(
                kind=rule.kind,
                label=rule.label,
                becomes=rule.becomes,
                count=rule.count,
                support=round(rule.support, 3),
                where=rule.where,
            )
            for rule in found.rules
        ),
    )


def _doubtful(
    shown: Sequence[Record], labels: Sequence[str], held_out: HeldOut | None, found: Relabelling
) -> tuple[tuple[str, str], ...]:
    """The labels that are likely wrong and that no rule changes; none where the share isn't known."""
    if held_out is None or found.before is None or not found.before.known:
        return ()
    kept = apply_rules(labels, context_of(shown), found.rules, None)
    places = doubtful(held_out, found.before.share).tolist()
    return tuple(
        (shown[place].id, f"{labels[place]} → {held_out.names[int(held_out.looks[place])]}")
        for place in places
        if kept[place] == labels[place]
    )
