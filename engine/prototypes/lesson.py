"""What is learnt: the examples, who of them learns, and by what it is judged."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic

from engine.prototypes.metrics import Metric
from engine.prototypes.split import Split
from engine.prototypes.system import Examples, P

if TYPE_CHECKING:
    from engine.prototypes.start_weights import Starter

JUDGE_BATCH = 64
"""Samples that a network is run on at once."""


@dataclass(frozen=True)
class Lesson(Generic[P]):
    """``starter``: weights to begin from; None: from scratch."""

    examples: Examples[P]
    sides: Split
    metric: Metric
    starter: Starter | None = None
