"""Proves guides, framing and library sound: what they name exists, and marks are in order."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from engine.rulebook.check_names import MONTH, problem, twice_in, values_of
from engine.rulebook.check_patterns import FAULTY, is_slow
from engine.rulebook.layers import Placed
from engine.rulebook.library import Card, CaseCard, Library
from engine.rulebook.places import Places
from engine.rulebook.problems import Problem
from engine.rulebook.types import RuleBook, Word

_HANGUL = re.compile(r"[가-힣]")


def check_guides(book: RuleBook, places: Places) -> Iterator[Problem]:
    """Each guide has a mark at least, the marks grow, and each says when it was read."""
    for guide in book.guides:
        marks = [mark for mark in (guide.start, guide.works, guide.strong) if mark is not None]
        if not marks:
            yield problem("no_mark", places, guide.id)
        if not guide.systems:
            yield problem("empty_list", places, guide.id, entry="systems")
        yield from twice_in(guide.id, "systems", guide.systems, places)
        for lower, higher in pairwise(marks):
            if higher.least <= lower.least:
                yield problem("marks_out_of_order", places, guide.id)
        for mark in marks:
            if not MONTH.fullmatch(mark.date):
                yield problem("wrong_month", places, guide.id, date=mark.date)


def check_framing(book: RuleBook, placed: Sequence[Placed], places: Places) -> Iterator[Problem]:
    """Rows speak of shapes that exist, every shape is used, and the words can be searched for."""
    shapes = {shape.id for shape in book.framing.shapes}
    for row in book.framing.rows:
        if row.shape not in shapes:
            yield problem("unknown_shape", places, row.id, shape=row.shape)
        yield from twice_in(row.id, "systems", row.systems, places)
    for shape in sorted(shapes - {row.shape for row in book.framing.rows}):
        yield problem("unused_shape", places, shape)
    packed = {entry.rule for entry in placed if entry.table == "word" and entry.pack is not None}
    for word in book.framing.words:
        yield from _check_word(word, word.id in packed, places)
    told: dict[tuple[str, str, str], str] = {}
    for word in book.framing.words:
        for pattern in (*word.ko, *word.en):
            other = told.setdefault((word.fact, word.value, pattern), word.id)
            if other != word.id:
                yield problem("pattern_twice", places, word.id, pattern=pattern, other=other)


def _check_word(word: Word, packed: bool, places: Places) -> Iterator[Problem]:
    """The patterns of both languages are there, compile, mean something and are quickly tried."""
    if not any(_HANGUL.search(pattern) for pattern in word.ko):
        yield problem("missing_language", places, word.id, entry="ko", lang="ko")
    if not word.en or any(_HANGUL.search(pattern) for pattern in word.en):
        yield problem("missing_language", places, word.id, entry="en", lang="en")
    for pattern in (*word.ko, *word.en):
        try:
            empty = re.compile(pattern).search("") is not None
        except FAULTY as error:
            yield problem("bad_pattern", places, word.id, reason=str(error))
            continue
        if empty:
            yield problem("pattern_of_nothing", places, word.id, pattern=pattern)
        if packed and is_slow(pattern):
            yield problem("slow_pattern", places, word.id, pattern=pattern)


def check_library(book: RuleBook, library: Library, places: Places) -> Iterator[Problem]:
    """Systems, shapes, topics, questions and answers that cards and notes name exist."""
    yield from _check_systems(book, library, places)
    for card in library.cards:
        yield from _check_card(card, book, places)
    topics = {topic.id for topic in library.topics}
    for note in library.notes:
        if note.topic not in topics:
            yield problem("unknown_topic", places, note.id, topic=note.topic)
    for topic in sorted(topics - {note.topic for note in library.notes}):
        yield problem("empty_topic", places, topic, "section")
    for case in library.cases:
        yield from _check_case(case, book, places)


def _check_card(card: Card, book: RuleBook, places: Places) -> Iterator[Problem]:
    """The card is filled in, and says nothing that the framing or the card itself denies."""
    if card.shape not in {shape.id for shape in book.framing.shapes}:
        yield problem("unknown_shape", places, card.id, shape=card.shape)
    for entry in ("forms", "preprocessing", "headline", "risks"):
        if not getattr(card, entry):
            yield problem("empty_list", places, card.id, entry=entry)
    yield from twice_in(card.id, "forms", card.forms, places)
    directions = {row.direction for row in book.framing.rows if card.id in row.systems}
    if directions and card.direction not in directions:
        yield problem("card_differs", places, card.id, direction=card.direction)
    alone = "input_only" in card.forms  # learns from inputs alone
    if (card.self_made.possible == "yes" and not alone) or (card.self_made.possible == "no" and alone):
        yield problem("self_made_differs", places, card.id, possible=card.self_made.possible)


def _check_case(case: CaseCard, book: RuleBook, places: Places) -> Iterator[Problem]:
    """The client stage asks questions that exist, each once, for answers that exist."""
    known = values_of(book)
    asked = {question.id for question in book.questions}
    for entry in ("preprocessing", "facts", "risks", "client"):
        if not getattr(case, entry):
            yield problem("empty_list", places, case.id, entry=entry)
    yield from twice_in(case.id, "client", [line.question for line in case.client], places)
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
