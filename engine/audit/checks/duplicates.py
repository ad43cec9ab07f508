"""Exact copies: the same pixels, the same text after normalisation, the same bytes, the same row."""

from __future__ import annotations

from collections.abc import Iterator

from engine.audit.checks.about import About
from engine.audit.checks.building import finding_of
from engine.audit.records import Records
from engine.audit.types import Finding

ABOUT = About(order=20, reads=None, costs="decode", reports=("exact_duplicates", "duplicate_rows"))


def check(records: Records) -> Iterator[Finding]:
    """``exact_duplicates`` or, in a table, ``duplicate_rows``: each copy, with the first of its kind."""
    kind = "duplicate_rows" if records.recognition.input_modality == "table" else "exact_duplicates"
    copies = records.copies()
    many = copies.count * 10 >= max(len(records.readable), 1)
    yield from finding_of(kind, "warning" if many else "note", copies)
