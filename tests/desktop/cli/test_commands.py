"""The sub-commands: JSON shapes, exit codes, one line for a mistake and never a traceback."""

from __future__ import annotations

import errno
import io
import json
import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from itertools import product
from pathlib import Path

import pytest
from PIL import Image

from desktop.__main__ import main
from engine.case import CaseFile

FORMS = ("paired", "unpaired", "input_only")
VOLUMES = ("many", "few", "too_few")
LABELS = ("good", "repairable", "disordered", "none")


@pytest.fixture
def class_folders(tmp_path: Path) -> Path:
    root = tmp_path / "sample"
    for index, name in enumerate(("red", "green")):
        (root / name).mkdir(parents=True)
        for number in range(6):
            colour = [30 + number * 5] * 3
            colour[index] = 200
            Image.new("RGB", (24, 24), tuple(colour)).save(root / name / f"{number}.png")
    return root


def test_advise_answers_every_cell_of_the_table(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for form, volume, labels in product(FORMS, VOLUMES, LABELS):
        answers = tmp_path / "answers.toml"
        answers.write_text(f'form = "{form}"\nvolume = "{volume}"\nlabels = "{labels}"\n', encoding="utf-8")
        assert main(["advise", str(answers), "--json", "--lang", "en"]) == 0
        document = json.loads(capsys.readouterr().out)
        assert document["verdict"] in {"start", "prepare", "push_back"}
        assert (document["form"], document["volume"]) == (form, volume)
        assert document["steps"], (form, volume, labels)
        for entry in document["trace"]:
            assert entry["rule"]
            assert entry["source"]
        advice = json.dumps({k: v for k, v in document.items() if k != "never_say"}).lower()
        assert "reinforcement" not in advice


def test_advise_in_words_names_rule_and_source(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    answers = tmp_path / "answers.toml"
    answers.write_text('form = "paired"\nvolume = 12000\nlabels = "good"\n', encoding="utf-8")
    assert main(["advise", str(answers), "--lang", "ko"]) == 0
    printed = capsys.readouterr().out
    assert "●" in printed
    assert "deck2020" in printed
    assert "강화학습" in printed  # among what never to promise


@pytest.mark.parametrize(
    ("words", "names"),
    [
        (["advise", "missing.toml"], "missing.toml"),
        (["advise"], "ANSWERS.toml"),
        (["frobnicate"], "frobnicate"),
        (["audit", "no-such-folder"], "no-such-folder"),
        (["prototype", "train", "no_such_system", ".", "out"], "no_such_system"),
        (["prototype", "run", "missing.onnx", ".", "out"], "missing.onnx"),
        (["report", "missing.jjak", "out.pdf"], "missing.jjak"),
        (["lint", "missing.txt"], "missing.txt"),
        (["lint", "."], "."),
        (["lint", "a-file.docx"], "a-file.docx"),
        (["audit", ".", "--lang", "fr"], "fr"),
        (["demo", "a-file.txt/out"], "a-file.txt"),
        (["prototype", "train", "image_classification", ".", "a-file.txt/out"], "a-file.txt"),
    ],
)
@pytest.mark.parametrize("language", ["ko", "en"])
def test_a_mistake_is_one_line_and_exit_2(
    words: list[str],
    names: str,
    language: str,
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a-file.txt").write_text("no folder", encoding="utf-8")
    (tmp_path / "a-file.docx").write_bytes(b"PK\x03\x04 no document")
    if "--lang" not in words:
        words = [*words, "--lang", language]
    assert main(words) == 2
    printed = capsys.readouterr()
    assert printed.out == ""
    assert names in printed.err
    assert len(printed.err.strip().splitlines()) == 1


def test_audit_prints_the_promised_shape(class_folders: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["audit", str(class_folders), "--json"]) == 0
    document = json.loads(capsys.readouterr().out)
    assert document["form"] == "paired"
    assert document["layout"] == "class_folders"
    assert document["modality"] == {"input": "image", "target": "category"}
    assert document["counts"] == {
        "inputs": 12,
        "pairs": 12,
        "unmatched_inputs": 0,
        "unmatched_targets": 0,
        "classes": 2,
    }
    assert document["effective"]["samples"] == 12
    assert document["volume"] == "too_few"
    assert all(isinstance(name, str) for finding in document["findings"] for name in finding["samples"])


def test_lint_tells_what_to_say_instead(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = tmp_path / "offer.txt"
    text.write_text("First line.\nReinforcement learning can do it.\n", encoding="utf-8")
    assert main(["lint", str(text), "--json", "--lang", "en"]) == 1
    (hit, *_) = json.loads(capsys.readouterr().out)["hits"]
    assert hit["line"] == 2
    assert hit["place"] == {"kind": "line", "number": 2}
    assert hit["match"] == "Reinforcement learning"
    assert hit["sentence"] == "Reinforcement learning can do it."
    assert hit["rule"] == "NS-1"
    assert hit["source"] == ["deck2020"]
    assert hit["instead"]
    assert hit["because"]
    assert main(["lint", str(text), "--lang", "ko"]) == 1
    printed = capsys.readouterr().out
    assert "2행" in printed
    assert "대신: " in printed
    text.write_text("We look at a sample first.\n", encoding="utf-8")
    assert main(["lint", str(text)]) == 0


def test_lint_reads_standard_input(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    stream = io.TextIOWrapper(io.BytesIO("첫 줄\n정확도 99%를 보장합니다.\n".encode("cp949")))
    monkeypatch.setattr("sys.stdin", stream)
    assert main(["lint", "-", "--json", "--lang", "ko"]) == 1
    (hit,) = json.loads(capsys.readouterr().out)["hits"]
    assert (hit["line"], hit["rule"]) == (2, "NS-5")


def test_what_the_system_refuses_is_one_line(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), "there.toml")

    monkeypatch.setattr("desktop.cli.advise.read_answers", full)
    assert main(["advise", "there.toml", "--lang", "en"]) == 2
    (line,) = capsys.readouterr().err.splitlines()
    assert "there.toml" in line
    assert os.strerror(errno.ENOSPC) in line


@pytest.mark.parametrize(("group", "command"), [("prototype", "train"), ("rules", "check")])
def test_a_group_without_a_command_names_its_commands(
    group: str, command: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([group]) == 2
    (line,) = capsys.readouterr().err.splitlines()
    assert command in line


def test_a_case_that_is_locked_for_writing_is_still_reported(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Another program in the middle of a change: the report reads what stood before it."""
    path = tmp_path / "a.jjak"
    CaseFile.create(path, "Parts", "en").close()
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        assert main(["report", str(path), str(tmp_path / "a.md")]) == 0
    assert "Parts" in (tmp_path / "a.md").read_text(encoding="utf-8")
    assert not capsys.readouterr().err


def test_the_shipped_rule_book_is_sound(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["rules", "check"]) == 0
    assert capsys.readouterr().out.strip()


def test_prototype_list_tells_each_system(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["prototype", "list", "--json"]) == 0
    systems = json.loads(capsys.readouterr().out)
    assert [set(system) for system in systems] == [{"name", "title", "takes", "metric", "baseline"}] * len(
        systems
    )
    assert "image_classification" in {system["name"] for system in systems}


def test_the_command_runs_as_a_process_with_clean_stdout(class_folders: Path) -> None:
    environment = {**os.environ, "PYTHONUTF8": "1"}
    done = subprocess.run(
        [sys.executable, "-m", "desktop", "audit", str(class_folders), "--json"],
        capture_output=True,
        encoding="utf-8",
        env=environment,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["counts"]["classes"] == 2
    assert done.stderr == ""
