"""Copies of the shipped rule book with something in them changed."""

from __future__ import annotations

import shutil
from importlib.resources import as_file, files
from pathlib import Path

from engine.rulebook.loader import read_book
from engine.rulebook.types import RuleBook


def edited_book(folder: Path, *edits: tuple[str, str, str]) -> RuleBook:
    """The shipped book copied to ``folder``, with each ``(file, from, to)`` replaced once."""
    with as_file(files("rules")) as rules:
        shutil.copytree(rules, folder)
    for name, old, new in edits:
        file = folder / name
        text = file.read_text(encoding="utf-8")
        assert old in text, f"{name} has no {old!r}"
        file.write_text(text.replace(old, new, 1), encoding="utf-8")
    book, problems, _ = read_book(folder)
    assert book is not None, problems
    assert not problems
    return book


def headline_edit(book: RuleBook, rule: str) -> tuple[str, str, str]:
    """An edit of the English headline of a row of the verdict table."""
    row = next(row for row in book.verdicts.rows if row.id == rule)
    return "verdict.toml", f'"{row.headline.en}"', '"Quite other words stand here now"'


def advice_edit(book: RuleBook, rule: str, tmp_rules: Path) -> tuple[str, str, str]:
    """An edit of the English text of a line of advice, wherever it stands under ``tmp_rules``."""
    row = next(row for table in book.advice for row in table.rows if row.id == rule)
    quoted = f'"{row.text.en}"'
    holding = [file for file in (tmp_rules / "advice").iterdir() if quoted in file.read_text("utf-8")]
    return f"advice/{holding[0].name}", quoted, '"Do something else instead"'
