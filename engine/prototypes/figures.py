"""A metric's figure as people read it, in every language alike."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from engine.prototypes.types import Score, Unit

SIGNS: dict[Unit, str] = {
    "share": " %",
    "decibel": " dB",
    "pixels": " px",
    "millimetres": " mm",
    "degrees": "°",
    "bits": " bits",
    "number": "",
}
MINUS = "−"


@dataclass(frozen=True)
class Bar:
    """A score as a bar: ``value``, ``low`` and ``high`` are shares of the whole length, ``words`` says it."""

    name: str  # a key of prototypes.toml
    value: float
    low: float
    high: float
    words: str


def bars(scores: Sequence[Score], unit: Unit) -> tuple[Bar, ...]:
    """Scores on one scale that begins at 0: up to 1 for shares, else up to the highest end of an interval."""
    top = 1.0 if unit == "share" else max((score.high for score in scores), default=1.0)

    def part(value: float) -> float:
        return min(max(value / top, 0.0), 1.0) if top > 0 else 0.0

    return tuple(
        Bar(one.name, part(one.value), part(one.low), part(one.high), with_interval(one, unit))
        for one in scores
    )


def with_interval(score: Score, unit: Unit) -> str:
    """``93.3 % (90.1–95.6)``."""
    return f"{figure(score.value, unit)} ({_plain(score.low, unit)}–{_plain(score.high, unit)})"


def figure(value: float, unit: Unit, signed: bool = False) -> str:
    """``93.3 %``, ``25.40 dB``, ``0.0123``; ``signed``: with a plus where there is no minus."""
    sign = (MINUS if value < 0 else "+") if signed else (MINUS if value < 0 else "")
    return f"{sign}{_digits(abs(value), unit)}{SIGNS[unit]}"


def interval(low: float, high: float, unit: Unit) -> str:
    """``90.1–95.6 %``."""
    return f"{_plain(low, unit)}–{_plain(high, unit)}{SIGNS[unit]}"


def _plain(value: float, unit: Unit) -> str:
    return f"{MINUS if value < 0 else ''}{_digits(abs(value), unit)}"


def _digits(value: float, unit: Unit) -> str:
    if unit == "share":
        return f"{100 * value:.1f}"
    if unit in ("decibel", "pixels", "millimetres", "bits"):
        return f"{value:.2f}"
    if unit == "degrees":
        return f"{value:.1f}"
    return f"{value:,.0f}" if value >= 1000 else f"{value:.3g}"
