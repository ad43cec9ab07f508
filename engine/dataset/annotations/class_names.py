"""Names of classes that lie beside files of numbers: data.yaml, classes.txt, obj.names."""

from __future__ import annotations

import re
from collections.abc import Iterator

from engine.dataset.kinds import suffix_of
from engine.dataset.listing import Listing
from engine.dataset.tables.encoding import decode_text
from engine.dataset.unreadable import UnreadableFileError

_NAMED = re.compile(
    r"(classes|obj|_?darknet|names?|labels?|class_names|predefined_classes|coco)", re.IGNORECASE
)
_MAX_BYTES = 1 << 20
_INLINE = re.compile(r"^names\s*:\s*[\[{](.*?)[\]}]", re.MULTILINE | re.DOTALL)
_LINES = re.compile(r"^names\s*:\s*(?:#.*)?\n((?:[ \t]*(?:-|\d+\s*:).*\n?)+)", re.MULTILINE)


def class_names(listing: Listing) -> tuple[str, ...]:
    """The names by number, or none where no file gives them."""
    for path in _candidates(listing):
        try:
            with listing.tree.open(path) as stream:
                text = decode_text(stream.read(_MAX_BYTES))
        except (UnreadableFileError, OSError, ValueError):
            continue
        names = _of_yaml(text) if suffix_of(path) in ("yaml", "yml") else _of_lines(text)
        if names:
            return names
    return ()


def _candidates(listing: Listing) -> Iterator[str]:
    yield from (path for path in listing.files("annotation") if suffix_of(path) in ("yaml", "yml"))
    for kind in ("other", "text"):
        for path in listing.files(kind):
            name = path.rpartition("/")[2]
            stem, _, suffix = name.rpartition(".")
            if suffix.lower() in ("txt", "names", "labels") and _NAMED.fullmatch(stem or name):
                yield path


def _of_lines(text: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in text.splitlines() if line.strip())[:100_000]


def _of_yaml(text: str) -> tuple[str, ...]:
    """``names: [a, b]``, ``names: {0: a}``, or one a line: all that YOLO's data.yaml uses."""
    inline = _INLINE.search(text)
    if inline:
        cells = [cell.strip() for cell in inline[1].replace("\n", " ").split(",")]
        return tuple(_bare(re.sub(r"^\d+\s*:\s*", "", cell)) for cell in cells if cell)
    below = _LINES.search(text)
    if not below:
        return ()
    numbered: dict[int, str] = {}
    for place, line in enumerate(below[1].splitlines()):
        found = re.match(r"\s*(?:-|(\d+)\s*:)\s*(.*)", line)
        if found:
            numbered[int(found[1][:6]) if found[1] else place] = _bare(found[2])
    if not numbered or max(numbered) > 100_000:
        return ()
    return tuple(numbered.get(place, str(place)) for place in range(max(numbered) + 1))


def _bare(cell: str) -> str:
    return cell.partition(" #")[0].strip().strip("'\"")
