"""Golden cases: the 36 cells of the verdict table, and advice that is due or not due."""

from __future__ import annotations

import tomllib
from itertools import product
from pathlib import Path

import pytest

from engine.advice import advice_json, assess
from engine.interview.types import Answer
from engine.rulebook import load_rule_book

GOLDEN = tomllib.loads((Path(__file__).parent / "golden.toml").read_text(encoding="utf-8"))
CELLS = GOLDEN["cell"]
LADDER = ["UL-1", "UL-2", "UL-3"]
VOLUMES = ("many", "few", "too_few")


def answers(**given: str | int | list[str]) -> dict[str, Answer]:
    return {
        name: Answer(tuple(value) if isinstance(value, list) else value, order)
        for order, (name, value) in enumerate(given.items(), start=1)
    }


def test_every_cell_has_a_golden_case() -> None:
    cells = {(cell["form"], cell["volume"], cell["labels"]) for cell in CELLS}
    labels = ("good", "repairable", "disordered", "none")
    assert cells == set(product(("paired", "unpaired", "input_only"), VOLUMES, labels))
    assert len(CELLS) == 36


@pytest.mark.parametrize("cell", CELLS, ids=lambda cell: f"{cell['form']}-{cell['volume']}-{cell['labels']}")
@pytest.mark.parametrize("language", ["ko", "en"])
def test_cell(cell: dict, language: str) -> None:
    book = load_rule_book()
    given = {name: cell[name] for name in ("form", "volume", "labels")}
    assessment = assess(book, answers(**given), {})
    ruling = assessment.advice.ruling
    assert ruling is not None
    assert ruling.verdict == cell["verdict"]
    assert [line.trace.rule for line in assessment.advice.lines if line.kind == "step"] == cell["steps"]
    cited = {source.id: source.kind for source in ruling.trace.source}
    if "said_by" in cell:
        assert list(cited) == [cell["said_by"]]
        assert (ruling.trace.pack == "deck2020") == (cell["said_by"] == "deck2020")
    else:
        assert ruling.trace.pack == "ours"
        assert "extension" in cited.values()
    document = advice_json(assessment, book, language)
    assert document["verdict"] == cell["verdict"]
    assert document["form"] == cell["form"]
    assert document["volume"] == cell["volume"]
    assert document["labels"] == ("none" if cell["form"] == "input_only" else cell["labels"])
    assert [step["id"] for step in document["steps"]] == cell["steps"]
    assert document["trace"][0]["rule"] == ruling.trace.rule
    assert document["headline"] == ruling.headline.say(language)


@pytest.mark.parametrize(
    ("count", "volume"),
    [(0, "too_few"), (999, "too_few"), (1000, "few"), (9999, "few"), (10000, "many"), (10**9, "many")],
)
def test_the_amount_is_cut_at_1000_and_10000(count: int, volume: str) -> None:
    book = load_rule_book()
    facts = assess(book, answers(form="paired", volume=count, labels="good"), {}).advice.facts
    assert facts["volume"].value == volume


@pytest.mark.parametrize("volume", VOLUMES)
def test_no_performance_is_promised_below_10000(volume: str) -> None:
    book = load_rule_book()
    lines = assess(book, answers(form="paired", volume=volume, labels="good"), {}).advice.lines
    cautions = {line.trace.rule for line in lines if line.kind == "caution"}
    assert cautions == {"many": set(), "few": {"AL-4"}, "too_few": {"AL-5"}}[volume]


def test_the_ladder_has_three_rungs_and_no_fourth() -> None:
    book = load_rule_book()
    (ladder,) = [table for table in book.advice if table.id == "unpaired_ladder"]
    rows = sorted(ladder.rows, key=lambda row: row.order)
    assert [row.id for row in rows] == LADDER
    assert all(dict(row.when) == {"form": ("unpaired",)} for row in rows)
    transfer, label, open_end = (row.text.en.lower() for row in rows)
    assert "transfer" in transfer
    assert "labelled" in label
    assert "outcome is open" in open_end


@pytest.mark.parametrize("case", GOLDEN["advice"], ids=lambda case: case["rule"])
def test_advice_is_given_when_due_and_only_then(case: dict) -> None:
    book = load_rule_book()
    due = assess(book, answers(**case["due"]), {}).advice.lines
    not_due = assess(book, answers(**case["not_due"]), {}).advice.lines
    assert case["rule"] in {line.trace.rule for line in due}
    assert case["rule"] not in {line.trace.rule for line in not_due}


def test_consent_of_nobody_is_off_the_path() -> None:
    book = load_rule_book()
    given = {"people": Answer(("none",), 1), "consent": Answer("no", 2)}
    rules = {line.trace.rule for line in assess(book, given, {}).advice.lines}
    assert not rules & {"RC-1", "RC-2", "RC-5"}
