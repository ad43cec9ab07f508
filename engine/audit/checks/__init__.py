"""The checks, one small file each: ``check(records) -> findings``. A new one is a new line here."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from engine.audit.checks import classes, content, duplicates, labels, marks, readability, tables, ties
from engine.audit.records import Records
from engine.audit.types import Finding

Check = Callable[[Records], Iterator[Finding]]

CHECKS: tuple[Check, ...] = (
    readability.check,
    duplicates.check,
    labels.check,
    ties.check,
    classes.check,
    marks.check,
    content.check,
    tables.check,
)
