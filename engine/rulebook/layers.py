"""The folders that make up one book: the base, and the packs that add to it or override rows by id.

A pack holds the same files as the base, with only what it adds. An entry whose id the
base has takes its place; every other entry is added. Sources and promises of the base
can't be overridden, and a row of a pack always carries the pack's name.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence, Sized
from dataclasses import dataclass, replace

from engine.rulebook.files import Raw, RuleFile
from engine.rulebook.places import Places
from engine.rulebook.problems import Problem

_PROTECTED = ("source", "never")
_SPACES = {"section": "section", "topic": "section", "pack": "pack"}
_PACKED = ("row", "guide")  # entries that say whose they are


@dataclass(frozen=True)
class Layer:
    """One folder: ``pack`` is None for the base."""

    pack: str | None
    files: dict[str, RuleFile]


@dataclass(frozen=True)
class Placed:
    """One raw entry: the ``index``-th ``[[table]]`` of ``file``; ``rule`` names it in messages."""

    rule: str
    raw: Raw
    file: RuleFile
    table: str
    index: int
    pack: str | None = None

    def line_of(self, key: str = "") -> int:
        """The line on which the entry, or ``key`` in it, stands."""
        if self.table:
            return self.file.line_of(self.table, self.index, key)
        return self.file.line_of_key(key or "id")


def gather(
    chosen: Sequence[tuple[str | None, Sequence[RuleFile]]],
    table: str,
    key: str,
    places: Places,
    problems: list[Problem],
) -> list[Placed]:
    """Every ``[[table]]`` of the files chosen, a later layer overriding an earlier one by ``key``.

    ``chosen``: for each layer its pack and the files to read. Notes the place of each
    entry; what a pack may not do becomes a problem.
    """
    gathered: dict[str, Placed] = {}
    space = _SPACES.get(table, "rule")
    for pack, files in chosen:
        before = set(gathered)
        for placed in _entries(files, table, key, pack, gathered):
            line = placed.file.line_of(table, placed.index)
            overrides = placed.rule in before
            if overrides and table in _PROTECTED:
                problems.append(Problem("protected", placed.file.name, line, placed.rule))
                continue
            places.note(placed.rule, placed.file.name, line, space, replaces=overrides)
            gathered[placed.rule] = _owned(placed, pack, line, problems)
    return list(gathered.values())


def _entries(
    files: Sequence[RuleFile], table: str, key: str, pack: str | None, gathered: Sized
) -> Iterator[Placed]:
    """The entries of one layer; one without a name is counted on, so that it overrides none."""
    for file in files:
        for index, raw in enumerate(file.tables(table)):
            rule = str(raw.get(key, f"{table} {len(gathered) + 1}"))
            yield Placed(rule, raw, file, table, index, pack)


def _owned(placed: Placed, pack: str | None, line: int, problems: list[Problem]) -> Placed:
    """The entry with its pack's name; claiming another pack's is a problem."""
    if pack is None or placed.table not in _PACKED:
        return placed
    claimed = placed.raw.get("pack", pack)
    if claimed != pack:
        details = {"claimed": str(claimed), "pack": pack}
        problems.append(Problem("pack_claimed", placed.file.name, line, placed.rule, details))
    return replace(placed, raw={**placed.raw, "pack": pack})
