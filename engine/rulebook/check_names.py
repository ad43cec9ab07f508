"""Proves that names stand once and mean something: ids, facts and values, sources, packs."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from engine.rulebook.conditions import SEVERAL
from engine.rulebook.files import RuleFile
from engine.rulebook.golden import Golden
from engine.rulebook.layers import Placed
from engine.rulebook.library import Claim, Library
from engine.rulebook.places import Places
from engine.rulebook.problems import Problem
from engine.rulebook.reader import Content
from engine.rulebook.tables import rows_of
from engine.rulebook.types import Condition, RuleBook

MONTH = re.compile(r"20\d\d-(0[1-9]|1[0-2])")
_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.\-]*")
_ADDRESS = re.compile(r"https?://[^\s/]+\.[^\s]+")
_DECK = "deck2020"  # the base pack, and the source that its rows cite


def problem(code: str, places: Places, rule: str, /, *spaces: str, **details: str | int) -> Problem:
    """A problem at the place of ``rule``, which is looked for in ``spaces`` first (see Places)."""
    file, line = places.of(rule, *spaces)
    return Problem(code, file, line, rule, details)


def values_of(book: RuleBook) -> Mapping[str, tuple[str, ...]]:
    """Fact → the values that a rule may ask for."""
    return {
        question.id: tuple(option.value for option in question.options)
        for question in book.questions
        if question.options
    }


def check_ids(placed: Sequence[Placed], places: Places) -> Iterator[Problem]:
    """No id stands twice, and each is a plain word."""
    for space, rule in places.twice():
        yield problem("duplicate_id", places, rule, space)
    for entry in placed:
        identifier = entry.raw.get("id")
        if isinstance(identifier, str) and not _ID.fullmatch(identifier):
            yield Problem("wrong_id", entry.file.name, entry.line_of("id"), identifier)


def check_counts(header: RuleFile, placed: Sequence[Placed]) -> Iterator[Problem]:
    """Where the book says how many entries of a kind it has, none of them got lost."""
    counts = header.content.get("counts")
    there = Counter(entry.table for entry in placed)
    for entry, said in sorted(counts.items()) if isinstance(counts, dict) else ():
        if said != there[entry]:
            details = {"entry": entry, "said": str(said), "count": there[entry]}
            yield Problem("count_differs", header.name, header.line_of_key("counts"), "", details)


def check_twice(book: RuleBook, library: Library, places: Places) -> Iterator[Problem]:
    """Nothing says the same as another entry of its kind."""
    kinds: tuple[Sequence[tuple[str, str]], ...] = (
        [(question.id, question.text.en) for question in book.questions],
        [(guide.id, f"{guide.task.en} {guide.unit.en}") for guide in book.guides],
        [(never.id, never.promise.en) for never in book.never_say],
        [(note.id, note.text.en) for note in library.notes],
        [(shape.id, shape.title.en) for shape in book.framing.shapes],
        [(system.id, system.title.en) for system in library.cards],
        [(case.id, case.title.en) for case in library.cases],
        [(card.id, card.service.en) for card in library.practice],
    )
    for entries in kinds:
        said: dict[str, str] = {}
        for rule, text in entries:
            if text in said:
                yield problem("text_twice", places, rule, other=said[text])
            said.setdefault(text, rule)


def check_packs(book: RuleBook, places: Places) -> Iterator[Problem]:
    """Every row belongs to a pack that exists, and the deck's rows cite the deck."""
    for rule, pack in [(row.id, row.pack) for row in rows_of(book)] + [
        (guide.id, guide.pack) for guide in book.guides
    ]:
        if pack not in book.packs:
            yield problem("unknown_pack", places, rule, pack=pack)
    for row in rows_of(book):
        if row.pack == _DECK and _DECK not in row.source:
            yield problem("not_of_the_deck", places, row.id, pack=_DECK)
    if _DECK in book.packs and book.packs[_DECK].switchable:
        yield problem("base_switchable", places, _DECK, "pack")


