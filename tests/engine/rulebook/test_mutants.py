"""Faults planted in the shipped book: the checker, with the golden cases it runs, notices each.

A mutant deletes, doubles, loosens, tightens or mistypes one row or one cell of a table, a
question, a mark, a promise or a card, or says that
a row is of another kind or pack. All of them are generated; a seeded sample runs here (all
with ``JJAK_ALL_MUTANTS=1``).
"""

from __future__ import annotations

import os
import random
import re
import shutil
import tomllib
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest

from engine.rulebook.loader import read_book

RULES = Path(__file__).resolve().parents[3] / "rules"
SAMPLE = 360
WORKERS = 4
WHEN = re.compile(r"^when = \{ (.*) \}$", re.MULTILINE)
CONDITION = re.compile(r"(\w+) = \[([^\]]*)\]")
CHOICES = {
    "verdict": ("start", "prepare", "push_back"),
    "outlook": ("start", "prepare", "push_back"),
    "kind": ("step", "condition", "caution", "question"),
    "pack": ("deck2020", "ours", "today"),
    "direction": ("many_to_one", "one_to_many"),
    "shape": ("encoder", "encoder_heads", "decoder", "butterfly"),
}
BLOCKS = {
    "verdict.toml": ("row",),
    "today.toml": ("row",),
    "framing.toml": ("row", "shape", "word"),
    "guides.toml": ("guide",),
    "volume.toml": ("cut",),
    "never_say.toml": ("never",),
    "interview.toml": ("section", "question", "derivation"),
    "cards/systems.toml": ("card",),
    "cards/cases.toml": ("case",),
    "cards/notes.toml": ("topic", "note"),
    "cards/practice.toml": ("practice",),
}

Mutant = tuple[str, str, str]
"""What was done, in which file, and the file's new text."""


def options() -> dict[str, list[str]]:
    interview = tomllib.loads((RULES / "interview.toml").read_text(encoding="utf-8"))
    return {
        question["id"]: [option["value"] for option in question.get("options", [])]
        for question in interview["question"]
    }


OPTIONS = options()


def mutants() -> Iterator[Mutant]:
    """Every mutant of every block of every file."""
    for path in sorted(RULES.rglob("*.toml")):
        name = path.relative_to(RULES).as_posix()
        kinds = BLOCKS.get(name, ("row",) if name.startswith("advice/") else ())
        text = path.read_text(encoding="utf-8")
        for kind in kinds:
            for start, end in blocks(text, kind):
                block = text[start:end]
                for what, changed in changed_blocks(kind, block):
                    yield f"{name} {identifier(block)}: {what}", name, text[:start] + changed + text[end:]


def blocks(text: str, kind: str) -> Iterator[tuple[int, int]]:
    """Where each ``[[kind]]`` begins and ends (its own sub-tables belong to it)."""
    heads = [match.start() for match in re.finditer(rf"^\[\[{kind}\]\]", text, re.MULTILINE)]
    others = [
        match.start()
        for match in re.finditer(r"^\[+(\w+)", text, re.MULTILINE)
        if match[1] != kind or match.start() in heads
    ]
    subs = {match.start() for match in re.finditer(rf"^\[+{kind}\.", text, re.MULTILINE)}
    for head in heads:
        end = next((other for other in others if other > head and other not in subs), len(text))
        yield head, end


def identifier(block: str) -> str:
    found = re.search(r'^(?:id|value|fact) = "([^"]+)"', block, re.MULTILINE)
    return found[1] if found else "?"


def changed_blocks(kind: str, block: str) -> Iterator[tuple[str, str]]:
    yield "deleted", ""
    yield "doubled", block + "\n" + block
    if "\nid = " in block:
        own = identifier(block)
        yield "doubled under another id", block + "\n" + block.replace(f'"{own}"', f'"{own}b"', 1)
    if re.search(r"^source = \[.+\]$", block, re.MULTILINE):
        yield "unsourced", re.sub(r"^source = \[.*\]$", "source = []", block, count=1, flags=re.MULTILINE)
        yield "mistyped source", re.sub(r'^(source = \[")', r"\1x", block, count=1, flags=re.MULTILINE)
    yield from changed_words(block)
    yield from changed_conditions(block)
    if kind == "guide" or kind == "cut":
        for match in re.finditer(r"least = ([\d_]+)", block):
            number = int(match[1].replace("_", ""))
            changed = block[: match.start(1)] + str(number * 10 + 1) + block[match.end(1) :]
            yield f"{number} → {number * 10 + 1}", changed


