"""``jjak example``: example data of a system, made by code."""

from __future__ import annotations

from pathlib import Path

import click

from desktop.cli.common import as_json, language_option, path_argument, print_json, say, shown_progress
from engine.jobs import Json, Task, run
from engine.prototypes import scratch_beside
from engine.texts import Language, catalogue

MAKE = Task("engine.prototypes.example", "make")


@click.command()
@click.argument("system")
@click.argument("out", type=path_argument)
@click.option("--count", type=click.IntRange(8, 20_000), help="About how many samples.")
@click.option("--seed", type=int, default=0, show_default=True, help="Same seed, same data.")
@as_json
@language_option
def example(system: str, out: Path, count: int | None, seed: int, as_json: bool, language: Language) -> None:
    """Make example data that SYSTEM learns from, in the folder OUT."""
    scratch = scratch_beside(out)
    params: dict[str, Json] = {
        "system": system,
        "out": str(out),
        "seed": seed,
        "count": count,
        "scratch": str(scratch),
    }
    with shown_progress(catalogue("command").say("drawing", language)) as follow:
        made = run(MAKE, params, on_event=follow, scratch=scratch)
    if not isinstance(made, dict):
        raise TypeError("the example's result is no object")
    if as_json:
        print_json({"system": system, "path": str(out), **made})
        return
    say("example_made", language, count=made["files"], path=str(out))
