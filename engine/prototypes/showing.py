"""What the exported file says of the test samples, and of a few that it was fitted to."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import numpy as np
import onnxruntime

from engine.prototypes.gallery import png, row
from engine.prototypes.lesson import JUDGE_BATCH, Lesson
from engine.prototypes.metrics import Evidence, Metric
from engine.prototypes.system import Codec, Outputs, P, Plan
from engine.runtime.model import open_session, run_session
from engine.runtime.types import Prediction, Seen, worst_first

TEST_PICTURES, FITTED_PICTURES = 48, 12
TIMED_RUNS, TIMED_SECONDS = 15, 2.0
LONGEST_TEXT = 400
NO_EVIDENCE = np.zeros(0)


@dataclass(frozen=True)
class Shown:
    """``evidence``: of each test example, in the split's order. ``predictions``: those of the test first,
    the worst at the top, then some fitted ones; ``confusion``: rows truth, columns predicted."""

    evidence: list[Evidence]
    predictions: tuple[Prediction, ...]
    confusion: tuple[tuple[int, ...], ...]
    milliseconds: float
    beside: dict[str, float]


@dataclass(frozen=True)
class _Said:
    """One prediction with what is needed to draw it."""

    prediction: Prediction
    index: int
    outputs: Outputs


def show(plan: Plan[P], lesson: Lesson[P], model: Path, pictures: Path) -> Shown:
    """Run the file at ``model``; draw results as PNG files into the folder ``pictures``."""
    session = open_session(model)
    tests = _said(plan, lesson, session, lesson.sides.test, "new")
    train = lesson.sides.train
    step = max(1.0, len(train) / FITTED_PICTURES)
    some = [train[int(place * step)] for place in range(min(FITTED_PICTURES, len(train)))]
    fitted = _said(plan, lesson, session, some, "fitted")
    higher = lesson.metric.higher
    ordered = [*_to_draw(_ordered(tests[0], higher)), *_ordered(fitted[0], higher)]
    drawn = {one.prediction.id: number for number, one in enumerate(ordered, start=1)}
    for one in ordered:
        name = f"{drawn[one.prediction.id]:03d}.png"
        if not _draw(plan.codec, lesson, one, pictures / name):
            del drawn[one.prediction.id]
    predictions = [*_ordered(tests[0], higher), *_ordered(fitted[0], higher)]
    return Shown(
        evidence=tests[1],
        predictions=tuple(_with_picture(one.prediction, drawn) for one in predictions),
        confusion=_confusion(plan.codec.names(), [one.prediction for one in tests[0]]),
        milliseconds=_milliseconds(plan.codec, lesson, session),
        beside=tests[2],
    )


def answers_of(
    codec: Codec[P], some: Sequence[P], session: onnxruntime.InferenceSession
) -> list[tuple[P, Outputs]]:
    """Each sample with the file's outputs for it."""
    found: list[tuple[P, Outputs]] = []
    for start in range(0, len(some), JUDGE_BATCH):
        batch = some[start : start + JUDGE_BATCH]
        outputs = codec.run(batch, partial(run_session, session))
        found += [(one, row(outputs, place)) for place, one in enumerate(batch)]
    return found


def predicted(codec: Codec[P], one: P, outputs: Outputs, seen: Seen, figure: float | None) -> Prediction:
    """One answer as it is written down."""
    answer = codec.answer(one, outputs)
    return Prediction(
        id=one.id,
        truth=None if answer.truth is None else answer.truth[:LONGEST_TEXT],
        predicted=answer.predicted[:LONGEST_TEXT],
        score=answer.score,
        scores=dict(answer.scores),
        seen=seen,
        given=answer.given[:LONGEST_TEXT],
        figure=figure,
    )


def _said(
    plan: Plan[P],
    lesson: Lesson[P],
    session: onnxruntime.InferenceSession,
    indices: Sequence[int],
    seen: Seen,
) -> tuple[list[_Said], list[Evidence], dict[str, float]]:
    """What the file says of these examples, what that is worth, and further figures."""
    prepared = [lesson.examples.prepared[index] for index in indices]
    found = answers_of(plan.codec, prepared, session)
    if not found:
        return [], [], {}
    outputs = {name: np.stack([each[name] for _, each in found]) for name in found[0][1]}
    evidence = plan.evidence(outputs, indices)
    said = [
        _Said(predicted(plan.codec, one, own, seen, _figure(lesson.metric, proof)), index, own)
        for index, (one, own), proof in zip(indices, found, evidence, strict=True)
    ]
    return said, evidence, plan.beside(outputs, indices)


def _figure(metric: Metric, evidence: Evidence) -> float | None:
    return metric.combine([evidence]) if metric.single and evidence.size else None


def _to_draw(ordered: Sequence[_Said]) -> list[_Said]:
    """The first; where nothing tells which are worse than others, some of all, evenly."""
    if any(one.prediction.right is not None or one.prediction.figure is not None for one in ordered):
        return list(ordered[:TEST_PICTURES])
    step = max(1.0, len(ordered) / TEST_PICTURES)
    return [ordered[int(number * step)] for number in range(min(TEST_PICTURES, len(ordered)))]


def _ordered(said: Sequence[_Said], higher: bool) -> list[_Said]:
    by_id = {one.prediction.id: one for one in said}
    return [by_id[prediction.id] for prediction in worst_first((one.prediction for one in said), higher)]


def _draw(codec: Codec[P], lesson: Lesson[P], one: _Said, target: Path) -> bool:
    prepared = lesson.examples.prepared[one.index]
    drawn = codec.draw(prepared, one.outputs)
    data = lesson.own_picture(prepared.id) if drawn is None else png(drawn)
    if data is None:
        return False
    target.write_bytes(data)
    return True


def _with_picture(prediction: Prediction, drawn: dict[str, int]) -> Prediction:
    number = drawn.get(prediction.id)
    return prediction if number is None else prediction.model_copy(update={"picture": f"{number:03d}.png"})


def _confusion(names: tuple[str, ...], predictions: Sequence[Prediction]) -> tuple[tuple[int, ...], ...]:
    places = {name: place for place, name in enumerate(names)}
    table = [[0] * len(names) for _ in names]
    for one in predictions:
        if one.truth in places and one.predicted in places:
            table[places[one.truth]][places[one.predicted]] += 1
    return tuple(tuple(line) for line in table)


def _milliseconds(codec: Codec[P], lesson: Lesson[P], session: onnxruntime.InferenceSession) -> float:
    """The median time of one sample alone, prepared already."""
    feeds = codec.feeds([lesson.examples.prepared[lesson.sides.test[0]]])
    run_session(session, feeds)
    times: list[float] = []
    while len(times) < TIMED_RUNS and sum(times) < TIMED_SECONDS:
        start = time.perf_counter()
        run_session(session, feeds)
        times.append(time.perf_counter() - start)
    return 1000 * sorted(times)[len(times) // 2]
