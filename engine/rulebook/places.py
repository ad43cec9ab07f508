"""Where each entry of the rule book stands, for messages that name file and line."""

from __future__ import annotations

from collections import defaultdict


class Places:
    """File and line of every id; an id that stands twice has two places.

    Rules, sections, tables and packs are named apart: a section may be called like a question.
    """

    def __init__(self) -> None:
        self._places: defaultdict[tuple[str, str], list[tuple[str, int]]] = defaultdict(list)

    def note(self, rule: str, file: str, line: int, space: str = "rule", replaces: bool = False) -> None:
        """Remember that ``rule`` stands there; with ``replaces``, there and nowhere else."""
        if replaces:
            self._places[space, rule].clear()
        self._places[space, rule].append((file, line))

    def of(self, rule: str, *spaces: str) -> tuple[str, int]:
        """The last place of ``rule`` (of two, the second is the one too many), first in ``spaces``."""
        for space in (*spaces, "rule", "table", "section", "pack"):
            if (space, rule) in self._places:
                return self._places[space, rule][-1]
        return ("rules", 0)

    def twice(self) -> list[tuple[str, str]]:
        """Space and id of everything that stands more than once."""
        return [key for key, places in self._places.items() if len(places) > 1]
