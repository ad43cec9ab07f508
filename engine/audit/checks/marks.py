"""Boxes that cannot be meant: out of the image, or without area."""

from __future__ import annotations

from collections.abc import Iterator

from engine.audit.checks.about import About
from engine.audit.checks.building import finding
from engine.audit.records import Records
from engine.audit.types import Finding

ABOUT = About(
    order=80, reads=frozenset({"image"}), costs="decode", reports=("boxes_outside", "boxes_without_area")
)


def check(records: Records) -> Iterator[Finding]:
    """``boxes_outside`` and ``boxes_without_area``: the images, with how many of their boxes."""
    outside = [(record.id, str(record.outside)) for record in records.files() if record.outside]
    yield from finding("boxes_outside", "warning", outside)
    flat = [(record.id, str(record.flat)) for record in records.files() if record.flat]
    yield from finding("boxes_without_area", "warning", flat)
