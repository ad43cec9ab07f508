"""Two texts whose lines belong together, as one table of two columns: ``train.en`` and ``train.ko``."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import zip_longest

from engine.dataset.media.inside import READ_DAMAGE
from engine.dataset.tables.encoding import detect_encoding
from engine.dataset.tables.sources import Row, Source
from engine.dataset.trees import Tree
from engine.dataset.unreadable import UnreadableFileError

_HEAD = 1 << 20
_LONGEST = 1 << 20  # signs of a line


def lines_of(tree: Tree, path: str) -> Iterator[str]:
    """The lines of a text in whatever encoding. Raises ``UnreadableFileError``."""
    try:
        with tree.open(path) as stream:
            head = stream.read(_HEAD)
        encoding = detect_encoding(head, len(head) < _HEAD)
        wide = encoding.startswith(("utf-16", "utf-32"))
        if b"\0" in head[:4096] and not wide:
            raise UnreadableFileError("not_text")
        if wide:
            yield from tree.read(path).decode(encoding, errors="replace").splitlines()
            return
        with tree.open(path) as stream:
            while raw := stream.readline(_LONGEST):
                yield raw.decode(encoding, errors="replace").strip("\ufeff\r\n")
    except READ_DAMAGE:
        raise UnreadableFileError("read_error") from None


def count_lines(tree: Tree, path: str, most: int) -> int:
    """How many lines a text has, counted up to ``most``. Raises ``UnreadableFileError``."""
    count = 0
    for _ in lines_of(tree, path):
        count += 1
        if count >= most:
            break
    return count


def paired_lines(tree: Tree, first: str, second: str, names: tuple[str, str]) -> Source:
    """A table of two columns: the n-th lines of both texts make its n-th row."""

    def rows() -> Iterator[Row]:
        for one, other in zip_longest(lines_of(tree, first), lines_of(tree, second), fillvalue=""):
            yield [one, other]

    return Source(first, names, rows, "delimited")
