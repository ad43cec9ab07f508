"""Why not something else: rules one answer away, what would change the verdict, why each question.

Nothing is deduced from the wording of the rules: a change is tried on the answers, and
what then fires is what is told. The *because* of what was said stands in its trace.
"""

from __future__ import annotations

from collections.abc import Iterator

from engine.advice.book_index import BookIndex, index_of
from engine.advice.changes import changes_of
from engine.advice.nearly import nearly_of, need_of
from engine.advice.types import Asked, Assessment, Explanation, Need
from engine.interview.types import Answers, Measured
from engine.interview.what_if import WhatIf
from engine.rulebook.conditions import holds
from engine.rulebook.types import Question, RuleBook


def explain(book: RuleBook, answers: Answers, measured: Measured, assessment: Assessment) -> Explanation:
    """What explains this assessment of these answers, besides its traces."""
    index = index_of(book)
    advice = assessment.advice
    what_if = WhatIf(book, answers, measured)
    asked = frozenset(step.question.id for step in assessment.path.steps)
    return Explanation(
        nearly=nearly_of(index, what_if, asked, advice.without),
        changes=changes_of(index, what_if, advice.ruling),
        questions=tuple(_asked(index, what_if.values, asked, advice.without)),
    )


def _asked(
    index: BookIndex, values: dict[str, str], asked: frozenset[str], off: frozenset[str]
) -> Iterator[Asked]:
    for question in index.book.questions:
        on_path = question.id in asked
        because = _met(index, question, values) if on_path else _unmet(index, question, values)
        serves = index.serves.get(question.id, ())
        yield Asked(question, on_path, because, tuple(rule for rule, pack in serves if pack not in off))


def _met(index: BookIndex, question: Question, values: dict[str, str]) -> tuple[Need, ...]:
    return tuple(need_of(index, name, values.get(name), wanted) for name, wanted in question.when.items())


def _unmet(index: BookIndex, question: Question, values: dict[str, str]) -> tuple[Need, ...]:
    """The first part of its condition that doesn't hold."""
    for name, wanted in question.when.items():
        if not holds({name: wanted}, values):
            return (need_of(index, name, values.get(name), wanted),)
    return ()
