"""Texts that are garbled, say next to nothing, or are a stock phrase alone."""

from __future__ import annotations

from collections.abc import Iterator
from statistics import median

from engine.audit.checks.about import About
from engine.audit.checks.building import finding
from engine.audit.quality.wording import SHORT_AMONG
from engine.audit.records import Record, Records
from engine.audit.thresholds import threshold
from engine.audit.types import Finding

ABOUT = About(
    order=52,
    reads=frozenset({"text"}),
    costs="decode",
    reports=("garbled_texts", "short_texts", "stock_texts"),
)
_MANY = 20  # a twentieth


def check(records: Records) -> Iterator[Finding]:
    """``garbled_texts`` (share of the signs), ``short_texts`` (letters), ``stock_texts``."""
    texts = [r for _, r in records.measured() if r.usable and any(n == "text_letters" for n, _ in r.measures)]
    if not texts:
        return
    garbled = [r for r in texts if r.measure("text_garbled") > threshold(records, "garbled")]
    told = [(record.id, f"{record.measure('text_garbled'):.0%}") for record in garbled]
    yield from finding("garbled_texts", "warning", told)
    if median(record.measure("text_letters") for record in texts) >= SHORT_AMONG:
        least = threshold(records, "short_text")
        yield from _noted("short_texts", [r for r in texts if r.measure("text_letters") < least], texts)
    yield from _noted("stock_texts", [r for r in texts if r.measure("text_stock")], texts)


def _noted(kind: str, found: list[Record], texts: list[Record]) -> Iterator[Finding]:
    many = len(found) * _MANY >= len(texts)
    yield from finding(kind, "warning" if many else "note", ((record.id, "") for record in found))
