"""Reasons, steps, conditions and cautions, what to ask, what not to promise."""

from __future__ import annotations

from engine.advice.types import AdviceLine, Ruling, TodayLine
from engine.prototypes.more_words import goal
from engine.report.quoting import joined
from engine.report.sections.material import Material
from engine.report.types import (
    Block,
    ItemList,
    ListItem,
    Panel,
    Panels,
    Paragraph,
    ReportSection,
    Subheading,
)

MORE_DATA = "more_data"
"""The fact that says whether more data would help."""


def reasons_section(material: Material) -> ReportSection:
    """Why this verdict: its reason, its rule; beside it what later methods allow."""
    words, advice = material.words, material.assessment.advice
    today = [today_panel(material, line) for line in advice.today]
    blocks: list[Block] = []
    if advice.ruling is None:
        blocks.append(Paragraph(words.say("reasons_undecided")))
        if today:
            blocks.append(Panels(tuple(today)))
    else:
        blocks.append(Panels((verdict_panel(material, advice.ruling), *today)))
    if today:
        blocks.append(Paragraph(words.say("today_hint"), hint=True))
    return ReportSection(words.say("section_reasons"), tuple(blocks), id="reasons")


def verdict_panel(material: Material, ruling: Ruling) -> Panel:
    """The verdict as the book's base sees it, with the facts that it used."""
    words, trace = material.words, ruling.trace
    notes = [note for note in (material.facts_used(trace), material.rule(trace)) if note]
    return Panel(
        tag=words.say("panel_verdict", pack=words.pack(trace.pack)),
        title=words.text(ruling.headline),
        text=words.text(trace.because),
        note=joined("\n", notes),
        verdict=ruling.verdict,
    )


def today_panel(material: Material, line: TodayLine) -> Panel:
    """What later methods allow: marked as the addendum that it is, with what would have to hold."""
    words = material.words
    needs = [needed(material, name, values) for name, values in line.if_.items()]
    condition = [words.say("today_if", needs=joined(", ", needs))] if needs else []
    return Panel(
        tag=words.say("panel_today", pack=words.pack(line.trace.pack)),
        title=words.text(line.headline),
        text=joined("\n", (*condition, words.text(line.text), words.text(line.need))),
        note=material.why(line.trace),
        verdict=line.outlook,
    )


def needed(material: Material, fact: str, values: tuple[str, ...]) -> str:
    """A fact and the values that would do: ``Labels: good or repairable by a rule``."""
    words = material.words
    either = joined(words.say("either"), (words.value(fact, value) for value in values))
    return words.say("needed", fact=words.fact(fact), values=either)


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


def law_section(material: Material) -> ReportSection | None:
    """What the client's lawyers are to answer: asked, never concluded. None: nothing to ask."""
    items = lines(material, "question")
    if not items:
        return None
    blocks = (Paragraph(material.words.say("law_hint"), hint=True), ItemList(items))
    return ReportSection(material.words.say("section_law"), blocks, id="law")


def lines(material: Material, kind: str) -> tuple[ListItem, ...]:
    """The advice of one kind."""
    return tuple(ListItem(said(material, line), material.why(line.trace)) for line in material.lines(kind))


def said(material: Material, line: AdviceLine) -> str:
    """A line of advice; a step that rests on the learning curve tells the figures to expect as well."""
    text = material.words.text(line.text)
    of_curve = line.kind == "step" and any(cell.fact == MORE_DATA for cell in line.trace.cells)
    if not of_curve or not material.state.more_data:
        return text
    return f"{text} {goal(material.state.more_data[-1].found, material.words.language)}".strip()


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
        rule = words.say("never_rule", rule=entry.id, sources=material.sources.marks(sources))
        items.append(ListItem(words.text(entry.promise), f"{instead}\n{reason}\n{rule}"))
    blocks = (Paragraph(words.say("never_hint"), hint=True), ItemList(tuple(items)))
    return ReportSection(words.say("section_never"), blocks, internal=True, id="never", warns=True)
