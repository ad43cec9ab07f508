"""Arrow and Feather files, batch by batch. pyarrow is imported when the first one is met."""

from __future__ import annotations

import io
from collections.abc import Iterator

from engine.dataset.tables.read_parquet import names_of, rows_of_batches
from engine.dataset.tables.sources import Row, Source
from engine.dataset.trees import Tree
from engine.dataset.unreadable import UnreadableFileError


def read_arrow(tree: Tree, path: str) -> Source:
    """The table in an Arrow file or stream, Feather of both versions. Raises ``UnreadableFileError``."""
    import pyarrow
    from pyarrow import feather, ipc

    damage = (pyarrow.ArrowException, OSError, ValueError, TypeError, KeyError, NotImplementedError)

    def batches() -> tuple[pyarrow.Schema, Iterator[pyarrow.RecordBatch], int]:
        data = tree.read(path)
        if not data:
            raise UnreadableFileError("empty_file")
        if data.startswith(b"FEA1"):
            table = feather.read_table(io.BytesIO(data))
            return table.schema, iter(table.to_batches()), len(data)
        if data.startswith(b"ARROW1"):
            file = ipc.open_file(pyarrow.BufferReader(data))
            return file.schema, (file.get_batch(place) for place in range(file.num_record_batches)), len(data)
        stream = ipc.open_stream(pyarrow.BufferReader(data))
        return stream.schema, iter(stream), len(data)

    try:
        columns = names_of(batches()[0])
    except damage:
        raise UnreadableFileError("damaged_table") from None

    def rows() -> Iterator[Row]:
        try:
            _, found, stored = batches()
            yield from rows_of_batches(found, stored)
        except damage:
            raise UnreadableFileError("damaged_table") from None

    return Source(path, columns, rows, "arrow")
