"""`jjak rules check`: is the rule book, or a firm's own, sound?"""

from __future__ import annotations

from pathlib import Path

import click

from desktop.cli.common import language_option, path_argument
from engine.rulebook import check_folder
from engine.texts import Language


@click.group()
def rules() -> None:
    """Check the rule book."""


@rules.command()
@click.argument("pack", type=path_argument, required=False)
@language_option
@click.pass_context
def check(ctx: click.Context, pack: Path | None, language: Language) -> None:
    """Check the folder PACK (default: the rule book that Jjak ships); exit 1 if it has faults."""
    report = check_folder(pack)
    for line in report.lines(language):
        click.echo(line)
    if report.problems:
        ctx.exit(1)
