"""`jjak demo`: the whole main job with no screen, on a data set that it makes."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from pathlib import Path

import click

from desktop.cli.common import language_option, path_argument, shown_progress
from engine.jobs import Event
from engine.texts import Language, catalogue


@click.command()
@click.argument("out", type=path_argument, default=Path("jjak-demo"))
@click.option(
    "--seconds", type=click.FloatRange(1, 600), default=40.0, show_default=True, help="Training budget."
)
@language_option
def demo(out: Path, seconds: float, language: Language) -> None:
    """From the first question to the report, into the folder OUT (default: jjak-demo)."""
    from engine.example.main_job import run_main_job

    started = time.monotonic()
    words = catalogue("demo")

    def tell(key: str, values: Mapping[str, object]) -> None:
        click.echo(words.say(key, language, **values))

    with ExitStack() as bars:
        shown: dict[str, Callable[[Event], None]] = {}

        def follow(step: str, event: Event) -> None:
            if step not in shown:
                bars.close()  # the bar of the step before
                shown[step] = bars.enter_context(shown_progress(words.say(f"doing_{step}", language)))
            shown[step](event)

        job = run_main_job(out, seconds, language, tell, follow)
    tell("done", {"seconds": time.monotonic() - started, "path": str(job.case)})
