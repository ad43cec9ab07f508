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
            columns = unique_names([str(name) for name in file.schema_arrow.names])
    except damage:
        raise UnreadableFileError("damaged_table") from None

    def rows() -> Iterator[Row]:
        try:
            with opened() as file:
                yield from rows_of_batches(file.iter_batches(batch_size=_BATCH))
        except damage:
            raise UnreadableFileError("damaged_table") from None

    return Source(path, columns, rows, "parquet")


def rows_of_batches(batches: Iterable[pyarrow.RecordBatch]) -> Iterator[Row]:
    """Rows of text, a few thousand of them held at a time."""
    for batch in batches:
        for start in range(0, batch.num_rows, _BATCH):
            cells = [column.to_pylist() for column in batch.slice(start, _BATCH).columns]
            for row in zip(*cells, strict=True):
                yield [cell_text(value) for value in row]


def _seekable(tree: Tree, path: str, stream: IO[bytes]) -> IO[bytes]:
    """The stream itself where it can be sought quickly, else all its bytes."""
    return (
        stream if isinstance(stream, io.BufferedReader) and stream.seekable() else io.BytesIO(tree.read(path))
    )
