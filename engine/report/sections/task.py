"""What kind of task it is, and the card of the system that fits: pairs, risks, figures."""

from __future__ import annotations

from engine.advice.types import TaskFraming
from engine.report.quoting import joined
from engine.report.sections.material import Material
from engine.report.types import (
    Block,
    ItemList,
    KeyFigure,
    KeyFigures,
    ListItem,
    ReportSection,
    Subheading,
    Table,
)
from engine.rulebook.library import Card, CaseCard, Claim, Library
from engine.texts import Text

CARDS = 3  # in the consultant's edition
RISKS = 3  # of each card in the client's edition


def task_section(material: Material) -> ReportSection | None:
    """X → y framed. None while input or output isn't known."""
    framing = material.assessment.advice.framing
    if framing is None:
        return None
    words = material.words
    blocks: list[Block] = [KeyFigures(figures(material, framing)), ItemList(reasons(material, framing))]
    for card in fitting(material, framing):
        blocks += card_blocks(material, card)
    return ReportSection(words.say("section_task"), tuple(blocks), id="task")


def figures(material: Material, framing: TaskFraming) -> tuple[KeyFigure, ...]:
    """Input and output, the task, its direction, the shape of the model."""
    words, facts = material.words, material.assessment.advice.facts
    ends = [words.value(name, facts[name].value) for name in ("input_kind", "output_kind") if name in facts]
    return (
        KeyFigure(words.say("figure_task"), words.text(framing.task), joined(" → ", ends)),
        KeyFigure(
            words.say("figure_direction"),
            words.say(f"direction_{framing.direction}"),
            words.say(f"direction_{framing.direction}_means"),
        ),
        KeyFigure(words.say("figure_shape"), words.text(framing.shape.title)),
    )


def reasons(material: Material, framing: TaskFraming) -> tuple[ListItem, ...]:
    """Why it is this kind of task, what its model looks like, and whether the client sees it otherwise."""
    words = material.words
    items = [ListItem(words.text(framing.trace.because), material.rule(framing.trace))]
    shape = words.say(
        "shape_means", shape=words.text(framing.shape.title), text=words.text(framing.shape.text)
    )
    if not material.for_client:
        sources = words.say("source_marks", sources=marks(material, framing.shape.source))
        items.append(ListItem(shape, sources))
    if framing.disagrees:
        items.append(ListItem(words.say("framing_disagrees", task=words.text(framing.task))))
    names = [words.text(card.title) for name in framing.systems if (card := card_of(material, name))]
    if len(names) > 1:  # the only one is told by its card
        items.append(ListItem(words.say("systems_fit", systems=", ".join(names))))
    return tuple(items)


def card_of(material: Material, system: str) -> Card | None:
    """The card of a system, if there is a library and it has one."""
    return None if material.library is None else material.library.card(system)


def fitting(material: Material, framing: TaskFraming) -> list[Card | CaseCard]:
    """The deck's case of the task if it has one; else the cards, those for this form of data first."""
    if material.library is None:
        return []
    cases = [case for case in material.library.cases if case.system in framing.systems[:1]]
    cards = suited(material, framing)
    if material.for_client:
        return [*cards[:1]]
    return [*cases[:1], *cards[:CARDS]]


def suited(material: Material, framing: TaskFraming) -> list[Card]:
    """The cards of the task's systems, those that this form of data suits first."""
    form = material.assessment.advice.facts.get("form")
    cards = [card for name in framing.systems if (card := card_of(material, name))]
    cards.sort(key=lambda card: form is not None and form.value not in card.forms)
    return cards


def card_blocks(material: Material, card: Card | CaseCard) -> list[Block]:
    """One card in brief."""
    words = material.words
    heading = "card_heading" if isinstance(card, Card) else "case_heading"
    rows = system_rows(material, card) if isinstance(card, Card) else case_rows(material, card)
    risks = card.risks[:RISKS] if material.for_client else card.risks
    claims = card.headline if isinstance(card, Card) else card.facts
    rows.append(("row_risks", listed(material, risks)))
    if claims:
        rows.append(("row_headline", "\n".join(claimed(material, claim) for claim in claims)))
    if not material.for_client:
        rows.append(("row_card_source", marks(material, card.source)))
    table = Table(
        (words.say("column_item"), words.say("column_value")),
        tuple((words.say(key), value) for key, value in rows),
        widths=(2, 7),
        fine=True,
    )
    return [Subheading(words.say(heading, title=words.text(card.title))), table]


def system_rows(material: Material, card: Card) -> list[tuple[str, str]]:
    """X → y, what a pair is, what is counted, whether pairs can be made."""
    words = material.words
    possible = words.say(f"self_made_{card.self_made.possible}")
    return [
        ("row_ends", f"{words.text(card.x)} → {words.text(card.y)}"),
        ("row_pair", words.text(card.pair)),
        ("row_unit", words.text(card.unit)),
        ("row_self_made", f"{possible} · {words.text(card.self_made.text)}"),
    ]


def case_rows(material: Material, case: CaseCard) -> list[tuple[str, str]]:
    """The goal of one of the deck's cases, what goes in and out, what it needs."""
    words = material.words
    return [
        ("row_goal", words.text(case.goal)),
        ("row_ends", f"{words.text(case.x)} → {words.text(case.y)}"),
        ("row_needed", words.text(case.needed)),
    ]


def listed(material: Material, texts: tuple[Text, ...]) -> str:
    """Several sentences, a line each."""
    return "\n".join(f"· {material.words.text(text)}" for text in texts)


def claimed(material: Material, claim: Claim) -> str:
    """A figure with its source; one that nobody looked up says so."""
    words = material.words
    key = "claim" if claim.checked else "claim_unchecked"
    return words.say(key, text=words.text(claim.text), sources=marks(material, claim.source))


def marks(material: Material, names: tuple[str, ...]) -> str:
    """The numbers of sources that the library or the book knows by these names."""
    library: Library | None = material.library
    known = {**material.words.book.sources, **(library.sources if library is not None else {})}
    return material.sources.marks(tuple(known[name] for name in names))
