"""Advice as one JSON document, in one language: what ``jjak advise --json`` prints."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypedDict

from engine.advice.gate import refuse_forbidden
from engine.advice.types import AdviceLine, Assessment, Trace
from engine.rulebook.types import NeverSay, RuleBook
from engine.texts import Language


class LineDocument(TypedDict):
    """One line of advice."""

    id: str
    text: str
    because: str
    source: list[str]
    pack: str


def advice_json(assessment: Assessment, book: RuleBook, language: Language) -> dict[str, object]:
    """The whole advice as plain values; ``verdict`` is None while nothing is decided.

    Raises ForbiddenAdviceError if a line of advice makes a forbidden promise.
    """
    advice = assessment.advice
    ruling = advice.ruling
    refuse_forbidden(_spoken(assessment, language), book)
    traces = [ruling.trace] if ruling is not None else []
    traces += [line.trace for line in advice.lines]
    known, needed = advice.deciding
    following = advice.decide_next
    return {
        "verdict": ruling.verdict if ruling is not None else None,
        "headline": ruling.headline.say(language) if ruling is not None else None,
        **{name: advice.facts[name].value if name in advice.facts else None for name in book.verdicts.inputs},
        "steps": _lines(advice.lines, "step", language),
        "conditions": _lines(advice.lines, "condition", language),
        "cautions": _lines(advice.lines, "caution", language),
        "never_say": [_never(rule, language) for rule in advice.never_say],
        "ask_client": [
            {"id": question.id, "text": question.ask.say(language)} for question in advice.ask_client
        ],
        "trace": [_trace(trace, language) for trace in traces],
        "deciding": {"known": known, "of": needed, "next": following.id if following else None},
        "rule_book": {"version": book.version, "digest": book.digest},
    }


def _spoken(assessment: Assessment, language: Language) -> Iterator[str]:
    advice = assessment.advice
    if advice.ruling is not None:
        yield advice.ruling.headline.say(language)
        yield advice.ruling.trace.because.say(language)
    for line in advice.lines:
        yield line.text.say(language)
        yield line.trace.because.say(language)
    for question in advice.ask_client:
        yield question.ask.say(language)
    for rule in advice.never_say:
        yield rule.instead.say(language)


def _lines(lines: tuple[AdviceLine, ...], kind: str, language: Language) -> list[LineDocument]:
    return [
        {
            "id": line.trace.rule,
            "text": line.text.say(language),
            "because": line.trace.because.say(language),
            "source": [source.id for source in line.trace.source],
            "pack": line.trace.pack,
        }
        for line in lines
        if line.kind == kind
    ]


def _never(rule: NeverSay, language: Language) -> dict[str, object]:
    return {
        "id": rule.id,
        "promise": rule.promise.say(language),
        "instead": rule.instead.say(language),
        "because": rule.because.say(language),
        "source": list(rule.source),
    }


def _trace(trace: Trace, language: Language) -> dict[str, object]:
    return {
        "rule": trace.rule,
        "table": trace.table,
        "pack": trace.pack,
        "because": trace.because.say(language),
        "cells": [{"fact": cell.fact, "value": cell.value, "origin": cell.origin} for cell in trace.cells],
        "source": [source.id for source in trace.source],
    }
