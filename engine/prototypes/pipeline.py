"""The whole path of a prototype: read, split, baseline, train, export, check, run."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache, partial
from importlib.metadata import version
from pathlib import Path

import numpy as np

from engine.dataset.types import Dataset
from engine.errors import UserError
from engine.jobs.protocol import Reporter
from engine.prototypes.calibration import Calibration, calibrate
from engine.prototypes.card_file import write_companions
from engine.prototypes.exporter import annotate, export, parity
from engine.prototypes.judging import Judge, Judged, Verdict
from engine.prototypes.lesson import Lesson
from engine.prototypes.metrics import METRICS
from engine.prototypes.own_picture import own_picture
from engine.prototypes.registry import list_systems
from engine.prototypes.repeats import judge_again, shares
from engine.prototypes.showing import Shown, show
from engine.prototypes.split import LEAST_GROUPS
from engine.prototypes.start_weights import FEW, load_starter
from engine.prototypes.system import Examples, P, Plan, System
from engine.prototypes.trainer import Budget, Trained, fit
from engine.prototypes.types import PrototypeResult
from engine.runtime.model import write_card
from engine.runtime.types import ModelCard

GALLERY = 32  # own pictures of samples kept at hand
MOST_NAMED = 4  # systems that fit, where the one that was asked for doesn't
MADE_BY = ("jjak", "torch", "onnx", "numpy")
MODEL, RESULT, PICTURES = "model.onnx", "result.json", "pictures"


def train_prototype(
    system: System[P], dataset: Dataset, folder: Path, budget: Budget, seed: int, reporter: Reporter
) -> PrototypeResult:
    """Train a prototype and write its run into the existing, empty ``folder``.

    The split is made before anything is learnt; test samples are judged once, after all
    choices are made, on the exported file. Raises UserError when the data set doesn't suit the
    system or can't be learnt from, and when the exported file differs from what was trained.
    """
    lesson = read_lesson(system, dataset, seed, reporter)
    examples, sides, judge = lesson.examples, lesson.sides, Judge(lesson)
    reporter.emit("stage", name="baseline")
    baselines = system.baselines(examples, sides, seed)
    for baseline in baselines:
        own = judge.score(baseline.name, baseline.evidence(sides.validation), sides.validation)
        reporter.emit("baseline", **own.model_dump())
    main, again = shares(lesson, budget)
    calibration = _calibrate(system.plans(examples, sides), lesson, main, seed, reporter)
    lesson = _begun(lesson, system, calibration.plan)
    reporter.emit("stage", name="training")
    trained = fit(calibration.plan, lesson, main, seed, reporter)
    model = folder / MODEL
    difference = _export(system, calibration, trained, lesson, model, reporter)
    reporter.emit("stage", name="running")
    (folder / PICTURES).mkdir()
    shown = show(calibration.plan, lesson, model, folder / PICTURES)
    judged = [Judged(sides.test, shown.evidence, {way.name: way.evidence(sides.test) for way in baselines})]
    if again is not None:
        judged += judge_again(system, lesson, again, calibration.plan.size, seed, reporter)
    verdict = judge.verdict(judged)
    result = _result(system, dataset, lesson, calibration, trained, shown, verdict).model_copy(
        update={"parity": difference, "seed": seed, "repeats": len(judged)}
    )
    annotate(model, _report(result, examples))
    result = result.model_copy(update={"model_bytes": model.stat().st_size})
    (folder / RESULT).write_text(result.model_dump_json(indent=1), encoding="utf-8")
    write_companions(
        folder, result, calibration.plan.codec, [examples.prepared[place] for place in sides.test]
    )
    return result


def read_lesson(system: System[P], dataset: Dataset, seed: int, reporter: Reporter) -> Lesson[P]:
    """Read the samples and split them before anything is learnt. Raises UserError."""
    _check_fits(system, dataset)
    reporter.emit("stage", name="reading")
    examples = system.read(dataset, seed, reporter)
    _check_groups(examples, dataset)
    metric = METRICS[system.metric(examples)]
    reporter.emit("metric", name=metric.name, unit=metric.unit, higher=metric.higher)
    sides = system.split(examples, seed)
    own = lru_cache(GALLERY)(partial(own_picture, dataset))
    return Lesson(examples, sides, metric, None, own)


def _check_fits(system: System[P], dataset: Dataset) -> None:
    said = dataset.recognition
    if system.card.fits(said.layout, said.input_modality, said.target_modality):
        return
    fitting = [
        card.name
        for card in list_systems()
        if card.fits(said.layout, said.input_modality, said.target_modality)
    ]
    first = [name for name in said.systems if name in fitting]
    named = [*first, *(name for name in fitting if name not in first)][:MOST_NAMED]
    if not named:
        raise UserError("prototype_wrong_data", name=dataset.name)
    raise UserError("prototype_other_data", name=dataset.name, fitting=", ".join(named))


def _check_groups(examples: Examples[P], dataset: Dataset) -> None:
    """A side each needs a group: too few samples that are independent of each other teach nothing."""
    count = len({key.group for key in examples.keys})
    if count < LEAST_GROUPS:
        raise UserError("prototype_too_few", name=dataset.name, count=count, least=LEAST_GROUPS)


def _begun(lesson: Lesson[P], system: System[P], plan: Plan[P]) -> Lesson[P]:
    """Few samples begin from the start weights, where those are of such a network."""
    if len(lesson.sides.train) >= FEW:
        return lesson
    starter = load_starter(system.card.name)
    fits = starter is not None and starter.fits(plan.learner().network)
    return replace(lesson, starter=starter) if fits else lesson


def _calibrate(
    plans: Sequence[Plan[P]], lesson: Lesson[P], budget: Budget, seed: int, reporter: Reporter
) -> Calibration[P]:
    reporter.emit("stage", name="calibrating")
    calibration = calibrate(plans, lesson, budget, seed, reporter)
    reporter.emit(
        "calibrated",
        steps_expected=calibration.steps_expected,
        seconds_per_step=calibration.seconds_per_step,
        enough=calibration.enough,
    )
    return calibration


def _export(
    system: System[P],
    calibration: Calibration[P],
    trained: Trained,
    lesson: Lesson[P],
    model: Path,
    reporter: Reporter,
) -> float:
    """Write the file; how far it is from what was trained."""
    codec, prepared = calibration.plan.codec, lesson.examples.prepared
    sides = lesson.sides
    card = ModelCard(
        system=system.card.name,
        settings=codec.settings(),
        # validation samples count as fitted: they chose the weights
        fitted=frozenset(prepared[place].fingerprint for place in (*sides.train, *sides.validation)),
    )
    reporter.emit("stage", name="exporting")
    tests = [prepared[place] for place in sides.test]
    export(trained.network, codec, tests, write_card(card), model)
    reporter.emit("stage", name="checking")
    return parity(trained.network, codec, model, tests)


def _result(
    system: System[P],
    dataset: Dataset,
    lesson: Lesson[P],
    calibration: Calibration[P],
    trained: Trained,
    shown: Shown,
    verdict: Verdict,
) -> PrototypeResult:
    sides, examples, metric = lesson.sides, lesson.examples, lesson.metric
    return PrototypeResult(
        system=system.card.name,
        data=dataset.name,
        metric=metric.name,
        unit=metric.unit,
        higher_is_better=metric.higher,
        model=verdict.scores[0],
        baselines=verdict.scores[1:],
        outcome=verdict.outcome,
        difference=verdict.lead,
        train_samples=len(sides.train),
        validation_samples=len(sides.validation),
        test_samples=len(sides.test),
        copies_left_out=len(sides.copies),
        unreadable=examples.unreadable,
        unused=examples.unused,
        classes=calibration.plan.codec.names(),
        confusion=shown.confusion,
        beside=shown.beside,
        samples_won=verdict.won,
        seconds=trained.seconds,
        steps=trained.steps,
        parameters=sum(weights.numel() for weights in trained.network.parameters()),
        image_size=calibration.plan.size,
        finished=trained.finished,
        started_from="scratch" if lesson.starter is None else "start_weights",
        borrowed=calibration.plan.borrowed,
        parity=0.0,
        model_bytes=0,
        milliseconds_per_sample=shown.milliseconds,
        seed=0,
        curve=trained.curve,
        predictions=shown.predictions,
    )


def _report(result: PrototypeResult, examples: Examples[P]) -> dict[str, str]:
    """How good the model was found to be, on what and by which programs: that goes with the file, wherever it
    is carried."""
    borrowed = {} if result.borrowed is None else {"jjak.borrowed": result.borrowed.model_dump_json()}
    scores = [one.model_dump() for one in (result.model, *result.baselines)]
    return borrowed | {
        "jjak.data": result.data,
        "jjak.data_hash": _hash(examples),
        "jjak.metric": result.metric,
        "jjak.scores": json.dumps(scores, ensure_ascii=False),
        "jjak.outcome": result.outcome,
        "jjak.training": json.dumps({"seed": result.seed, "steps": result.steps, "parity": result.parity}),
        "jjak.versions": json.dumps({name: version(name) for name in MADE_BY}),
    }


def _hash(examples: Examples[P]) -> str:
    """Of the contents of all samples that were read, whatever their names and their order."""
    marks = np.sort(np.asarray([one.fingerprint for one in examples.prepared], np.uint64))
    return hashlib.blake2b(marks.tobytes(), digest_size=16).hexdigest()
