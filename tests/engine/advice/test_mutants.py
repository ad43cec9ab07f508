"""Faults planted in the rows of the shipped book: the checker or a golden case notices each."""

from __future__ import annotations

import random
import re
import shutil
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from engine.advice import assess
from engine.interview.types import Answer
from engine.rulebook.loader import read_book
from engine.rulebook.types import RuleBook

RULES = Path(__file__).resolve().parents[3] / "rules"
GOLDEN = tomllib.loads((Path(__file__).parent / "golden.toml").read_text(encoding="utf-8"))
SAMPLE = 130
WHEN = re.compile(r"^when = \{ (.*) \}$", re.MULTILINE)
CONDITION = re.compile(r"(\w+) = \[([^\]]*)\]")


def wrong_answers(book: RuleBook) -> list[str]:
    """The golden cases that this book gets wrong."""

    def lines(given: dict[str, str | list[str]]) -> set[str]:
        answers = {
            name: Answer(tuple(value) if isinstance(value, list) else value, order)
            for order, (name, value) in enumerate(given.items())
        }
        return {line.trace.rule for line in assess(book, answers, {}).advice.lines}

    wrong = []
    for cell in GOLDEN["cell"]:
        given = {name: Answer(cell[name], n) for n, name in enumerate(("form", "volume", "labels"))}
        advice = assess(book, given, {}).advice
        steps = [line.trace.rule for line in advice.lines if line.kind == "step"]
        if advice.ruling is None or (advice.ruling.verdict, steps) != (cell["verdict"], cell["steps"]):
            wrong.append("-".join(answer.value for answer in given.values()))
    wrong += [
        case["rule"]
        for case in GOLDEN["advice"]
        if case["rule"] not in lines(case["due"]) or case["rule"] in lines(case["not_due"])
    ]
    return wrong


def mutants() -> Iterator[tuple[str, str, str]]:
    """(what was done, file, its new text), over all rows of all decision tables."""
    for path in [RULES / "verdict.toml", *sorted((RULES / "advice").glob("*.toml"))]:
        name = path.relative_to(RULES).as_posix()
        head, *rows = path.read_text(encoding="utf-8").split("[[row]]")
        for index, row in enumerate(rows):
            for what, changed in changed_rows(row):
                text = "[[row]]".join([head, *rows[:index], *changed, *rows[index + 1 :]])
                yield what, name, text


def changed_rows(row: str) -> Iterator[tuple[str, list[str]]]:
    identifier = re.search(r'id = "([^"]+)"', row)[1]
    yield f"delete {identifier}", []
    yield f"double {identifier}", [row, row.replace(identifier, identifier + "b", 1)]
    yield f"unsourced {identifier}", [re.sub(r"source = \[.*\]", "source = []", row)]
    verdict = re.search(r'verdict = "(\w+)"', row)
    if verdict:
        for other in sorted({"start", "prepare", "push_back"} - {verdict[1]}):
            yield f"{identifier} says {other}", [row.replace(verdict[0], f'verdict = "{other}"')]
    for what, changed in changed_conditions(row):
        yield f"{identifier} {what}", [changed]


def changed_conditions(row: str) -> Iterator[tuple[str, str]]:
    when = WHEN.search(row)[1]
    for match in CONDITION.finditer(when):
        name, values = match[1], [value.strip() for value in match[2].split(",")]
        dropped = when.replace(match[0], "").strip(" ,").replace(", ,", ",")
        yield f"without {name}", row.replace(when, dropped, 1)
        yield f"mistyped {name}", row.replace(match[0], match[0].replace(values[0], values[0][:-2] + '"'), 1)
        if len(values) > 1:
            yield f"tighter {name}", row.replace(match[0], f"{name} = [{', '.join(values[1:])}]", 1)
        for value in sorted(OPTIONS[name] - {value.strip('"') for value in values}):
            looser = f"{name} = [{', '.join([*values, chr(34) + value + chr(34)])}]"
            yield f"looser {name} + {value}", row.replace(match[0], looser, 1)


def options() -> dict[str, set[str]]:
    interview = tomllib.loads((RULES / "interview.toml").read_text(encoding="utf-8"))
    return {q["id"]: {option["value"] for option in q.get("options", [])} for q in interview["question"]}


OPTIONS = options()


@pytest.mark.slow
def test_every_planted_fault_is_noticed(tmp_path: Path) -> None:
    folder = tmp_path / "rules"
    shutil.copytree(RULES, folder, ignore=shutil.ignore_patterns("__pycache__", "*.py"))
    everything = list(mutants())
    assert len(everything) > 300
    unnoticed = []
    for what, name, text in random.Random(20).sample(everything, SAMPLE):
        original = (folder / name).read_text(encoding="utf-8")
        (folder / name).write_text(text, encoding="utf-8")
        book, problems, _ = read_book(folder)
        if not problems and (book is None or not wrong_answers(book)):
            unnoticed.append(what)
        (folder / name).write_text(original, encoding="utf-8")
    assert unnoticed == []


def test_the_shipped_book_itself_is_right() -> None:
    book, problems, _ = read_book(RULES)
    assert problems == ()
    assert wrong_answers(book) == []
