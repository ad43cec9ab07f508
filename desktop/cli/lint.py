"""`jjak lint`: promises nobody may make, found in a text, and what to say instead."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from desktop.cli.common import as_json, language_option, print_json, say
from engine.errors import UserError
from engine.rulebook import PromiseHit, find_promises, load_rule_book
from engine.texts import Language


@click.command()
@click.argument("file", metavar="FILE|-")
@as_json
@language_option
@click.pass_context
def lint(ctx: click.Context, file: str, as_json: bool, language: Language) -> None:
    """Find forbidden promises in FILE (- for standard input); exit 1 if there are any."""
    text = _read(file)
    hits = find_promises(text, load_rule_book())
    if as_json:
        print_json({"hits": [_document(hit, text, language) for hit in hits]})
    else:
        for hit in hits:
            line = text.count("\n", 0, hit.start) + 1
            say("lint_hit", language, line=line, match=hit.match, instead=hit.rule.instead.say(language))
        if not hits:
            say("lint_clean", language)
    if hits:
        ctx.exit(1)


def _document(hit: PromiseHit, text: str, language: Language) -> dict[str, object]:
    return {
        "rule": hit.rule.id,
        "line": text.count("\n", 0, hit.start) + 1,
        "match": hit.match,
        "instead": hit.rule.instead.say(language),
        "source": list(hit.rule.source),
    }


def _read(file: str) -> str:
    try:
        data = sys.stdin.buffer.read() if file == "-" else Path(file).read_bytes()
        return data.decode("utf-8-sig")
    except (OSError, UnicodeDecodeError) as problem:
        raise UserError("text_not_readable", path=file) from problem
