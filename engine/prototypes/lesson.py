"""What is learnt: the examples, who of them learns, and by what it is judged."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic

from engine.prototypes.metrics import Metric
from engine.prototypes.split import Split
from engine.prototypes.system import Examples, P

if TYPE_CHECKING:
    from engine.prototypes.start_weights import Starter

JUDGE_BATCH = 64
"""Samples that a network is run on at once."""


def no_picture(_id: str) -> bytes | None:
    """Samples that are no pictures."""
    return None


@dataclass(frozen=True)
class Lesson(Generic[P]):
    """``starter``: weights to begin from; None: from scratch. ``own_picture``: a sample's own picture by its
    id, as PNG, where it has one."""

    examples: Examples[P]
    sides: Split
    metric: Metric
    starter: Starter | None = None
    own_picture: Callable[[str], bytes | None] = no_picture
