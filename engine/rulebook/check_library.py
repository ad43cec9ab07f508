"""Proves guides, framing and library sound: what they name exists, and marks are in order."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from engine.rulebook.check_names import problem, values_of
from engine.rulebook.library import Library
from engine.rulebook.places import Places
from engine.rulebook.problems import Problem
from engine.rulebook.types import RuleBook

_MONTH = re.compile(r"20\d\d-(0[1-9]|1[0-2])")


def check_guides(book: RuleBook, places: Places) -> Iterator[Problem]:
    """Each guide has a mark at least, the marks grow, and each says when it was read."""
    for guide in book.guides:
        marks = [mark for mark in (guide.start, guide.works, guide.strong) if mark is not None]
        if not marks:
            yield problem("no_mark", places, guide.id)
        for lower, higher in pairwise(marks):
            if higher.least <= lower.least:
                yield problem("marks_out_of_order", places, guide.id)
        for mark in marks:
            if not _MONTH.fullmatch(mark.date):
                yield problem("wrong_month", places, guide.id, date=mark.date)


def check_framing(book: RuleBook, places: Places) -> Iterator[Problem]:
    """Rows speak of shapes that exist, every shape is used, and the words' patterns compile."""
    shapes = {shape.id for shape in book.framing.shapes}
    for row in book.framing.rows:
        if row.shape not in shapes:
            yield problem("unknown_shape", places, row.id, shape=row.shape)
    for shape in shapes - {row.shape for row in book.framing.rows}:
        yield problem("unused_shape", places, shape)
    for word in book.framing.words:
        for pattern in (*word.ko, *word.en):
            try:
                re.compile(pattern)
            except re.error as error:
                yield problem("bad_pattern", places, word.id, reason=str(error))


def check_library(book: RuleBook, library: Library, places: Places) -> Iterator[Problem]:
    """Systems, shapes, topics, questions and answers that cards and notes name exist."""
    yield from _check_systems(book, library, places)
    shapes = {shape.id for shape in book.framing.shapes}
    for card in library.cards:
        if card.shape not in shapes:
            yield problem("unknown_shape", places, card.id, shape=card.shape)
    topics = {topic.id for topic in library.topics}
    for note in library.notes:
        if note.topic not in topics:
            yield problem("unknown_topic", places, note.id, topic=note.topic)
    for topic in topics - {note.topic for note in library.notes}:
        yield problem("empty_topic", places, topic)
    known = values_of(book)
    asked = {question.id for question in book.questions}
    for case in library.cases:
        for line in case.client:
            if line.question not in asked:
                yield problem("unknown_question", places, case.id, name=line.question)
            for value in line.wanted:
                if value not in known.get(line.question, ()):
                    yield problem("unknown_value", places, case.id, name=line.question, value=value)


def _check_systems(book: RuleBook, library: Library, places: Places) -> Iterator[Problem]:
    """Every system that is spoken of has its card, and every card is led to by the framing,
    a guide or a case."""
    cards = {card.id for card in library.cards}
    named = [(row.id, row.systems) for row in book.framing.rows]
    named += [(guide.id, guide.systems) for guide in book.guides]
    named += [(case.id, (case.system,)) for case in library.cases]
    named += [(note.id, note.systems) for note in library.notes]
    named += [(card.id, (card.system,)) for card in library.practice if card.system is not None]
    for rule, systems in named:
        for system in systems:
            if system not in cards:
                yield problem("unknown_system", places, rule, system=system)
    for card in sorted(cards - {system for _, systems in named for system in systems}):
        yield problem("unused_card", places, card)
