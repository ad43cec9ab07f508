"""Which kind of task X → y is, and how many samples such a task usually takes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from engine.advice.book_index import DIRECTION, PER_UNIT, BookIndex
from engine.advice.tracing import trace_of
from engine.advice.types import Assessment, GuideLine, TaskFraming
from engine.interview.types import UNKNOWN, Facts
from engine.rulebook.plain_words import read_wish
from engine.rulebook.types import Direction, Guide, Mark, RuleBook

_MEANT: Mapping[str, Direction] = {"recognise": "many_to_one", "generate": "one_to_many"}
_WISH = "wish_words"
_TASK = ("input_kind", "output_kind")
_Reached = Literal["below", "start", "works", "strong"]


def framing_of(
    index: BookIndex, values: Mapping[str, str], facts: Facts, off: frozenset[str]
) -> TaskFraming | None:
    """What the task is; None while input or output isn't known."""
    row = index.framing.first(index.framing.holding(values))
    if row is None or row.pack in off:
        return None
    shape = next(shape for shape in index.book.framing.shapes if shape.id == row.shape)
    meant = _MEANT.get(values.get(DIRECTION, ""))
    trace = trace_of(index, row, index.book.framing.id, facts)
    disagrees = meant is not None and meant != row.direction
    return TaskFraming(row.direction, shape, row.task, row.systems, trace, disagrees)


def suggested_facts(assessment: Assessment, book: RuleBook) -> dict[str, str]:
    """What the wish, in the client's own words, gives away of the task and nobody has answered."""
    known = assessment.advice.facts
    wish = assessment.path.step(_WISH)
    if wish is None or wish.answer is None or wish.answer.value == UNKNOWN:
        return {}
    if all(name in known for name in _TASK):
        return {}
    told = read_wish(str(wish.answer.value), book.framing).facts
    return {name: value for name, value in told.items() if name not in known}


def guides_of(
    index: BookIndex,
    values: Mapping[str, str],
    framing: TaskFraming | None,
    off: frozenset[str],
    total: int | None,
) -> tuple[GuideLine, ...]:
    """The guides of the task's systems, the first system's first, lower marks before higher ones.

    ``total``: how many samples there are in all, if somebody counted.
    """
    if framing is None:
        return ()
    rank = {system: place for place, system in enumerate(framing.systems)}
    fitting = [
        guide
        for guide in index.book.guides
        if guide.pack not in off and not rank.keys().isdisjoint(guide.systems)
    ]
    fitting.sort(key=lambda guide: (min(rank.get(name, len(rank)) for name in guide.systems), _least(guide)))
    counted = values.get(PER_UNIT)
    counts = {"scarcest": int(counted) if counted is not None else None, "total": total}
    has_answers = _has_answers(values)
    return tuple(
        _line(index, guide, counts.get(guide.per or "") if has_answers or not guide.answered else None)
        for guide in fitting
    )


def _has_answers(values: Mapping[str, str]) -> bool:
    """False when the samples are known to have no answers, or none that can be trusted."""
    tied = values.get("form", "paired") == "paired"
    return tied and values.get("labels") not in ("none", "disordered")


def _line(index: BookIndex, guide: Guide, count: int | None) -> GuideLine:
    cited = dict.fromkeys(mark.source for mark in _marks(guide).values())
    sources = tuple(index.book.sources[name] for name in cited)
    return GuideLine(guide, sources, count, None if count is None else _reached(guide, count))


def _marks(guide: Guide) -> dict[_Reached, Mark]:
    """The marks that the guide has, from the lowest to the highest."""
    marks: dict[_Reached, Mark | None] = {"start": guide.start, "works": guide.works, "strong": guide.strong}
    return {name: mark for name, mark in marks.items() if mark is not None}


def _least(guide: Guide) -> int:
    return min((mark.least for mark in _marks(guide).values()), default=0)


def _reached(guide: Guide, count: int) -> _Reached:
    reached: _Reached = "below"
    for name, mark in _marks(guide).items():
        if count >= mark.least:
            reached = name
    return reached
