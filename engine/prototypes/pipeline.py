"""The whole path of a prototype: read, split, baseline, train, export, check, run."""

from __future__ import annotations

import json
from pathlib import Path

from engine.dataset.types import Dataset
from engine.errors import UserError
from engine.jobs.protocol import Reporter
from engine.prototypes.calibration import Calibration, calibrate
from engine.prototypes.evaluator import compare, score
from engine.prototypes.exporter import annotate, export, parity
from engine.prototypes.split import Split, split
from engine.prototypes.system import Baseline, Examples, System
from engine.prototypes.trainer import Budget, fit
from engine.prototypes.types import Outcome, PrototypeResult, Score

MODEL, RESULT, PICTURES = "model.onnx", "result.json", "pictures"


def train_prototype(
    system: System, dataset: Dataset, folder: Path, budget: Budget, seed: int, reporter: Reporter
) -> PrototypeResult:
    """Train a prototype and write its run into the existing, empty ``folder``.

    The split is made before anything is learnt; test samples are judged once, after all
    choices are made, on the exported file. Raises UserError when the data set doesn't suit the
    system or can't be learnt from, and when the exported file differs from what was trained.
    """
    if dataset.recognition.layout not in system.card.takes:
        raise UserError("prototype_wrong_data", name=dataset.name)
    reporter.emit("stage", name="reading")
    examples = system.read(dataset, seed, reporter)
    sides = split(examples.keys, seed)
    baselines = _baselines(examples, sides, reporter)
    calibration = _calibrate(examples, sides, budget, seed, reporter)
    reporter.emit("stage", name="training")
    trained = fit(calibration.plan, sides, budget, seed, reporter)
    reporter.emit("stage", name="exporting")
    model = folder / MODEL
    export(trained.network, calibration.plan, calibration.plan.metadata(sides), model)
    reporter.emit("stage", name="checking")
    difference = parity(trained.network, calibration.plan, model, sides.test)
    reporter.emit("stage", name="running")
    (folder / PICTURES).mkdir()
    shown = calibration.plan.show(model, sides, folder / PICTURES)
    own = score("model", shown.right)
    judged = {baseline.name: baseline.judge(sides.test) for baseline in baselines}
    outcome, lead = compare(shown.right, max(judged.values(), key=sum))
    scores = tuple(score(name, right) for name, right in judged.items())
    annotate(model, _report(system, dataset, own, scores, outcome))
    result = PrototypeResult(
        system=system.card.name,
        data=dataset.name,
        metric=system.card.metric,
        model=own,
        baselines=scores,
        outcome=outcome,
        difference=lead,
        train_samples=len(sides.train),
        validation_samples=len(sides.validation),
        test_samples=len(sides.test),
        copies_left_out=len(sides.copies),
        unreadable=examples.unreadable,
        unused=examples.unused,
        classes=calibration.plan.classes,
        confusion=shown.confusion,
        seconds=trained.seconds,
        steps=trained.steps,
        parameters=sum(weights.numel() for weights in trained.network.parameters()),
        image_size=calibration.plan.size,
        finished=trained.finished,
        parity=difference,
        model_bytes=model.stat().st_size,
        milliseconds_per_sample=shown.milliseconds,
        seed=seed,
        curve=trained.curve,
        predictions=shown.predictions,
    )
    (folder / RESULT).write_text(result.model_dump_json(indent=1), encoding="utf-8")
    return result


def _report(
    system: System, dataset: Dataset, own: Score, baselines: tuple[Score, ...], outcome: Outcome
) -> dict[str, str]:
    """How good the model was found to be: that goes with the file, wherever it is carried."""
    return {
        "jjak.data": dataset.name,
        "jjak.metric": system.card.metric,
        "jjak.scores": json.dumps([one.model_dump() for one in (own, *baselines)], ensure_ascii=False),
        "jjak.outcome": outcome,
    }


def _baselines(examples: Examples, sides: Split, reporter: Reporter) -> tuple[Baseline, ...]:
    """Train the simple ways and tell how they do on the validation side, as the curve does."""
    reporter.emit("stage", name="baseline")
    baselines = examples.baselines(sides)
    for baseline in baselines:
        reporter.emit("baseline", **score(baseline.name, baseline.judge(sides.validation)).model_dump())
    return baselines


def _calibrate(
    examples: Examples, sides: Split, budget: Budget, seed: int, reporter: Reporter
) -> Calibration:
    reporter.emit("stage", name="calibrating")
    calibration = calibrate(examples.plans(sides), sides, budget, seed)
    reporter.emit(
        "calibrated",
        steps_expected=calibration.steps_expected,
        seconds_per_step=calibration.seconds_per_step,
        enough=calibration.enough,
    )
    return calibration
