"""`jjak advise`: what the rule book says to the answers in a file."""

from __future__ import annotations

from pathlib import Path

import click

from desktop.cli.advise_text import print_advice
from desktop.cli.common import as_json, language_option, path_argument, print_json, say_error
from engine.advice import advice_json, assess, explain
from engine.interview import packs_without, read_answers, read_without, unasked
from engine.rulebook import load_rule_book
from engine.texts import Language


@click.command()
@click.argument("answers", type=path_argument, metavar="ANSWERS.toml")
@click.option("--without", "off", multiple=True, metavar="PACK", help="Leave this pack's rules out.")
@as_json
@language_option
def advise(answers: Path, off: tuple[str, ...], as_json: bool, language: Language) -> None:
    """Advice for the answers in a TOML file (one `question = answer` a line)."""
    book = load_rule_book()
    for pack in book.disabled:
        say_error(pack.problem.say(language))
    given = read_answers(answers, book)
    without = packs_without(off, book) | read_without(answers, book)
    assessment = assess(book, given, {}, without)
    explanation = explain(book, given, {}, assessment)
    document = advice_json(assessment, book, language, explanation)  # the last gate, for words too
    unused = unasked(given, assessment.path)
    document["unused"] = list(unused)
    if as_json:
        print_json(document)
    else:
        print_advice(assessment.advice, explanation, book, language, unused)
