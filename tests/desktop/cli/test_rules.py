"""`jjak rules`: what it prints, and its exit codes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from desktop.__main__ import main

ROW = """
id = "acme"
title.ko = "아크미"
title.en = "Acme"
hit_policy = "collect"

[[row]]
id = "ACME-1"
when = { volume = ["few"] }
kind = "step"
order = 5001
text.ko = "아크미 자료실의 데이터를 먼저 살펴봅니다."
text.en = "Look into Acme's own archive first."
because.ko = "같은 분야의 자료가 이미 있을 수 있습니다."
because.en = "Data of the same field may be there already."
source = ["mahmood2022"]
examples = [{ given = { volume = "few" } }]
"""


@pytest.fixture
def packs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    return tmp_path / "Jjak" / "packs"


def write(folder: Path, text: str) -> Path:
    (folder / "advice").mkdir(parents=True)
    (folder / "advice" / "acme.toml").write_text(text, encoding="utf-8")
    return folder


def test_the_check_tells_what_it_looked_for(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["rules", "check", "--lang", "en"]) == 0
    said = capsys.readouterr().out
    for words in ("Gaps: 0", "Overlapping", "Unreachable advice: 0", "Dead questions: 0", "No faults."):
        assert words in said


def test_the_check_as_json(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = write(tmp_path / "acme", ROW.replace("few", "lots"))
    assert main(["rules", "check", str(folder), "--json", "--lang", "en"]) == 1
    document = json.loads(capsys.readouterr().out)
    assert document["sound"] is False
    problem = next(entry for entry in document["problems"] if entry["code"] == "unknown_value")
    assert problem["rule"] == "ACME-1"
    assert problem["file"] == "acme/advice/acme.toml"
    assert problem["line"] == 7
    tables = {table["table"]: table for table in document["coverage"]["tables"]}
    assert tables["verdict"]["cells"] == tables["verdict"]["covered"] == 36


def test_packs_are_named_with_their_state(packs: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["rules", "packs", "--lang", "en"]) == 0
    assert "no pack" in capsys.readouterr().out
    write(packs / "sound", ROW)
    write(packs / "broken", "id = ")
    assert main(["rules", "packs", "--lang", "en"]) == 0
    said = capsys.readouterr().out
    assert str(packs) in said
    assert "sound: in use." in said
    assert "broken: 1 faults" in said
    assert main(["rules", "check", "broken", "--lang", "en"]) == 1
    assert "broken/advice/acme.toml" in capsys.readouterr().out


def test_no_such_pack(packs: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["rules", "check", "nowhere", "--lang", "en"]) == 2
    assert "nowhere" in capsys.readouterr().err
