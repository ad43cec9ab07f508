"""What a child of the crew does: one file is looked at, and told in compact JSON."""

from __future__ import annotations

import io
import warnings
from collections.abc import Iterator
from typing import IO

from engine.audit.examine import look
from engine.audit.wire import item_of, looked_said
from engine.dataset.places import Place
from engine.dataset.refusing import RefusingTree
from engine.dataset.trees import read_limited
from engine.dataset.types import FileEntry
from engine.dataset.unreadable import UnreadableFileError
from engine.jobs.journal import Log
from engine.jobs.protocol import Json
from engine.jobs.serving import Answering


def prepare(params: Json, log: Log) -> Answering:  # noqa: ARG001
    """The function that looks at one file; see :mod:`engine.jobs.serving`."""
    warnings.simplefilter("ignore")  # about odd files: this process has no other work

    def answer(body: Json, data: bytes) -> Json:
        item, place, sight, exact = item_of(body)
        tree = RefusingTree(OneFile(item.path or "", place, data), {}, log)
        return looked_said(look(tree, item, sight, exact=exact))

    return answer


class OneFile:
    """One file as a tree, read where it lies or out of memory."""

    def __init__(self, path: str, place: Place | None, data: bytes) -> None:
        self.name = path
        self._place, self._data = place, data

    def walk(self) -> Iterator[FileEntry]:
        """Nothing: whoever looks at one file has no business with others."""
        return iter(())

    entries = walk

    def read(self, path: str) -> bytes:
        """Its bytes. Raises ``UnreadableFileError``."""
        with self.open(path) as stream:
            return read_limited(stream)

    def open(self, path: str) -> IO[bytes]:
        """A stream over it. Raises ``UnreadableFileError``."""
        if path != self.name:
            raise UnreadableFileError("vanished")
        return io.BytesIO(self._data) if self._place is None else self._place.open()
