"""The example client: what is planted is really there, and only a whole example takes its place."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine.case import CaseFile
from engine.errors import JobCancelledError
from engine.example.client import PARTS, make_client_data, make_new_pictures
from engine.jobs import Event, Json, Task, run, start
from engine.prototypes import scratch_beside

PREPARE = Task("engine.example.task", "prepare")


def params(folder: Path, scratch: Path) -> dict[str, Json]:
    return {"folder": str(folder), "language": "en", "scratch": str(scratch)}


def test_planted_defects_are_there(tmp_path: Path) -> None:
    data = tmp_path / "data"
    planted = make_client_data(data, originals=30, copies=4, swaps=3, wrong=2)
    files = {path.relative_to(data).as_posix() for path in data.rglob("*.jpg")}
    assert len(files) == planted.pictures == 30 + 4 + 3 + 2
    for copy, original in planted.exact_copies.items():
        assert (data / copy).read_bytes() == (data / original).read_bytes()
    for swap, original in planted.other_backgrounds.items():
        assert (data / swap).read_bytes() != (data / original).read_bytes()
    assert all(path.split("/")[0] != part for path, part in planted.wrong_labels.items())
    assert set(planted.broken) <= files


def test_the_same_seed_gives_the_same_pictures(tmp_path: Path) -> None:
    first, again, other = (tmp_path / name for name in ("first", "again", "other"))
    assert make_new_pictures(first, seed=3) == make_new_pictures(again, seed=3)
    make_new_pictures(other, seed=4)
    assert (first / "new_01.jpg").read_bytes() == (again / "new_01.jpg").read_bytes()
    assert (first / "new_01.jpg").read_bytes() != (other / "new_01.jpg").read_bytes()


def test_a_second_example_leaves_the_first_alone(tmp_path: Path) -> None:
    cases = []
    for _ in range(2):
        scratch = scratch_beside(tmp_path / "example")
        result = run(PREPARE, params(tmp_path, scratch), scratch=scratch)
        assert isinstance(result, dict)
        cases.append(Path(str(result["case"])))
    assert [case.parent.name for case in cases] == ["example", "example-2"]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["example", "example-2"]
    with CaseFile.open(cases[1]) as case:
        sample = case.state.sample
    assert sample is not None
    assert Path(sample.path) == cases[1].parent / "data"
    assert sample.audit.class_sizes.keys() == set(PARTS)
    assert Path(sample.path).is_dir()


def test_one_that_is_stopped_leaves_nothing(tmp_path: Path) -> None:
    scratch = scratch_beside(tmp_path / "example")
    jobs = []

    def stop_when_it_works(_event: Event) -> None:
        if jobs:
            jobs[0].cancel()

    jobs.append(start(PREPARE, params(tmp_path, scratch), stop_when_it_works, scratch=scratch))
    with jobs[0] as job, pytest.raises(JobCancelledError):
        job.wait(60)
    assert list(tmp_path.iterdir()) == []
