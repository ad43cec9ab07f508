"""Files that cannot be read, that are not what their suffix says, or that take no part."""

from __future__ import annotations

from collections.abc import Iterator

from engine.audit.checks.about import About
from engine.audit.checks.building import finding
from engine.audit.records import Records
from engine.audit.types import Finding

ABOUT = About(
    order=10, reads=None, costs="decode", reports=("unreadable", "wrong_suffix", "ignored", "side_files")
)

_NO_FAULT = frozenset({"junk_file", "side_file", "same_table_again", "other_table"})


def check(records: Records) -> Iterator[Finding]:
    """``unreadable`` (detail: the reason), ``wrong_suffix`` (its format), ``ignored``, ``side_files``."""
    unreadable = [(r.id, r.problem) for r in records.files() if r.problem]
    unreadable += [(r.target, r.target_problem) for r in records.files() if r.target_problem]
    unreadable += [(i.path, i.reason) for i in records.ignored if i.reason not in _NO_FAULT]
    many = len(unreadable) * 20 >= len(records.inputs)
    yield from finding("unreadable", "serious" if many else "warning", unreadable)
    yield from finding("wrong_suffix", "note", ((r.id, r.format) for r in records.files() if r.format))
    yield from finding("ignored", "note", ((i.path, "") for i in records.ignored if i.reason == "junk_file"))
    yield from finding(
        "side_files", "note", ((i.path, "") for i in records.ignored if i.reason == "side_file")
    )
