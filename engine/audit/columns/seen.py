"""The columns of every table of a set, as they are seen while its rows go by."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from engine.audit.columns.judged import Judged, judge
from engine.audit.columns.tally import TableTally
from engine.audit.origins.naming import origin_columns
from engine.dataset.types import Recognition, Sample


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
