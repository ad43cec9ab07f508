"""While samples are looked at, what is known of those seen is told; seldom enough to cost little."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from engine.audit import so_far
from engine.audit.inside import run
from engine.audit.records import Records
from engine.audit.so_far import SHARE, SoFar
from engine.audit.types import SO_FAR, Audit, Counts, Effective, Evidence, ModalityPair
from engine.dataset.types import Recognition
from tests.engine.audit.test_broken_pictures import file


@pytest.fixture
def often(monkeypatch) -> None:
    """After every sample."""
    monkeypatch.setattr(so_far, "LEAST", 0.0)
    monkeypatch.setattr(so_far, "SHARE", 1e9)


def told(reporter) -> list[Audit]:
    return [
        Audit.model_validate(data["audit"]) for kind, data in reporter.told if data.get("name") == "audit"
    ]


def test_counts_of_pictures_grow_and_nothing_is_judged_yet(tmp_path: Path, reporter, often) -> None:
    for number in range(6):
        data = file("jpg", number // 2)
        (tmp_path / f"{number}.jpg").write_bytes(data if number != 4 else data[:400])
    whole = Audit.model_validate(run({"path": str(tmp_path), "previews": 2}, reporter))
    partial = told(reporter)
    assert [audit.counts.inputs for audit in partial] == [1, 2, 3, 4, 4, 5]
    copies = [{f.kind: f.count for f in audit.findings}.get("exact_duplicates", 0) for audit in partial]
    assert copies == [0, 1, 1, 2, 2, 2]
    assert {f.kind: f.count for f in partial[-1].findings}["unreadable"] == 1
    assert [audit.evidence[0].values["looked"] for audit in partial] == [1, 2, 3, 4, 5, 6]
    assert all(audit.unfinished and audit.labels is None and not audit.previews for audit in partial)
    assert not whole.unfinished


def test_rows_go_on_growing_after_they_were_looked_into(tmp_path: Path, reporter, often) -> None:
    rows = "".join(f"{n % 7},{n % 7 + 1},{'ab'[n % 2]}\n" for n in range(20))
    (tmp_path / "t.csv").write_text("x,y,label\n" + rows)
    whole = Audit.model_validate(run({"path": str(tmp_path), "previews": 0}, reporter))
    partial = told(reporter)
    assert [audit.counts.inputs for audit in partial] == list(range(1, 21))
    again = [
        {f.kind: f.count for f in audit.findings}.get("duplicate_rows", 0) for audit in (partial[-1], whole)
    ]
    assert again == [6, 6]


def test_targets_of_their_own_are_counted_too(tmp_path: Path, reporter, often) -> None:
    for side in "AB":
        (tmp_path / f"train{side}").mkdir()
        for number in range(3):
            (tmp_path / f"train{side}" / f"{side}{number}.jpg").write_bytes(file("jpg", ord(side) + number))
    run({"path": str(tmp_path), "previews": 0}, reporter)
    assert [audit.counts.unmatched_targets for audit in told(reporter)] == [0, 0, 0, 1, 2, 3]


def test_what_costs_more_is_told_less_often(reporter, monkeypatch) -> None:
    monkeypatch.setattr(so_far, "LEAST", 0.01)
    audit = Audit(
        name="", path="", form="input_only", confidence=1, layout="flat_folder",
        evidence=(Evidence(key=SO_FAR),), modality=ModalityPair(input="image", target=None),
        counts=Counts(inputs=0, pairs=0, unmatched_inputs=0, unmatched_targets=0, classes=0),
        class_sizes={}, findings=(), effective=Effective(samples=0, low=0, high=0), volume="few",
    )  # fmt: skip

    def slow(_records: Records) -> Audit:
        ended = time.thread_time() + 0.02
        while time.thread_time() < ended:
            pass
        return audit

    telling = SoFar(slow, reporter)
    records = Records(Recognition("flat_folder", "input_only", 1.0, "image", None, ()))
    telling.tell(records)
    assert telling._next - time.monotonic() <= 0.01, "what is loaded the first time doesn't count"
    telling.tell(records)
    assert 0.3 < telling._next - time.monotonic() <= 2 * 0.02 / SHARE
    assert not telling.due
