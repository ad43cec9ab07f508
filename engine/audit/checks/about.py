"""What a check says of itself: what it reads, what it costs, what it reports."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, Protocol

from engine.audit.records import Records
from engine.audit.types import Finding
from engine.dataset.types import Modality

Cost = Literal["names", "decode", "join", "deep"]
"""What it needs: names alone; every file decoded once; a join of signatures; the deep pass."""


@dataclass(frozen=True)
class About:
    """``order``: its place in the list of findings. ``reads``: inputs it has something to say of; None: all.

    ``reports``: the kinds of finding it may give, keys of findings.toml.
    """

    order: int
    reads: frozenset[Modality] | None
    costs: Cost
    reports: tuple[str, ...]


class Check(Protocol):
    """A file of this folder with an ``ABOUT`` and a ``check``."""

    ABOUT: About

    @staticmethod
    def check(records: Records) -> Iterator[Finding]:
        """The findings, of the kinds in ``ABOUT.reports``."""
