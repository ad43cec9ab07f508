"""``jjak audit PATH --set …``: one word corrects a wrong guess; a wrong word is one line and exit 2."""

from __future__ import annotations

import json
import random
from pathlib import Path
from typing import Any

import pytest

from desktop.__main__ import main
from desktop.cli.corrections import corrections_from
from engine.dataset.corrections import Corrections

TABLE = "번호,리뷰,별점,label\n" + "".join(
    f"{n},좋은 제품이라서 다시 사고 싶은 {n}번 물건,{n % 5},{n % 2}\n" for n in range(40)
)


@pytest.fixture
def reviews(tmp_path: Path) -> Path:
    """A table in cp949, and a folder beside it that is none of it."""
    (tmp_path / "set" / "old files").mkdir(parents=True)
    (tmp_path / "set" / "reviews.csv").write_bytes(TABLE.encode("cp949"))
    (tmp_path / "set" / "old files" / "other.csv").write_text("p,q\n1,2\n3,4\n", encoding="utf-8")
    return tmp_path / "set"


def document(capsys: pytest.CaptureFixture[str], *words: str) -> dict[str, object]:
    assert main(["audit", *words, "--json", "--lang", "en"]) == 0
    printed: dict[str, object] = json.loads(capsys.readouterr().out)
    return printed


def test_settings_are_read_together() -> None:
    said = corrections_from(
        [
            "columns.rating=target",
            "columns.a.b=c=ignore",
            "folders.extra/sub folder=ignore",
            "pairing=order",
            "pairing=none",
            "encoding=cp949",
            "labels=list:a=b.csv:kind",
            "threshold.dark=50",
        ]
    )
    assert said == Corrections(
        columns={"rating": "target", "a.b=c": "ignore"},
        folders={"extra/sub folder": "ignore"},
        pairing="none",
        encoding="cp949",
        labels="list:a=b.csv:kind",
        thresholds={"dark": 50.0},
    )


def test_the_document_tells_what_was_corrected(reviews: Path, capsys: pytest.CaptureFixture[str]) -> None:
    words = ["--set", "columns.별점=target", "--set", "folders.old files=ignore", "--set", "encoding=cp949"]
    said = document(capsys, str(reviews), *words)
    assert said["corrections"] == {
        "columns": {"별점": "target"},
        "folders": {"old files": "ignore"},
        "encoding": "cp949",
    }
    assert said["modality"] == {"input": "text", "target": "number"}
    assert any("as you said" in str(sentence).lower() for sentence in said["evidence"])  # type: ignore[attr-defined]
    choices = {choice["set"]: choice for choice in said["choices"]}  # type: ignore[attr-defined]
    assert choices["columns.별점"]["chosen"] == "target"
    assert choices["columns.label"]["guessed"] == "target"
    assert choices["labels"]["chosen"] == "column:별점"
    assert [option["id"] for option in choices["columns.label"]["options"]] == ["input", "target", "ignore"]


def test_the_plain_output_shows_what_is_in_force(reviews: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["audit", str(reviews), "--lang", "en", "--set", "labels=none"]) == 0
    printed = capsys.readouterr().out
    assert "* labels=none" in printed
    assert "  labels=column:label" in printed
    assert "no labels" in printed


@pytest.mark.parametrize(
    ("setting", "names"),
    [
        ("columns=target", "columns=target"),
        ("columns.=target", "columns.=target"),
        ("labels=", "labels="),
        ("labels.x=none", "labels.x=none"),
        ("", "--set"),
        ("colour=red", "colour=red"),
        ("columns.label=maybe", "maybe"),
        ("pairing=magic", "magic"),
        ("columns.nope=target", "nope"),
    ],
)
def test_a_bad_setting_is_one_line_and_exit_2(
    reviews: Path, setting: str, names: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["audit", str(reviews), "--set", setting, "--lang", "en"]) == 2
    printed = capsys.readouterr()
    assert printed.out == ""
    assert names in printed.err
    assert len(printed.err.strip().splitlines()) == 1


def test_labels_are_redone_by_accepted_rules_and_weighed_anew(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "t.csv"
    rng = random.Random(4)
    rows = []
    for n in range(240):
        kind = n % 3
        label = ("red", "green", "blue")[kind]
        label = "Red " if label == "red" and n % 4 == 0 else label
        rows.append(f"{rng.gauss(kind * 6, 1):.3f},{rng.gauss(-kind * 5, 1):.3f},{label}")
    path.write_text("size,heat,label\n" + "\n".join(rows), encoding="utf-8")
    plain: Any = document(capsys, str(path))
    assert plain["labels"]["verdict"] == "repairable"
    (rule,) = plain["labels"]["rules"]
    assert (rule["label"], rule["becomes"], rule["count"]) == ("Red", "red", 20)
    for more in (["--accept-rules"], ["--set", "relabel=Red=red"]):
        redone: Any = document(capsys, str(path), *more, "--of", "9000")
        assert redone["classes"] == {"red": 80, "green": 80, "blue": 80}
        assert (redone["labels"]["accepted"], redone["labels"]["rules"]) == (1, [])
        assert redone["labels"]["verdict"] == "good"
        assert redone["corrections"]["relabel"][0]["becomes"] == "red"
        assert redone["extent"]["claimed"] == 9000
        assert redone["extent"]["proved"] is False
