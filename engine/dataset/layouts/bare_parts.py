"""A paired set of which a part comes without targets, such as a test/ whose answers are kept back."""

from __future__ import annotations

from dataclasses import replace

from engine.dataset.types import Part, Recognition


def with_bare_part(whole: Recognition, paired: str, bare: str, count: int) -> Recognition:
    """The recognition with both parts told; samples without targets say ``part=1``."""
    first = Part(
        paired, "paired", whole.layout, whole.confidence, whole.input_modality, whole.target_modality,
        whole.systems, whole.evidence,
    )  # fmt: skip
    evidence: tuple[str, dict[str, int | str]] = (
        "inputs_without_targets_apart",
        {"name": bare, "count": count},
    )
    rest = Part(
        bare, "input_only", "flat_folder", whole.confidence, whole.input_modality, None, (), (evidence,)
    )
    return replace(whole, evidence=(*whole.evidence, evidence), parts=(first, rest))
