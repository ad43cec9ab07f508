"""Which of several runs is the best of its kind."""

from __future__ import annotations

import pytest

from engine.prototypes.comparing import best_of_their_kind
from engine.prototypes.types import PrototypeResult, Score


def run(system: str, figure: float, metric: str = "accuracy", higher: bool = True) -> PrototypeResult:
    return PrototypeResult.model_construct(
        system=system,
        data="d",
        metric=metric,
        model=Score(name="model", value=figure, low=figure, high=figure),
        higher_is_better=higher,
    )


@pytest.mark.parametrize(
    ("runs", "best"),
    [
        ([], set()),
        ([run("a", 0.9)], set()),
        ([run("a", 0.9), run("b", 0.8)], set()),
        ([run("a", 0.9), run("a", 0.95), run("b", 0.99)], {1}),
        ([run("a", 0.9, "character_errors", False), run("a", 0.95, "character_errors", False)], {0}),
        ([run("a", 0.9), run("b", 0.8), run("a", 0.9), run("b", 0.85)], {0, 3}),
        ([run("a", 0.9), run("a", 12.0, "psnr")], set()),
    ],
)
def test_only_like_is_compared_with_like(runs, best):
    assert best_of_their_kind(runs) == best
