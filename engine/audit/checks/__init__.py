"""The checks, one file each, with what it is ``ABOUT`` and ``check(records) -> findings``.

A new check is a new file here, and nothing else.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator
from functools import lru_cache
from typing import cast

from engine.audit.checks.about import Check, Cost
from engine.audit.records import Records
from engine.audit.types import Finding


def run_checks(records: Records, cost: Cost | None = None) -> Iterator[Finding]:
    """All findings about a set, in the order of their checks; or those of the checks of this cost."""
    modality = records.recognition.input_modality
    modalities = {modality, *(part.input_modality for part in records.recognition.parts)}
    for one in all_checks():
        if cost not in (None, one.ABOUT.costs):
            continue
        if one.ABOUT.reads is None or "mixed" in modalities or one.ABOUT.reads & modalities:
            yield from one.check(records)


@lru_cache
def all_checks() -> tuple[Check, ...]:
    """Every file of this folder that is a check."""
    names = [f"{__name__}.{found.name}" for found in pkgutil.iter_modules(__path__)]
    modules = [importlib.import_module(name) for name in names]
    checks = [cast("Check", module) for module in modules if hasattr(module, "ABOUT")]
    return tuple(sorted(checks, key=lambda one: one.ABOUT.order))
