"""Exact copies: the same pixels, the same text after normalisation, the same bytes, the same row."""

from __future__ import annotations

from collections.abc import Hashable, Iterator

from engine.audit.checks.building import finding
from engine.audit.records import Records
from engine.audit.types import Finding


def check(records: Records) -> Iterator[Finding]:
    """``exact_duplicates`` or, in a table, ``duplicate_rows``: each copy, with the first of its kind."""
    kind = "duplicate_rows" if records.recognition.input_modality == "table" else "exact_duplicates"
    copies = list(_copies(records))
    many = len(copies) * 10 >= max(len(records.readable), 1)
    yield from finding(kind, "warning" if many else "note", copies)


def _copies(records: Records) -> Iterator[tuple[str, str]]:
    first: dict[Hashable, str] = {}
    for record in records.everything():
        if record.usable:
            original = first.setdefault(records.identity(record), record.id)
            if original != record.id:
                yield record.id, original
