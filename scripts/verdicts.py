"""What was expected of every set of real data beside what is said: ``python -m scripts.verdicts``."""

from __future__ import annotations

import sys
from pathlib import Path

from rich.console import Console
from rich.table import Table

from tests.engine.audit.every_set import EVERY_SET, Verdict, differences, said_of

DATA = Path(__file__).resolve().parents[2] / "shared" / "data"


def main() -> int:
    """1 where one verdict differs."""
    table = Table("set", "expected", "said")
    wrong = 0
    for name, expected in EVERY_SET.items():
        said = said_of(DATA / name / "data", expected)
        parted = differences(expected, said)
        wrong += bool(parted)
        table.add_row(name, _short(expected), f"[red]{parted}" if parted else _short(said))
    console = Console(width=150)
    console.print(table)
    console.print(f"{len(EVERY_SET) - wrong} of {len(EVERY_SET)} as expected")
    return int(wrong > 0)


def _short(verdict: Verdict) -> str:
    inputs, pairs, bare, lone, classes = verdict.counts
    sides = f"{verdict.input} → {verdict.target or '-'}"
    return (
        f"{verdict.form} {verdict.layout} {sides}: {inputs} inputs, {pairs} pairs, {bare} + {lone} unmatched,"
        f" {classes} classes ({verdict.volume}) {dict(verdict.defects) or ''}"
    )


if __name__ == "__main__":
    sys.exit(main())
