"""Columns that leak, never vary, have gaps, mix kinds or slip; and clean tables of which nothing is said."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping, Sequence

import pytest

from engine.audit.columns.judged import judge
from engine.audit.columns.tally import ColumnTally
from engine.audit.types import Audit

Table = dict[str, list[str]]


def clean(rows: int = 400, seed: int = 1) -> Table:
    draw = random.Random(seed)
    target = [draw.choice("AB") for _ in range(rows)]
    return {
        "date": [f"2024-{draw.randint(1, 12):02d}-{draw.randint(1, 28):02d}" for _ in range(rows)],
        "age": [str(draw.randint(18, 90)) for _ in range(rows)],
        "income": [f"{draw.lognormvariate(8, 0.8):.2f}" for _ in range(rows)],
        "weight": [f"{draw.gauss(60 + 8 * (t == 'A'), 9):.2f}" for t in target],
        "city": [draw.choice(["서울", "부산", "대구"]) for _ in range(rows)],
        "label": target,
    }


def csv(table: Table) -> str:
    lines = [",".join(table), *map(",".join, zip(*table.values(), strict=True))]
    return "\n".join(lines) + "\n"


KINDS = ("leaking_columns", "constant_columns", "gappy_columns", "mixed_columns", "mistyped_numbers",
         "far_off_numbers", "near_duplicate_rows", "few_origins")  # fmt: skip


def told(audit: Audit) -> dict[str, dict[str, str]]:
    return {f.kind: {s.id: s.detail for s in f.samples} for f in audit.findings if f.kind in KINDS}


def test_nothing_is_said_of_a_clean_table(audited: Callable[..., Audit]) -> None:
    assert told(audited({"t.csv": csv(clean())})) == {}


def leaking(table: Table) -> Table:
    return {"outcome_code": ["7" if t == "A" else "9" for t in table["label"]], **table}


def threshold(table: Table) -> Table:
    draw = random.Random(2)
    return {"closing": [f"{draw.uniform(0, 5) + 5 * (t == 'A'):.3f}" for t in table["label"]], **table}


def constant(table: Table) -> Table:
    return {"country": ["KR"] * len(table["label"]), **table}


def gappy(table: Table) -> Table:
    draw = random.Random(3)
    return {**table, "age": [cell if draw.random() < 0.7 else "" for cell in table["age"]]}


def slips(table: Table) -> Table:
    return {**table, "age": ["4O", "l8", "35kg?", *table["age"][3:]]}


def mixed(table: Table) -> Table:
    draw = random.Random(4)
    return {
        **table,
        "weight": [w if draw.random() < 0.6 else draw.choice(["heavy", "light"]) for w in table["weight"]],
    }


def far(table: Table) -> Table:
    return {**table, "weight": ["99999", "-99999", *table["weight"][2:]]}


def again(table: Table) -> Table:
    place = {name: cells + cells[:9] for name, cells in table.items()}
    place["date"][-9:] = [f"2025-01-0{n}" for n in range(1, 10)]
    return place


PLANTED: Mapping[str, tuple[Callable[[Table], Table], str, Sequence[str]]] = {
    "code": (leaking, "leaking_columns", ["outcome_code"]),
    "threshold": (threshold, "leaking_columns", ["closing"]),
    "constant": (constant, "constant_columns", ["country"]),
    "gaps": (gappy, "gappy_columns", ["age"]),
    "slips": (slips, "mistyped_numbers", ["age"]),
    "mixed": (mixed, "mixed_columns", ["weight"]),
    "far off": (far, "far_off_numbers", ["weight"]),
    "again": (again, "near_duplicate_rows", [f"t.csv#{row}" for row in range(401, 410)]),
}


@pytest.mark.parametrize("name", PLANTED)
def test_what_is_planted_is_told_and_nothing_else(audited: Callable[..., Audit], name: str) -> None:
    plant, kind, expected = PLANTED[name]
    found = told(audited({"t.csv": csv(plant(clean()))}))
    assert {kind: list(samples) for kind, samples in found.items()} == {kind: list(expected)}


def column(cells: list[str]) -> ColumnTally:
    tally = ColumnTally("c")
    tally.take(cells, [""] * len(cells))
    return tally


def test_signs_for_a_missing_value_are_far_off_and_the_end_of_a_long_tail_is_not() -> None:
    draw = random.Random(7)
    ages = [str(draw.randint(18, 90)) for _ in range(500)]
    assert judge(column([*ages, "999", "999", "999"]), None).far == ("999",)
    assert judge(column([*ages, *["-1"] * 40]), None).far == ("-1",)
    assert judge(column([*ages, "-999", "9999"]), None).far == ("-999", "9999")
    for spread in (0.8, 1.2, 1.6):
        tail = [f"{draw.lognormvariate(8, spread):.2f}" for _ in range(5000)]
        assert judge(column(tail), None).far == ()
    assert judge(column([f"{draw.paretovariate(3):.3f}" for _ in range(5000)]), None).far == ()
    assert judge(column([f"{draw.gauss(0, 1):.3f}" for _ in range(5000)]), None).far == ()
    assert judge(column([str(draw.choice([0, 0, 0, 0, 7, 300])) for _ in range(500)]), None).far == ()


def test_the_target_in_another_unit_is_told() -> None:
    draw = random.Random(5)
    grams = [draw.uniform(1, 900) for _ in range(200)]
    tally = ColumnTally("g")
    tally.take([f"{value:.3f}" for value in grams], [f"{value / 1000:.6f}" for value in grams])
    other = ColumnTally("g")
    other.take(
        [f"{value:.3f}" for value in grams], [f"{value * draw.uniform(0.9, 1.1):.3f}" for value in grams]
    )
    assert judge(tally, "number").leaks > 0.9999
    assert judge(other, "number").leaks == 0


def test_tallies_of_two_halves_add_up_to_that_of_the_whole() -> None:
    cells, labels = ["a", "b", "a", "", "c", "a"], ["x", "y", "x", "x", "y", "y"]
    whole, first, second = ColumnTally("c"), ColumnTally("c"), ColumnTally("c")
    whole.take(cells, labels)
    first.take(cells[:2], labels[:2])
    second.take(cells[2:], labels[2:])
    assert second + first == whole
    assert judge(first + second, "category") == judge(whole, "category")


def test_rows_of_few_values_are_no_leak_and_rows_of_many_are(audited: Callable[..., Audit]) -> None:
    draw = random.Random(6)

    def answers(rows: int) -> str:
        body = [f"{draw.choice('abc')},{draw.choice('xyz')},{draw.choice('01')}" for _ in range(rows)]
        return "\n".join(["colour,form,label", *body])

    few = audited({"train.csv": answers(300), "test.csv": answers(80)}, name="few")
    assert "leaks" not in {finding.kind for finding in few.findings}
    table = clean()
    train, test = ({n: c[a:b] for n, c in table.items()} for a, b in ((0, 300), (280, 400)))
    leaks = audited({"train.csv": csv(train), "test.csv": csv(test)}, name="many")
    assert {finding.kind: finding.count for finding in leaks.findings}["leaks"] == 20
