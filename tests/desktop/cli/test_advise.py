"""`jjak advise`: packs left out, the groups in words, and what is wrong with a firm's pack."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from desktop.__main__ import main
from engine.rulebook import load_rule_book
from engine.rulebook.types import DisabledPack
from engine.texts import LANGUAGES, Language, Text, catalogue

ANSWERS = """
wish_words = "부품 사진을 보고 불량인지 가려 주세요"
form = "paired"
volume = "3천"
per_unit = 120
labels = "good"
input_kind = "image"
output_kind = "category"
direction = "generate"
people = ["face"]
synthetic = "unknown"
"""
GROUPS = ("steps", "cautions", "today", "task", "guides", "nearly", "changes", "ask", "law", "never")


@pytest.fixture
def answers(tmp_path: Path) -> Path:
    path = tmp_path / "answers.toml"
    path.write_text(ANSWERS, encoding="utf-8")
    return path


def document(capsys: pytest.CaptureFixture[str], *words: str) -> dict:
    assert main(["advise", *words, "--json", "--lang", "en"]) == 0
    return json.loads(capsys.readouterr().out)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_group_has_its_heading(
    answers: Path, language: Language, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["advise", str(answers), "--lang", language]) == 0
    printed = capsys.readouterr().out
    lines = printed.splitlines()
    words = catalogue("command")
    places = [lines.index(words.say(f"group_{group}", language)) for group in GROUPS]
    assert places == sorted(places)
    assert words.say("group_packs", language) not in lines
    assert "{" not in printed
    hangul = sum("가" <= letter <= "힣" for letter in printed)
    assert (hangul > 500) == (language == "ko")


def test_whose_rule_it_is_stands_with_each_step(answers: Path, capsys: pytest.CaptureFixture[str]) -> None:
    packs = load_rule_book().packs
    assert main(["advise", str(answers), "--lang", "en"]) == 0
    whole = capsys.readouterr().out
    assert all(pack.title.en in whole for pack in packs.values())
    assert main(["advise", str(answers), "--without", "today", "--lang", "en"]) == 0
    less = capsys.readouterr().out
    assert "TD-" not in less
    assert "SZ-" not in less
    assert less.count(packs["today"].title.en) == 1  # named as switched off, and nowhere else
    assert less.rstrip().endswith(packs["today"].title.en)


def test_a_pack_is_left_out_by_option_or_by_file(answers: Path, capsys: pytest.CaptureFixture[str]) -> None:
    whole = document(capsys, str(answers))
    assert whole["today"]
    by_option = document(capsys, str(answers), "--without", "today")
    assert by_option["today"] == []
    assert by_option["verdict"] == whole["verdict"]
    answers.write_text(ANSWERS + '[packs]\nwithout = ["today"]\n', encoding="utf-8")
    assert document(capsys, str(answers)) == by_option


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("pack", ["deck2020", "tomorrow"])
def test_what_cannot_be_left_out_is_one_line(
    answers: Path, pack: str, language: Language, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["advise", str(answers), "--without", pack, "--lang", language]) == 2
    printed = capsys.readouterr()
    assert printed.out == ""
    (line,) = printed.err.splitlines()
    assert pack in line
    assert "today" in line


def test_without_a_verdict_the_next_question_is_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "few.toml"
    path.write_text('form = "paired"\nvolume = "few"\nlabels = "unknown"\n', encoding="utf-8")
    assert main(["advise", str(path), "--lang", "en"]) == 0
    printed = capsys.readouterr().out
    book = load_rule_book()
    assert printed.startswith("○")
    assert "2 of the 3" in printed
    assert book.question("labels").text.en in printed
    assert book.question("labels").ask.en in printed
    assert catalogue("command").say("group_decides", "en") in printed.splitlines()
    assert catalogue("command").say("group_changes", "en") not in printed.splitlines()
    assert document(capsys, str(path))["deciding"]["next"] == "labels"


def test_a_firms_pack_with_faults_is_named_on_stderr_only(
    answers: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    problem = Text(ko="묶음 acme를 쓰지 않습니다: 고치세요.", en="The pack acme is not used: mend it.")
    book = load_rule_book().model_copy(update={"disabled": (DisabledPack(id="acme", problem=problem),)})
    monkeypatch.setattr("desktop.cli.advise.load_rule_book", lambda: book)
    assert main(["advise", str(answers), "--json", "--lang", "en"]) == 0
    printed = capsys.readouterr()
    assert printed.err == f"jjak: {problem.en}\n"
    (acme,) = [pack for pack in json.loads(printed.out)["packs"] if pack["id"] == "acme"]
    assert (acme["on"], acme["problem"]) == (False, problem.en)


@pytest.mark.parametrize("language", LANGUAGES)
def test_answers_that_count_for_nothing_are_named(
    tmp_path: Path, language: Language, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "contradictory.toml"
    path.write_text('form = "input_only"\nvolume = 3000\nlabels = "good"\npairing_key = "yes"\n', "utf-8")
    assert document(capsys, str(path))["unused"] == ["pairing_key", "labels"]
    assert main(["advise", str(path), "--lang", language]) == 0
    printed = capsys.readouterr().out
    assert catalogue("command").say("group_unused", language) in printed.splitlines()
    assert "  - labels: " in printed


def test_where_every_answer_counts_none_is_named(answers: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert document(capsys, str(answers))["unused"] == []
    assert main(["advise", str(answers), "--lang", "en"]) == 0
    assert catalogue("command").say("group_unused", "en") not in capsys.readouterr().out
