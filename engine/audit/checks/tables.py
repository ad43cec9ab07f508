"""What only tables have: missing cells, and the same table in more than one file."""

from __future__ import annotations

from collections.abc import Iterator

from engine.audit.checks.about import About
from engine.audit.checks.building import finding, finding_of
from engine.audit.records import Records
from engine.audit.types import Finding

ABOUT = About(
    order=100,
    reads=frozenset({"table", "text"}),
    costs="decode",
    reports=("missing_values", "same_table_again", "other_tables"),
)


def check(records: Records) -> Iterator[Finding]:
    """``missing_values`` (rows, with their columns), ``same_table_again``, ``other_tables`` (files)."""
    incomplete = records.incomplete()
    many = incomplete.count * 10 >= max(len(records.inputs), 1)
    yield from finding_of("missing_values", "warning" if many else "note", incomplete)
    again = [(file.path, "") for file in records.ignored if file.reason == "same_table_again"]
    yield from finding("same_table_again", "note", again)
    others = [(file.path, "") for file in records.ignored if file.reason == "other_table"]
    yield from finding("other_tables", "warning", others)
