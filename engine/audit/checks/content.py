"""Samples with nothing in them, and kinds of file whose inside was not looked at."""

from __future__ import annotations

from collections.abc import Iterator

from engine.audit.checks.building import finding
from engine.audit.records import Records
from engine.audit.types import Finding

_DECODED = frozenset({"image", "text", "table"})


def check(records: Records) -> Iterator[Finding]:
    """``empty_text`` and ``bytes_only``."""
    recognition = records.recognition
    if recognition.input_modality == "text":
        yield from finding("empty_text", "warning", ((r.id, "") for r in records.inputs if r.empty))
    if recognition.input_modality not in _DECODED:
        yield from finding("bytes_only", "note", ((r.id, "") for r in records.readable))
