"""Samples of a finding as cards of a grid or rows of a table: pairs side by side, measures in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from desktop.widgets.card_grid import GridCard
from desktop.widgets.data.words import sentence
from desktop.widgets.sample_cards import SEPARATOR, cells_of

if TYPE_CHECKING:
    from engine.audit.types import Finding, FindingSample, Preview

TWIN_SIGNS: Mapping[str, str] = {
    "exact_duplicates": "=",
    "duplicate_rows": "=",
    "near_duplicates": "≈",
    "near_duplicate_rows": "≈",
    "swapped_backgrounds": "≈",
    "leaks": "≈",
    "leaking_origins": "~",
}
"""Findings whose ``detail`` names the other one of a pair, and what stands between the two."""
FACELESS = frozenset(
    {
        "unreadable", "ignored", "side_files", "empty_class", "imbalance", "same_table_again", "other_tables",
        "bytes_only", "empty_inside", "empty_text", "labels_once", "leaking_columns", "constant_columns",
        "gappy_columns", "mixed_columns", "mistyped_numbers", "far_off_numbers",
    }
)  # fmt: skip
"""Findings about what has no face; they are told in a table of names and reasons."""
BOXES = frozenset(
    {
        "conflicting_labels", "boxes_outside", "boxes_without_area", "boxes_doubled", "boxes_tiny",
        "unmatched_targets",
    }
)  # fmt: skip
"""Findings that are seen on the target only, such as boxes drawn over their picture."""
MASKS = frozenset({"mask_sizes", "empty_masks", "mask_values"})
"""Findings for which input and target have to be seen side by side."""
WHOLE = BOXES | MASKS
ARROW = " → "


def names_of(finding: Finding, sample: FindingSample) -> tuple[str, ...]:
    """The samples that have to be shown for this one: itself, and its twin."""
    if finding.kind in TWIN_SIGNS and sample.detail:
        return sample.id, sample.detail
    return (sample.id,)


def card_of(
    finding: Finding,
    sample: FindingSample,
    previews: Mapping[str, Preview],
    lost: Mapping[str, str],
    waiting: str,
) -> GridCard:
    """The card as far as is known by now; ``lost``: id → why it cannot be shown."""
    names = names_of(finding, sample)
    sides = [side for name in names for side in _sides(name, finding.kind, previews, lost, waiting)]
    title, note = _said(finding.kind, sample.detail)
    spoken = ", ".join(
        part for part in (f" {TWIN_SIGNS.get(finding.kind, '')} ".join(names), title, note) if part
    )
    return GridCard(
        key=sample.id,
        spoken=spoken,
        pictures=tuple(part for is_picture, part in sides if is_picture),
        texts=tuple(part for is_picture, part in sides if not is_picture),
        title=title,
        note=note,
        text_first=not sides[0][0],
        sign=TWIN_SIGNS.get(finding.kind, "→"),
        names=names,
    )


def faces_of(name: str, preview: Preview, kind: str) -> list[tuple[str, str]]:
    """Key and base64 of what is to be seen of a sample: its picture, of a mask both sides."""
    given, target = preview.input_image, preview.target_image
    if kind in MASKS and given is not None and target is not None:
        return [(f"{name}/in", given), (f"{name}/out", target)]
    face = (target or given) if kind in BOXES else (given or target)
    return [] if face is None else [(f"{name}/face", face)]


def row_of(
    finding: Finding,
    sample: FindingSample,
    previews: Mapping[str, Preview],
    lost: Mapping[str, str],
    columns: Sequence[str],
) -> list[tuple[str, ...]]:
    """The rows of a table that show one sample: name, reason, cells, target; of a pair both rows."""
    rows = []
    for name in names_of(finding, sample):
        reason = sentence(lost[name]) if name in lost else _reason(finding, sample, name)
        rows.append((name, reason, *_cells(previews.get(name), columns)))
    return rows


def detail_words(detail: str) -> str:
    """A reason in words where the detail is a key of the catalogue, else as it is."""
    return sentence(detail) or detail


def _sides(
    name: str, kind: str, previews: Mapping[str, Preview], lost: Mapping[str, str], waiting: str
) -> list[tuple[bool, str]]:
    """(whether it is a picture, its key or the text) of each thing to be seen of a sample."""
    if name in lost:
        return [(False, sentence(lost[name]) or lost[name])]
    preview = previews.get(name)
    if preview is None:
        return [(False, waiting)]
    faces = faces_of(name, preview, kind)
    target = f"→ {preview.target_text}" if preview.target_text else ""
    text = "\n".join(part for part in (preview.input_text, target) if part)
    return [(True, key) for key, _ in faces] or [(False, text or name.rpartition("/")[2])]


def _said(kind: str, detail: str) -> tuple[str, str]:
    """The two lines below a card."""
    if not detail or kind in TWIN_SIGNS:
        return "", ""
    if kind == "doubtful_labels" and ARROW in detail:
        label, _, other = detail.rpartition(ARROW)
        given = QCoreApplication.translate("FindingCards", "Label: {label}")
        looks = QCoreApplication.translate("FindingCards", "Looks like: {label}")
        return given.format(label=label), looks.format(label=other)
    if kind == "conflicting_labels":
        return QCoreApplication.translate("FindingCards", "Label: {label}").format(label=detail), ""
    if kind == "other_script":
        return "", sentence(f"script_{detail}") or detail
    return "", sentence(f"measure_{kind}", {"value": detail}) or detail_words(detail)


def _reason(finding: Finding, sample: FindingSample, name: str) -> str:
    if finding.kind in TWIN_SIGNS:
        return TWIN_SIGNS[finding.kind] if name != sample.id else ""
    return " · ".join(part for part in _said(finding.kind, sample.detail) if part)


def _cells(preview: Preview | None, columns: Sequence[str]) -> tuple[str, ...]:
    """The cells of a row, and its target where that isn't one of the columns."""
    if preview is None:
        return ()
    target = preview.target_text or ""
    if any(target.startswith(f"{column}{SEPARATOR}") for column in columns):
        return (*cells_of(f"{preview.input_text or ''}\n{target}", columns), "")
    return (*cells_of(preview.input_text or "", columns), target)
