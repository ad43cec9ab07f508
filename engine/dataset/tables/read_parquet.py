"""Parquet files, batch by batch. pyarrow is imported when the first one is met."""

from __future__ import annotations

import io
from collections.abc import Iterator

from engine.dataset.tables.sources import Row, Source, cell_text, unique_names
from engine.dataset.trees import Tree
from engine.dataset.unreadable import UnreadableFileError

_BATCH = 4096  # rows held as objects at a time


def read_parquet(tree: Tree, path: str) -> Source:
    """The table in a Parquet file. Raises ``UnreadableFileError``."""
    import pyarrow
    from pyarrow import parquet

    damage = (pyarrow.ArrowException, OSError, ValueError, TypeError, KeyError, NotImplementedError)

    def opened() -> parquet.ParquetFile:
        return parquet.ParquetFile(io.BytesIO(tree.read(path)))

    try:
        columns = unique_names([str(name) for name in opened().schema_arrow.names])
    except damage:
        raise UnreadableFileError("damaged_table") from None

    def rows() -> Iterator[Row]:
        try:
            for batch in opened().iter_batches(batch_size=_BATCH):
                cells = [column.to_pylist() for column in batch.columns]
                for row in zip(*cells, strict=True):
                    yield [cell_text(value) for value in row]
        except damage:
            raise UnreadableFileError("damaged_table") from None

    return Source(path, columns, rows, "parquet")
