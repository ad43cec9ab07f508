"""Golden cases: what the sources say should come of an answer, and whether the book says it.

They are written from the sources, not from what the program gives, and ship with the
book: the checker runs them, so that a wrong verdict in a right cell is noticed too.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Literal

from engine.rulebook.conditions import holds
from engine.rulebook.places import Places
from engine.rulebook.problems import Problem
from engine.rulebook.promises import find_promises
from engine.rulebook.row_index import RowIndex
from engine.rulebook.tables import hits
from engine.rulebook.types import AdviceRow, Direction, Entry, HitPolicy, RuleBook, Verdict

_NOTHING = "–"


class Golden(Entry):
    """Facts, and what must and must not come of them; what is left out isn't looked at.

    ``verdict`` "none": no row may fire. ``fires`` and ``silent``: rows of advice, and promises that
    tempt then. ``asks``
    and ``skips``: questions. ``volume``: what ``amount`` samples count as. ``sentence``:
    a sentence that must break the rules of ``forbids``, or none if there are none. ``marks``: the marks of
    ``guide``, from start to strong, those that it has.
    """

    id: str
    why: str
    source: tuple[str, ...]
    given: Mapping[str, str] = {}
    verdict: Verdict | Literal["none"] | None = None
    verdict_row: str | None = None
    fires: tuple[str, ...] = ()
    silent: tuple[str, ...] = ()
    asks: tuple[str, ...] = ()
    skips: tuple[str, ...] = ()
    derives: Mapping[str, str] = {}
    today: str | None = None
    outlook: Verdict | None = None
    framing: str | None = None
    direction: Direction | None = None
    shape: str | None = None
    systems: tuple[str, ...] = ()
    amount: int | None = None
    volume: str | None = None
    sentence: str | None = None
    forbids: tuple[str, ...] = ()
    guide: str | None = None
    marks: tuple[int, ...] = ()


def check_golden(book: RuleBook, cases: tuple[Golden, ...], places: Places) -> Iterator[Problem]:
    """Every golden case that this book gets wrong, or that asks for what doesn't exist."""
    known = {row.id for table in book.advice for row in table.rows}
    known |= {question.id for question in book.questions} | {guide.id for guide in book.guides}
    known |= {never.id for never in book.never_say}
    tables = tuple((RowIndex(table.rows), table.hit_policy) for table in book.advice)
    for case in cases:
        file, line = places.of(case.id)
        asked = (*case.fires, *case.silent, *case.asks, *case.skips, *([case.guide] if case.guide else []))
        for name in asked:
            if name not in known:
                yield Problem("golden_unknown", file, line, case.id, {"name": name})
        for expected, said in _differences(book, tables, case):
            details = {"expected": expected or _NOTHING, "said": said or _NOTHING, "given": _given(case)}
            yield Problem("golden_differs", file, line, case.id, details)


def _differences(
    book: RuleBook, tables: Sequence[tuple[RowIndex[AdviceRow], HitPolicy]], case: Golden
) -> Iterator[tuple[str, str]]:
    """(what should be, what is) wherever the two differ."""
    derived = {
        entry.fact: entry.value
        for entry in book.derivations
        if entry.fact not in case.given and holds(entry.when, case.given)
    }
    facts = {**case.given, **derived}
    yield from _different(case.derives, {name: derived.get(name, "") for name in case.derives})
    yield from _tables(book, case, facts)
    said: set[str] = set()
    for index, policy in tables:
        held = [row.id for _, row in index.chosen(index.holding(facts))]
        said.update(held if policy == "collect" else held[:1])
    said |= {never.id for never in book.never_say if holds(never.when, facts)}
    asked = {question.id for question in book.questions if holds(question.when, facts)}
    for wanted, unwanted, found in ((case.fires, case.silent, said), (case.asks, case.skips, asked)):
        if missing := set(wanted) - found:
            yield ", ".join(sorted(missing)), ""
        if too_many := set(unwanted) & found:
            yield "", ", ".join(sorted(too_many))
    if case.amount is not None:
        cut = next((cut.value for cut in book.cuts if case.amount >= cut.least), "")
        yield from _different({"volume": case.volume or ""}, {"volume": cut})
    if case.sentence is not None:
        broken = {hit.rule.id for hit in find_promises(case.sentence, book)}
        if not set(case.forbids) <= broken or (broken and not case.forbids):
            yield ", ".join(case.forbids), ", ".join(sorted(broken))
    for guide in book.guides:
        if guide.id == case.guide:
            marks = [mark.least for mark in (guide.start, guide.works, guide.strong) if mark]
            yield from _different({"": str(list(case.marks))}, {"": str(marks)})


def _tables(book: RuleBook, case: Golden, facts: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    verdict = next(iter(hits(book.verdicts.rows, "unique", facts)), None)
    today = next(iter(hits(book.today.rows, "unique", facts)), None)
    framing = next(iter(hits(book.framing.rows, "unique", facts)), None)
    wanted = {
        "verdict": case.verdict,
        "verdict_row": case.verdict_row,
        "today": case.today,
        "outlook": case.outlook,
        "framing": case.framing,
        "direction": case.direction,
        "shape": case.shape,
    }
    found = {
        "verdict": verdict.verdict if verdict else "none",
        "verdict_row": verdict.id if verdict else "none",
        "today": today.id if today else "none",
        "outlook": today.outlook if today else "none",
        "framing": framing.id if framing else "none",
        "direction": framing.direction if framing else "none",
        "shape": framing.shape if framing else "none",
    }
    yield from _different({name: value for name, value in wanted.items() if value is not None}, found)
    if missing := set(case.systems) - set(framing.systems if framing else ()):
        yield ", ".join(sorted(missing)), ", ".join(framing.systems if framing else ())


def _different(wanted: Mapping[str, str], found: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    for name, value in wanted.items():
        if found[name] != value:
            yield value, found[name]


def _given(case: Golden) -> str:
    if case.sentence is not None:
        return f"“{case.sentence}”"
    if case.amount is not None:
        return f"{case.amount:,}"
    return ", ".join(f"{name} = {value}" for name, value in case.given.items()) or (case.guide or _NOTHING)
