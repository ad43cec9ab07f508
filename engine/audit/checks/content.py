"""Samples with nothing in them, and kinds of file whose inside was not looked at."""

from __future__ import annotations

from collections.abc import Iterator

from engine.audit.checks.about import About
from engine.audit.checks.building import finding, finding_of
from engine.audit.records import Records
from engine.audit.types import Finding

ABOUT = About(order=90, reads=None, costs="decode", reports=("empty_text", "empty_inside", "bytes_only"))

_DECODED = frozenset({"image", "text", "table", "audio", "video", "mesh"})


def check(records: Records) -> Iterator[Finding]:
    """``empty_text``, ``empty_inside`` and ``bytes_only``."""
    recognition = records.recognition
    if recognition.input_modality == "text":
        yield from finding_of("empty_text", "warning", records.without_content())
    elif recognition.input_modality != "table":
        yield from finding_of("empty_inside", "warning", records.without_content())
    unseen = [
        (r.id, "")
        for r in records.files()
        if not r.problem and records.said_of(r).input_modality not in _DECODED
    ]
    yield from finding("bytes_only", "note", unseen)
