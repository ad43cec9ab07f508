"""`jjak rules check`: is the rule book, or a firm's own pack, sound?"""

from __future__ import annotations

from pathlib import Path

import click

from desktop.cli.common import as_json, language_option, path_argument, print_json
from engine.rulebook import CheckReport, check_folder, check_packs, packs_folder
from engine.texts import Language, catalogue


@click.group()
def rules() -> None:
    """Check the rule book and the packs laid over it."""


@rules.command()
@click.argument("pack", type=path_argument, required=False)
@as_json
@language_option
@click.pass_context
def check(ctx: click.Context, pack: Path | None, as_json: bool, language: Language) -> None:
    """Check PACK; exit 1 if it has faults.

    PACK is a folder, or the name of a pack in the user's pack folder; without it, the rule
    book that Jjak ships is checked. A folder with a book.toml is a whole book; any other is
    a pack and checked as laid over the shipped book.
    """
    report = check_folder(_folder(pack))
    if as_json:
        print_json(_document(report, language))
    else:
        for line in report.lines(language):
            click.echo(line)
    if report.problems:
        ctx.exit(1)


@rules.command()
@language_option
def packs(language: Language) -> None:
    """Say where packs belong, and whether each one there is in use."""
    words = catalogue("command")
    folder = packs_folder()
    click.echo(words.say("packs_folder", language, folder=folder))
    found = check_packs()
    for report in found:
        key = "pack_faulty" if report.problems else "pack_sound"
        click.echo(words.say(key, language, pack=report.folder, count=len(report.problems)))
    if not found:
        click.echo(words.say("packs_none", language))


def _folder(pack: Path | None) -> Path | None:
    """The folder meant: as given, else the user's pack of that name."""
    if pack is None or pack.is_dir():
        return pack
    named = packs_folder() / pack
    return named if pack.name == str(pack) and named.is_dir() else pack


def _document(report: CheckReport, language: Language) -> dict[str, object]:
    coverage = vars(report.coverage)
    return {
        "folder": report.folder,
        "version": report.version,
        "digest": report.digest,
        "sound": not report.problems,
        "coverage": {**coverage, "tables": [vars(table) for table in report.coverage.tables]},
        "counts": report.counts(),
        "problems": [
            {
                "code": problem.code,
                "file": problem.file,
                "line": problem.line,
                "rule": problem.rule,
                "text": problem.sentence(language),
            }
            for problem in report.problems
        ],
    }
