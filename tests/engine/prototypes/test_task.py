"""The training job as its callers see it: in a child process, with what goes wrong there."""

from __future__ import annotations

import importlib.util
import threading
from pathlib import Path

import pytest
from bench_reporter import RecordingReporter
from picture_sets import write_tints

from engine.errors import JobCancelledError, UserError
from engine.jobs import Event, Task, run, start
from engine.jobs.protocol import Json
from engine.prototypes import scratch_beside
from engine.prototypes.task import train
from engine.prototypes.types import PrototypeResult

TRAIN = Task("engine.prototypes.task", "train")
RUN = Task("engine.prototypes.running", "run")


def params(
    path: Path, out: Path, seconds: float = 3, system: str = "image_classification"
) -> dict[str, Json]:
    return {
        "system": "image_classification",
        "path": str(path),
        "out": str(out),
        "seconds": seconds,
        "seed": 0,
    }


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"system": "mind_reading"}, "prototype_unknown"),
        ({"seconds": 0}, "prototype_seconds"),
        ({"seconds": 1e9}, "prototype_seconds"),
        ({"seconds": float("nan")}, "prototype_seconds"),
    ],
)
def test_bad_wishes_get_a_sentence(tmp_path, change, code):
    with pytest.raises(UserError) as caught:
        train({**params(tmp_path, tmp_path / "out"), **change}, RecordingReporter())
    assert caught.value.code == code
    assert caught.value.sentence("ko") != caught.value.sentence("en")


def test_without_torch_it_says_how_to_get_it(tmp_path, monkeypatch):
    find = importlib.util.find_spec
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None if name == "torch" else find(name))
    with pytest.raises(UserError) as caught:
        train(params(tmp_path, tmp_path / "out"), RecordingReporter())
    assert caught.value.code == "torch_missing"
    for language in ("ko", "en"):
        assert 'pip install "jjak[train]"' in caught.value.sentence(language)


@pytest.mark.slow
def test_trained_in_a_child_then_run_in_another(tmp_path):
    data = write_tints(tmp_path / "data", 12)
    out = tmp_path / "out"
    events: list[Event] = []
    scratch = scratch_beside(out)
    told = run(TRAIN, {**params(data, out), "scratch": str(scratch)}, on_event=events.append, scratch=scratch)
    result = PrototypeResult.model_validate(told)
    assert PrototypeResult.model_validate_json((out / "result.json").read_text(encoding="utf-8")) == result
    assert {"stage", "baseline", "calibrated", "point"} <= {event.kind for event in events}
    assert sorted(path.name for path in tmp_path.iterdir()) == ["data", "out"]
    ran = run(RUN, {"model": str(out / "model.onnx"), "path": str(data), "out": str(tmp_path / "ran")})
    assert isinstance(ran, dict)
    seen = {one["id"]: one["seen"] for one in ran["predictions"]}
    assert sum(how == "new" for how in seen.values()) == result.test_samples
    for one in result.predictions:
        assert seen[one.id] == one.seen


@pytest.mark.slow
def test_cancel_leaves_nothing(tmp_path):
    data = write_tints(tmp_path / "data", 12)
    out = tmp_path / "out"
    scratch = scratch_beside(out)
    training = threading.Event()

    def hear(event: Event) -> None:
        if event.kind == "point":
            training.set()

    wishes = {**params(data, out, seconds=300), "scratch": str(scratch)}
    job = start(TRAIN, wishes, on_event=hear, scratch=scratch)
    assert training.wait(120)
    job.cancel()
    with pytest.raises(JobCancelledError):
        job.wait(60)
    assert [path.name for path in tmp_path.iterdir()] == ["data"]


@pytest.mark.slow
def test_a_bad_sample_is_told_as_such_by_the_child(tmp_path):
    (tmp_path / "t.csv").write_text("a,b\n1,2\n3,4\n", encoding="utf-8")
    with pytest.raises(UserError) as caught:
        run(TRAIN, params(tmp_path / "t.csv", tmp_path / "out"))
    assert caught.value.code == "prototype_other_data"
    assert [path.name for path in tmp_path.iterdir()] == ["t.csv"]
