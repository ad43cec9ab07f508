"""What the sub-commands share: options, JSON on stdout, messages and progress on stderr."""

from __future__ import annotations

import json
import locale
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

import click

from engine.jobs import Event
from engine.texts import LANGUAGES, Language, catalogue

Command = TypeVar("Command", bound=Callable[..., object])

as_json = click.option("--json", "as_json", is_flag=True, help="Print one JSON document and nothing else.")
path_argument = click.Path(path_type=Path)


def language_option(command: Command) -> Command:
    """``--lang ko|en``; by default the system's language, English where it is neither."""
    option = click.option(
        "--lang",
        "language",
        type=click.Choice(LANGUAGES),
        default=preferred_language,
        help="Language of the words.",
    )
    return option(command)


def preferred_language() -> Language:
    """Korean on a Korean system, else English."""
    name = locale.getlocale()[0] or ""
    return "ko" if name.lower().startswith(("ko", "korean")) else "en"


def print_json(document: Mapping[str, object] | list[object]) -> None:
    """One JSON document on stdout."""
    click.echo(json.dumps(document, ensure_ascii=False, indent=2))


def say(key: str, language: Language, **values: object) -> None:
    """One line of the catalogue ``command`` on stdout."""
    click.echo(catalogue("command").say(key, language, **values))


def say_error(sentence: str) -> None:
    """One line on stderr."""
    click.echo(f"jjak: {sentence}", err=True)


@contextmanager
def shown_progress(title: str) -> Iterator[Callable[[Event], None]]:
    """A progress bar on stderr fed by a job's events; nothing where stderr is no terminal."""
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("{task.fields[note]}"),
        TimeElapsedColumn(),
    )
    console = Console(stderr=True)
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as progress:
        bar = progress.add_task(title, total=None, note="")

        def follow(event: Event) -> None:
            data = event.data
            if event.kind == "progress":
                done, total = data.get("done"), data.get("total")
                progress.update(
                    bar,
                    completed=float(done) if isinstance(done, (int, float)) else 0,
                    total=float(total) if isinstance(total, (int, float)) else None,
                    note=str(data.get("stage", "")),
                )
            elif event.kind == "point":
                left, passed = data.get("seconds_left"), data.get("seconds")
                if isinstance(left, (int, float)) and isinstance(passed, (int, float)):
                    note = f"loss {data.get('loss'):.3f}"
                    progress.update(bar, completed=passed, total=passed + left, note=note)
            elif event.kind == "stage":
                progress.update(bar, note=str(data.get("name", "")))

        yield follow
