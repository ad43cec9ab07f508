"""Conditions of many rows at once: which hold, and which still can, in a few microseconds.

For each fact and each of its values there is one whole number whose bits are the rows
that this value lets through. What holds for given facts is those numbers and-ed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Generic, Protocol, TypeVar

from engine.rulebook.conditions import SEVERAL
from engine.rulebook.types import Condition


class Conditioned(Protocol):
    """Anything that has a condition: a row, a promise."""

    @property
    def when(self) -> Condition:
        """Under which facts it holds."""


_Entry = TypeVar("_Entry", bound=Conditioned)


class RowIndex(Generic[_Entry]):
    """``entries`` in their order; a mask has bit *n* for entry *n*."""

    def __init__(self, entries: Iterable[_Entry]) -> None:
        self.entries = tuple(entries)
        self.all = (1 << len(self.entries)) - 1
        naming: dict[str, dict[str, int]] = {}
        free: dict[str, int] = {}
        for position, entry in enumerate(self.entries):
            for name, allowed in entry.when.items():
                free[name] = free.get(name, self.all) & ~(1 << position)
                for value in allowed:
                    values = naming.setdefault(name, {})
                    values[value] = values.get(value, 0) | 1 << position
        # Fact → (rows that don't name it, value → rows that this value lets through).
        self._facts = {
            name: (mask, {value: rows | mask for value, rows in naming.get(name, {}).items()})
            for name, mask in free.items()
        }

    def holding(self, values: Mapping[str, str]) -> int:
        """The entries that hold; an unknown fact meets no condition that names it."""
        mask = self.all
        for name, (free, by_value) in self._facts.items():
            value = values.get(name)
            mask &= free if value is None else _let_through(value, free, by_value)
        return mask

    def possible(self, values: Mapping[str, str]) -> int:
        """The entries that no known fact rules out."""
        mask = self.all
        for name, (free, by_value) in self._facts.items():
            value = values.get(name)
            if value is not None:
                mask &= _let_through(value, free, by_value)
        return mask

    def naming(self, name: str) -> int:
        """The entries whose condition names the fact."""
        return self.all & ~self._facts[name][0] if name in self._facts else 0

    def chosen(self, mask: int) -> Iterator[tuple[int, _Entry]]:
        """(position, entry) of every bit of the mask, in order."""
        while mask:
            lowest = mask & -mask
            position = lowest.bit_length() - 1
            yield position, self.entries[position]
            mask ^= lowest

    def first(self, mask: int) -> _Entry | None:
        """The first entry of the mask."""
        return self.entries[(mask & -mask).bit_length() - 1] if mask else None


def _let_through(value: str, free: int, by_value: Mapping[str, int]) -> int:
    found = by_value.get(value)
    if found is not None:
        return found
    if SEVERAL not in value:
        return free
    mask = free
    for part in value.split(SEVERAL):
        mask |= by_value.get(part, free)
    return mask
