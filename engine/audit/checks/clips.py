"""Clips that show nothing, or one picture all along; and those too long to be compared with others."""

from __future__ import annotations

from collections.abc import Iterator

from engine.audit.checks.about import About
from engine.audit.checks.building import finding
from engine.audit.records import Records
from engine.audit.thresholds import threshold
from engine.audit.types import Finding

ABOUT = About(
    order=54,
    reads=frozenset({"video"}),
    costs="decode",
    reports=("black_clips", "frozen_clips", "uncompared_clips"),
)


def check(records: Records) -> Iterator[Finding]:
    """``black_clips`` (how bright at best), ``frozen_clips``, ``uncompared_clips`` (no moments)."""
    usable = [record for _, record in records.measured() if record.usable]
    clips = [record for record in usable if records.said_of(record).input_modality == "video"]
    watched = [record for record in clips if record.measures]
    black = [record for record in watched if record.measure("clip_light") < threshold(records, "black_clip")]
    yield from finding("black_clips", "warning", ((r.id, f"{r.measure('clip_light'):.0f}") for r in black))
    still = [
        r for r in watched if r not in black and r.measure("clip_motion") < threshold(records, "frozen_clip")
    ]
    yield from finding("frozen_clips", "warning", ((record.id, "") for record in still))
    yield from finding("uncompared_clips", "note", ((r.id, "") for r in clips if not r.measures))
