"""How strangers' files are read: who is told, what is refused, and whether children decode them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Final

from engine.dataset.refusing import RefusingTree
from engine.dataset.trees import Tree
from engine.jobs.journal import Journal, Log, NoLog
from engine.jobs.patience import FileLimits
from engine.jobs.protocol import Json, Reporter, Task

if TYPE_CHECKING:
    from engine.audit.kept.store import Kept

REASONS: Final[Mapping[str, str]] = {
    "crashed": "reader_crashed",
    "slow": "reader_too_slow",
    "big": "reader_too_big",
}
"""What a file did to its reader → the key of findings.toml."""

SAMPLE_LIMITS = FileLimits(seconds=20.0, longest=1200.0, memory_bytes=2 << 30)
"""For one file of a sample, decoded by a child of the crew."""


@dataclass(frozen=True)
class Reader:
    """What the children run, what one file may cost them, and where they look for the task."""

    task: Task
    limits: FileLimits
    search_path: tuple[Path, ...] = ()


READER = Reader(Task("engine.audit.reading", "prepare"), SAMPLE_LIMITS)


class Alive:
    """A reporter whose progress is a sign of life, too: long work on what was read is no hang."""

    def __init__(self, reporter: Reporter, log: Log) -> None:
        self._reporter, self._log = reporter, log
        self.emit = reporter.emit

    def progress(self, done: int, total: int | None, stage: str) -> None:
        """Say how far the stage is."""
        self._log.tick()
        self._reporter.progress(done, total, stage)

    @property
    def finish_requested(self) -> bool:
        """True once the user asked to stop early and keep what there is."""
        return self._reporter.finish_requested


@dataclass
class Guard:
    """``children``: files of samples are decoded by a crew, once there are enough of them.

    ``refused`` (path → reason) grows while the audit goes on.
    """

    children: bool = False
    refused: dict[str, str] = field(default_factory=dict)
    log: Log = field(default_factory=NoLog)
    reader: Reader = READER
    kept: Kept | None = None  # what is known of the files from before

    def wrap(self, tree: Tree) -> Tree:
        """The tree with its refused files left out, telling which file is in hand."""
        return RefusingTree(tree, self.refused, self.log)

    def rest(self) -> None:
        """No file is in hand for now."""
        self.log.note("")


def guard_in(params: Mapping[str, Json]) -> Guard:
    """What who watches says in a job's parameters, see :mod:`engine.jobs.supervised`.

    Without it all is read in this process.
    """
    journal, broken = params.get("journal"), params.get("broken")
    if not isinstance(journal, str):
        return Guard()
    refused = broken if isinstance(broken, dict) else {}
    return Guard(
        children=True,
        refused={path: REASONS[str(reason)] for path, reason in refused.items()},
        log=Journal.attach(journal),
    )
