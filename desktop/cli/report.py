"""`jjak report`: the report of a case, in the format that the file name asks for."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from desktop.cli.common import path_argument, say
from engine.advice import assess
from engine.case import CaseFile
from engine.case.comparing import differences_of
from engine.report import build_report, write_report
from engine.report.types import Edition
from engine.rulebook import load_library, load_rule_book
from engine.texts import LANGUAGES, Language


@click.command()
@click.argument("case", type=path_argument, metavar="CASE.jjak")
@click.argument("out", type=path_argument, metavar="OUT.(pdf|docx|html|md)")
@click.option("--edition", type=click.Choice(["client", "internal"]), default="client", show_default=True)
@click.option("--overwrite", is_flag=True, help="Replace OUT if it exists.")
@click.option("--lang", "language", type=click.Choice(LANGUAGES), help="Default: the case's language.")
def report(case: Path, out: Path, edition: Edition, overwrite: bool, language: Language | None) -> None:
    """Write the report of CASE.jjak to OUT."""
    book = load_rule_book()
    opened = CaseFile.open(case, writable=False)
    try:
        state = opened.state
        spoken = language or state.language
        assessment = assess(book, state.answers, state.measured, without=state.without)
        built = build_report(
            state,
            assessment,
            book,
            opened.blob,
            edition,
            spoken,
            date.today(),
            load_library(),
            differences_of(opened, book),
        )
        write_report(built, out, book, overwrite=overwrite)
    finally:
        opened.close()
    say("written", spoken, path=str(out))
