"""Text files with an image and its marks as JSON in every line: PaddleOCR's ``Label.txt``."""

from __future__ import annotations

import json
from collections.abc import Iterator

from engine.dataset.annotations.json_files import marks_in
from engine.dataset.annotations.marks_store import MarkStore
from engine.dataset.annotations.names import ImageNames
from engine.dataset.annotations.sidecars import files_with
from engine.dataset.annotations.text_files import lines_of
from engine.dataset.listing import Listing
from engine.dataset.types import Mark
from engine.dataset.unreadable import UnreadableFileError

MAX_FILES = 60
_HEAD = 1 << 12
_OPENS = ("[", "{")


def files_of_json_lines(listing: Listing) -> list[str]:
    """Text files whose first line is a name, a tab and something in JSON."""
    paths = [path for path in files_with(listing, "txt") if listing.sizes.get(path, 1)]
    return [path for path in paths[:MAX_FILES] if _begins_so(listing, path)]


def read_json_lines(listing: Listing, paths: list[str], names: ImageNames) -> MarkStore:
    """The marks of all images that the files name."""
    store = MarkStore()
    for path in paths:
        try:
            for name, marks in _lines(listing, path):
                image = names.find(name)
                if image is None:
                    store.lone.append(name)
                else:
                    store.put(image, marks)
        except UnreadableFileError as error:
            store.problems[path] = error.reason
    return store


def _begins_so(listing: Listing, path: str) -> bool:
    try:
        with listing.tree.open(path) as stream:
            first = stream.read(_HEAD).split(b"\n")[0]
    except (UnreadableFileError, OSError, ValueError):
        return False
    name, tab, rest = first.partition(b"\t")
    return bool(name.strip() and tab) and rest.strip()[:1] in (b"[", b"{")


def _lines(listing: Listing, path: str) -> Iterator[tuple[str, tuple[Mark, ...]]]:
    for line in lines_of(listing.tree.read(path)):
        name, _, rest = line.partition("\t")
        if rest.strip().startswith(_OPENS):
            try:
                yield name.strip(), tuple(marks_in(json.loads(rest)))
            except (ValueError, RecursionError):
                continue
