"""Columns that teach nothing, give the answer away, or hold cells that cannot be meant.

What is said is told from the first rows of each table: see ``engine.audit.columns``.
"""

from __future__ import annotations

from collections.abc import Iterator

from engine.audit.checks.about import About
from engine.audit.checks.building import finding, finding_of
from engine.audit.columns.judged import Judged
from engine.audit.records import Records
from engine.audit.thresholds import threshold
from engine.audit.types import Finding

ABOUT = About(
    order=102,
    reads=frozenset({"table"}),
    costs="decode",
    reports=(
        "leaking_columns", "constant_columns", "gappy_columns", "mixed_columns", "mistyped_numbers",
        "far_off_numbers", "near_duplicate_rows",
    ),
)  # fmt: skip

_VERY_GAPPY = 0.5
_FEWEST = 10  # filled cells of a column that is called constant
_MANY = 10


def check(records: Records) -> Iterator[Finding]:
    """The columns' names with what speaks against each; ``near_duplicate_rows``: with the earlier one."""
    columns = [(_name(records, part, one), one) for part, all_of in records.columns.items() for one in all_of]
    yield from finding(
        "leaking_columns", "warning", ((name, f"{one.leaks:.1%}") for name, one in columns if one.leaks)
    )
    constant = [name for name, one in columns if one.filled >= _FEWEST and one.distinct == 1]
    yield from finding("constant_columns", "note", ((name, "") for name in constant))
    gaps = [(name, 1 - one.filled / one.rows) for name, one in columns if one.rows]
    gappy = [(name, share) for name, share in gaps if share >= threshold(records, "gappy")]
    many = any(share >= _VERY_GAPPY for _, share in gappy)
    told = ((name, f"{share:.0%}") for name, share in sorted(gappy, key=lambda gap: -gap[1]))
    yield from finding("gappy_columns", "warning" if many else "note", told)
    mixed = ((name, f"{one.mixed:.0%}") for name, one in columns if one.mixed)
    yield from finding("mixed_columns", "note", mixed)
    slips = ((name, f"{', '.join(one.slips)} ({one.slip_count:,})") for name, one in columns if one.slips)
    yield from finding("mistyped_numbers", "warning", slips)
    far = ((name, f"{', '.join(one.far)} ({one.far_count:,})") for name, one in columns if one.far)
    yield from finding("far_off_numbers", "note", far)
    often = records.again.count * _MANY >= max(len(records.inputs), 1)
    yield from finding_of("near_duplicate_rows", "warning" if often else "note", records.again)


def _name(records: Records, part: int, column: Judged) -> str:
    parts = records.recognition.parts
    return f"{parts[part].name}: {column.name}" if part < len(parts) and len(parts) > 1 else column.name
