"""Parquet files, batch by batch. pyarrow is imported when the first one is met."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from typing import IO, TYPE_CHECKING

from engine.dataset.tables.sources import Row, Source, cell_text, unique_names
from engine.dataset.trees import Tree
from engine.dataset.unreadable import UnreadableFileError

if TYPE_CHECKING:
    import pyarrow
    from pyarrow import parquet

_BATCH = 4096  # rows held as objects at a time
_LEAST_BATCH = 64
_HELD = 256 << 20  # bytes that the texts of one batch may come to
_SURELY_ROWS = 5_000_000
_LEAST_SHARE = 0.02  # bytes a row: a file with fewer says the same again and again
_SURELY_BYTES = 256 << 20
_MOST_RATIO = 1000
"""Rows that grow to so many times the bytes of their file were made to do so."""


def read_parquet(tree: Tree, path: str) -> Source:
    """The table in a Parquet file. Raises ``UnreadableFileError``."""
    import pyarrow
    from pyarrow import parquet

    damage = (pyarrow.ArrowException, OSError, ValueError, TypeError, KeyError, NotImplementedError)

    @contextmanager
    def opened() -> Iterator[parquet.ParquetFile]:
        with tree.open(path) as stream, closing(_seekable(tree, path, stream)) as file:
            yield parquet.ParquetFile(file)

    try:
        with opened() as file:
            _refuse_bomb(file)
            columns = names_of(file.schema_arrow)
    except damage:
        raise UnreadableFileError("damaged_table") from None

    def rows() -> Iterator[Row]:
        try:
            with opened() as file:
                yield from rows_of_batches(file.iter_batches(batch_size=_batch_of(file)), _stored(file))
        except damage:
            raise UnreadableFileError("damaged_table") from None

    return Source(path, columns, rows, "parquet")


def _refuse_bomb(file: parquet.ParquetFile) -> None:
    """By what the file says of itself: rows by the million, with next to nothing to tell of each."""
    rows = file.metadata.num_rows
    if rows > _SURELY_ROWS and _stored(file) < _LEAST_SHARE * rows:
        raise UnreadableFileError("compression_bomb")


def _stored(file: parquet.ParquetFile) -> int:
    """Bytes of all columns as they stand in the file."""
    said = file.metadata
    return sum(
        said.row_group(group).column(column).total_compressed_size
        for group in range(said.num_row_groups)
        for column in range(said.num_columns)
    )


def _batch_of(file: parquet.ParquetFile) -> int:
    """How many rows are read at a time: fewer where one long text may stand in all of them."""
    said = file.metadata
    if not said.num_row_groups:
        return _BATCH
    chunks = [said.row_group(0).column(column) for column in range(said.num_columns)]
    most = sum(
        chunk.total_uncompressed_size
        for chunk in chunks
        if chunk.physical_type == "BYTE_ARRAY" and chunk.has_dictionary_page
    )
    return _BATCH if most * _BATCH <= _HELD else max(_LEAST_BATCH, _HELD // most)


def rows_of_batches(batches: Iterable[pyarrow.RecordBatch], stored: int) -> Iterator[Row]:
    """Rows of text, a few thousand of them held at a time. ``stored``: bytes of the file.

    Raises ``UnreadableFileError`` where the rows grow beyond all measure.
    """
    import pyarrow

    unpacked = 0
    for batch in batches:
        step = _step(batch)
        for start in range(0, batch.num_rows, step):
            some = pyarrow.Table.from_batches([batch.slice(start, step)])
            cells = [column.to_pylist() for column in _spread(some).columns]
            long = (len(cell) for column in cells for cell in column if isinstance(cell, (str, bytes)))
            unpacked += sum(long) if step < _BATCH else some.nbytes
            if unpacked > _SURELY_BYTES and unpacked > _MOST_RATIO * stored:
                raise UnreadableFileError("compression_bomb")
            for row in zip(*cells, strict=True):
                yield [cell_text(value) for value in row]


def _step(batch: pyarrow.RecordBatch) -> int:
    """How many rows of a batch become objects at a time: few where each may point at one long text."""
    import pyarrow

    longest = 1
    for column in batch.columns:
        if isinstance(column, pyarrow.DictionaryArray):
            longest = max(longest, column.dictionary.nbytes)
    return min(_BATCH, max(1, _HELD // longest))


def names_of(schema: pyarrow.Schema) -> tuple[str, ...]:
    """The columns that rows of this schema have; a column of records gives one for each of their fields."""
    return unique_names([str(name) for name in _spread(schema.empty_table()).schema.names])


def _spread(table: pyarrow.Table) -> pyarrow.Table:
    return (
        table.flatten().flatten()
        if any(field.type.num_fields and str(field.type).startswith("struct") for field in table.schema)
        else table
    )


def _seekable(tree: Tree, path: str, stream: IO[bytes]) -> IO[bytes]:
    """The stream itself where it can be sought quickly, else all its bytes."""
    return (
        stream if isinstance(stream, io.BufferedReader) and stream.seekable() else io.BytesIO(tree.read(path))
    )
