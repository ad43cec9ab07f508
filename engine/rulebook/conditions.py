"""Conditions over facts: when they hold, what they leave uncovered, whether they can ever hold.

A condition is a box in the space of all facts: for each fact that it names, the values
allowed. Gaps and overlaps of a table are found by subtracting boxes, not by trying
every cell.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from engine.rulebook.types import Condition, RuleBook

Box = dict[str, frozenset[str]]

SEVERAL = "+"
"""Joins the values of a fact that has several at once (a question of kind ``choices``)."""


def holds(condition: Condition, facts: Mapping[str, str]) -> bool:
    """True when every fact named is known and has (one of) the values named.

    A fact that is not known (missing from ``facts``) meets no condition that names it.
    """
    return all(
        name in facts and not set(facts[name].split(SEVERAL)).isdisjoint(allowed)
        for name, allowed in condition.items()
    )


def contradicted(condition: Condition, facts: Mapping[str, str]) -> bool:
    """True when a known fact rules the condition out; an unknown fact rules out nothing."""
    return any(
        name in facts and set(facts[name].split(SEVERAL)).isdisjoint(allowed)
        for name, allowed in condition.items()
    )


def box_of(condition: Condition, space: Mapping[str, Sequence[str]]) -> Box:
    """The condition as a box in ``space`` (fact → all its values)."""
    return {name: frozenset(condition.get(name, values)) for name, values in space.items()}


def overlap(first: Box, second: Box) -> Box | None:
    """What both boxes cover; None when they are disjoint. A fact that one doesn't name is free."""
    both = dict(first)
    for name, values in second.items():
        both[name] = both[name] & values if name in both else values
        if not both[name]:
            return None
    return both


def subtract(box: Box, taken: Box) -> list[Box]:
    """``box`` without ``taken``, as disjoint boxes. Both name the same facts."""
    if overlap(box, taken) is None:
        return [box]
    rest: list[Box] = []
    remaining = dict(box)
    for name, values in taken.items():
        outside = remaining[name] - values
        if outside:
            rest.append({**remaining, name: outside})
        remaining[name] = remaining[name] & values
    return rest


def uncovered(space: Mapping[str, Sequence[str]], conditions: Iterable[Condition]) -> list[Box]:
    """The part of ``space`` that none of the conditions covers, as disjoint boxes."""
    gaps = [box_of({}, space)]
    for condition in conditions:
        taken = box_of(condition, space)
        gaps = [rest for gap in gaps for rest in subtract(gap, taken)]
    return gaps


def size(box: Box) -> int:
    """How many cells the box has."""
    cells = 1
    for values in box.values():
        cells *= len(values)
    return cells


def ways(condition: Condition, book: RuleBook) -> Iterator[Box]:
    """Every consistent way in which answers can make the condition hold.

    Follows ``when`` back to the questions asked first, and facts that are derived. No way
    at all means that the question is dead, or the advice unreachable.
    """
    yield from _ways({}, list(condition.items()), book)


def _ways(known: Box, wanted: list[tuple[str, tuple[str, ...]]], book: RuleBook) -> Iterator[Box]:
    if not wanted:
        yield known
        return
    (name, values), *rest = wanted
    question = next((question for question in book.questions if question.id == name), None)
    if question is not None:
        # Several values can hold at once: two demands on such a fact don't exclude each other.
        several = question.kind == "choices"
        merged = overlap({} if several else known, {name: frozenset(values)})
        if merged is not None:
            yield from _ways({**known, **merged}, [*rest, *question.when.items()], book)
    for derivation in book.derivations:
        if derivation.fact == name and derivation.value in values:
            derived = overlap(known, {name: frozenset([derivation.value])})
            if derived is not None:
                yield from _ways(derived, [*rest, *derivation.when.items()], book)
