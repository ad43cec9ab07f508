"""Answers and facts in words, out of the rule book and the report's short names."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop.i18n import language, number
from engine.interview.types import UNKNOWN
from engine.rulebook.conditions import SEVERAL
from engine.texts import catalogue

if TYPE_CHECKING:
    from engine.advice.types import Cell
    from engine.interview.types import Value
    from engine.rulebook.types import Question, RuleBook


def value_words(question: Question, value: Value) -> str:
    """An answer as its question's options say it; numbers with separators; text as it is."""
    if isinstance(value, tuple):
        return ", ".join(value_words(question, part) for part in value)
    if isinstance(value, int):
        return number(value)
    if value == UNKNOWN:
        return catalogue("report").say("answer_unknown", language())
    texts = {option.value: option.text.say(language()) for option in question.options}
    return texts.get(value, value)


def fact_sentence(cell: Cell, book: RuleBook, origin: str) -> str:
    """``amount: few (said)``: a fact's short name, its value and where it comes from."""
    return f"{fact_name(cell.fact, book)}: {fact_value(cell.fact, cell.value, book)} ({origin})"


def fact_name(fact: str, book: RuleBook) -> str:
    """A fact's short name; where the report has none, its question."""
    texts = catalogue("report").texts
    if f"fact_{fact}" in texts:
        return texts[f"fact_{fact}"].say(language())
    question = _question(fact, book)
    return fact if question is None else question.text.say(language())


def fact_value(fact: str, value: str, book: RuleBook) -> str:
    """A fact's value in short words; of several values each."""
    if SEVERAL in value:
        return ", ".join(fact_value(fact, part, book) for part in value.split(SEVERAL))
    texts = catalogue("report").texts
    for key in (f"value_{fact}_{value}", f"value_{value}"):
        if key in texts:
            return texts[key].say(language())
    question = _question(fact, book)
    return value if question is None else value_words(question, value)


def _question(identifier: str, book: RuleBook) -> Question | None:
    return next((question for question in book.questions if question.id == identifier), None)
