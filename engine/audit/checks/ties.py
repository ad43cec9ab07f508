"""Inputs without a target and targets without an input, where the set is one of pairs."""

from __future__ import annotations

from collections.abc import Iterator

from engine.audit.checks.about import About
from engine.audit.checks.building import finding, finding_of
from engine.audit.records import Records
from engine.audit.types import Finding

ABOUT = About(order=60, reads=None, costs="names", reports=("unmatched_inputs", "unmatched_targets"))


def check(records: Records) -> Iterator[Finding]:
    """``unmatched_inputs`` and ``unmatched_targets`` of a paired set."""
    if records.recognition.form != "paired":
        return
    inputs = records.without_target()
    many = inputs.count * 10 >= max(len(records.readable), 1)
    yield from finding_of("unmatched_inputs", "warning" if many else "note", inputs)
    yield from finding("unmatched_targets", "note", ((record.id, "") for record in records.lone_targets))
