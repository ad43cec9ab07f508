"""Proves the interview sound: sections, order, options, cuts, and that no question is dead."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from engine.rulebook.check_names import problem
from engine.rulebook.conditions import ways
from engine.rulebook.places import Places
from engine.rulebook.problems import Problem
from engine.rulebook.types import Condition, Question, RuleBook

UNKNOWN = "unknown"


def check_questions(book: RuleBook, places: Places) -> Iterator[Problem]:
    """Sections and questions in order, referring only to what was asked before."""
    sections = [section.id for section in book.sections]
    asked: set[str] = set()
    last = 0
    for question in book.questions:
        if question.section not in sections:
            yield problem("unknown_section", places, question.id, section=question.section)
        else:
            place = sections.index(question.section)
            if place < last:
                yield problem("section_out_of_order", places, question.id, section=question.section)
            last = max(place, last)
        for name in [*question.when, *question.measured_when, *question.depends]:
            if name not in asked:
                yield problem("question_not_before", places, question.id, name=name)
        asked.add(question.id)
        if (question.measured_when or question.only_found) and not question.measured:
            yield problem("not_measured", places, question.id)
        yield from _check_options(question, places)
    for section in sections:
        if all(question.section != section for question in book.questions):
            yield problem("empty_section", places, section, "section")


def _check_options(question: Question, places: Places) -> Iterator[Problem]:
    values = [option.value for option in question.options]
    needed = {"choice": 2, "choices": 2, "amount": 0, "count": 0, "text": 0}[question.kind]
    if len(values) < needed or (question.kind in ("text", "count") and values):
        yield problem("wrong_options", places, question.id)
    for value in values:
        if value == UNKNOWN:
            yield problem("unknown_is_reserved", places, question.id)
        if values.count(value) > 1:
            yield problem("duplicate_option", places, question.id, value=value)


def check_cuts(book: RuleBook, places: Places) -> Iterator[Problem]:
    """Cuts from the largest down to 0, and amounts asked for in their names."""
    for higher, lower in pairwise(book.cuts):
        if higher.least <= lower.least:
            yield problem("cuts_out_of_order", places, lower.value)
    if not book.cuts or book.cuts[-1].least != 0:
        file, line = places.of(book.cuts[-1].value) if book.cuts else ("volume.toml", 0)
        yield Problem("cuts_incomplete", file, line, "")
    names = {cut.value for cut in book.cuts}
    for question in book.questions:
        same = {option.value for option in question.options} == names
        if (question.kind == "amount") != same:
            yield problem("cuts_differ", places, question.id)


def check_reached(book: RuleBook, places: Places) -> Iterator[Problem]:
    """Every question can be asked, every rule can fire, and no fact is both asked and derived."""
    for question in book.questions:
        if next(ways(question.when, book), None) is None:
            yield problem("dead_question", places, question.id)
    for row in (row for table in book.advice for row in table.rows):
        if next(ways(row.when, book), None) is None:
            yield problem("unreachable", places, row.id)
    for never in book.never_say:
        if next(ways(never.when, book), None) is None:
            yield problem("unreachable", places, never.id)
    for number, derivation in enumerate(book.derivations, start=1):
        asked = next((entry for entry in book.questions if entry.id == derivation.fact), None)
        if asked is not None and not _excludes(derivation.when, asked.when):
            yield problem("derivation_asked", places, f"derivation {number}", name=derivation.fact)


def _excludes(condition: Condition, other: Condition) -> bool:
    """True when both can't hold at once: a fact is either asked for or derived, never both."""
    return any(name in other and set(other[name]).isdisjoint(values) for name, values in condition.items())
