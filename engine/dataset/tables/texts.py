"""Which files called .txt are tables."""

from __future__ import annotations

from itertools import islice

from engine.dataset.listing import Listing
from engine.dataset.tables.headings import looks_numeric
from engine.dataset.tables.lines import lines_of
from engine.dataset.tables.read_delimited import sniff_file
from engine.dataset.tables.read_marked import read_marked
from engine.dataset.tables.readers import open_source
from engine.dataset.unreadable import UnreadableFileError

_LEAST_NUMBERS = 8  # lines
MAX_TEXTS = 24  # more .txt files than this are texts; fewer might be tables called .txt


def tables_among_texts(listing: Listing) -> tuple[str, ...]:
    """Paths of the first .txt files that are tables."""
    paths = list(islice(listing.files("text"), MAX_TEXTS))
    tables = [path for path in paths if _is_table(listing, path)]
    alone = [path for path in paths if tables and path not in tables and _are_numbers(listing, path)]
    return tuple(path for path in paths if path in tables or path in alone)


def _are_numbers(listing: Listing, path: str) -> bool:
    """A number a line: the targets of a table beside it."""
    try:
        lines = list(islice(lines_of(listing.tree, path), _LEAST_NUMBERS))
    except UnreadableFileError:
        return False
    return len(lines) == _LEAST_NUMBERS and all(map(looks_numeric, lines))


def _is_table(listing: Listing, path: str) -> bool:
    """Several columns, the same number of them in nearly all rows; or lines that carry their labels."""
    try:
        if read_marked(listing.tree, path) is not None:
            return True
        dialect = sniff_file(listing.tree, path)
        if dialect.width < 2 or dialect.consistent < 0.95:
            return False
        rows = list(islice(open_source(listing.tree, path).rows(), 4))
    except UnreadableFileError:
        return False
    return len(rows) >= 2 and (dialect.delimiter != "," or dialect.header)
