"""A table, in one file or in parts, as a stream of samples: a row each."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from engine.dataset.tables.roles import Column
from engine.dataset.tables.sources import Row, Source
from engine.dataset.tables.targets import Target, is_missing_target
from engine.dataset.types import FileTree, Item, Recognition, Sample, Unreadable
from engine.dataset.unreadable import UnreadableFileError

MAX_ROWS = 20_000_000
"""Rows of a set: a small Parquet file may claim billions of them."""
MAX_BESIDE = 20
"""Columns beside those of the sample that go with it."""


@dataclass(frozen=True)
class Reading:
    """How rows become samples: the input columns, the one text column, the target.

    ``columns``: all of the table's with their roles, where they were judged.
    """

    inputs: Sequence[Column]
    text: Column | None
    target: Target | None
    columns: Sequence[Column] = ()

    def input_item(self, row: Sequence[str]) -> Item:
        """A text where samples are texts, else the row's cells by column name."""
        if self.text is not None:
            return Item("text", value=row[self.text.index])
        return Item("table", value={column.name: row[column.index] for column in self.inputs})

    def beside(self, names: Sequence[str]) -> Callable[[Sequence[str]], dict[str, str]]:
        """What gives of a row the cells that are neither input nor target. ``names``: all columns."""
        used = {column.index for column in ((self.text,) if self.text is not None else self.inputs)}
        if self.target is not None:
            used.add(self.target.column.index)
        left = [(index, name) for index, name in enumerate(names) if index not in used][:MAX_BESIDE]
        return lambda row: {name: row[index] for index, name in left}

    def target_item(self, row: Sequence[str]) -> Item | None:
        """The target's cell; None where it is missing."""
        if self.target is None or is_missing_target(row[self.target.column.index]):
            return None
        value = unicodedata.normalize("NFC", row[self.target.column.index].strip())
        if self.target.modality == "category":  # 1 and 1.0 are one class, whatever format wrote it
            value = re.sub(r"^(-?\d+)\.0+$", r"\1", value)
        return Item(self.target.modality, value=value)


@dataclass(frozen=True)
class Piece:
    """One file or sheet of a table, how its rows are read, and which part of the set it belongs to."""

    source: Source
    reading: Reading
    part: int = 0


class TableDataset:
    """Rows of all pieces in order. One that breaks off midway ends early and is told as ignored."""

    def __init__(
        self,
        tree: FileTree,
        recognition: Recognition,
        pieces: Sequence[Piece],
        ignored: Callable[[], Iterator[Unreadable]],
    ) -> None:
        self.name = tree.name
        self.tree: FileTree = tree
        self.recognition = recognition
        self.columns = pieces[0].source.columns
        self.pieces = pieces
        self._ignored = ignored
        self._broken: dict[str, str] = {}

    def samples(self) -> Iterator[Sample]:
        """Every row, named ``<file>#<row>``; rows count from 1, without the header."""
        left = MAX_ROWS
        for piece in self.pieces:
            name, reading, part = piece.source.name, piece.reading, piece.part
            beside = reading.beside(piece.source.columns)
            try:
                for number, row in enumerate(_up_to(left, piece.source), start=1):
                    left -= 1
                    item = reading.input_item(row)
                    yield Sample(f"{name}#{number}", item, reading.target_item(row), part, beside(row))
            except UnreadableFileError as error:
                self._broken[piece.source.path] = error.reason

    def unmatched_targets(self) -> Iterator[Item]:
        """None: every target stands in its row."""
        return iter(())

    def ignored(self) -> Iterator[Unreadable]:
        """Files that take no part; after a walk over the samples, the pieces that broke off as well."""
        yield from self._ignored()
        yield from (Unreadable(path, reason) for path, reason in self._broken.items())


def _up_to(most: int, source: Source) -> Iterator[Row]:
    for number, row in enumerate(source.rows()):
        if number == most:
            raise UnreadableFileError("too_many_rows")
        yield row
