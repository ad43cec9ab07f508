"""The same content under different labels: at least one of them is wrong."""

from __future__ import annotations

from collections.abc import Iterator

from engine.audit.checks.building import finding_of
from engine.audit.records import Records
from engine.audit.types import Finding


def check(records: Records) -> Iterator[Finding]:
    """``conflicting_labels``: every sample of such a content, with the label it has.

    In a table of measurements equal inputs with different outcomes are ordinary noise: a note.
    """
    if records.recognition.form != "paired":
        return
    rows = records.recognition.input_modality == "table"
    yield from finding_of("conflicting_labels", "note" if rows else "serious", records.conflicts())
