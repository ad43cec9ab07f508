"""The origins of a set's records, and how they are told in the audit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.audit.origins.telling import Origins, Seen, tell_origins
from engine.audit.types import OriginsSaid

if TYPE_CHECKING:
    from engine.audit.columns.seen import TablesSeen
    from engine.audit.records import Records


def origins_of(records: Records, tables: TablesSeen) -> Origins | None:
    """Of a table by its columns, of files by names, folders and moments; None where nothing tells."""
    if records.recognition.layout != "table":
        inputs = records.inputs
        names, moments = [record.id for record in inputs], [record.moment for record in inputs]
        labels = [record.label if _is_class(records, record.part) else None for record in inputs]
        return tell_origins(Seen(names, labels, moments, records.recognition), {})
    cells = tables.origin_cells()
    if not cells:
        return None
    kept = [records.inputs[place].label for place in range(min(map(len, cells.values())))]
    return tell_origins(Seen((), kept, (), records.recognition), cells)


def origins_said(origins: Origins | None) -> OriginsSaid | None:
    """In numbers."""
    if origins is None:
        return None
    sizes = origins.sizes()
    return OriginsSaid(
        how=origins.how,
        where=origins.where,
        origins=len(sizes),
        samples=sizes.total(),
        confidence=origins.confidence,
    )


def _is_class(records: Records, part: int) -> bool:
    parts = records.recognition.parts
    return (parts[part] if part < len(parts) else records.recognition).target_modality == "category"
