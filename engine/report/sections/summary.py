"""The first page: verdict, the values behind it, main reasons, what to do next."""

from __future__ import annotations

from engine.advice.types import MatrixCell
from engine.prototypes.figures import figure
from engine.report.quoting import joined
from engine.report.sections.compared import compare, shown
from engine.report.sections.material import Material
from engine.report.sections.sample import finding_name
from engine.report.types import (
    Block,
    ItemList,
    KeyFigure,
    KeyFigures,
    Light,
    ListItem,
    Matrix,
    MatrixField,
    Paragraph,
    ReportSection,
    Subheading,
)

REASONS = 3
STEPS = 3


def summary_section(material: Material) -> ReportSection:
    """The one-page summary."""
    words = material.words
    known, deciding = material.assessment.advice.deciding
    steps = material.lines("step")
    blocks: list[Block] = [
        light(material),
        KeyFigures(figures(material)),
        Subheading(words.say("top_reasons")),
        ItemList(main_reasons(material)),
        Subheading(words.say("first_steps" if len(steps) >= STEPS else "first_steps_fewer")),
    ]
    if steps:
        items = (ListItem(words.text(line.text), material.rule(line.trace)) for line in steps[:STEPS])
        blocks.append(ItemList(tuple(items), numbered=True))
    else:
        blocks.append(Paragraph(material.empty("no_steps"), hint=True))
    if material.assessment.advice.matrix:
        blocks += [Subheading(words.say("where_case_stands")), matrix(material)]
    coverage = words.say("coverage", known=str(known), all=str(deciding))
    blocks.append(Paragraph(coverage, hint=True))
    return ReportSection(words.say("section_summary"), tuple(blocks), id="summary")


def light(material: Material) -> Light:
    """The traffic light: grey while the answers don't single out one verdict."""
    words, advice = material.words, material.assessment.advice
    if advice.ruling is not None:
        headline = words.text(advice.ruling.headline)
        return Light(advice.ruling.verdict, material.verdict(advice.ruling.verdict), headline)
    if advice.decide_next is None:
        return Light(None, words.say("verdict_open"), material.empty("headline_open_bare"))
    question = words.text(advice.decide_next.text)
    return Light(None, words.say("verdict_open"), words.say("headline_open", question=question))


def figures(material: Material) -> tuple[KeyFigure, ...]:
    """Form, volume, labels; then effective samples and the prototype where there are such."""
    words, facts = material.words, material.assessment.advice.facts
    cards = []
    for name in ("form", "volume", "labels"):
        fact = facts.get(name)
        value = words.say("value_unknown") if fact is None else words.value(name, fact.value)
        cards.append(KeyFigure(words.fact(name), value, "" if fact is None else words.origin(fact.origin)))
    if material.state.sample is not None:
        effective = material.state.sample.audit.effective
        low, high = f"{effective.low:,}", f"{effective.high:,}"
        exact = effective.low == effective.high
        key = "figure_effective_exact" if exact else "figure_effective_note"
        note = words.say(key, low=low, high=high)
        cards.append(KeyFigure(words.say("figure_effective"), f"{effective.samples:,}", note))
    if material.state.prototypes:
        result = material.state.prototypes[-1].result
        note = words.say("figure_prototype_note", count=f"{result.test_samples:,}")
        label = words.say("figure_prototype", metric=words.lookup("prototypes", result.metric))
        cards.append(KeyFigure(label, figure(result.model.value, result.unit), note))
    return tuple(cards)


def main_reasons(material: Material) -> tuple[ListItem, ...]:
    """The verdict's own reason, what disagrees, serious findings, conditions: three at most."""
    words, advice = material.words, material.assessment.advice
    reasons = []
    if advice.ruling is not None:
        trace = advice.ruling.trace
        reasons.append(ListItem(words.text(trace.because), material.rule(trace)))
    reasons += [
        ListItem(
            words.say(
                "reason_disagrees",
                matter=words.fact(item.matter),
                claimed=shown(material, item.matter, item.claimed),
                measured=shown(material, item.matter, item.measured),
            ),
            joined(": ", (words.say("column_counts"), words.say(f"counts_{item.counts}"))),
        )
        for item in compare(material)
        if item.agree is False
    ]
    if material.state.sample is not None:
        reasons += [
            ListItem(
                words.say("reason_finding", finding=finding_name(words, finding), count=f"{finding.count:,}"),
                words.lookup("findings", finding.kind),
            )
            for finding in material.state.sample.audit.findings
            if finding.severity == "serious"
        ]
    reasons += [
        ListItem(words.text(line.text), material.rule(line.trace))
        for line in material.lines("condition", "caution")
    ]
    return tuple(reasons[:REASONS]) or (ListItem(words.say("reason_none")),)


def matrix(material: Material) -> Matrix:
    """Form × volume with the verdict of each field; this case's field is lit."""
    words, cells = material.words, material.assessment.advice.matrix
    forms = list(dict.fromkeys(cell.form for cell in cells))
    volumes = list(dict.fromkeys(cell.volume for cell in cells))
    places = {(cell.form, cell.volume): cell for cell in cells}
    rows = tuple(
        (
            words.value("volume", volume),
            tuple(matrix_field(material, places[form, volume]) for form in forms),
        )
        for volume in volumes
    )
    header = (words.say("matrix_corner"), *(words.value("form", form) for form in forms))
    return Matrix(header, rows)


def matrix_field(material: Material, cell: MatrixCell) -> MatrixField:
    """One field; this case's own says so in words."""
    words = material.words
    label = words.text(cell.short) if cell.short else words.say("nothing")
    if cell.verdict == "push_back" and material.edition == "client":
        label = words.say("matrix_push_back_client")
    return MatrixField(f"{label}\n{words.say('matrix_here')}" if cell.lit else label, cell.verdict, cell.lit)
