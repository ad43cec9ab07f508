"""Every system in smoke mode: example data → a few steps → export → parity → run, as its users would."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from bench_reporter import RecordingReporter

from engine.dataset import open_dataset
from engine.prototypes import list_systems
from engine.prototypes.exporter import TOLERANCE
from engine.prototypes.metrics import METRICS
from engine.prototypes.pipeline import train_prototype
from engine.prototypes.registry import find_system
from engine.prototypes.running import run
from engine.prototypes.trainer import Budget
from engine.prototypes.types import Prediction, PrototypeResult
from engine.rulebook import load_library
from engine.runtime.model import open_session
from engine.texts import LANGUAGES, catalogue

NAMES = tuple(card.name for card in list_systems())
FEW = 24
STEPS = 3


@pytest.mark.parametrize("name", NAMES)
def test_a_system_is_described_in_both_languages_and_has_a_card(name):
    card = find_system(name).card
    words = catalogue("prototypes")
    assert card.name == name
    assert card.metric in METRICS
    for key in (card.name, card.metric, card.baseline):
        for language in LANGUAGES:
            assert words.say(key, language)
    assert name in {one.id for one in load_library().cards}


@pytest.mark.slow
@pytest.mark.parametrize("name", NAMES)
def test_from_example_data_to_a_model_that_runs(name, tmp_path):
    system = find_system(name)
    data, out = tmp_path / "data", tmp_path / "out"
    data.mkdir()
    out.mkdir()
    system.make_example(data, seed=3, count=FEW)
    dataset = open_dataset(data)
    reporter = RecordingReporter()
    result = train_prototype(system, dataset, out, Budget(60, steps=STEPS), 0, reporter)
    assert result.steps == STEPS
    assert result.parity <= TOLERANCE
    assert len(result.baselines) >= 2
    for score in (result.model, *result.baselines):
        assert score.low <= score.value <= score.high
        assert all(catalogue("prototypes").say(score.name, language) for language in LANGUAGES)
    assert reporter.of("gallery")[0]["shown"]
    assert PrototypeResult.model_validate_json((out / "result.json").read_text(encoding="utf-8")) == result
    _runs_again(data, out, tmp_path)
    _runs_alone(out, tmp_path)


def _runs_again(data: Path, out: Path, tmp_path: Path) -> None:
    """On the same data through the job, from the ONNX file alone."""
    params = {"model": str(out / "model.onnx"), "path": str(data), "out": str(tmp_path / "ran")}
    said = run(params, RecordingReporter())
    assert isinstance(said, dict)
    json.dumps(said)
    predictions = [Prediction.model_validate(one) for one in said["predictions"]]
    assert {one.seen for one in predictions} == {"fitted", "new"}
    assert said["unreadable"] == []


def _runs_alone(out: Path, tmp_path: Path) -> None:
    """With the script beside it, which needs numpy and onnxruntime only."""
    done = subprocess.run(
        [sys.executable, str(out / "run.py")], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    session = open_session(out / "model.onnx")
    with np.load(tmp_path / "outputs.npz") as outputs:
        assert sorted(outputs.files) == sorted(node.name for node in session.get_outputs())
        assert all(np.isfinite(outputs[name]).all() for name in outputs.files)
