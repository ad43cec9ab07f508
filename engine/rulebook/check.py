"""Proves a rule book sound: names, tables, the path of questions, examples, promises.

Each check yields problems; none of them stops the others, so one run lists everything.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations, pairwise

from engine.rulebook.check_text import check_promises, check_texts
from engine.rulebook.conditions import box_of, holds, overlap, size, uncovered, ways
from engine.rulebook.files import RuleFile
from engine.rulebook.places import Places
from engine.rulebook.problems import Coverage, Problem
from engine.rulebook.types import AdviceRow, Condition, Question, RuleBook, VerdictRow

UNKNOWN = "unknown"
_SHORT_WORDS = 2
_DECK = "deck2020"  # the base pack, and the source that its rows cite
_MATRIX = ("form", "volume", "labels")  # what the verdict table is drawn over, everywhere


def check_book(book: RuleBook, files: Mapping[str, RuleFile], places: Places) -> Iterator[Problem]:
    """Every fault of a book whose files have the right shape."""
    ordered = list(_check_questions(book, places))
    yield from ordered
    yield from _check_ids(places)
    yield from _check_sources(book, places)
    yield from _check_cuts(book, places)
    yield from _check_conditions(book, places)
    yield from _check_verdicts(book, places)
    yield from _check_advice(book, places)
    if not ordered:  # questions in a circle would have no end of ways
        yield from _check_reachable(book, places)
    yield from check_texts(files, places)
    yield from check_promises(book, files, places)


def coverage_of(book: RuleBook) -> Coverage:
    """How much the book holds and how much of its verdict table is covered."""
    space = book.verdicts.inputs
    cells = size(box_of({}, space))
    gaps = uncovered(space, [row.when for row in book.verdicts.rows])
    return Coverage(
        cells=cells,
        covered=cells - sum(size(gap) for gap in gaps),
        verdict_rows=len(book.verdicts.rows),
        advice_rows=sum(len(table.rows) for table in book.advice),
        questions=len(book.questions),
        promises=len(book.never_say),
        sources=len(book.sources),
        examples=sum(len(row.examples) for row in _rows(book)),
    )


def _problem(code: str, places: Places, rule: str, **details: str | int) -> Problem:
    file, line = places.of(rule)
    return Problem(code, file, line, rule, details)


def _values(book: RuleBook) -> dict[str, tuple[str, ...]]:
    """Fact → the values that a rule may ask for."""
    return {
        question.id: tuple(option.value for option in question.options)
        for question in book.questions
        if question.options
    }


def _check_ids(places: Places) -> Iterator[Problem]:
    for rule in places.twice():
        yield _problem("duplicate_id", places, rule)


def _check_sources(book: RuleBook, places: Places) -> Iterator[Problem]:
    entries: list[tuple[str, tuple[str, ...]]] = [(entry.id, entry.source) for entry in book.questions]
    entries += [(row.id, row.source) for row in book.verdicts.rows]
    entries += [(row.id, row.source) for table in book.advice for row in table.rows]
    entries += [(entry.id, entry.source) for entry in book.never_say]
    entries += [(cut.value, cut.source) for cut in book.cuts]
    used: set[str] = set()
    for rule, sources in entries:
        if not sources:
            yield _problem("no_source", places, rule)
        used.update(sources)
        for name in sources:
            if name not in book.sources:
                yield _problem("unknown_source", places, rule, source=name)
    for row in _rows(book):
        if row.pack == _DECK and _DECK not in row.source:
            yield _problem("not_of_the_deck", places, row.id, pack=_DECK)
    for source in book.sources.values():
        if source.kind == "extension" and source.id not in used:
            yield _problem("unused_source", places, source.id)


def _check_questions(book: RuleBook, places: Places) -> Iterator[Problem]:
    sections = [section.id for section in book.sections]
    asked: set[str] = set()
    last = 0
    for question in book.questions:
        if question.section not in sections:
            yield _problem("unknown_section", places, question.id, section=question.section)
        else:
            place = sections.index(question.section)
            if place < last:
                yield _problem("section_out_of_order", places, question.id, section=question.section)
            last = max(place, last)
        for name in [*question.when, *question.measured_when, *question.depends]:
            if name not in asked:
                yield _problem("question_not_before", places, question.id, name=name)
        asked.add(question.id)
        yield from _check_options(question, places)
    for derivation in book.derivations:
        if derivation.value not in _values(book).get(derivation.fact, ()):
            yield _problem(
                "unknown_value", places, "derivation 1", name=derivation.fact, value=derivation.value
            )
    for section in sections:
        if all(question.section != section for question in book.questions):
            yield _problem("empty_section", places, section)


def _check_options(question: Question, places: Places) -> Iterator[Problem]:
    values = [option.value for option in question.options]
    needed = {"choice": 2, "choices": 2, "amount": 0, "text": 0}[question.kind]
    if len(values) < needed or (question.kind == "text" and values):
        yield _problem("wrong_options", places, question.id)
    for value in values:
        if value == UNKNOWN:
            yield _problem("unknown_is_reserved", places, question.id)
        if values.count(value) > 1:
            yield _problem("duplicate_option", places, question.id, value=value)


def _check_cuts(book: RuleBook, places: Places) -> Iterator[Problem]:
    for higher, lower in pairwise(book.cuts):
        if higher.least <= lower.least:
            yield _problem("cuts_out_of_order", places, lower.value)
    if not book.cuts or book.cuts[-1].least != 0:
        file, line = places.of(book.cuts[-1].value) if book.cuts else ("volume.toml", 0)
        yield Problem("cuts_incomplete", file, line, "")
    names = {cut.value for cut in book.cuts}
    for question in book.questions:
        if question.kind == "amount" and {option.value for option in question.options} != names:
            yield _problem("cuts_differ", places, question.id)


def _conditions(book: RuleBook) -> Iterator[tuple[str, Condition]]:
    for question in book.questions:
        yield question.id, question.when
        yield question.id, question.measured_when
    for number, derivation in enumerate(book.derivations, start=1):
        yield f"derivation {number}", derivation.when
    for row in _rows(book):
        yield row.id, row.when
        for example in row.examples:
            yield row.id, {name: (value,) for name, value in example.given.items()}
    for never in book.never_say:
        yield never.id, never.when


def _rows(book: RuleBook) -> list[VerdictRow | AdviceRow]:
    return [*book.verdicts.rows, *(row for table in book.advice for row in table.rows)]


def _check_conditions(book: RuleBook, places: Places) -> Iterator[Problem]:
    known = _values(book)
    for rule, condition in _conditions(book):
        for name, wanted in condition.items():
            if not wanted:
                yield _problem("empty_condition", places, rule, name=name)
            if name not in known:
                yield _problem("unknown_fact", places, rule, name=name)
                continue
            for value in wanted:
                if value not in known[name]:
                    yield _problem("unknown_value", places, rule, name=name, value=value)
                if wanted.count(value) > 1:
                    yield _problem("value_twice", places, rule, name=name, value=value)


def _check_verdicts(book: RuleBook, places: Places) -> Iterator[Problem]:
    table = book.verdicts
    space = table.inputs
    if table.hit_policy != "unique":
        yield _problem("wrong_hit_policy", places, table.id, policy="unique")
    yield from _check_inputs(book, places)
    for row in table.rows:
        for name in row.when:
            if name not in space:
                yield _problem("no_input", places, row.id, name=name)
        if max(len(row.short.ko.split()), len(row.short.en.split())) > _SHORT_WORDS:
            yield _problem("short_too_long", places, row.id)
        yield from _check_examples(row, places)
        for example in row.examples:
            if set(example.given) != set(space):
                yield _problem("example_incomplete", places, row.id)
    for gap in uncovered(space, [row.when for row in table.rows]):
        yield _problem("gap", places, table.id, cell=_cell(gap))
    for first, second in combinations(table.rows, 2):
        both = overlap(box_of(first.when, space), box_of(second.when, space))
        if both is not None:
            yield _problem("overlap", places, second.id, other=first.id, cell=_cell(both))


def _check_inputs(book: RuleBook, places: Places) -> Iterator[Problem]:
    table, known = book.verdicts, _values(book)
    for name in _MATRIX:
        if name not in table.inputs:
            yield _problem("input_missing", places, table.id, name=name)
    for name, values in table.inputs.items():
        if name not in known:
            yield _problem("unknown_fact", places, table.id, name=name)
        elif set(values) != set(known[name]):
            yield _problem("input_differs", places, table.id, name=name)
        if all(name not in row.when for row in table.rows):
            yield _problem("dead_input", places, table.id, name=name)
    for question in book.questions:
        if question.decides != (question.id in table.inputs):
            yield _problem("decides_differs", places, question.id)


def _check_advice(book: RuleBook, places: Places) -> Iterator[Problem]:
    orders: dict[int, str] = {}
    texts: dict[str, str] = {}
    for table in book.advice:
        if table.hit_policy != "collect":
            yield _problem("wrong_hit_policy", places, table.id, policy="collect")
        for row in table.rows:
            yield from _check_examples(row, places)
            if not row.when:
                yield _problem("no_condition", places, row.id)
            if row.order in orders:
                yield _problem("order_twice", places, row.id, order=row.order, other=orders[row.order])
            for text in (row.text.ko, row.text.en):
                if text in texts:
                    yield _problem("text_twice", places, row.id, other=texts[text])
                    break
            orders.setdefault(row.order, row.id)
            texts.update({row.text.ko: row.id, row.text.en: row.id})


def _check_examples(row: VerdictRow | AdviceRow, places: Places) -> Iterator[Problem]:
    """Every value of every condition is shown by an example, and every example fires the row."""
    if not row.examples:
        yield _problem("no_example", places, row.id)
        return
    for example in row.examples:
        if not holds(row.when, example.given):
            yield _problem("example_fails", places, row.id, given=_given(example.given))
    for name, wanted in row.when.items():
        shown = {example.given.get(name) for example in row.examples}
        for value in wanted:
            if value not in shown:
                yield _problem("value_without_example", places, row.id, name=name, value=value)
    if isinstance(row, AdviceRow):
        for name in {name for example in row.examples for name in example.given if name not in row.when}:
            yield _problem("example_too_much", places, row.id, name=name)


def _check_reachable(book: RuleBook, places: Places) -> Iterator[Problem]:
    for question in book.questions:
        if next(ways(question.when, book), None) is None:
            yield _problem("dead_question", places, question.id)
    for table in book.advice:
        for row in table.rows:
            if next(ways(row.when, book), None) is None:
                yield _problem("unreachable", places, row.id)
    for never in book.never_say:
        if next(ways(never.when, book), None) is None:
            yield _problem("unreachable", places, never.id)
    for number, derivation in enumerate(book.derivations, start=1):
        asked = next((entry for entry in book.questions if entry.id == derivation.fact), None)
        if asked is not None and not _excludes(derivation.when, asked.when):
            yield _problem("derivation_asked", places, f"derivation {number}", name=derivation.fact)


def _excludes(condition: Condition, other: Condition) -> bool:
    """True when both can't hold at once: a fact is either asked for or derived, never both."""
    return any(name in other and set(other[name]).isdisjoint(values) for name, values in condition.items())


def _cell(box: Mapping[str, Sequence[str] | frozenset[str]]) -> str:
    return ", ".join(f"{name} = {' | '.join(sorted(values))}" for name, values in box.items())


def _given(given: Mapping[str, str]) -> str:
    return ", ".join(f"{name} = {value}" for name, value in given.items())
