"""What would change the verdict, and which advice is one answer away."""

from __future__ import annotations

from collections import Counter

from engine.advice.types import Change, Nearly, Need
from engine.report.quoting import joined
from engine.report.sections.material import Material
from engine.report.types import Block, ItemList, ListItem, Paragraph, ReportSection, Subheading, Table

CHANGES = 3
NEARLY = {"verdict": 4, "today": 3}  # so many of a kind at most
OF_A_KIND = 2


def change_section(material: Material) -> ReportSection | None:
    """Ways to a better verdict; for the consultant also what is one answer away."""
    words, explanation = material.words, material.explanation
    blocks: list[Block] = []
    if explanation.changes:
        changes = explanation.changes[:CHANGES]
        blocks += [
            Paragraph(words.say("change_hint"), hint=True),
            ItemList(tuple(changed(material, change) for change in changes)),
        ]
    if not material.for_client and explanation.nearly:
        blocks += nearly_blocks(material, explanation.nearly)
    if not blocks:
        return None
    return ReportSection(words.say("section_change"), tuple(blocks), id="change")


def changed(material: Material, change: Change) -> ListItem:
    """What would have to be otherwise, and the verdict that it would lead to."""
    words = material.words
    needs = joined(words.say("and"), (need(material, each) for each in change.needs))
    text = words.say("change_to", needs=needs, verdict=material.verdict(change.verdict))
    headline = words.text(change.headline)
    cited = material.cited(change.rule, change.pack, change.source)
    return ListItem(text, joined(" · " if material.for_client else "\n", (headline, cited)))


def need(material: Material, wanted: Need, briefly: bool = False) -> str:
    """One fact with what it is and what it would have to be; that a sample can tell, unless brief."""
    words = material.words
    values = joined(words.say("either"), (words.value(wanted.fact, value) for value in wanted.values))
    now = words.say("value_unknown") if wanted.now is None else words.value(wanted.fact, wanted.now)
    key = "need_measured" if wanted.measured and not briefly else "need"
    return words.say(key, fact=words.fact(wanted.fact), now=now, values=values)


def nearly_blocks(material: Material, entries: tuple[Nearly, ...]) -> list[Block]:
    """The rules that one answer keeps away, the weightiest first."""
    words = material.words
    shown = weightiest(entries)
    table = Table(
        header=tuple(words.say(f"column_{name}") for name in ("nearly", "if", "nearly_rule")),
        rows=tuple(
            (
                words.say("nearly_said", kind=words.say(f"kind_{entry.kind}"), text=words.text(entry.text)),
                need(material, entry.need, briefly=True),
                material.cited(entry.rule, entry.pack, entry.source),
            )
            for entry in shown
        ),
        widths=(9, 6, 5),
        fine=True,
    )
    blocks: list[Block] = [
        Subheading(words.say("nearly_heading")),
        Paragraph(words.say("nearly_hint"), hint=True),
        table,
    ]
    if len(entries) > len(shown):
        blocks.append(Paragraph(words.say("nearly_more", count=str(len(entries) - len(shown))), hint=True))
    return blocks


def weightiest(entries: tuple[Nearly, ...]) -> list[Nearly]:
    """Some of every kind, in their order."""
    seen: Counter[str] = Counter()
    shown = []
    for entry in entries:
        seen[entry.kind] += 1
        if seen[entry.kind] <= NEARLY.get(entry.kind, OF_A_KIND):
            shown.append(entry)
    return shown
