"""Claimed against measured: both stand in the report, and which of them counts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from engine.interview.types import UNKNOWN, Value
from engine.report.sections.material import Material
from engine.report.types import Paragraph, ReportSection, Table

FIRST = ("form", "volume", "labels")

Counts = Literal["measured", "claimed", "both", "neither"]


@dataclass(frozen=True)
class Comparison:
    """One matter: what was said, what was measured, and which one the verdict used."""

    matter: str
    claimed: Value | None
    measured: Value | None
    counts: Counts
    agree: bool | None  # None: one of the two is missing
    part: bool = False  # agrees only in that a part of the data may well hold less


def compare(material: Material) -> tuple[Comparison, ...]:
    """The three deciding matters, then whatever else was measured."""
    measured = [q.id for q in material.words.book.questions if q.id in material.state.measured]
    matters = (*FIRST, *(name for name in measured if name not in FIRST))
    return tuple(comparison(material, name) for name in matters)


def comparison(material: Material, matter: str) -> Comparison:
    """One matter compared. A claim is an answer on the path other than "I don't know"."""
    step = material.assessment.path.step(matter)
    answer = None if step is None else step.answer
    found = material.state.measured.get(matter)
    claimed = None if answer is None or answer.value == UNKNOWN else answer.value
    measured = None if found is None else found.value
    agree, part = None, False
    if step is not None and claimed is not None and measured is not None:
        alike = same(material, matter, claimed, measured)
        agree = alike if step.agrees is None else step.agrees
        part = agree and not alike
    counts = used(material, matter, claimed, measured, alike=bool(agree) and not part)
    return Comparison(matter, claimed, measured, counts, agree, part)


def same(material: Material, matter: str, one: Value, other: Value) -> bool:
    """Whether two values mean the same; amounts do when they fall into the same volume."""
    if matter == "volume":
        return material.words.volume_of(one) == material.words.volume_of(other)
    return one == other


def used(
    material: Material, matter: str, claimed: Value | None, measured: Value | None, alike: bool
) -> Counts:
    """Which of the two the advice really used."""
    fact = material.assessment.advice.facts.get(matter)
    if fact is None or (claimed is None and measured is None):
        return "neither"
    if alike:
        return "both"
    if claimed is None or measured is None:
        return "claimed" if measured is None else "measured"
    return "measured" if same(material, matter, fact.value, measured) else "claimed"


def compared_section(material: Material) -> ReportSection:
    """The table of what was said and what was measured."""
    words = material.words
    comparisons = compare(material)
    header = ("column_matter", "column_claimed", "column_measured", "column_compared", "column_counts")
    table = Table(
        header=tuple(words.say(key) for key in header),
        rows=tuple(row(material, item) for item in comparisons),
        emphasis=frozenset(index for index, item in enumerate(comparisons) if item.agree is False),
        widths=(4, 6, 6, 4, 4),
        fine=material.for_client,
    )
    hint = words.say("compared_hint") if material.state.sample else material.empty("compared_no_sample")
    return ReportSection(words.say("section_compared"), (table, Paragraph(hint, hint=True)), id="compared")


def row(material: Material, item: Comparison) -> tuple[str, ...]:
    """One row of the table."""
    words = material.words
    compared = {True: "compared_agree", False: "compared_differ", None: "compared_single"}[item.agree]
    if item.part:
        compared = "compared_part"
    if item.claimed is None and item.measured is None:
        compared = "nothing"
    return (
        words.fact(item.matter),
        shown(material, item.matter, item.claimed),
        shown(material, item.matter, item.measured),
        words.say(compared),
        words.say(f"counts_{item.counts}"),
    )


def shown(material: Material, matter: str, value: Value | None) -> str:
    """A value as the table shows it; an amount with the volume that it stands for."""
    words = material.words
    if value is None:
        return words.say("nothing")
    if matter == "volume" and isinstance(value, int):
        volume = words.value(matter, words.volume_of(value))
        return words.say("amount_volume", volume=volume, count=f"{value:,}")
    return words.value(matter, value)
