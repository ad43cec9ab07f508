"""Counts: numbers that are shown and compared, and that no rule asks for; packs in answer files."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine.errors import UserError
from engine.interview import collect_facts, parse_value, read_answers, read_without, walk
from engine.interview.types import UNKNOWN, Answer, Measurement, Value
from engine.rulebook import load_rule_book
from engine.texts import LANGUAGES

BOOK = load_rule_book()
COUNT = next(question for question in BOOK.questions if question.kind == "count")


@pytest.mark.parametrize(
    ("raw", "value"),
    [
        (0, 0),
        (120, 120),
        (120.0, 120),
        ("1,200", 1_200),
        ("1만 2천", 12_000),
        ("300장", 300),
        (" Unknown ", UNKNOWN),
    ],
)
def test_a_count_is_understood(raw: object, value: Value) -> None:
    assert parse_value(COUNT, raw, BOOK) == value


@pytest.mark.parametrize(
    "raw", [-1, 1.5, True, None, "", "many", "lots", [120], {}, float("nan"), "9" * 5000]
)
def test_what_is_no_count_is_refused(raw: object) -> None:
    with pytest.raises(UserError) as caught:
        parse_value(COUNT, raw, BOOK)
    assert caught.value.code == "answer_not_a_count"
    for language in LANGUAGES:
        sentence = caught.value.sentence(language)
        assert COUNT.id in sentence
        assert len(sentence) < 300


def test_a_count_is_a_fact_as_the_number_that_it_is() -> None:
    facts = collect_facts(BOOK, {COUNT.id: Answer(12_345, 1)}, {})
    assert (facts[COUNT.id].value, facts[COUNT.id].origin) == ("12345", "client")
    assert COUNT.id not in collect_facts(BOOK, {COUNT.id: Answer(UNKNOWN, 1)}, {})


@pytest.mark.parametrize("value", ["12", "many", -5, True, ("1",)])
def test_what_an_old_case_may_hold_instead_is_looked_at_again(value: Value) -> None:
    answers = {COUNT.id: Answer(value, 1)}
    assert COUNT.id not in collect_facts(BOOK, answers, {})
    step = walk(BOOK, answers, {}).step(COUNT.id)
    assert step is not None
    assert step.status == "look_again"


@pytest.mark.parametrize(
    ("share", "claimed", "found", "fact", "status"),
    [
        ("all", None, 80, "80", "open"),
        ("all", 100, 80, "80", "look_again"),  # the whole was counted
        ("all", 80, 80, "80", "answered"),
        ("part", 100, 80, "100", "answered"),  # a part holds less: that speaks against nothing
        ("part", 100, 300, "100", "look_again"),  # even the part holds more
    ],
)
def test_a_counted_sample_against_a_claimed_count(
    share: str, claimed: int | None, found: int, fact: str, status: str
) -> None:
    answers = {"share": Answer(share, 1)}
    if claimed is not None:
        answers[COUNT.id] = Answer(claimed, 2)
    measured = {COUNT.id: Measurement(found, 5)}
    assert collect_facts(BOOK, answers, measured)[COUNT.id].value == fact
    step = walk(BOOK, answers, measured).step(COUNT.id)
    assert step is not None
    assert step.status == status


def test_no_rule_asks_for_a_count() -> None:
    rows = [*BOOK.verdicts.rows, *BOOK.today.rows, *BOOK.framing.rows]
    rows += [row for table in BOOK.advice for row in table.rows]
    assert all(COUNT.id not in row.when for row in rows)
    assert all(COUNT.id not in question.when for question in BOOK.questions)


def written(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "answers.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_file_says_which_packs_to_leave_out(tmp_path: Path) -> None:
    path = written(tmp_path, 'form = "paired"\nper_unit = "120장"\n[packs]\nwithout = ["today"]\n')
    assert {name: answer.value for name, answer in read_answers(path, BOOK).items()} == {
        "form": "paired",
        "per_unit": 120,
    }
    assert read_without(path, BOOK) == frozenset({"today"})
    assert read_without(written(tmp_path, 'form = "paired"\n'), BOOK) == frozenset()


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("packs = 3\n", "answers_packs_wrong"),
        ('[packs]\nwithout = "today"\n', "answers_packs_wrong"),
        ("[packs]\nwithout = [3]\n", "answers_packs_wrong"),
        ("[packs]\nwith = []\n", "answers_packs_wrong"),
        ('[packs]\nwithout = ["deck2020"]\n', "pack_not_switchable"),
        ('[packs]\nwithout = ["tomorrow"]\n', "pack_not_switchable"),
    ],
)
def test_what_cannot_be_left_out_is_refused(tmp_path: Path, text: str, code: str) -> None:
    with pytest.raises(UserError) as caught:
        read_without(written(tmp_path, text), BOOK)
    assert caught.value.code == code
    for language in LANGUAGES:
        assert "\n" not in caught.value.sentence(language)
