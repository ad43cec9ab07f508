"""The index of conditions says what trying each condition says."""

from __future__ import annotations

from dataclasses import dataclass

from hypothesis import given
from hypothesis import strategies as st

from engine.rulebook.conditions import SEVERAL, contradicted, holds
from engine.rulebook.row_index import RowIndex
from engine.rulebook.types import Condition

FACTS = ("form", "volume", "people")
VALUES = ("a", "b", "c")


@dataclass(frozen=True)
class Entry:
    when: Condition


conditions = st.dictionaries(
    st.sampled_from(FACTS),
    st.lists(st.sampled_from(VALUES), min_size=1, unique=True).map(tuple),
)
known = st.dictionaries(
    st.sampled_from([*FACTS, "else"]),
    st.lists(st.sampled_from([*VALUES, "z"]), min_size=1, unique=True).map(SEVERAL.join),
)


@given(st.lists(conditions, max_size=8), known)
def test_it_agrees_with_the_conditions(rows: list[Condition], facts: dict[str, str]) -> None:
    index = RowIndex([Entry(row) for row in rows])
    entries = list(enumerate(index.entries))
    assert list(index.chosen(index.holding(facts))) == [
        (place, entry) for place, entry in entries if holds(entry.when, facts)
    ]
    assert list(index.chosen(index.possible(facts))) == [
        (place, entry) for place, entry in entries if not contradicted(entry.when, facts)
    ]
    for name in (*FACTS, "else"):
        assert list(index.chosen(index.naming(name))) == [
            (place, entry) for place, entry in entries if name in entry.when
        ]
    first = next((entry for _, entry in entries if holds(entry.when, facts)), None)
    assert index.first(index.holding(facts)) == first
