"""`jjak prototype`: the bench of small models."""

from __future__ import annotations

from pathlib import Path

import click

from desktop.cli.common import (
    as_json,
    language_option,
    path_argument,
    print_json,
    say,
    say_error,
    shown_progress,
)
from desktop.cli.corrections import HELP as CORRECTIONS_HELP
from desktop.cli.corrections import corrections_from
from engine.jobs import Event, Json, Task, run
from engine.prototypes import list_systems, more_words, scratch_beside
from engine.prototypes.figures import figure, interval
from engine.prototypes.origin import began_from
from engine.prototypes.types import MoreData, PrototypeResult
from engine.texts import Language, catalogue

PROMISED = {"name", "title", "takes", "metric", "baseline"}


@click.group()
def prototype() -> None:
    """Train and run small models."""


@prototype.command(name="list")
@as_json
@language_option
def list_(as_json: bool, language: Language) -> None:
    """The systems that can be trained here."""
    systems = list_systems()
    if as_json:
        print_json([system.model_dump(include=PROMISED) for system in systems])
        return
    for system in systems:
        takes = ", ".join(system.takes)
        say("system", language, name=system.name, title=system.title.say(language), takes=takes)


@prototype.command()
@click.argument("system")
@click.argument("path", type=path_argument)
@click.argument("out", type=path_argument)
@click.option(
    "--seconds", type=click.FloatRange(1, 3600), default=60.0, show_default=True, help="Training budget."
)
@click.option("--seed", type=int, default=0, show_default=True, help="Same seed, same split.")
@click.option("--set", "settings", multiple=True, metavar="KEY=VALUE", help=CORRECTIONS_HELP)
@as_json
@language_option
def train(
    system: str,
    path: Path,
    out: Path,
    seconds: float,
    seed: int,
    settings: tuple[str, ...],
    as_json: bool,
    language: Language,
) -> None:
    """Train SYSTEM on the data at PATH; the model and its results go into the folder OUT."""
    scratch = scratch_beside(out)
    params: dict[str, Json] = {
        "system": system,
        "path": str(path),
        "out": str(out),
        "seconds": seconds,
        "seed": seed,
        "scratch": str(scratch),
        "corrections": corrections_from(settings).model_dump(mode="json"),
    }
    ignored: list[Event] = []
    with shown_progress(catalogue("command").say("training", language)) as follow:

        def hear(event: Event) -> None:
            follow(event)
            if event.kind == "weights_ignored":
                ignored.append(event)

        raw = run(Task("engine.prototypes.task", "train"), params, on_event=hear, scratch=scratch)
    names = catalogue("prototypes")
    for event in ignored:
        say_error(names.say(f"weights_ignored_{event.data['reason']}", language, file=event.data["file"]))
    result = PrototypeResult.model_validate(raw)
    if as_json:
        print_json(result.model_dump(mode="json"))
    else:
        _say_result(result, language)
        say("written", language, path=str(out))


def _say_result(result: PrototypeResult, language: Language) -> None:
    names = catalogue("prototypes")
    say("metric", language, metric=names.say(result.metric, language))
    for score in (result.model, *result.baselines):
        name = names.say(score.name, language)
        value, spread = figure(score.value, result.unit), interval(score.low, score.high, result.unit)
        say("score", language, name=name, value=value, interval=spread)
    say(f"outcome_{result.outcome}", language, test=result.test_samples)
    click.echo(began_from(result, language))


@prototype.command(name="more-data")
@click.argument("system")
@click.argument("path", type=path_argument)
@click.option(
    "--seconds", type=click.FloatRange(1, 3600), default=120.0, show_default=True, help="For all trainings."
)
@click.option("--seed", type=int, default=0, show_default=True, help="Same seed, same split.")
@click.option("--set", "settings", multiple=True, metavar="KEY=VALUE", help=CORRECTIONS_HELP)
@as_json
@language_option
def more_data(
    system: str,
    path: Path,
    seconds: float,
    seed: int,
    settings: tuple[str, ...],
    as_json: bool,
    language: Language,
) -> None:
    """Would more data than PATH holds help SYSTEM? Trains on parts of it and draws the curve on."""
    params: dict[str, Json] = {
        "system": system,
        "path": str(path),
        "seconds": seconds,
        "seed": seed,
        "corrections": corrections_from(settings).model_dump(mode="json"),
    }
    with shown_progress(catalogue("command").say("more_data", language)) as follow:
        raw = run(Task("engine.prototypes.task", "more_data"), params, on_event=follow)
    found = MoreData.model_validate(raw)
    if as_json:
        print_json({**found.model_dump(mode="json"), "outlook": found.outlook})
        return
    for line in more_words.lines(found, language):
        click.echo(line)
    click.echo(more_words.answer(found, language))


@prototype.command()
@click.argument("system")
@click.argument("out", type=path_argument)
@as_json
@language_option
def ready(system: str, out: Path, as_json: bool, language: Language) -> None:
    """Show at once what SYSTEM does: the model trained beforehand runs on fresh examples of ours; its results
    go into the folder OUT."""
    _run(Task("engine.prototypes.ready", "show"), {"system": system, "out": str(out)}, as_json, language)


@prototype.command(name="run")
@click.argument("model", type=path_argument, metavar="MODEL.onnx")
@click.argument("path", type=path_argument)
@click.argument("out", type=path_argument)
@as_json
@language_option
def run_(model: Path, path: Path, out: Path, as_json: bool, language: Language) -> None:
    """Run MODEL.onnx on the picture, folder or zip PATH; the predictions go into OUT."""
    params: dict[str, Json] = {"model": str(model), "path": str(path), "out": str(out)}
    _run(Task("engine.prototypes.running", "run"), params, as_json, language)


def _run(task: Task, params: dict[str, Json], as_json: bool, language: Language) -> None:
    """Have a model run, and say what came of it."""
    with shown_progress(catalogue("command").say("running", language)) as follow:
        raw = run(task, params, on_event=follow)
    if not isinstance(raw, dict):
        raise TypeError("the run's result is no object")
    if as_json:
        print_json(dict(raw))
        return
    predictions, unreadable = raw["predictions"], raw["unreadable"]
    if isinstance(predictions, list) and isinstance(unreadable, list):
        say("ran", language, count=len(predictions), unreadable=len(unreadable), path=str(params["out"]))
