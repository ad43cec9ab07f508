"""How much data: the deck's 10³ and 10⁴ beside the guides that count per class, box or patient."""

from __future__ import annotations

from engine.advice.types import GuideLine
from engine.report.quoting import joined
from engine.report.sections.compared import comparison, shown
from engine.report.sections.material import Material
from engine.report.sections.task import suited
from engine.report.types import Block, Panel, Panels, Paragraph, ReportSection, Table
from engine.rulebook.types import Mark

FOR_CLIENT = 4  # guides; the consultant reads all of them
MARKS = ("start", "works", "strong")


def volume_section(material: Material) -> ReportSection | None:
    """Both yardsticks with the client's numbers. None: neither amount nor guide is known."""
    advice = material.assessment.advice
    if "volume" not in advice.facts and not advice.guides:
        return None
    words = material.words
    guides = for_this_form(material, advice.guides)
    if material.for_client:
        guides = nearest(guides)
    panels = [deck_panel(material)]
    blocks: list[Block] = []
    if guides:
        panels.append(unit_panel(material, leading(guides)))
        blocks = [table(material, guides), Paragraph(words.say("guides_hint"), hint=True)]
    return ReportSection(words.say("section_volume"), (Panels(tuple(panels)), *blocks), id="volume")


def for_this_form(material: Material, guides: tuple[GuideLine, ...]) -> tuple[GuideLine, ...]:
    """The guides of the system whose card is shown come first: it suits this form of data."""
    framing = material.assessment.advice.framing
    best = {card.id for card in suited(material, framing)[:1]} if framing is not None else set()
    return tuple(sorted(guides, key=lambda line: best.isdisjoint(line.guide.systems)))


def nearest(guides: tuple[GuideLine, ...]) -> tuple[GuideLine, ...]:
    """The first few of the guides that are about the same systems as the first one."""
    near = [line for line in guides if set(line.guide.systems) & set(guides[0].guide.systems)]
    return tuple(near[:FOR_CLIENT])


def deck_panel(material: Material) -> Panel:
    """The deck's cuts, which name no unit, and where the client's number falls."""
    words = material.words
    item = comparison(material, "volume")
    value = item.measured if item.counts == "measured" else item.claimed
    fact = material.assessment.advice.facts.get("volume")
    if value is None and fact is not None:
        value = fact.value
    cuts = sorted(words.book.cuts, key=lambda cut: -cut.least)
    told = [
        words.say("cut_from", least=f"{cut.least:,}", volume=words.text(cut.title))
        for cut in cuts
        if cut.least > 0
    ]
    sources = tuple(words.book.sources[name] for name in dict.fromkeys(s for cut in cuts for s in cut.source))
    return Panel(
        tag=words.say("panel_deck_volume", pack=words.pack("deck2020")),
        title=words.say("value_unknown") if value is None else shown(material, "volume", value),
        text=joined("\n", (", ".join(told), words.say("cuts_no_unit"))),
        note=words.say("source_marks", sources=material.sources.marks(sources)),
    )


def leading(guides: tuple[GuideLine, ...]) -> GuideLine:
    """The guide to hold the count against: one of the first one's systems that says both where
    to start and what works, if there is one."""
    first = set(guides[0].guide.systems)
    near = (line for line in guides if first & set(line.guide.systems))
    return next((line for line in near if line.guide.start and line.guide.works), guides[0])


def unit_panel(material: Material, line: GuideLine) -> Panel:
    """What there is per unit, and what that reaches by one guide."""
    words = material.words
    unit = words.text(line.guide.unit)
    if line.count is None or line.reached is None:
        title, text = words.say("unit_unknown", unit=unit), words.say("unit_unknown_text", unit=unit)
    else:
        title = words.say("unit_count", unit=unit, count=f"{line.count:,}")
        alone = "_only" if line.reached == "start" and line.guide.works is None else ""
        text = words.say(f"reached_{line.reached}{alone}")
    return Panel(
        tag=words.say("panel_guide", pack=words.pack(line.guide.pack)),
        title=title,
        text=text,
        note=words.say("guide_first", task=words.text(line.guide.task)),
    )


def table(material: Material, guides: tuple[GuideLine, ...]) -> Table:
    """A guide a row: what is counted, from how many on, who says so and when that was read."""
    words = material.words
    columns = ("task", "unit", *MARKS, "guide_source")
    return Table(
        header=tuple(words.say(f"column_{name}") for name in columns),
        rows=tuple(row(material, line) for line in guides),
        widths=(13, 5, 2, 2, 2, 4),
        fine=True,
    )


def row(material: Material, line: GuideLine) -> tuple[str, ...]:
    """One guide. In the consultant's edition its note stands below the task."""
    words, guide = material.words, line.guide
    marks = [mark for name in MARKS if (mark := getattr(guide, name)) is not None]
    task = words.text(guide.task)
    if guide.note is not None and not material.for_client:
        task = f"{task}\n{words.text(guide.note)}"
    return (
        task,
        words.text(guide.unit),
        *(least(material, mark) for mark in (guide.start, guide.works, guide.strong)),
        read_when(material, marks),
    )


def least(material: Material, mark: Mark | None) -> str:
    """From how many on; a dash where the source names none."""
    return material.words.say("nothing") if mark is None else f"{mark.least:,}"


def read_when(material: Material, marks: list[Mark]) -> str:
    """The sources of the marks, each with the month in which it was read."""
    words = material.words
    seen = dict.fromkeys((mark.source, mark.date) for mark in marks)
    return "\n".join(
        words.say("mark_source", source=material.sources.marks((words.book.sources[name],)), date=date)
        for name, date in seen
    )
