"""Boxes that cannot be meant: out of the image, without area, tiny, twice; and images without any."""

from __future__ import annotations

from collections.abc import Iterator

from engine.audit.checks.about import About
from engine.audit.checks.building import finding
from engine.audit.records import Records
from engine.audit.types import Finding

ABOUT = About(
    order=80,
    reads=frozenset({"image"}),
    costs="decode",
    reports=(
        "boxes_outside", "boxes_without_area", "boxes_doubled", "boxes_tiny", "images_without_boxes",
    ),
)  # fmt: skip


def check(records: Records) -> Iterator[Finding]:
    """The images, each with how many of its boxes; ``images_without_boxes`` by annotations that say so."""
    outside = [(record.id, str(record.outside)) for record in records.files() if record.outside]
    yield from finding("boxes_outside", "warning", outside)
    flat = [(record.id, str(record.flat)) for record in records.files() if record.flat]
    yield from finding("boxes_without_area", "warning", flat)
    for kind in ("boxes_doubled", "boxes_tiny"):
        counted = ((record.id, int(record.measure(kind))) for record in records.files() if record.measures)
        yield from finding(kind, "note", ((name, str(count)) for name, count in counted if count))
    none = [(record.id, "") for record in records.files() if record.measure("marks_none")]
    yield from finding("images_without_boxes", "note", none)
