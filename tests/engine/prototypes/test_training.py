"""The whole path on sets that the tests make, with a counted number of steps so that a run repeats."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from bench_reporter import RecordingReporter
from picture_sets import write_figures, write_noise, write_tints
from PIL import Image

from engine.dataset import open_dataset
from engine.errors import UserError
from engine.prototypes.pipeline import train_prototype
from engine.prototypes.registry import find_system
from engine.prototypes.running import run as run_model
from engine.prototypes.trainer import Budget
from engine.prototypes.types import Prediction, PrototypeResult, Score
from engine.runtime.model import open_session, read_card, run_session

pytestmark = pytest.mark.slow


def train(
    data: Path, out: Path, budget: Budget, reporter: RecordingReporter | None = None, seed: int = 0
) -> PrototypeResult:
    out.mkdir()
    system = find_system("image_classification")
    return train_prototype(system, open_dataset(data), out, budget, seed, reporter or RecordingReporter())


@pytest.fixture(scope="module")
def tints(tmp_path_factory) -> Path:
    """60 pictures of two easy classes, five of them copied."""
    data = write_tints(tmp_path_factory.mktemp("tints") / "data", 30)
    for number in range(5):
        shutil.copy(data / "red" / f"{number:04d}.png", data / "red" / f"copy{number}.png")
    return data


@pytest.fixture(scope="module")
def run(tints, tmp_path_factory) -> tuple[PrototypeResult, Path, RecordingReporter]:
    out = tmp_path_factory.mktemp("run") / "out"
    reporter = RecordingReporter()
    return train(tints, out, Budget(60, steps=40), reporter), out, reporter


def test_an_easy_set_is_learnt(run):
    result, _, _ = run
    assert result.model.value >= 0.9
    majority = next(one for one in result.baselines if one.name == "majority")
    assert result.model.low > majority.value
    assert result.outcome in {"better", "as_good"}, "logistic regression knows red from blue as well"


def test_the_counts_add_up(run):
    result, _, _ = run
    assert (
        result.train_samples + result.validation_samples + result.test_samples + result.copies_left_out == 65
    )
    assert sum(map(sum, result.confusion)) == result.test_samples
    right = sum(result.confusion[place][place] for place in range(2))
    assert right / result.test_samples == pytest.approx(result.model.value)
    assert result.steps == 40


def test_the_events_tell_the_whole_story(run):
    _, _, reporter = run
    stages = [event["name"] for event in reporter.of("stage")]
    assert stages == ["reading", "baseline", "calibrating", "training", "exporting", "checking", "running"]
    assert {event["name"] for event in reporter.of("baseline")} == {"majority", "logistic_regression"}
    assert reporter.of("calibrated")[0]["steps_expected"] == 40
    points = reporter.of("point")
    assert points[-1]["figure"] is not None
    assert points[-1]["seconds_left"] == 0
    assert [point["step"] for point in points] == sorted(point["step"] for point in points)


def test_the_written_result_is_the_returned_one(run):
    result, out, _ = run
    written = PrototypeResult.model_validate_json((out / "result.json").read_text(encoding="utf-8"))
    assert written == result
    assert (out / "model.onnx").stat().st_size == result.model_bytes


def test_the_file_tells_how_good_it_was_found(run):
    result, out, _ = run
    entries = open_session(out / "model.onnx").get_modelmeta().custom_metadata_map
    scores = [Score.model_validate(one) for one in json.loads(entries["jjak.scores"])]
    assert scores == [result.model, *result.baselines]
    assert entries["jjak.outcome"] == result.outcome
    assert len(entries["jjak.data_hash"]) == 32
    assert json.loads(entries["jjak.training"])["steps"] == result.steps
    assert json.loads(entries["jjak.versions"])["torch"].startswith("2.")


def test_predictions_come_wrong_ones_first_with_pictures(run):
    result, out, _ = run
    tests = [one for one in result.predictions if one.seen == "new"]
    fitted = [one for one in result.predictions if one.seen == "fitted"]
    assert list(result.predictions) == tests + fitted
    assert len(tests) == result.test_samples
    assert fitted
    rights = [one.right for one in tests]
    assert rights == sorted(rights)
    for one in result.predictions:
        with Image.open(out / "pictures" / str(one.picture)) as picture:
            assert max(picture.size) <= 192
    assert len(list((out / "pictures").iterdir())) == len(result.predictions)


def test_what_is_fitted_is_known_again_elsewhere(run, tints, tmp_path):
    result, out, _ = run
    card = read_card(open_session(out / "model.onnx"), "model.onnx")
    copies_trained_on = 5 - result.copies_left_out
    assert len(card.fitted) == result.train_samples + result.validation_samples - copies_trained_on
    fitted = next(one for one in result.predictions if one.seen == "fitted")
    ran = run_model(
        {"model": str(out / "model.onnx"), "path": str(tints / fitted.id), "out": None}, RecordingReporter()
    )
    assert isinstance(ran, dict)
    (again,) = [Prediction.model_validate(one) for one in ran["predictions"]]
    assert again.predicted == fitted.predicted
    assert again.seen == "fitted"
    assert again.scores == pytest.approx(fitted.scores, abs=1e-3)


def test_the_exported_file_is_the_network(run):
    result, out, _ = run
    assert result.parity <= 1e-4
    session = open_session(out / "model.onnx")
    settings = read_card(session, "model.onnx").settings
    assert tuple(settings["classes"]) == result.classes == ("blue", "red")
    assert settings["image_size"] == result.image_size
    side = result.image_size
    feeds = np.random.default_rng(0).normal(size=(70, 3, side, side)).astype(np.float32)
    together = run_session(session, {"input": feeds})["output"]
    alone = np.concatenate([run_session(session, {"input": one[None]})["output"] for one in feeds])
    np.testing.assert_allclose(together, alone, atol=1e-4)


def test_what_lies_beside_the_model_runs_it_with_numpy_and_onnxruntime_alone(run, tmp_path):
    result, out, _ = run
    code = (
        "import sys, runpy; sys.argv = sys.argv[1:]; runpy.run_path(sys.argv[0]);"
        "sys.exit('torch' in sys.modules or 'PIL' in sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(out / "run.py")],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    with np.load(tmp_path / "outputs.npz") as outputs, np.load(out / "example.npz") as inputs:
        assert outputs["output"].shape == (len(inputs["input"]), 2)
    for sentence in ("# 이미지 분류", "# Image classification", result.data):
        assert sentence in (out / "card.md").read_text(encoding="utf-8")


def test_a_gallery_is_told_while_it_learns(run):
    _, _, reporter = run
    shown = reporter.of("gallery")[0]["shown"]
    assert 0 < len(shown) <= 8
    assert {one["predicted"] for one in shown} <= {"blue", "red"}


def test_the_same_seed_gives_the_same_run(tints, tmp_path):
    first = train(tints, tmp_path / "first", Budget(60, steps=6))
    second = train(tints, tmp_path / "second", Budget(60, steps=6))
    assert first.predictions == second.predictions
    assert first.model == second.model


def test_figures_beat_the_majority_by_an_honest_margin(tmp_path):
    data = write_figures(tmp_path / "data", 60)
    result = train(data, tmp_path / "out", Budget(60, steps=80))
    majority = next(one for one in result.baselines if one.name == "majority")
    assert result.model.low > majority.value
    assert result.model.value >= 0.85


@pytest.mark.parametrize("seed", [0, 1, 2])
def test_labels_that_say_nothing_are_never_beaten(tmp_path, seed):
    data = write_noise(tmp_path / "data", 40, ("ok", "ng"), seed)
    result = train(data, tmp_path / "out", Budget(60, steps=25), seed=seed)
    assert result.outcome != "better"


def test_a_small_set_is_judged_in_several_splits(tints, tmp_path):
    reporter = RecordingReporter()
    result = train(tints, tmp_path / "out", Budget(4), reporter)
    assert result.test_samples < 30
    assert result.repeats == 3
    assert [event["name"] for event in reporter.of("stage")][-2:] == ["repeating", "repeating"]
    assert result.model.low < result.model.value or result.model.value == 1


def test_finish_now_keeps_a_valid_model(tints, tmp_path):
    reporter = RecordingReporter(finish_after_points=2)
    result = train(tints, tmp_path / "out", Budget(500), reporter)
    assert result.finished == "finish_now"
    assert result.seconds < 100
    card = read_card(open_session(tmp_path / "out" / "model.onnx"), "")
    assert tuple(card.settings["classes"]) == result.classes


def test_finishing_before_the_first_step_still_gives_a_model(tints, tmp_path):
    result = train(tints, tmp_path / "out", Budget(500), RecordingReporter(finish_after_points=0))
    assert result.steps == 0
    assert result.finished == "finish_now"


def test_few_samples_of_many_classes(tmp_path):
    names = tuple(f"분류 {letter}" for letter in "abcdefgh")
    data = write_noise(tmp_path / "data", 3, names)
    result = train(data, tmp_path / "out", Budget(60, steps=3))
    assert result.classes == names
    assert (result.train_samples, result.validation_samples, result.test_samples) == (8, 8, 8)


def test_broken_files_cost_only_themselves(tmp_path):
    data = write_tints(tmp_path / "data", 12)
    (data / "red" / "cut.png").write_bytes((data / "red" / "0000.png").read_bytes()[:100])
    (data / "blue" / "not.jpg").write_text("no picture", encoding="utf-8")
    result = train(data, tmp_path / "out", Budget(60, steps=2))
    assert result.unreadable == 2


@pytest.mark.parametrize("left", [2, 1])
def test_a_class_with_too_few_distinct_pictures_is_left_out_or_named(tmp_path, left):
    data = write_tints(tmp_path / "data", 12)
    (data / "green").mkdir()
    for number in range(5):
        shutil.copy(data / "blue" / "0001.png", data / "green" / f"{number}.png")
    if left == 2:
        result = train(data, tmp_path / "out", Budget(60, steps=2))
        assert (result.classes, result.unused) == (("blue", "red"), 5)
        return
    shutil.rmtree(data / "red")
    with pytest.raises(UserError) as caught:
        train(data, tmp_path / "out", Budget(60, steps=2))
    assert caught.value.code == "prototype_class_too_small"
    assert "green" in caught.value.sentence("ko")
