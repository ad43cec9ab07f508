"""Tables and lists beside the files that say what each file is: one source of labels a column."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice

from engine.dataset.study import Study
from engine.dataset.tables.lists_of_files import FileList, Names, find_lists
from engine.dataset.tables.roles import judge_columns
from engine.dataset.tables.targets import may_be_targets, target_called
from engine.dataset.types import Modality
from engine.dataset.unreadable import UnreadableFileError

_MOST_FILES = 200_000
_MOST_TABLES = 10  # more are rather an annotation a file
_MOST_BYTES = 32 << 20
_MOST_ROWS = 200_000
_MOST_COLUMNS = 6
_MOST_CLASSES = 400
_HEAD_ROWS = 300
_MOST_AGAIN = 0.2


@dataclass(frozen=True)
class Listed:
    """One column of a list: the label of each file that it names; ``beside``: no label, but a date."""

    path: str
    column: str
    labels: dict[str, str]
    modality: Modality
    beside: bool = False


def listed_in(study: Study, files: Callable[[], Iterator[str]]) -> list[Listed]:
    """The columns of the list that names most files; none where lists would take long to read."""
    listing, kind = study.listing, study.kind
    if kind is None or not 0 < listing.counts[kind] <= _MOST_FILES:
        return []
    if not 0 < listing.counts["table"] <= _MOST_TABLES or sum(listing.sizes.values()) > _MOST_BYTES:
        return []
    names = Names(files())
    try:
        found = find_lists(listing, kind, names)
        return [] if found is None else list(_columns(found, names))
    except UnreadableFileError:
        return []


def _columns(found: FileList, names: Names) -> Iterator[Listed]:
    source = found.sources[0]
    head = list(islice(source.rows(), _HEAD_ROWS))
    if not head:
        return
    judged = judge_columns(source.columns, head)
    target = found.target.column.name
    likely = [column for column in judged if column in may_be_targets(judged) or column.role == "text"]
    others = [column for column in likely if column.index != found.column and column.name != target]
    chosen = next((column for column in judged if column.name == target), None)
    columns = [*([chosen] if chosen is not None else []), *others][:_MOST_COLUMNS]
    if not columns:
        return
    dates = [column for column in judged if column.role == "date" and column not in columns][:1]
    columns += dates
    labels: list[dict[str, str]] = [{} for _ in columns]
    rows = again = 0
    for one in found.sources:
        for row in islice(one.rows(), _MOST_ROWS):
            path = names.path(row[found.column])
            if path is None:
                continue
            rows += 1
            again += path in labels[0]
            for place, column in enumerate(columns):
                cell = row[column.index].strip()
                if cell:
                    labels[place].setdefault(path, cell)
    if again > _MOST_AGAIN * rows:  # a row a box: that is an index of annotations
        return
    for column, known in zip(columns, labels, strict=True):
        own = found.target.modality if column is chosen else target_called(column, "").modality
        if own == "category" and len(set(known.values())) > _MOST_CLASSES:
            own = "text"
        yield Listed(source.path, column.name, known, own, column in dates)
