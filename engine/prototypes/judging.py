"""How evidence of examples becomes the verdict: the model's score, the simple ways', and which is better."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Generic

from engine.prototypes.evaluator import compare, score
from engine.prototypes.lesson import Lesson
from engine.prototypes.metrics import Evidence
from engine.prototypes.system import P
from engine.prototypes.types import Difference, Outcome, Score


@dataclass(frozen=True)
class Judged:
    """Who was judged, and what the model and each simple way came to."""

    indices: tuple[int, ...]
    model: Sequence[Evidence]
    baselines: Mapping[str, Sequence[Evidence]]


@dataclass(frozen=True)
class Verdict:
    """``scores``: the model's first. ``lead``: over the best of the simple ways. ``won``: share of the
    samples on which the model is better than that one, where samples have figures of their own."""

    scores: tuple[Score, ...]
    lead: Difference
    outcome: Outcome
    won: float | None


@dataclass(frozen=True)
class Judge(Generic[P]):
    """Knows which samples belong together."""

    lesson: Lesson[P]

    def score(self, name: str, evidence: Sequence[Evidence], indices: Sequence[int]) -> Score:
        """The figure on these examples."""
        return score(name, evidence, self.lesson.metric, self._groups(indices))

    def verdict(self, judged: Sequence[Judged]) -> Verdict:
        """On all that was judged together; a sample that was judged twice is one cluster."""
        indices = [index for one in judged for index in one.indices]
        model = [proof for one in judged for proof in one.model]
        said = {
            name: [proof for one in judged for proof in one.baselines[name]] for name in judged[0].baselines
        }
        scores = [self.score("model", model, indices)]
        scores += [self.score(name, evidence, indices) for name, evidence in said.items()]
        metric = self.lesson.metric
        best = scores[1]
        for one in scores[2:]:
            best = one if metric.better(one.value, best.value) > 0 else best
        outcome, lead = compare(model, said[best.name], metric, self._groups(indices))
        return Verdict(tuple(scores), lead, outcome, self._won(model, said[best.name]))

    def _won(self, model: Sequence[Evidence], baseline: Sequence[Evidence]) -> float | None:
        metric = self.lesson.metric
        if not metric.single or metric.proportion:
            return None
        pairs = [
            (ours, theirs) for ours, theirs in zip(model, baseline, strict=True) if ours.size and theirs.size
        ]
        better = [
            metric.better(metric.combine([ours]), metric.combine([theirs])) > 0 for ours, theirs in pairs
        ]
        return sum(better) / len(better) if better else None

    def _groups(self, indices: Sequence[int]) -> list[str]:
        return [self.lesson.examples.keys[index].group for index in indices]
