"""Rows of a table read for learning: all their cells in the columns' order, and what each column is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from engine.dataset.tables.roles import Column, judge_columns
from engine.dataset.types import Dataset, Recognition, Sample
from engine.jobs.protocol import Reporter

JUDGED = 2000
"""Rows by which columns are judged, evenly spread: at the top of a table there may be one shop alone."""


@dataclass(frozen=True)
class Rows:
    """``cells``: of each row, in the order of ``columns``. ``unused``: rows beyond those that were read."""

    ids: tuple[str, ...]
    cells: tuple[tuple[str, ...], ...]
    columns: tuple[Column, ...]
    unused: int

    def of(self, column: Column) -> list[str]:
        """One column's cells."""
        return [row[column.index].strip() for row in self.cells]


def read_rows(dataset: Dataset, most: int, reporter: Reporter | None = None) -> Rows:
    """The rows of a set's main table; those of other tables beside it are none of its samples."""
    ids: list[str] = []
    cells: list[tuple[str, ...]] = []
    unused = 0
    for done, (sample, row) in enumerate(_walk(dataset), start=1):
        if len(ids) >= most:
            unused += 1
            continue
        ids.append(sample.id)
        cells.append(row)
        if reporter is not None:
            reporter.progress(done, dataset.recognition.expected, "reading")
    columns = judge_columns(dataset.columns, cells[:: -(-len(cells) // JUDGED)]) if cells else ()
    return Rows(tuple(ids), tuple(cells), columns, unused)


def _walk(dataset: Dataset) -> Iterator[tuple[Sample, tuple[str, ...]]]:
    names = dataset.columns
    for sample in dataset.samples():
        if sample.part == 0 and sample.input.modality in ("table", "text"):
            yield sample, row_of(sample, names, dataset.recognition)


def row_of(sample: Sample, names: Sequence[str], said_of: Recognition) -> tuple[str, ...]:
    """All cells of the row that a sample is, empty where it has none."""
    value, target = sample.input.value or {}, said_of.target_name
    said = {**(sample.beside or {}), **({said_of.input_name: value} if isinstance(value, str) else value)}
    if sample.target is not None:
        left = [name for name in names if name not in said]
        name = target if target in left or not left else left[0]
        said.setdefault(name, str(sample.target.value))
    return tuple(said.get(name, "") for name in names)
