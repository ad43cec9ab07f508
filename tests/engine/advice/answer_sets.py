"""Random answer sets for the tests of advice: a strategy, and a quick generator for many."""

from __future__ import annotations

import random

from hypothesis import strategies as st

from engine.interview.types import UNKNOWN, Answer, Answers, Measured, Measurement, Value
from engine.rulebook import load_rule_book
from engine.rulebook.types import Question

BOOK = load_rule_book()
LATEST = 1000
"""An answer given after all others."""


def answer_of(fact: str, value: str) -> Answer:
    """The answer that stands for a fact's value, given last."""
    several = BOOK.question(fact).kind == "choices"
    return Answer((value,) if several else value, LATEST)


def some_value(question: Question, source: random.Random) -> Value:
    """Any answer to the question, now and then "I don't know"."""
    options = [option.value for option in question.options]
    if source.random() < 0.12:
        return UNKNOWN
    if question.kind == "text":
        return "words"
    if question.kind == "count":
        return source.choice([0, 9, 120, 4_000, 20_000])
    if question.kind == "choices":
        chosen = source.sample(options, source.randint(1, len(options)))
        several = tuple(option for option in options if option in chosen and option != "none")
        return several or ("none",)
    if question.kind == "amount" and source.random() < 0.3:
        return source.choice([0, 999, 1_000, 9_999, 10_000, 10**7])
    return source.choice(options)


def some_answers(source: random.Random) -> dict[str, Answer]:
    """Answers to some of the questions, on the path or not, in any order of time."""
    share = source.choice([0.2, 0.5, 0.8, 1.0])
    return {
        question.id: Answer(some_value(question, source), source.randint(1, 40))
        for question in BOOK.questions
        if source.random() < share
    }


def some_measured(source: random.Random) -> dict[str, Measurement]:
    """What a sample may have shown."""
    found = {}
    for question in BOOK.questions:
        value = some_value(question, source)
        if question.measured and source.random() < 0.3 and not isinstance(value, tuple):
            found[question.id] = Measurement(value, source.randint(1, 40))
    return found


def cases() -> st.SearchStrategy[tuple[Answers, Measured]]:
    """Answers and measurements together."""
    return st.randoms(use_true_random=False).map(lambda source: (some_answers(source), some_measured(source)))
