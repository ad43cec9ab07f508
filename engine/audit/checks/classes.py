"""Classes without samples, of one sample, and classes far rarer than others."""

from __future__ import annotations

from collections.abc import Iterator

from engine.audit.checks.about import About
from engine.audit.checks.building import finding
from engine.audit.records import Records
from engine.audit.thresholds import threshold
from engine.audit.types import Finding

ABOUT = About(order=70, reads=None, costs="names", reports=("empty_class", "labels_once", "imbalance"))

VERY_UNEVEN = 10
MAX_CLASSES = 1000


def check(records: Records) -> Iterator[Finding]:
    """``empty_class``, ``labels_once`` (id: the class), ``imbalance`` (rarest and commonest, with sizes)."""
    sizes = records.labels
    empty = [(name, "0") for name in records.recognition.classes if not sizes.get(name)]
    yield from finding("empty_class", "warning", empty)
    if not 2 <= len(sizes) <= MAX_CLASSES:
        return
    once = [label for label, count in sizes.items() if count == 1]
    if 2 * len(once) <= len(sizes):  # else labels are names of their own, and no classes
        yield from finding("labels_once", "warning", ((label, "1") for label in once))
    rarest = min(sizes, key=lambda label: sizes[label])
    commonest = max(sizes, key=lambda label: sizes[label])
    ratio = sizes[commonest] / sizes[rarest]
    if ratio >= threshold(records, "uneven"):
        yield from finding(
            "imbalance",
            "warning" if ratio >= VERY_UNEVEN else "note",
            [(rarest, str(sizes[rarest])), (commonest, str(sizes[commonest]))],
        )
