"""A file as one of its own on this machine: where it lies, or a private copy of what is packed."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from engine.dataset.kinds import suffix_of
from engine.dataset.media.inside import chunks
from engine.dataset.refusing import place_of
from engine.dataset.trees import READ_LIMIT
from engine.dataset.types import FileTree
from engine.dataset.unreadable import UnreadableFileError
from engine.jobs.scratch import job_folder


@contextmanager
def on_disk(tree: FileTree, path: str) -> Iterator[str]:
    """The path of the file itself, or of a copy that is gone afterwards. Raises ``UnreadableFileError``."""
    place = place_of(tree, path)
    if place is not None and place.start == 0 and place.size is None and _can_be_named(place.path):
        yield str(place.path.absolute())
        return
    try:
        number, copy = tempfile.mkstemp(suffix=f".{suffix_of(path)}", prefix="jjak-", dir=job_folder())
    except OSError:
        raise UnreadableFileError("read_error") from None
    try:
        with os.fdopen(number, "wb") as target:
            _copy(tree, path, target.write)
        yield copy
    finally:
        Path(copy).unlink(missing_ok=True)


def _copy(tree: FileTree, path: str, write: Callable[[bytes], int]) -> None:
    size = 0
    with tree.open(path) as stream:
        for chunk in chunks(stream):
            size += len(chunk)
            if size > READ_LIMIT:
                raise UnreadableFileError("too_large")
            try:
                write(chunk)
            except OSError:  # no room is left
                raise UnreadableFileError("read_error") from None


def _can_be_named(path: Path) -> bool:
    """Whether a library that takes names in UTF-8 can be told this one."""
    try:
        str(path).encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True
