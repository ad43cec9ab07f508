"""Golden cases: what the sources say should come of an answer, and whether the book says it.

They are written from the sources, not from what the program gives, and ship with the
book: the checker runs them, so that a wrong verdict in a right cell is noticed too.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Literal

from engine.rulebook.conditions import holds
from engine.rulebook.library import Library
from engine.rulebook.places import Places
from engine.rulebook.plain_words import read_wish
from engine.rulebook.problems import Problem
from engine.rulebook.promises import find_promises
from engine.rulebook.row_index import RowIndex
from engine.rulebook.tables import hits, rows_of
from engine.rulebook.types import AdviceRow, Direction, Entry, HitPolicy, RuleBook, Verdict

_NOTHING = "–"


class Golden(Entry):
    """Facts, and what must and must not come of them; what is left out isn't looked at.

    ``verdict`` "none": no row may fire. ``fires`` and ``silent``: rows of advice, and promises that
    tempt then. ``asks``
    and ``skips``: questions. ``volume``: what ``amount`` samples count as. ``sentence``:
    a sentence that must break the rules of ``forbids``, or none if there are none. ``marks``: the marks of
    ``guide``, from start to strong, those that it has, and ``per`` what it counts by ("none": nothing),
    ``answered`` whether it counts samples with their answers.

    Beside what comes of facts: ``entries`` (rows or questions) are of that ``kind``, ``audience``
    and ``pack``; exactly ``measured`` can be measured; ``reads`` is what a wish in the words of
    ``sentence`` gives away; ``case`` or ``card`` names a card and ``client`` or ``forms`` what it
    holds; ``switchable``: exactly these packs; ``enough``: the book's.
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
    per: Literal["scarcest", "total", "none"] | None = None
    answered: bool | None = None
    entries: tuple[str, ...] = ()
    kind: str | None = None
    audience: str | None = None
    pack: str | None = None
    measured: tuple[str, ...] = ()
    reads: Mapping[str, str] = {}
    case: str | None = None
    client: tuple[str, ...] = ()
    card: str | None = None
    forms: tuple[str, ...] = ()
    switchable: tuple[str, ...] = ()
    enough: float | None = None

    @property
    def expects(self) -> bool:
        """False when nothing could ever fail it. A sentence alone expects that it breaks no rule."""
        given = {"id", "why", "source", "given", "amount", "guide", "entries", "case", "card"}
        return any(getattr(self, name) not in (None, (), {}) for name in Golden.model_fields.keys() - given)


def check_golden(
    book: RuleBook, library: Library, cases: tuple[Golden, ...], places: Places
) -> Iterator[Problem]:
    """Every golden case that this book gets wrong, or that asks for what doesn't exist."""
    known = {row.id for table in book.advice for row in table.rows}
    known |= {question.id for question in book.questions} | {guide.id for guide in book.guides}
    known |= {never.id for never in book.never_say} | {row.id for row in rows_of(book)}
    known |= {card.id for card in library.cards} | {case.id for case in library.cases}
    tables = tuple((RowIndex(table.rows), table.hit_policy) for table in book.advice)
    for case in cases:
        file, line = places.of(case.id)
        if not case.expects:
            yield Problem("golden_empty", file, line, case.id)
        single = [name for name in (case.guide, case.case, case.card) if name is not None]
        for name in (*case.fires, *case.silent, *case.asks, *case.skips, *case.entries, *single):
            if name not in known:
                yield Problem("golden_unknown", file, line, case.id, {"name": name})
        for expected, said in (
            *_differences(book, tables, case),
            *_amounts(book, case),
            *_fixed(book, case),
            *_cards(library, case),
        ):
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
    if case.sentence is not None:
        broken = {hit.rule.id for hit in find_promises(case.sentence, book)}
        if not set(case.forbids) <= broken or (broken and not case.forbids):
            yield ", ".join(case.forbids), ", ".join(sorted(broken))
    if case.reads:
        read = read_wish(case.sentence or "", book.framing).facts
        yield from _different(case.reads, {name: read.get(name, "") for name in case.reads})


def _amounts(book: RuleBook, case: Golden) -> Iterator[tuple[str, str]]:
    """Cuts, and the marks of a guide."""
    if case.amount is not None:
        cut = next((cut.value for cut in book.cuts if case.amount >= cut.least), "")
        yield from _different({"volume": case.volume or ""}, {"volume": cut})
    for guide in book.guides:
        if guide.id == case.guide:
            marks = [mark.least for mark in (guide.start, guide.works, guide.strong) if mark]
            yield from _different({"": str(list(case.marks))}, {"": str(marks)})
            if case.per is not None:
                yield from _different({"": case.per}, {"": guide.per or "none"})
            if case.answered is not None and case.answered != guide.answered:
                yield str(case.answered).lower(), str(guide.answered).lower()


def _fixed(book: RuleBook, case: Golden) -> Iterator[tuple[str, str]]:
    """What holds whatever the facts: of entries, questions and packs."""
    for row in rows_of(book):
        if row.id in case.entries:
            found = {"kind": "", "audience": "", "pack": row.pack}
            if isinstance(row, AdviceRow):
                found |= {"kind": row.kind, "audience": row.audience}
            yield from _of_entry(case, row.id, found)
    for question in book.questions:
        if question.id in case.entries:
            yield from _of_entry(case, question.id, {"kind": question.kind, "audience": "", "pack": ""})
    measured = [question.id for question in book.questions if question.measured]
    switchable = [pack.id for pack in book.packs.values() if pack.switchable]
    for wanted, there in ((case.measured, measured), (case.switchable, switchable)):
        if wanted and set(wanted) != set(there):
            yield ", ".join(sorted(wanted)), ", ".join(sorted(there))
    if case.enough is not None and case.enough != book.enough:
        yield str(case.enough), str(book.enough)


def _of_entry(case: Golden, identifier: str, found: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    wanted = {"kind": case.kind, "audience": case.audience, "pack": case.pack}
    for name, value in wanted.items():
        if value is not None and found[name] != value:
            yield f"{identifier} {name} = {value}", found[name]


def _cards(library: Library, case: Golden) -> Iterator[tuple[str, str]]:
    """What the cards of a case or a system hold."""
    for card in library.cards:
        if card.id == case.card:
            wanted = {"direction": case.direction, "shape": case.shape}
            found = {"direction": card.direction, "shape": card.shape}
            yield from _different({name: value for name, value in wanted.items() if value}, found)
            if case.forms and set(case.forms) != set(card.forms):
                yield ", ".join(case.forms), ", ".join(card.forms)
    for each in library.cases:
        asked = [line.question for line in each.client]
        if each.id == case.case and not set(case.client) <= set(asked):
            yield ", ".join(case.client), ", ".join(asked)


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
        "direction": case.direction if case.card is None else None,
        "shape": case.shape if case.card is None else None,
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
    return ", ".join(f"{name} = {value}" for name, value in case.given.items()) or (
        case.guide or case.card or case.case or _NOTHING
    )
