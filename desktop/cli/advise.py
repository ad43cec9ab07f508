"""`jjak advise`: what the rule book says to the answers in a file."""

from __future__ import annotations

from pathlib import Path

import click

from desktop.cli.common import as_json, language_option, path_argument, print_json, say
from engine.advice import advice_json, assess
from engine.advice.types import Advice
from engine.interview import read_answers
from engine.rulebook import load_rule_book
from engine.texts import Language


@click.command()
@click.argument("answers", type=path_argument, metavar="ANSWERS.toml")
@as_json
@language_option
def advise(answers: Path, as_json: bool, language: Language) -> None:
    """Advice for the answers in a TOML file (one `question = answer` a line)."""
    book = load_rule_book()
    assessment = assess(book, read_answers(answers, book), {})
    if as_json:
        print_json(advice_json(assessment, book, language))
    else:
        _print_advice(assessment.advice, language)


def _print_advice(advice: Advice, language: Language) -> None:
    if advice.ruling:
        headline = advice.ruling.headline.say(language)
        say(f"verdict_{advice.ruling.verdict}", language, headline=headline, rule=advice.ruling.trace.rule)
        say("because", language, text=advice.ruling.trace.because.say(language))
    else:
        say("no_verdict", language)
    for number, line in enumerate((line for line in advice.lines if line.kind == "step"), start=1):
        source = ", ".join(source.id for source in line.trace.source)
        say(
            "step", language, number=number, text=line.text.say(language), rule=line.trace.rule, source=source
        )
    for line in advice.lines:
        if line.kind != "step":
            say(line.kind, language, text=line.text.say(language), rule=line.trace.rule)
    for question in advice.ask_client:
        say("ask", language, text=question.ask.say(language))
    for promise in advice.never_say:
        say("never", language, text=promise.promise.say(language), instead=promise.instead.say(language))