def changed_words(block: str) -> Iterator[tuple[str, str]]:
    for language, other in (("ko", "en"), ("en", "ko")):
        line = re.search(rf"^(\w+)\.{language} = .*$\n", block, re.MULTILINE)
        if line:
            yield f"no {line[1]}.{language}", block.replace(line[0], "", 1)
            yield (
                f"{line[1]}.{language} is {other}",
                block.replace(
                    line[0],
                    re.sub(r'".*"', '"무엇 what"' if language == "en" else '"what"', line[0], count=1),
                    1,
                ),
            )
    for key, values in CHOICES.items():
        found = re.search(rf'^{key} = "(\w+)"$', block, re.MULTILINE)
        if found:
            for value in values:
                if value != found[1]:
                    yield f"{key} = {value}", block.replace(found[0], f'{key} = "{value}"', 1)
            yield f"{key} mistyped", block.replace(found[0], f'{key} = "{found[1]}x"', 1)


def changed_conditions(block: str) -> Iterator[tuple[str, str]]:
    found = WHEN.search(block)
    if found is None:
        return
    when = found[1]
    for match in CONDITION.finditer(when):
        name, values = match[1], [value.strip() for value in match[2].split(",")]
        dropped = when.replace(match[0], "").strip(" ,").replace(", ,", ",")
        yield f"without {name}", block.replace(when, dropped, 1)
        yield (
            f"mistyped {name}",
            block.replace(match[0], match[0].replace(values[0], values[0][:-2] + '"'), 1),
        )
        yield f"misnamed {name}", block.replace(match[0], match[0].replace(name, name[:-1], 1), 1)
        yield f"empty {name}", block.replace(match[0], f"{name} = []", 1)
        if len(values) > 1:
            yield f"tighter {name}", block.replace(match[0], f"{name} = [{', '.join(values[1:])}]", 1)
        for value in sorted(set(OPTIONS[name]) - {value.strip('"') for value in values}):
            looser = f"{name} = [{', '.join([*values, chr(34) + value + chr(34)])}]"
            yield f"looser {name} + {value}", block.replace(match[0], looser, 1)


def chosen() -> list[Mutant]:
    """A seeded sample in which every kind of mutant is there."""
    everything = list(mutants())
    assert len(everything) > 3000
    if os.environ.get("JJAK_ALL_MUTANTS"):
        return everything
    kinds: defaultdict[str, list[Mutant]] = defaultdict(list)
    for mutant in everything:
        kinds[mutant[0].split(": ", 1)[1].split(" ", 1)[0]].append(mutant)
    picked = random.Random(21)
    some = [mutant for of_kind in kinds.values() for mutant in picked.sample(of_kind, min(4, len(of_kind)))]
    rest = [mutant for mutant in everything if mutant not in some]
    return some + picked.sample(rest, max(SAMPLE - len(some), 0))


@pytest.mark.slow
@pytest.mark.timeout(3600)
@pytest.mark.parametrize("worker", range(WORKERS))
def test_every_planted_fault_is_noticed(tmp_path: Path, worker: int) -> None:
    folder = tmp_path / "rules"
    shutil.copytree(RULES, folder, ignore=shutil.ignore_patterns("__pycache__", "*.py"))
    unnoticed = []
    for what, name, text in chosen()[worker::WORKERS]:
        original = (folder / name).read_bytes()
        (folder / name).write_text(text, encoding="utf-8")
        _, problems, _ = read_book(folder)
        if not problems:
            unnoticed.append(what)
        (folder / name).write_bytes(original)
    assert unnoticed == []
