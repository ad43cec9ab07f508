"""Rules that one answer keeps away, told by trying that answer and looking at what then fires."""

from __future__ import annotations

from collections.abc import Iterator

from engine.advice.book_index import BookIndex
from engine.advice.types import Nearly, Need
from engine.interview.what_if import WhatIf
from engine.rulebook.conditions import SEVERAL
from engine.rulebook.types import Condition, Question

_KINDS = ("verdict", "today", "step", "condition", "caution", "question")

_Masks = tuple[int, int, int]  # rows of the verdict, of today's table, of advice
_Ways = dict[str, list[str]]  # question → its values that make a row fire


def nearly_of(
    index: BookIndex, what_if: WhatIf, asked: frozenset[str], off: frozenset[str]
) -> tuple[Nearly, ...]:
    """Every rule one answer away, the verdict's first; by the question that the rule names, if any.

    ``asked``: the questions on the path; ``off``: packs switched off.
    """
    now = _fired(index, what_if.values, off)
    found: list[dict[int, _Ways]] = [{}, {}, {}]
    for question, value in _other_answers(index, what_if, asked):
        fired = _fired(index, what_if.changed({question.id: value}), off)
        for ways, mask, before in zip(found, fired, now, strict=True):
            fresh = mask & ~before
            while fresh:
                lowest = fresh & -fresh
                ways.setdefault(lowest.bit_length() - 1, {}).setdefault(question.id, []).append(value)
                fresh ^= lowest
    told = list(_told(index, what_if, found))
    return tuple(sorted(told, key=lambda entry: _KINDS.index(entry.kind)))


def need_of(index: BookIndex, fact: str, now: str | None, values: tuple[str, ...]) -> Need:
    """What ``fact`` would have to be."""
    question = index.questions.get(fact)
    return Need(fact, now, values, question is not None and question.measured)


def _fired(index: BookIndex, values: dict[str, str], off: frozenset[str]) -> _Masks:
    today = index.today.holding(values) & index.today_kept(off)
    return index.verdicts.holding(values), today, index.said(values, index.kept(off))


def _other_answers(
    index: BookIndex, what_if: WhatIf, asked: frozenset[str]
) -> Iterator[tuple[Question, str]]:
    for question in index.book.questions:
        if question.id in asked and question.options:
            now = what_if.values.get(question.id, "").split(SEVERAL)
            for option in question.options:
                if option.value not in now:
                    yield question, option.value


def _told(index: BookIndex, what_if: WhatIf, found: list[dict[int, _Ways]]) -> Iterator[Nearly]:
    verdicts, today, advice = found
    book = index.book

    def need(when: Condition, ways: _Ways) -> Need:
        fact = next((name for name in ways if name in when), next(iter(ways)))
        return need_of(index, fact, what_if.values.get(fact), tuple(ways[fact]))

    for place, ways in sorted(verdicts.items()):
        verdict = index.verdicts.entries[place]
        yield Nearly(
            book.verdicts.id,
            verdict.id,
            verdict.pack,
            "verdict",
            verdict.headline,
            index.sources[verdict.id],
            need(verdict.when, ways),
        )
    for place, ways in sorted(today.items()):
        line = index.today.entries[place]
        sources = index.sources[line.id]
        yield Nearly(
            book.today.id, line.id, line.pack, "today", line.headline, sources, need(line.when, ways)
        )
    for place, ways in sorted(advice.items()):
        row = index.advice.entries[place]
        table, sources = index.tables[place], index.sources[row.id]
        yield Nearly(table, row.id, row.pack, row.kind, row.text, sources, need(row.when, ways))
