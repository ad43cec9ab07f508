"""What a sample answers by itself: interview questions, pre-answered for the user to confirm."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from engine.audit.types import Audit

_INPUT_KINDS = frozenset({"image", "text", "table", "audio", "video", "mesh", "document"})
_OUTPUT_KINDS = frozenset({"category", "number", "text", "image", "boxes", "points", "video", "audio"})
_SURE = 0.5
"""Below this confidence the form is left for the client to say."""
SAME_CONTENT = 0.3
"""Share of the usable samples that show what others show already, from which on they are "many"."""
_AGAIN = ("near_duplicates", "swapped_backgrounds")


def measure(audit: Audit) -> dict[str, str | int]:
    """Question id → measured value; what was not truly measured is left out.

    ``volume_scope``: ``likely`` or ``proved`` where the volume speaks of all the client's data.
    """
    from engine.interview.types import SCOPE  # not before: every child of the audit imports this room

    measured: dict[str, str | int] = {"volume": audit.effective.samples}
    if audit.extent is not None and audit.extent.volume is not None:
        measured["volume"] = audit.extent.samples
        measured["volume" + SCOPE] = "proved" if audit.extent.proved else "likely"
    if _repeats(audit) >= SAME_CONTENT:
        measured["same_content"] = "yes"
    sure = audit.confidence >= _SURE
    if audit.modality.input in _INPUT_KINDS:
        measured["input_kind"] = audit.modality.input
    if not sure:
        return measured
    measured["form"] = audit.form
    sizes = audit.distinct_classes or audit.class_sizes
    if len(sizes) > 1:
        measured["per_unit"] = min(sizes.values())
    if audit.form == "input_only":
        measured["labels"] = "none"
    elif audit.labels is not None and audit.labels.verdict is not None:
        measured["labels"] = audit.labels.verdict
    target = audit.modality.target
    if any(item.key == "targets_are_masks" for item in audit.evidence):
        measured["output_kind"] = "mask"
    elif target in _OUTPUT_KINDS:
        measured["output_kind"] = target
    return measured


def _repeats(audit: Audit) -> float:
    """The share of different files that repeat another's content: near copies, other backgrounds."""
    again = sum(audit.taken.get(kind, 0) for kind in _AGAIN)
    return again / max(again + audit.effective.samples, 1)
