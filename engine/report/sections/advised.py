"""Reasons, steps, conditions and cautions, what to ask, what not to promise."""

from __future__ import annotations

from engine.report.quoting import joined
from engine.report.sections.material import Material
from engine.report.types import (
    Block,
    ItemList,
    ListItem,
    Paragraph,
    ReportSection,
    Subheading,
)


def reasons_section(material: Material) -> ReportSection:
    """Why this verdict: its reason, the facts it used, its rule."""
    words, advice = material.words, material.assessment.advice
    blocks: list[Block] = []
    if advice.ruling is None:
        blocks.append(Paragraph(words.say("reasons_undecided")))
    else:
        trace = advice.ruling.trace
        notes = [note for note in (material.facts_used(trace), material.rule(trace)) if note]
        blocks.append(ItemList((ListItem(words.text(trace.because), joined("\n", notes)),)))
    return ReportSection(words.say("section_reasons"), tuple(blocks), id="reasons")


def steps_section(material: Material) -> ReportSection:
    """Every next step, in order, each with its reason, rule and sources."""
    words = material.words
    items = lines(material, "step")
    block: Block = ItemList(items, numbered=True) if items else Paragraph(material.empty("no_steps"))
    return ReportSection(words.say("section_steps"), (block,), id="steps")


def conditions_section(material: Material) -> ReportSection:
    """What must be met before the start, and what to keep in mind."""
    words = material.words
    blocks: list[Block] = []
    for kind, heading in (("condition", "conditions_heading"), ("caution", "cautions_heading")):
        items = lines(material, kind)
        if items:
            blocks += [Subheading(words.say(heading)), ItemList(items)]
    return ReportSection(
        words.say("section_conditions"),
        tuple(blocks) or (Paragraph(words.say("conditions_none")),),
        id="conditions",
    )


def lines(material: Material, kind: str) -> tuple[ListItem, ...]:
    """The advice of one kind."""
    return tuple(
        ListItem(material.words.text(line.text), material.why(line.trace)) for line in material.lines(kind)
    )


def ask_section(material: Material) -> ReportSection:
    """What the client is to find out, and why."""
    words, questions = material.words, material.assessment.advice.ask_client
    items = tuple(
        ListItem(words.text(question.ask), words.say("ask_why", why=words.text(question.why)))
        for question in questions
    )
    complete = material.assessment.path.complete
    nothing = words.say("ask_none") if complete else material.empty("ask_open")
    block: Block = ItemList(items) if items else Paragraph(nothing)
    title = words.say("section_ask" if material.edition == "internal" else "section_ask_client")
    return ReportSection(title, (block,), id="ask")


def never_section(material: Material) -> ReportSection:
    """What not to promise and what to say instead: for the consultant alone."""
    words = material.words
    items = []
    for entry in material.assessment.advice.never_say:
        instead = words.say("never_instead", instead=words.text(entry.instead))
        reason = words.say("because", reason=words.text(entry.because))
        sources = tuple(words.book.sources[identifier] for identifier in entry.source)
        if sources:
            marks = material.sources.marks(sources)
            rule = words.say("rule_and_sources", rule=entry.id, sources=marks)
        else:
            rule = words.say("rule_alone", rule=entry.id)
        items.append(ListItem(words.text(entry.promise), f"{instead}\n{reason}\n{rule}"))
    blocks = (Paragraph(words.say("never_hint"), hint=True), ItemList(tuple(items)))
    return ReportSection(words.say("section_never"), blocks, internal=True, id="never")
