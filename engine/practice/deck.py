"""The deck: what there is to practise, which exercise comes next, how far each subject is."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256

from engine.practice.types import Exercise, Matter, Progress, Tally
from engine.rulebook.library import CaseCard, Library, PracticeCard

MISSED_AFTER = 3
"""So many other exercises come before a missed one is asked again."""
PARTLY_AFTER = 8
"""The same for one that was known in part."""


def build_deck(library: Library) -> tuple[Exercise, ...]:
    """Every practice card of the book, then its cases with the client stage left open."""
    services = [_service(card) for card in library.practice]
    return (*services, *(_case(case, library) for case in library.cases))


def next_exercise(
    deck: Sequence[Exercise], progress: Progress, subject: Matter | None = None
) -> Exercise | None:
    """The exercise to do now, of one subject or of all (None); None: there is none.

    What was not known comes first, once a few others lay between; then what nobody has
    seen yet, in an order that the seed gives; then what waits, and last what is known, the
    longest ago first. The one that was graded last comes again only if it is the only one.
    """
    wanted = [exercise for exercise in deck if subject is None or exercise.subject == subject]
    return min(wanted, key=lambda exercise: _rank(exercise.id, progress), default=None)


def tally(deck: Sequence[Exercise], progress: Progress, subject: Matter | None = None) -> Tally:
    """How far one subject, or the whole deck (None), has come."""
    wanted = [exercise.id for exercise in deck if subject is None or exercise.subject == subject]
    grades = [progress.records[name].grade for name in wanted if name in progress.records]
    return Tally(grades.count("knew"), grades.count("partly"), grades.count("missed"), len(wanted))


def subjects(deck: Sequence[Exercise]) -> tuple[Matter, ...]:
    """The subjects that the deck has exercises of, in the deck's order."""
    return tuple(dict.fromkeys(exercise.subject for exercise in deck))


def _rank(name: str, progress: Progress) -> tuple[int, int, str]:
    """Smallest first: the group, how long ago, and the seed's shuffle."""
    shuffled = sha256(f"{progress.seed}/{name}".encode()).hexdigest()
    record = progress.records.get(name)
    if record is None:
        return 2, 0, shuffled
    passed = progress.turn - record.turn
    if passed == 0:
        return 9, 0, shuffled
    if record.grade == "missed":
        return (0 if passed >= MISSED_AFTER else 3), record.turn, shuffled
    if record.grade == "partly":
        return (1 if passed >= PARTLY_AFTER else 4), record.turn, shuffled
    return 5, record.turn, shuffled


def _service(card: PracticeCard) -> Exercise:
    return Exercise(
        id=card.id,
        subject=card.field,
        service=card.service,
        goal=None,
        x=card.x,
        y=card.y,
        forms=(card.form,),
        pairs=card.pairs,
        self_made=card.self_made,
        amount=card.amount,
        preparing=(),
        client=(),
        system=card.system,
        source=card.source,
    )


def _case(case: CaseCard, library: Library) -> Exercise:
    system = library.card(case.system)
    return Exercise(
        id=case.id,
        subject="cases",
        service=case.title,
        goal=case.goal,
        x=case.x,
        y=case.y,
        forms=system.forms if system is not None else (),
        pairs=case.needed,
        self_made=None,
        amount=None,
        preparing=case.preprocessing,
        client=case.client,
        system=case.system,
        source=case.source,
    )
