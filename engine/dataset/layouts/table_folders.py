"""A folder a class, and in it a small table a sample: measured curves, signals, traces."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice

from engine.dataset.file_dataset import FileDataset
from engine.dataset.kinds import stem_of
from engine.dataset.listing import Group
from engine.dataset.study import Study
from engine.dataset.tables.readers import open_source
from engine.dataset.tables.roles import is_date, judge_columns
from engine.dataset.tables.targets import choose_target
from engine.dataset.types import Item, Recognition, Sample, Unreadable
from engine.dataset.unreadable import UnreadableFileError
from engine.dataset.vocabulary import are_groupings, are_known_classes, is_language, split_of

_LEAST_FILES = 3  # of a class
_MOST_CLASSES = 200
_MOST_FILES = 200_000
_OPENED = 2  # files of a class
_OPENED_CLASSES = 12
_ROWS = 60
_LEAST_ROWS = 8


def recognise(study: Study) -> FileDataset | None:
    """Paired: the input is a table of numbers in time, the target the name of its folder."""
    listing = study.listing
    if listing.media_kind() is not None or listing.counts["text"] > listing.counts["table"]:
        return None
    groups = [group for group in listing.groups("table") if group.count("table")]
    if not _name_classes(groups):
        return None
    firsts = [path for group in groups[:_OPENED_CLASSES] for _, path in islice(group.files("table"), _OPENED)]
    if not _are_signals(study, firsts):
        return None
    classes = {group.parts[-1]: group.count("table") for group in groups}

    def samples() -> Iterator[Sample]:
        for group in groups:
            target = Item("category", value=group.parts[-1])
            yield from (Sample(path, Item("table", path=path), target) for _, path in group.files("table"))

    def ignored() -> Iterator[Unreadable]:
        yield from listing.side_files("table")

    files = sum(classes.values())
    return FileDataset(
        listing.tree,
        Recognition(
            layout="class_folders",
            form="paired",
            confidence=0.96 if len(classes) > 2 or are_known_classes(*list(classes)[:2]) else 0.75,
            input_modality="table",
            target_modality="category",
            evidence=(
                ("folders_name_classes", {"classes": len(classes), "files": files}),
                ("tables_are_signals", {"files": files}),
            ),
            target_name="folder",
            classes=classes,
            expected=files,
            systems=("image_classification",),
        ),
        samples,
        ignored,
    )


def _name_classes(groups: Sequence[Group]) -> bool:
    """Several folders side by side that say neither when nor where, each with several files."""
    if not 2 <= len(groups) <= _MOST_CLASSES or any(len(group.parts) != 1 for group in groups):
        return False
    names = [group.parts[0] for group in groups]
    counts = [group.count("table") for group in groups]
    if min(counts) < _LEAST_FILES or sum(counts) > _MOST_FILES or are_groupings(names):
        return False
    if any("=" in name or split_of(name) or is_language(name) for name in names):
        return False
    stems = [stem_of(path) for group in groups for _, path in islice(group.files("table"), _LEAST_FILES)]
    return not all(is_date(stem) or is_date(stem[:6] + "01") for stem in stems)


def _are_signals(study: Study, paths: Sequence[str]) -> bool:
    """Whether files hold nothing but numbers, in the same columns, and none of these is a target."""
    seen: set[tuple[str, ...]] = set()
    for path in paths:
        try:
            source = open_source(study.listing.tree, path)
            rows = list(islice(source.rows(), _ROWS))
        except UnreadableFileError:
            return False
        columns = judge_columns(source.columns, rows)
        target = choose_target(columns)
        numbers = all(
            column.role in ("number", "date", "id", "empty") or column.distinct < 2 for column in columns
        )
        if len(rows) < _LEAST_ROWS or not numbers or any(column.role == "date" for column in columns[1:]):
            return False
        if target is not None and target.named and (target.column.whole or target.column.role != "number"):
            return False
        if any(column.role == "date" and not _is_time_of_day(rows, column.index) for column in columns):
            return False
        seen.add(source.columns)
    return len(seen) == 1


def _is_time_of_day(rows: Sequence[Sequence[str]], place: int) -> bool:
    """Days that go on from file to file are parts of one series."""
    return all(":" in row[place] for row in rows if row[place])
