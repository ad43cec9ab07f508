"""The part of the advice document that tells why not something else."""

from __future__ import annotations

from engine.advice.types import Asked, Change, Explanation, Nearly, Need
from engine.advice.words import Words


def explain_json(explanation: Explanation, words: Words) -> dict[str, object]:
    """*Nearly*, *what would change it* and *why each question*, as plain values."""
    return {
        "nearly": [_nearly(entry, words) for entry in explanation.nearly],
        "what_would_change": [_change(entry, words) for entry in explanation.changes],
        "questions": [_asked(entry, words) for entry in explanation.questions],
    }


def _nearly(entry: Nearly, words: Words) -> dict[str, object]:
    return {
        "rule": entry.rule,
        "table": entry.table,
        "pack": entry.pack,
        "kind": entry.kind,
        "text": words.say(entry.text),
        "need": _need(entry.need),
        "source": [source.id for source in entry.source],
    }


def _change(entry: Change, words: Words) -> dict[str, object]:
    return {
        "needs": [_need(need) for need in entry.needs],
        "verdict": entry.verdict,
        "rule": entry.rule,
        "pack": entry.pack,
        "headline": words.say(entry.headline),
        "source": [source.id for source in entry.source],
    }


def _asked(entry: Asked, words: Words) -> dict[str, object]:
    return {
        "id": entry.question.id,
        "text": words.say(entry.question.text),
        "why": words.say(entry.question.why),
        "asked": entry.asked,
        "because": [_need(need) for need in entry.because],
        "serves": list(entry.serves),
        "source": list(entry.question.source),
    }


def _need(need: Need) -> dict[str, object]:
    return {"fact": need.fact, "now": need.now, "values": list(need.values), "measured": need.measured}
