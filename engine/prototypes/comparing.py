"""Several runs of one case beside one another: which may be compared, and which of those is the best."""

from __future__ import annotations

from collections.abc import Sequence

from engine.prototypes.types import PrototypeResult


def best_of_their_kind(results: Sequence[PrototypeResult]) -> frozenset[int]:
    """The places of the best runs: of one system on the same data, by the same metric.

    A run that nothing can be compared with is not called the best; of equal ones the first is.
    """
    kinds: dict[tuple[str, str, str], list[int]] = {}
    for place, result in enumerate(results):
        kinds.setdefault((result.system, result.data, result.metric), []).append(place)
    return frozenset(
        min(places, key=lambda place: _badness(results[place]))
        for places in kinds.values()
        if len(places) > 1
    )


def _badness(result: PrototypeResult) -> float:
    return -result.model.value if result.higher_is_better else result.model.value
