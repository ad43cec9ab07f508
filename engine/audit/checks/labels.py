"""The same content under different labels: at least one of them is wrong."""

from __future__ import annotations

from collections.abc import Iterator

from engine.audit.checks.building import finding
from engine.audit.records import Record, Records
from engine.audit.types import Finding


def check(records: Records) -> Iterator[Finding]:
    """``conflicting_labels``: every sample of such a content, with the label it has.

    In a table of measurements equal inputs with different outcomes are ordinary noise: a note.
    """
    if records.recognition.form != "paired":
        return
    rows = records.recognition.input_modality == "table"
    yield from finding("conflicting_labels", "note" if rows else "serious", _conflicts(records))


def _conflicts(records: Records) -> Iterator[tuple[str, str]]:
    first: dict[int, str] = {}
    torn: set[int] = set()
    labelled = [record for record in records.inputs if record.usable and record.label is not None]
    for record in labelled:
        content, label = record.content or 0, record.label or ""
        if first.setdefault(content, label) != label:
            torn.add(content)
    for record in labelled:
        if record.content in torn:
            yield record.id, _shown_label(record)


def _shown_label(record: Record) -> str:
    return record.target or record.label or ""
