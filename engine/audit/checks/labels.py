"""Labels that are wrong, surely or likely: the same content under different ones, or a look of another."""

from __future__ import annotations

from collections.abc import Iterator

from engine.audit.checks.about import About
from engine.audit.checks.building import finding, finding_of
from engine.audit.records import Records
from engine.audit.types import Finding

ABOUT = About(order=40, reads=None, costs="decode", reports=("conflicting_labels", "doubtful_labels"))


def check(records: Records) -> Iterator[Finding]:
    """``doubtful_labels``: with what they look like. ``conflicting_labels``: with the label each has.

    In a table of measurements equal inputs with different outcomes are ordinary noise: a note.
    """
    yield from finding("doubtful_labels", "warning", records.doubted)
    if records.recognition.form != "paired":
        return
    rows = records.recognition.input_modality == "table"
    yield from finding_of("conflicting_labels", "note" if rows else "serious", records.conflicts())
