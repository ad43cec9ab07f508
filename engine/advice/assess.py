"""Facts in, advice out: the verdict, the lines of advice, and what is still to be asked.

Nothing is guessed: without the facts that single out one row of the verdict table there
is no verdict, but the question that would decide most is named.
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import chain

from engine.advice.types import Advice, AdviceLine, Assessment, Cell, MatrixCell, Ruling, Trace
from engine.interview import follow
from engine.interview.types import Answers, Facts, Measured, Path
from engine.rulebook.conditions import holds
from engine.rulebook.types import AdviceRow, Question, RuleBook, VerdictRow

_READING = "good"
"""How the matrix reads labels that nothing is known about."""


def assess(book: RuleBook, answers: Answers, measured: Measured) -> Assessment:
    """Path and advice for these answers and measurements."""
    path, facts = follow(book, answers, measured)
    return Assessment(path, advise(book, facts, path))


def advise(book: RuleBook, facts: Facts, path: Path) -> Advice:
    """Everything the book says to these facts; ``path`` tells what is still open."""
    values = _values(facts)
    ruling = _ruling(book, facts)
    deciding = [step.question for step in path.steps if step.question.decides]
    open_ones = [question for question in deciding if question.id not in facts]
    return Advice(
        facts=facts,
        ruling=ruling,
        lines=_lines(book, facts),
        never_say=tuple(rule for rule in book.never_say if holds(rule.when, values)),
        ask_client=_ask_client(facts, path, open_ones),
        matrix=_matrix(book, facts, ruling),
        deciding=(len(deciding) - len(open_ones), len(deciding)),
        decide_next=None if ruling is not None else _decides_most(book, values, open_ones),
    )


def _ruling(book: RuleBook, facts: Facts) -> Ruling | None:
    row = _row(book, _values(facts))
    if row is None:
        return None
    return Ruling(row.verdict, row.short, row.headline, _trace(book, row, book.verdicts.id, facts))


def _row(book: RuleBook, values: Mapping[str, str]) -> VerdictRow | None:
    """The one row that fires. An unknown fact is matched only by a row that doesn't care."""
    return next((row for row in book.verdicts.rows if holds(row.when, values)), None)


def _lines(book: RuleBook, facts: Facts) -> tuple[AdviceLine, ...]:
    values = _values(facts)
    fired = [(row, table.id) for table in book.advice for row in table.rows if holds(row.when, values)]
    fired.sort(key=lambda entry: entry[0].order)
    return tuple(
        AdviceLine(row.kind, row.text, _trace(book, row, table, facts), row.audience) for row, table in fired
    )


def _trace(book: RuleBook, row: VerdictRow | AdviceRow, table: str, facts: Facts) -> Trace:
    cells = tuple(Cell(name, facts[name].value, facts[name].origin) for name in row.when)
    sources = tuple(book.sources[source] for source in row.source)
    return Trace(row.id, table, row.pack, row.because, cells, sources)


def _ask_client(facts: Facts, path: Path, open_ones: list[Question]) -> tuple[Question, ...]:
    """What the client has to tell: deciding questions first, then all that nobody knew."""
    unknown = [step.question for step in path.steps if step.status == "unknown"]
    asked: dict[str, Question] = {}
    for question in chain(open_ones, unknown):
        if question.id not in facts:
            asked.setdefault(question.id, question)
    return tuple(asked.values())


def _matrix(book: RuleBook, facts: Facts, ruling: Ruling | None) -> tuple[MatrixCell, ...]:
    """Form × volume. Labels that were only derived belong to one form, not to all."""
    inputs = book.verdicts.inputs
    values = _values(facts)
    known = facts.get("labels")
    labels = known.value if known is not None and known.origin != "derived" else _READING
    cells: list[MatrixCell] = []
    for volume in inputs["volume"]:
        for form in inputs["form"]:
            lit = values.get("form") == form and values.get("volume") == volume
            derived = _derived(book, form)
            row = _row(book, {"labels": labels, "form": form, "volume": volume, **derived})
            if row is None or (lit and ruling is None):
                cells.append(MatrixCell(form, volume, None, None, lit))
            else:
                cells.append(MatrixCell(form, volume, row.verdict, row.short, lit))
    return tuple(cells)


def _derived(book: RuleBook, form: str) -> dict[str, str]:
    given = {"form": form}
    return {entry.fact: entry.value for entry in book.derivations if holds(entry.when, given)}


def _decides_most(book: RuleBook, values: Mapping[str, str], open_ones: list[Question]) -> Question | None:
    """The open question whose answers leave the fewest verdicts standing, on average."""

    def standing(question: Question) -> float:
        options = book.verdicts.inputs[question.id]
        left = [_verdicts_left(book, {**values, question.id: value}) for value in options]
        return sum(left) / len(left)

    return min(open_ones, key=standing, default=None)


def _verdicts_left(book: RuleBook, values: Mapping[str, str]) -> int:
    possible = {
        row.id
        for row in book.verdicts.rows
        if all(name not in values or values[name] in wanted for name, wanted in row.when.items())
    }
    return len(possible)


def _values(facts: Facts) -> dict[str, str]:
    return {name: fact.value for name, fact in facts.items()}
