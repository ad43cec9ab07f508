"""Proves the decision tables sound: complete, free of overlap, no row in vain, examples that fire."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations

from engine.rulebook.check_names import problem, values_of
from engine.rulebook.conditions import Box, box_of, overlap, uncovered
from engine.rulebook.places import Places
from engine.rulebook.problems import Problem
from engine.rulebook.tables import hits, rows_of
from engine.rulebook.types import AdviceRow, AdviceTable, DecisionTable, HitPolicy, Row, RuleBook

_SHORT_WORDS = 2
_MATRIX = ("form", "volume", "labels")  # what the verdict table is drawn over, everywhere


def check_tables(book: RuleBook, places: Places) -> Iterator[Problem]:
    """Verdicts, today's options and framing, each complete and unique."""
    for table in (book.verdicts, book.today, book.framing):
        yield from _check_unique(table, book, places)
    for name in _MATRIX:
        if name not in book.verdicts.inputs:
            yield problem("input_missing", places, book.verdicts.id, "table", name=name)
    for question in book.questions:
        if question.decides != (question.id in book.verdicts.inputs):
            yield problem("decides_differs", places, question.id)
    for row in book.verdicts.rows:
        if max(len(row.short.ko.split()), len(row.short.en.split())) > _SHORT_WORDS:
            yield problem("short_too_long", places, row.id)


def check_advice(book: RuleBook, places: Places) -> Iterator[Problem]:
    """Lines of advice: conditions, order, nothing said twice, no row shadowed by earlier ones."""
    orders: dict[int, str] = {}
    texts: dict[str, str] = {}
    for table in book.advice:
        if table.hit_policy == "unique":
            yield problem("wrong_hit_policy", places, table.id, "table", policy="collect | first")
        for row in table.rows:
            yield from _check_examples(row, table.rows, table.hit_policy, places)
            yield from _check_line(row, orders, texts, places)
        if table.hit_policy == "first":
            yield from _check_shadowed(table, book, places)


def check_successors(book: RuleBook, places: Places) -> Iterator[Problem]:
    """A row that names a successor names one that exists."""
    rows = {row.id for row in rows_of(book)}
    for row in rows_of(book):
        if row.successor is not None and row.successor not in rows - {row.id}:
            yield problem("unknown_successor", places, row.id, successor=row.successor)


def _check_line(
    row: AdviceRow, orders: dict[int, str], texts: dict[str, str], places: Places
) -> Iterator[Problem]:
    if not row.when:
        yield problem("no_condition", places, row.id)
    if row.order < 1:
        yield problem("wrong_value", places, row.id, entry="order")
    if row.order in orders:
        yield problem("order_twice", places, row.id, order=row.order, other=orders[row.order])
    for text in (row.text.ko, row.text.en):
        if text in texts:
            yield problem("text_twice", places, row.id, other=texts[text])
            break
    orders.setdefault(row.order, row.id)
    texts.update({row.text.ko: row.id, row.text.en: row.id})


def _check_unique(table: DecisionTable[Row], book: RuleBook, places: Places) -> Iterator[Problem]:
    if table.hit_policy != "unique":
        yield problem("wrong_hit_policy", places, table.id, "table", policy="unique")
    yield from _check_inputs(table, book, places)
    for row in table.rows:
        for name in row.when:
            if name not in table.inputs:
                yield problem("no_input", places, row.id, name=name)
        if not row.when:
            yield problem("no_condition", places, row.id)
        yield from _check_examples(row, table.rows, "unique", places)
        for example in row.examples:
            if set(example.given) != set(table.inputs):
                yield problem("example_incomplete", places, row.id)
    for gap in uncovered(table.inputs, [row.when for row in table.rows]):
        yield problem("gap", places, table.id, "table", cell=_cell(gap))
    boxes = [box_of(row.when, table.inputs) for row in table.rows]
    for (first, box), (second, other) in combinations(zip(table.rows, boxes, strict=True), 2):
        both = overlap(box, other)
        if both is not None:
            yield problem("overlap", places, second.id, other=first.id, cell=_cell(both))


def _check_inputs(table: DecisionTable[Row], book: RuleBook, places: Places) -> Iterator[Problem]:
    known = values_of(book)
    for name, values in table.inputs.items():
        if name not in known:
            yield problem("unknown_fact", places, table.id, "table", name=name)
        elif set(values) != set(known[name]):
            yield problem("input_differs", places, table.id, "table", name=name)
        if all(name not in row.when for row in table.rows):
            yield problem("dead_input", places, table.id, "table", name=name)
        for value in sorted({value for value in values if values.count(value) > 1}):
            yield problem("value_twice", places, table.id, "table", name=name, value=value)
    for question in book.questions:
        if question.id in table.inputs and question.kind == "choices":
            yield problem("several_decide", places, question.id, table=table.id)


def _check_examples(row: Row, rows: Sequence[Row], policy: HitPolicy, places: Places) -> Iterator[Problem]:
    """Every value of every condition is shown by an example, and every example fires the row."""
    if not row.examples:
        yield problem("no_example", places, row.id)
        return
    for example in row.examples:
        if row.examples.count(example) > 1:
            yield problem("named_twice", places, row.id, entry="examples", name=_given(example.given))
        fired = hits(rows if policy == "first" else [row], policy, example.given)
        if row not in fired:
            yield problem("example_fails", places, row.id, given=_given(example.given))
    for name, wanted in row.when.items():
        shown = {example.given.get(name) for example in row.examples}
        for value in wanted:
            if value not in shown:
                yield problem("value_without_example", places, row.id, name=name, value=value)
    if isinstance(row, AdviceRow):
        for name in {name for example in row.examples for name in example.given if name not in row.when}:
            yield problem("example_too_much", places, row.id, name=name)


def _check_shadowed(table: AdviceTable, book: RuleBook, places: Places) -> Iterator[Problem]:
    """In a ``first`` table, a row whose every cell an earlier row takes can never count."""
    known = values_of(book)
    named = {name for row in table.rows for name in row.when if name in known}
    space = {name: known[name] for name in sorted(named)}
    for index, row in enumerate(table.rows):
        own = {name: tuple(row.when.get(name, values)) for name, values in space.items()}
        earlier = [other.when for other in table.rows[:index]]
        if all(own.values()) and earlier and not uncovered(own, earlier):
            yield problem("shadowed", places, row.id, other=_shadow(earlier, own, table, index))


def _shadow(
    earlier: Sequence[Mapping[str, tuple[str, ...]]],
    own: Mapping[str, tuple[str, ...]],
    table: AdviceTable,
    index: int,
) -> str:
    """The earlier rows that take a part of the row's cells."""
    mine = box_of({}, own)
    return ", ".join(
        other.id
        for other, when in zip(table.rows[:index], earlier, strict=True)
        if overlap(mine, box_of(when, own)) is not None
    )


def _cell(box: Box) -> str:
    return ", ".join(f"{name} = {' | '.join(sorted(values))}" for name, values in box.items())


def _given(given: Mapping[str, str]) -> str:
    return ", ".join(f"{name} = {value}" for name, value in given.items())
