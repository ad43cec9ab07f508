"""Assumptions and limits, sources, and what the report is based on."""

from __future__ import annotations

from engine.interview.types import UNKNOWN
from engine.report.quoting import joined
from engine.report.sections.compared import compare
from engine.report.sections.material import Material
from engine.report.types import ItemList, ListItem, ReportSection, Table
from engine.rulebook.types import Source


def limits_section(material: Material) -> ReportSection:
    """What was taken for granted, and how far the report holds."""
    words, state = material.words, material.state
    claimed = [words.fact(item.matter) for item in compare(material) if item.counts == "claimed"]
    steps = material.assessment.path.steps
    unknown = sum(1 for step in steps if step.answer is not None and step.answer.value == UNKNOWN)
    limits = []
    if claimed:
        limits.append(words.say("limit_claimed", facts=joined(", ", claimed)))
    if unknown:
        limits.append(words.say("limit_unknown", count=str(unknown)))
    if state.sample is None:
        limits.append(words.say("limit_no_sample"))
    else:
        share = material.assessment.advice.facts.get("share")
        if share is not None and share.value == "part":
            limits.append(words.say("limit_part"))
        limits.append(words.say("limit_sample"))
    if state.prototypes:
        limits.append(words.say("limit_prototype"))
    limits.append(words.say("limit_date", date=material.today.isoformat()))
    limits.append(words.say("limit_local"))
    return ReportSection(
        words.say("section_limits"), (ItemList(tuple(ListItem(limit) for limit in limits)),), id="limits"
    )


def sources_section(material: Material) -> ReportSection:
    """Every source that a line of the report points to, under its number."""
    items = ItemList(tuple(ListItem(source(material, s)) for s in material.sources.sources), numbered=True)
    return ReportSection(material.words.say("section_sources"), (items,), id="sources")


def source(material: Material, entry: Source) -> str:
    """One source: title, place in it, address, when it was seen, of which kind it is."""
    words = material.words
    parts = [words.text(entry.title)]
    if entry.locator is not None:
        parts.append(words.text(entry.locator))
    if entry.url is not None:
        parts.append(entry.url)
    if entry.seen is not None:
        parts.append(words.say("seen_on", date=entry.seen))
    return " · ".join((*parts, words.say(f"kind_{entry.kind}")))


def version_section(material: Material, jjak: str) -> ReportSection:
    """Rule book, date and program that this report was made with."""
    words = material.words
    rows = (
        ("row_book", words.book.version),
        ("row_digest", words.book.digest),
        ("row_date", material.today.isoformat()),
        ("row_jjak", jjak),
        ("row_revision", str(material.state.revision)),
    )
    table = Table(
        (words.say("column_item"), words.say("column_value")),
        tuple((words.say(key), value) for key, value in rows),
        widths=(2, 5),
    )
    return ReportSection(words.say("section_version"), (table,), id="version")