def check_sources(content: Content, placed: Sequence[Placed], places: Places) -> Iterator[Problem]:
    """Everything cites a source that exists, and every source of ours is cited and can be found.

    A firm's own papers need not say where they lie.
    """
    book = content.book
    used: set[str] = set()
    for rule, sources in _cited(book, content.library, content.golden):
        if not sources:
            yield problem("no_source", places, rule)
        used.update(sources)
        yield from twice_in(rule, "source", sources, places)
        for name in sources:
            if name not in book.sources:
                yield problem("unknown_source", places, rule, source=name)
    packed = {entry.rule for entry in placed if entry.table == "source" and entry.pack is not None}
    for source in book.sources.values():
        if source.kind == "extension" and source.id not in used:
            yield problem("unused_source", places, source.id)
        if source.kind == "extension" and not (source.url or source.locator or source.id in packed):
            yield problem("source_without_place", places, source.id)
        if source.url is not None and not _ADDRESS.fullmatch(source.url):
            yield problem("wrong_address", places, source.id, url=source.url)
        if source.seen is not None and not MONTH.fullmatch(source.seen):
            yield problem("wrong_month", places, source.id, date=source.seen)


def twice_in(rule: str, entry: str, names: Sequence[str], places: Places) -> Iterator[Problem]:
    """A list that names something twice."""
    for name in sorted({name for name in names if names.count(name) > 1}):
        yield problem("named_twice", places, rule, entry=entry, name=name)


def check_conditions(book: RuleBook, golden: tuple[Golden, ...], places: Places) -> Iterator[Problem]:
    """Every condition and example uses facts and values that exist, and none is empty."""
    known = values_of(book)
    for rule, condition in _conditions(book, golden):
        for name, wanted in condition.items():
            if not wanted:
                yield problem("empty_condition", places, rule, name=name)
            if name not in known:
                yield problem("unknown_fact", places, rule, name=name)
                continue
            for value in wanted:
                if value not in known[name]:
                    yield problem("unknown_value", places, rule, name=name, value=value)
                if wanted.count(value) > 1:
                    yield problem("value_twice", places, rule, name=name, value=value)


def _cited(
    book: RuleBook, library: Library, golden: tuple[Golden, ...]
) -> Iterator[tuple[str, tuple[str, ...]]]:
    for question in book.questions:
        yield question.id, question.source
    for row in rows_of(book):
        yield row.id, row.source
    for never in book.never_say:
        yield never.id, never.source
    for cut in book.cuts:
        yield cut.value, cut.source
    for shape in book.framing.shapes:
        yield shape.id, shape.source
    for guide in book.guides:
        marks = (guide.start, guide.works, guide.strong)
        yield guide.id, tuple(dict.fromkeys(mark.source for mark in marks if mark))
    for card in library.cards:
        yield card.id, card.source
        yield from _claims(card.id, card.headline)
    for case in library.cases:
        yield case.id, case.source
        yield from _claims(case.id, case.facts)
    for note in library.notes:
        yield note.id, note.source
    for card_of_practice in library.practice:
        yield card_of_practice.id, card_of_practice.source
    for case_of_gold in golden:
        yield case_of_gold.id, case_of_gold.source


def _claims(rule: str, claims: tuple[Claim, ...]) -> Iterator[tuple[str, tuple[str, ...]]]:
    for claim in claims:
        yield rule, claim.source


def _conditions(book: RuleBook, golden: tuple[Golden, ...]) -> Iterator[tuple[str, Condition]]:
    for question in book.questions:
        yield question.id, question.when
        yield question.id, question.measured_when
    for number, derivation in enumerate(book.derivations, start=1):
        yield f"derivation {number}", {**derivation.when, derivation.fact: (derivation.value,)}
    for row in rows_of(book):
        yield row.id, row.when
        for example in row.examples:
            yield row.id, {name: (value,) for name, value in example.given.items()}
    for never in book.never_say:
        yield never.id, never.when
    for word in book.framing.words:
        yield word.id, {word.fact: (word.value,)}
    for case in golden:
        yield case.id, {name: tuple(value.split(SEVERAL)) for name, value in case.given.items()}
