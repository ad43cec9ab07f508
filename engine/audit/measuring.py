"""What a sample answers by itself: interview questions, pre-answered for the user to confirm."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from engine.audit.types import Audit

_INPUT_KINDS = frozenset({"image", "text", "table", "audio", "video", "mesh", "document"})
_OUTPUT_KINDS = frozenset({"category", "number", "text", "image", "boxes", "points", "video", "audio"})
_SURE = 0.5
"""Below this confidence the form is left for the client to say."""


def measure(audit: Audit) -> dict[str, str | int]:
    """Question id → measured value; what was not truly measured is left out."""
    measured: dict[str, str | int] = {"volume": audit.effective.samples}
    sure = audit.confidence >= _SURE
    if audit.modality.input in _INPUT_KINDS:
        measured["input_kind"] = audit.modality.input
    if not sure:
        return measured
    measured["form"] = audit.form
    if len(audit.class_sizes) > 1:
        measured["per_unit"] = min(audit.class_sizes.values())
    if audit.form == "input_only":
        measured["labels"] = "none"
    target = audit.modality.target
    if any(item.key == "targets_are_masks" for item in audit.evidence):
        measured["output_kind"] = "mask"
    elif target in _OUTPUT_KINDS:
        measured["output_kind"] = target
    return measured
