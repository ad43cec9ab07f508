"""A stream that can be sought: as it is where it can, else all of it in memory."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO

from engine.dataset.trees import read_limited


@contextmanager
def seekable(stream: IO[bytes]) -> Iterator[IO[bytes]]:
    """The stream itself from a disk, a copy in memory from an archive. Raises ``UnreadableFileError``."""
    if isinstance(stream, io.BufferedReader) and stream.seekable():
        yield stream
        return
    with io.BytesIO(read_limited(stream)) as copy:
        yield copy
