"""What was asked and answered, and by whom."""

from __future__ import annotations

from engine.interview.types import UNKNOWN, Step
from engine.report.quoting import Quoting, joined
from engine.report.sections.material import Material, two_a_row
from engine.report.types import Block, Paragraph, ReportSection, Table


def answers_section(material: Material) -> ReportSection:
    """Every question on the path that has an answer or a find, by section of the interview."""
    if material.for_client:
        return brief_answers(material)
    words, path = material.words, material.assessment.path
    rows: list[tuple[str, ...]] = []
    groups: set[int] = set()
    emphasis: set[int] = set()
    for section, _ in path.sections:
        told = [s for s in path.steps if s.question.section == section.id and (s.answer or s.found)]
        if told:
            groups.add(len(rows))
            rows.append((words.text(section.title), "", ""))
        for step in told:
            if step.answer is not None and (step.answer.value == UNKNOWN or step.status == "look_again"):
                emphasis.add(len(rows))
            rows.append((words.text(step.question.text), answer(material, step), who(material, step)))
    blocks: list[Block] = []
    if rows:
        header = tuple(words.say(f"column_{name}") for name in ("question", "answer", "who"))
        blocks.append(Table(header, tuple(rows), frozenset(emphasis), frozenset(groups), widths=(8, 8, 5)))
    else:
        blocks.append(Paragraph(material.empty("answers_none")))
    blocks += left_open(material)
    return ReportSection(words.say("section_answers"), tuple(blocks), id="answers")


def brief_answers(material: Material) -> ReportSection:
    """The same for the client, who knows what was said: small, two questions a row."""
    words = material.words
    told = [step for step in material.assessment.path.steps if step.answer or step.found]
    title = words.say("section_answers")
    if not told:
        return ReportSection(title, (Paragraph(material.empty("answers_none")),), id="answers")
    cells = [(words.text(step.question.text), brief(material, step)) for step in told]
    header = (words.say("column_question"), words.say("column_answer"))
    table = two_a_row(header, cells, widths=(4, 3))
    return ReportSection(title, (table, *left_open(material)), id="answers")


def brief(material: Material, step: Step) -> str:
    """The answer; who said it only where that wasn't simply the client."""
    text = answer(material, step)
    plain = step.answer is not None and step.answer.origin == "client" and step.status != "look_again"
    return text if plain else joined("\n", (text, who(material, step)))


def left_open(material: Material) -> tuple[Paragraph, ...]:
    """How many questions are still unanswered, once any has been answered."""
    words, steps = material.words, material.assessment.path.steps
    left = sum(1 for step in steps if step.answer is None and step.found is None)
    if not left or left == len(steps):
        return ()
    text = words.say("answers_open_one") if left == 1 else words.say("answers_open", count=str(left))
    return (Paragraph(text, hint=True),)


def answer(material: Material, step: Step) -> str:
    """The answer, or what the sample says where none was given; a note on the next line."""
    words = material.words
    if step.answer is None:
        return "" if step.found is None else words.answer(step.question, step.found.value)
    text = words.answer(step.question, step.answer.value)
    if not step.answer.note:
        return text
    return joined("\n", (text, words.say("answer_note", note=Quoting(step.answer.note))))


def who(material: Material, step: Step) -> str:
    """Who said it, and whether it wants a second look."""
    words = material.words
    if step.answer is None:
        return words.say("origin_sample_open")
    said = words.origin(step.answer.origin)
    return joined(" · ", (said, words.say("look_again"))) if step.status == "look_again" else said
