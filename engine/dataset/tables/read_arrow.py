"""Arrow and Feather files, batch by batch. pyarrow is imported when the first one is met."""

from __future__ import annotations

import io
from collections.abc import Iterator

from engine.dataset.tables.read_parquet import rows_of_batches
from engine.dataset.tables.sources import Row, Source, unique_names
from engine.dataset.trees import Tree
from engine.dataset.unreadable import UnreadableFileError


def read_arrow(tree: Tree, path: str) -> Source:
    """The table in an Arrow file or stream, Feather of both versions. Raises ``UnreadableFileError``."""
    import pyarrow
    from pyarrow import feather, ipc

    damage = (pyarrow.ArrowException, OSError, ValueError, TypeError, KeyError, NotImplementedError)

    def batches() -> tuple[pyarrow.Schema, Iterator[pyarrow.RecordBatch]]:
        data = tree.read(path)
        if not data:
            raise UnreadableFileError("empty_file")
        if data.startswith(b"FEA1"):
            table = feather.read_table(io.BytesIO(data))
            return table.schema, iter(table.to_batches())
        if data.startswith(b"ARROW1"):
            file = ipc.open_file(pyarrow.BufferReader(data))
            return file.schema, (file.get_batch(place) for place in range(file.num_record_batches))
        stream = ipc.open_stream(pyarrow.BufferReader(data))
        return stream.schema, iter(stream)

    try:
        columns = unique_names([str(name) for name in batches()[0].names])
    except damage:
        raise UnreadableFileError("damaged_table") from None

    def rows() -> Iterator[Row]:
        try:
            yield from rows_of_batches(batches()[1])
        except damage:
            raise UnreadableFileError("damaged_table") from None

    return Source(path, columns, rows, "arrow")
