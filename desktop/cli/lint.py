"""`jjak lint`: promises nobody may make, found in a document, and what to say instead."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from desktop.cli.common import as_json, language_option, print_json, say
from engine.lint import lint_pieces, read_document
from engine.rulebook import load_rule_book
from engine.texts import Language


@click.command()
@click.argument("file", metavar="FILE|-")
@as_json
@language_option
@click.pass_context
def lint(ctx: click.Context, file: str, as_json: bool, language: Language) -> None:
    """Find forbidden promises in FILE (text, Markdown, DOCX, PPTX, PDF; - for standard input).

    Exit 1 if there are any.
    """
    pieces = read_document(sys.stdin.buffer if file == "-" else Path(file))
    hits = lint_pieces(pieces, load_rule_book())
    if as_json:
        print_json({"hits": [hit.document(language) for hit in hits]})
    else:
        for hit in hits:
            values = {"place": hit.place.say(language), "match": hit.match, "rule": hit.rule.id}
            say("lint_hit", language, **values)
            say("lint_because", language, text=hit.rule.because.say(language))
            say("lint_instead", language, text=hit.rule.instead.say(language))
        say("lint_found" if hits else "lint_clean", language, count=len(hits))
    if hits:
        ctx.exit(1)
