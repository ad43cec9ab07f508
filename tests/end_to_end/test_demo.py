"""`jjak demo`, as a newcomer runs it: a process, a folder, and what lies in it afterwards."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from pypdf import PdfReader

from engine.case import CaseFile
from engine.prototypes.types import PrototypeResult


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    out = tmp_path_factory.mktemp("demo") / "out"
    done = subprocess.run(
        [sys.executable, "-X", "utf8", "-m", "desktop", "demo", str(out), "--seconds", "12", "--lang", "en"],
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    return out, done.stdout


@pytest.mark.slow
def test_it_says_one_line_a_step(demo: tuple[Path, str]) -> None:
    out, printed = demo
    starts = [line.split(":")[0] for line in printed.strip().splitlines()]
    assert starts[:4] == ["Example data", "Interview", "Audit", "Prototype"]
    assert "Reinforcement" not in printed
    assert str(out) in printed


@pytest.mark.slow
def test_the_audit_found_what_was_planted(demo: tuple[Path, str]) -> None:
    out, _ = demo
    case = CaseFile.open(out / "example.jjak")
    sample = case.state.sample
    case.close()
    assert sample is not None
    counted = {finding.kind: finding.count for finding in sample.audit.findings}
    assert counted["exact_duplicates"] >= 24
    assert counted["unreadable"] == 2
    assert sample.audit.counts.inputs == 594
    assert sample.audit.effective.samples == 570


@pytest.mark.slow
def test_the_model_beats_the_majority_and_is_kept(demo: tuple[Path, str]) -> None:
    out, _ = demo
    result = PrototypeResult.model_validate_json(
        (out / "prototype" / "result.json").read_text(encoding="utf-8")
    )
    majority = next(score for score in result.baselines if score.name == "majority")
    assert result.model.low > majority.value
    assert result.parity <= 1e-4
    assert (out / "prototype" / "model.onnx").stat().st_size == result.model_bytes
    predictions = json.loads((out / "new-pictures-results" / "predictions.json").read_text(encoding="utf-8"))
    assert len(predictions["predictions"]) == 12
    assert {entry["seen"] for entry in predictions["predictions"]} == {"new"}


@pytest.mark.slow
def test_the_reports_say_what_the_case_says(demo: tuple[Path, str]) -> None:
    out, _ = demo
    for language in ("ko", "en"):
        for suffix in ("pdf", "docx", "html", "md"):
            assert (out / "report" / f"report.{language}.{suffix}").stat().st_size > 1000
    text = "".join(page.extract_text() for page in PdfReader(out / "report" / "report.en.pdf").pages)
    flat = " ".join(text.split())
    assert "12,000" in flat
    assert "594" in flat
    assert "einforcement" not in flat  # the client's edition


@pytest.mark.slow
def test_a_second_demo_into_the_same_folder_is_refused(demo: tuple[Path, str]) -> None:
    out, _ = demo
    done = subprocess.run(
        [sys.executable, "-X", "utf8", "-m", "desktop", "demo", str(out)],
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 2
    assert len(done.stderr.strip().splitlines()) == 1
