"""Is it really a lot? What is wrong with a sample, and how much of it counts.

Importing the room is light, as its types are wanted by the first window.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from engine.audit.measuring import measure

if TYPE_CHECKING:
    from engine.audit.guard import Guard
    from engine.audit.types import Audit
    from engine.dataset.types import Dataset
    from engine.jobs.protocol import Reporter

__all__ = ["audit_dataset", "measure"]


def audit_dataset(
    dataset: Dataset,
    path: Path,
    reporter: Reporter,
    previews: int = 24,
    guard: Guard | None = None,
    claimed: int | None = None,
    deep: bool = False,
) -> Audit:
    """Look at every sample once and say what the set is. Emits what is known as soon as it is.

    ``claimed``: how many files there are in all, where the set is a sample of them. ``deep``:
    look for the same things on other backgrounds as well.
    Without a guard, which is whom ``dataset`` was opened with, this process reads every file.
    """
    from engine.audit import auditing

    return auditing.audit_dataset(dataset, path, reporter, previews, guard, claimed, deep)
