"""The columns of every table of a set, as they are seen while its rows go by."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from engine.audit.columns.judged import Judged, judge
from engine.audit.columns.tally import TableTally
from engine.audit.origins.naming import origin_columns
from engine.audit.records import Concerned, Record
from engine.dataset.types import Recognition, Sample

_FEWEST_AGAIN = 3
_BEYOND_CHANCE = 10  # times as many: columns depend on one another


@dataclass
class TablesSeen:
    """A tally for each part of the set that is a table."""

    tallies: dict[int, TableTally] = field(default_factory=dict)

    def take(self, sample: Sample) -> None:
        """Count one row; of texts there are no columns to be counted."""
        row = sample.input.value
        if not isinstance(row, Mapping):
            return
        tally = self.tallies.get(sample.part)
        if tally is None:
            tally = self.tallies[sample.part] = TableTally()
            tally.keep(origin_columns(row))
        if tally.wants_more:
            target = sample.target.value if sample.target is not None else None
            tally.take(row, target if isinstance(target, str) else "")

    def judged(self, recognition: Recognition) -> dict[int, tuple[Judged, ...]]:
        """What is to be said of each column, part by part."""
        found: dict[int, tuple[Judged, ...]] = {}
        for part, tally in self.tallies.items():
            tally.flush()
            said = recognition.parts[part] if part < len(recognition.parts) else recognition
            found[part] = tuple(judge(column, said.target_modality) for column in tally.columns.values())
        return found

    def again(self, rows: Sequence[Record]) -> Concerned:
        """Rows that are an earlier one but for their dates, and not the very same; with that one.

        None where so few values meet by chance: two days of the same weather are two days.
        """
        found = Concerned.of(self._again(rows))
        if found.count < _FEWEST_AGAIN or found.count <= _BEYOND_CHANCE * self._by_chance():
            return Concerned()
        return found

    def _by_chance(self) -> float:
        """Pairs of rows alike but for their dates, were each column independent of the others."""
        tally = next(iter(self.tallies.values()))
        pairs = tally.taken**2 / 2
        for column in tally.columns.values():
            if column.name not in (tally.dates or ()):
                pairs *= column.meeting()
        return pairs

    def origin_cells(self) -> dict[str, list[str]]:
        """The cells of the columns that name an origin, row by row, of a set that is one table."""
        return next(iter(self.tallies.values())).groups if len(self.tallies) == 1 else {}

    def _again(self, rows: Sequence[Record]) -> Iterator[tuple[str, str]]:
        if len(self.tallies) != 1:
            return
        first: dict[int, int] = {}
        for place, kept in enumerate(next(iter(self.tallies.values())).kept[: len(rows)]):
            earlier = first.setdefault(kept, place)
            if earlier != place and rows[earlier].content != rows[place].content:
                yield rows[place].id, rows[earlier].id
