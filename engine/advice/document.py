"""Advice as one JSON document, in one language: what ``jjak advise --json`` prints."""

from __future__ import annotations

from typing import TypedDict

from engine.advice.document_explain import explain_json
from engine.advice.gate import refuse_forbidden
from engine.advice.tasks import suggested_facts
from engine.advice.types import (
    Advice,
    AdviceLine,
    Assessment,
    Explanation,
    GuideLine,
    TaskFraming,
    TodayLine,
    Trace,
)
from engine.advice.words import Words
from engine.rulebook.types import Cut, LineKind, Mark, NeverSay, RuleBook, Shape
from engine.texts import Language


class LineDocument(TypedDict):
    """One line of advice."""

    id: str
    text: str
    because: str
    source: list[str]
    pack: str


def advice_json(
    assessment: Assessment,
    book: RuleBook,
    language: Language,
    explanation: Explanation | None = None,
) -> dict[str, object]:
    """The whole advice as plain values; ``verdict`` is None while nothing is decided.

    With ``explanation`` there is a key ``explain``. ``suggested`` holds what the client's own
    words give away of the task, where it wasn't answered. Raises ForbiddenAdviceError if a
    line makes a forbidden promise.
    """
    words = Words(language)
    advice = assessment.advice
    document = _document(advice, book, words)
    if explanation is not None:
        document["explain"] = explain_json(explanation, words)
    document["suggested"] = suggested_facts(assessment, book)
    refuse_forbidden(words.spoken, book)
    return document


def _document(advice: Advice, book: RuleBook, words: Words) -> dict[str, object]:
    ruling, known, following = advice.ruling, advice.facts, advice.decide_next
    questions = _lines(advice.lines, "question", words)
    return {
        "verdict": ruling.verdict if ruling is not None else None,
        "headline": words.say(ruling.headline) if ruling is not None else None,
        **{name: known[name].value if name in known else None for name in book.verdicts.inputs},
        "steps": _lines(advice.lines, "step", words),
        "conditions": _lines(advice.lines, "condition", words),
        "cautions": _lines(advice.lines, "caution", words),
        "questions": questions,
        "today": [_today(line, words) for line in advice.today],
        "framing": _framing(advice.framing, words) if advice.framing is not None else None,
        "guides": [_guide(line, _cut(advice, book), words) for line in advice.guides],
        "never_say": [_never(rule, words) for rule in advice.never_say],
        "ask_client": [
            *({"id": question.id, "text": words.say(question.ask)} for question in advice.ask_client),
            *({"id": line["id"], "text": line["text"]} for line in questions),
        ],
        "trace": [_trace(trace, words) for trace in _traces(advice)],
        "deciding": {
            "known": advice.deciding[0],
            "of": advice.deciding[1],
            "coverage": round(advice.coverage, 4),
            "enough": book.enough,
            "next": following.id if following else None,
        },
        "packs": _packs(advice, book, words),
        "rule_book": {"version": book.version, "digest": book.digest},
    }


def _traces(advice: Advice) -> list[Trace]:
    """Every rule that fired: the verdict's, today's, the task's, then the advice in its order."""
    traces = [advice.ruling.trace] if advice.ruling is not None else []
    traces += [line.trace for line in advice.today]
    traces += [advice.framing.trace] if advice.framing is not None else []
    return [*traces, *(line.trace for line in advice.lines)]


def _lines(lines: tuple[AdviceLine, ...], kind: LineKind, words: Words) -> list[LineDocument]:
    return [
        {
            "id": line.trace.rule,
            "text": words.say(line.text),
            "because": words.say(line.trace.because),
            "source": _sources(line.trace),
            "pack": line.trace.pack,
        }
        for line in lines
        if line.kind == kind
    ]


def _today(line: TodayLine, words: Words) -> dict[str, object]:
    return {
        "id": line.trace.rule,
        "outlook": line.outlook,
        "headline": words.say(line.headline),
        "text": words.say(line.text),
        "need": words.say(line.need),
        "because": words.say(line.trace.because),
        "if": {name: list(values) for name, values in line.if_.items()},
        "source": _sources(line.trace),
        "pack": line.trace.pack,
    }


def _framing(framing: TaskFraming, words: Words) -> dict[str, object]:
    return {
        "id": framing.trace.rule,
        "direction": framing.direction,
        "shape": _shape(framing.shape, words),
        "task": words.say(framing.task),
        "systems": list(framing.systems),
        "because": words.say(framing.trace.because),
        "disagrees": framing.disagrees,
        "source": _sources(framing.trace),
        "pack": framing.trace.pack,
    }


def _shape(shape: Shape, words: Words) -> dict[str, object]:
    return {
        "id": shape.id,
        "title": words.say(shape.title),
        "text": words.say(shape.text),
        "source": list(shape.source),
    }


def _guide(line: GuideLine, cut: Cut | None, words: Words) -> dict[str, object]:
    """A guide, and beside it the deck's own cut that the total falls into."""
    guide = line.guide
    deck = None
    if cut is not None:
        title = words.say(cut.title)
        deck = {"value": cut.value, "title": title, "least": cut.least, "source": list(cut.source)}
    return {
        "id": guide.id,
        "task": words.say(guide.task),
        "unit": words.say(guide.unit),
        "systems": list(guide.systems),
        "start": _mark(guide.start),
        "works": _mark(guide.works),
        "strong": _mark(guide.strong),
        "note": words.say(guide.note) if guide.note is not None else None,
        "count": line.count,
        "reached": line.reached,
        "deck": deck,
        "source": [source.id for source in line.source],
        "pack": guide.pack,
    }


def _mark(mark: Mark | None) -> dict[str, object] | None:
    return None if mark is None else {"least": mark.least, "source": mark.source, "date": mark.date}


def _cut(advice: Advice, book: RuleBook) -> Cut | None:
    volume = advice.facts.get("volume")
    return next((cut for cut in book.cuts if volume is not None and cut.value == volume.value), None)


def _never(rule: NeverSay, words: Words) -> dict[str, object]:
    return {
        "id": rule.id,
        "promise": words.quote(rule.promise),
        "instead": words.say(rule.instead),
        "because": words.quote(rule.because),
        "source": list(rule.source),
    }


def _packs(advice: Advice, book: RuleBook, words: Words) -> list[dict[str, object]]:
    """Every pack, on or off; one that is not used because of its faults says why."""
    packs: list[dict[str, object]] = [
        {
            "id": pack.id,
            "title": words.say(pack.title),
            "version": pack.version,
            "switchable": pack.switchable,
            "on": pack.id not in advice.without,
            "problem": None,
        }
        for pack in book.packs.values()
    ]
    packs += [
        {
            "id": pack.id,
            "title": pack.id,
            "version": "",
            "switchable": False,
            "on": False,
            "problem": words.quote(pack.problem),
        }
        for pack in book.disabled
    ]
    return packs


def _trace(trace: Trace, words: Words) -> dict[str, object]:
    return {
        "rule": trace.rule,
        "table": trace.table,
        "pack": trace.pack,
        "because": words.say(trace.because),
        "cells": [{"fact": cell.fact, "value": cell.value, "origin": cell.origin} for cell in trace.cells],
        "source": _sources(trace),
    }


def _sources(trace: Trace) -> list[str]:
    return [source.id for source in trace.source]
