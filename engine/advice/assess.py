"""Facts in, advice out: the verdict, what today's methods add, the lines of advice, what is still open.

Nothing is guessed: without the facts that single out one row of the verdict table there
is no verdict, but the question that would decide most is named.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import chain

from engine.advice.book_index import READING, VOLUME, BookIndex, index_of
from engine.advice.tasks import framing_of, guides_of
from engine.advice.tracing import trace_of
from engine.advice.types import Advice, AdviceLine, Assessment, MatrixCell, Ruling, TodayLine
from engine.interview import follow
from engine.interview.types import Answers, Facts, Measured, Path
from engine.rulebook.types import Question, RuleBook

_MOST_POSSIBLE = 3  # rows of today's table: more of them at once say nothing
_CELL = ("form", "volume")


def assess(
    book: RuleBook, answers: Answers, measured: Measured, without: frozenset[str] = frozenset()
) -> Assessment:
    """Path and advice for these answers and measurements; ``without``: packs switched off."""
    path, facts = follow(book, answers, measured)
    return Assessment(path, advise(book, facts, path, without))


def advise(book: RuleBook, facts: Facts, path: Path, without: frozenset[str] = frozenset()) -> Advice:
    """Everything the book says to these facts; ``path`` tells what is still open.

    Of ``without`` only packs count that a case can do without; the others stay on.
    """
    index = index_of(book)
    off = index.effective(without)
    values = {name: fact.value for name, fact in facts.items()}
    deciding = _deciding(index, values, path)
    ruling = _ruling(index, values, facts) if deciding.coverage >= book.enough else None
    framing = framing_of(index, values, facts, off)
    return Advice(
        facts=facts,
        without=off,
        ruling=ruling,
        today=_today(index, values, facts, index.today_kept(off)),
        framing=framing,
        guides=guides_of(index, values, framing, off, _total(facts, path)),
        lines=_lines(index, values, facts, off),
        never_say=tuple(rule for _, rule in index.never_say.chosen(index.never_say.holding(values))),
        ask_client=_ask_client(facts, path, deciding.open),
        matrix=_matrix(index, facts, ruling),
        deciding=(deciding.of - len(deciding.open), deciding.of),
        decide_next=None if ruling is not None else _decides_most(index, values, deciding.open),
        coverage=deciding.coverage,
    )


@dataclass(frozen=True)
class _Deciding:
    """The deciding questions on the path: how many, which are open, and the share that is settled."""

    of: int
    open: tuple[Question, ...]
    coverage: float


def _deciding(index: BookIndex, values: dict[str, str], path: Path) -> _Deciding:
    """An open question counts as settled when no answer to it could change which row fires."""
    asked = [step.question for step in path.steps if step.question.decides]
    open_ones = tuple(question for question in asked if question.id not in values)
    if not asked:
        return _Deciding(0, (), 0.0)
    possible = index.verdicts.possible(values)
    one_left = possible & (possible - 1) == 0
    unsettled = [
        question for question in open_ones if not one_left and possible & index.verdicts.naming(question.id)
    ]
    return _Deciding(len(asked), open_ones, 1 - len(unsettled) / len(asked))


def _total(facts: Facts, path: Path) -> int | None:
    """How many samples there are in all, where somebody counted and it stands."""
    step, fact = path.step(VOLUME), facts.get(VOLUME)
    if step is None or fact is None:
        return None
    told = step.found if fact.origin == "sample" else step.answer
    return told.value if told is not None and isinstance(told.value, int) else None


def _ruling(index: BookIndex, values: dict[str, str], facts: Facts) -> Ruling | None:
    """What the one row that fires says. An unknown fact is met only by a row that doesn't care."""
    row = index.verdicts.first(index.verdicts.holding(values))
    if row is None:
        return None
    trace = trace_of(index, row, index.book.verdicts.id, facts)
    return Ruling(row.verdict, row.short, row.headline, trace)


def _today(index: BookIndex, values: dict[str, str], facts: Facts, kept: int) -> tuple[TodayLine, ...]:
    """The row that holds; where facts are missing, the few that still can, each with its if."""
    if any(name not in values for name in _CELL):
        return ()
    mask = index.today.holding(values) or index.today.possible(values)
    rows = [row for _, row in index.today.chosen(mask & kept)]
    if len(rows) > _MOST_POSSIBLE:
        return ()
    return tuple(
        TodayLine(
            outlook=row.outlook,
            headline=row.headline,
            text=row.text,
            need=row.need,
            trace=trace_of(index, row, index.book.today.id, facts),
            if_={name: wanted for name, wanted in row.when.items() if name not in values},
        )
        for row in rows
    )


def _lines(
    index: BookIndex, values: dict[str, str], facts: Facts, off: frozenset[str]
) -> tuple[AdviceLine, ...]:
    given = index.advice.chosen(index.said(values, index.kept(off)))
    return tuple(
        AdviceLine(row.kind, row.text, trace_of(index, row, index.tables[place], facts), row.audience)
        for place, row in given
    )


def _ask_client(facts: Facts, path: Path, open_ones: tuple[Question, ...]) -> tuple[Question, ...]:
    """What the client has to tell: deciding questions first, then all that nobody knew."""
    unknown = [step.question for step in path.steps if step.status == "unknown"]
    asked: dict[str, Question] = {}
    for question in chain(open_ones, unknown):
        if question.id not in facts:
            asked.setdefault(question.id, question)
    return tuple(asked.values())


def _matrix(index: BookIndex, facts: Facts, ruling: Ruling | None) -> tuple[MatrixCell, ...]:
    """Form × volume. Labels that were only derived belong to one form, not to all."""
    known = facts.get("labels")
    labels = known.value if known is not None and known.origin != "derived" else READING
    here = tuple(facts[name].value if name in facts else None for name in _CELL)
    cells: list[MatrixCell] = []
    for form, volume, row in index.matrix.get(labels, ()):
        lit = here == (form, volume)
        if row is None or (lit and ruling is None):
            cells.append(MatrixCell(form, volume, None, None, lit))
        else:
            cells.append(MatrixCell(form, volume, row.verdict, row.short, lit))
    return tuple(cells)


def _decides_most(
    index: BookIndex, values: dict[str, str], open_ones: tuple[Question, ...]
) -> Question | None:
    """The open question whose answers leave the fewest rows of the verdict table, on average."""

    def left(question: Question) -> float:
        options = index.book.verdicts.inputs[question.id]
        rows = [index.verdicts.possible({**values, question.id: value}).bit_count() for value in options]
        return sum(rows) / len(rows)

    return min(open_ones, key=left, default=None)
