"""Masks that can't be laid over their image: of another size, with nothing marked, of odd values."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from engine.audit.checks.about import About
from engine.audit.checks.building import finding
from engine.audit.records import Record, Records
from engine.audit.thresholds import threshold
from engine.audit.types import Finding

ABOUT = About(
    order=82,
    reads=frozenset({"image"}),
    costs="decode",
    reports=("mask_sizes", "empty_masks", "mask_values"),
)

_FEW_VALUES = 4
_FEWEST = 20  # masks, before a value can be called rare
_EVIDENCE = "targets_are_masks"


def check(records: Records) -> Iterator[Finding]:
    """``mask_sizes`` (mask's and image's), ``empty_masks``, ``mask_values`` (the odd ones)."""
    masked = [record for record in records.inputs if record.target_size[0] and _is_mask(records, record)]
    other = [r for r in masked if r.size[0] and r.size != r.target_size]
    yield from finding("mask_sizes", "serious", ((r.id, _said(r)) for r in other))
    empty = [record for record in masked if len(record.levels) == 1]
    if 2 * len(empty) < len(masked):
        yield from finding("empty_masks", "note", ((r.id, str(r.levels[0])) for r in empty))
    yield from finding("mask_values", "warning", _odd_values(masked, threshold(records, "rare_mask_value")))


def _is_mask(records: Records, record: Record) -> bool:
    return any(key == _EVIDENCE for key, _ in records.said_of(record).evidence)


def _said(record: Record) -> str:
    (wide, high), (across, down) = record.target_size, record.size
    return f"{wide}×{high} ≠ {across}×{down}"


def _odd_values(masked: list[Record], rare: float) -> Iterator[tuple[str, str]]:
    """Values that hardly any mask has, blurred edges, and 0 and 1 among masks of 0 and 255."""
    few = [record for record in masked if record.levels]
    if len(few) < _FEWEST or len(few) < 0.8 * len(masked):
        return
    counts = Counter(level for record in few for level in record.levels)
    usual = {level for level, count in counts.items() if count > max(1, rare * len(few))}
    if not 2 <= len(usual) <= _FEW_VALUES:
        return
    if usual == {0, 1, 255}:
        usual.discard(1 if counts[1] < counts[255] else 255)
    for record in masked:
        odd = [level for level in record.levels if level not in usual]
        if not record.levels:
            yield record.id, "> 32"
        elif odd:
            yield record.id, ", ".join(map(str, odd[:8])) + (" …" if len(odd) > 8 else "")
