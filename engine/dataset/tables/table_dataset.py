"""A table, in one file or in parts, as a stream of samples: a row each."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from engine.dataset.tables.roles import Column, Target, is_missing_target
from engine.dataset.tables.sources import Source
from engine.dataset.types import FileTree, Item, Recognition, Sample, Unreadable
from engine.dataset.unreadable import UnreadableFileError


@dataclass(frozen=True)
class Reading:
    """How rows become samples: the input columns, the one text column, the target."""

    inputs: Sequence[Column]
    text: Column | None
    target: Target | None

    def input_item(self, row: Sequence[str]) -> Item:
        """A text where samples are texts, else the row's cells by column name."""
        if self.text is not None:
            return Item("text", value=row[self.text.index])
        return Item("table", value={column.name: row[column.index] for column in self.inputs})

    def target_item(self, row: Sequence[str]) -> Item | None:
        """The target's cell; None where it is missing."""
        if self.target is None or is_missing_target(row[self.target.column.index]):
            return None
        value = row[self.target.column.index].strip()
        if self.target.modality == "category":  # 1 and 1.0 are one class, whatever format wrote it
            value = re.sub(r"^(-?\d+)\.0+$", r"\1", value)
        return Item(self.target.modality, value=value)


class TableDataset:
    """Rows of all parts in order. A part that breaks off midway ends early and is told as ignored."""

    def __init__(
        self,
        tree: FileTree,
        recognition: Recognition,
        parts: Sequence[Source],
        reading: Reading,
        ignored: Callable[[], Iterator[Unreadable]],
    ) -> None:
        self.name = tree.name
        self.tree: FileTree = tree
        self.recognition = recognition
        self.columns = parts[0].columns
        self._parts = parts
        self._reading = reading
        self._ignored = ignored
        self._broken: dict[str, str] = {}

    def samples(self) -> Iterator[Sample]:
        """Every row, named ``<file>#<row>``; rows count from 1, without the header."""
        for part in self._parts:
            try:
                for number, row in enumerate(part.rows(), start=1):
                    item = self._reading.input_item(row)
                    yield Sample(f"{part.path}#{number}", item, self._reading.target_item(row))
            except UnreadableFileError as error:
                self._broken[part.path] = error.reason

    def unmatched_targets(self) -> Iterator[Item]:
        """None: every target stands in its row."""
        return iter(())

    def ignored(self) -> Iterator[Unreadable]:
        """Files that take no part; after a walk over the samples, the parts that broke off as well."""
        yield from self._ignored()
        yield from (Unreadable(path, reason) for path, reason in self._broken.items())
