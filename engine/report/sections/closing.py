"""Assumptions and limits, sources, and what the report is based on."""

from __future__ import annotations

from engine.interview.types import UNKNOWN
from engine.report.quoting import joined
from engine.report.sections.compared import compare
from engine.report.sections.material import Material
from engine.report.types import (
    Block,
    ItemList,
    ListItem,
    Paragraph,
    ReportSection,
    Subheading,
    Table,
)
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
        words.say("section_limits"),
        (ItemList(tuple(ListItem(limit) for limit in limits), fine=material.for_client),),
        id="limits",
    )


def sources_section(material: Material) -> ReportSection:
    """Every source that a line of the report points to, under its number."""
    entries = tuple(ListItem(source(material, entry)) for entry in material.sources.sources)
    items = ItemList(entries, numbered=True, fine=True)
    return ReportSection(material.words.say("section_sources"), (items,), id="sources")


def source(material: Material, entry: Source) -> str:
    """One source: title, place in it, address, when it was seen, of which kind it is.

    The client's edition names it and where to find it, so that the record stays on one page.
    """
    words = material.words
    parts = [words.text(entry.title)]
    if entry.locator is not None and (entry.kind == "fact" or not material.for_client):
        parts.append(words.text(entry.locator))
    if entry.url is not None:
        parts.append(entry.url)
    if entry.seen is not None and not material.for_client:
        parts.append(words.say("seen_on", date=entry.seen))
    if entry.kind == "fact" or not material.for_client:
        parts.append(words.say(f"kind_{entry.kind}"))
    return " · ".join(parts)


def differences_block(material: Material) -> tuple[Block, ...]:
    """What an earlier rule book said otherwise; the client hears of it only if the verdict differs."""
    words, differences = material.words, material.differences
    if differences is None or (material.for_client and differences.verdict is None):
        return ()
    head, *told = differences.lines(words.language, "everyone" if material.for_client else "consultant")
    blocks: list[Block] = [Subheading(words.say("differences_heading"))]
    if material.for_client:  # the verdict; line by line it is the consultant's matter
        return (*blocks, Paragraph(" ".join((head, *told[:1])), hint=True))
    blocks.append(Paragraph(head))
    if told:
        blocks.append(ItemList(tuple(map(ListItem, told))))
    return tuple(blocks)


def packs(material: Material) -> str:
    """The packs that spoke, and those that are switched off or have faults."""
    words, off = material.words, material.assessment.advice.without
    told = [
        words.say("pack_off", pack=words.pack(name)) if name in off else words.pack(name)
        for name in words.book.packs
    ]
    told += [words.say("pack_faulty", pack=pack.id) for pack in words.book.disabled]
    return ", ".join(told)


def version_section(material: Material, jjak: str) -> ReportSection:
    """Rule book, date and program that this report was made with."""
    words = material.words
    rows = (
        ("row_book", words.book.version),
        ("row_digest", words.book.digest),
        ("row_packs", packs(material)),
        ("row_date", material.today.isoformat()),
        ("row_jjak", jjak),
        ("row_revision", str(material.state.revision)),
    )
    told = tuple((words.say(key), value) for key, value in rows)
    basis: Block = Table(
        (words.say("column_item"), words.say("column_value")), told, widths=(2, 5), fine=True
    )
    if material.for_client:
        basis = Paragraph(" · ".join(f"{name} {value}" for name, value in told), hint=True)
    blocks = (basis, *differences_block(material))
    return ReportSection(words.say("section_version"), blocks, id="version")
