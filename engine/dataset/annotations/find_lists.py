"""Tables and text files whose rows name an image and say something of it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import partial
from itertools import islice

from engine.dataset.annotations.geometry import box_of, mark, numbers
from engine.dataset.annotations.index_tied import tied_by_index
from engine.dataset.annotations.list_rows import read_counted, read_spaced
from engine.dataset.annotations.lists import ImageList, read_list
from engine.dataset.annotations.marks_store import MarkStore
from engine.dataset.annotations.names import ImageNames
from engine.dataset.annotations.sidecars import files_with
from engine.dataset.annotations.text_files import lines_of
from engine.dataset.annotations.tied import Tied
from engine.dataset.kinds import stem_of
from engine.dataset.listing import Listing
from engine.dataset.trees import Tree
from engine.dataset.types import Layout, Mark
from engine.dataset.unreadable import UnreadableFileError

ReadLines = Callable[[Tree, str, ImageNames], Iterator[tuple[str | None, str, list[Mark]]]]
MAX_FILES = 60
_HEAD_ROWS = 3000
_LEAST_OF_FORM = 5
_SPLIT_LIST = re.compile(r"(partition|split|fold)", re.IGNORECASE)
_SPLIT_WORD = re.compile(r"(train|test|val|valid|validation|dev|\d+)")


def find_lists(listing: Listing, names: ImageNames, inputs: list[str]) -> Iterator[Tied]:
    """Lists with boxes, points, classes or texts; those of one kind and header are taken together."""
    paths = files_with(listing, "csv", "tsv", "txt", "xlsx", "parquet", "jsonl")
    if len(paths) > MAX_FILES:
        paths = [path for path in paths if path.count("/") <= 1][:MAX_FILES]
    paths = [path for path in paths if not _SPLIT_LIST.search(stem_of(path))]
    lists: dict[tuple[object, ...], list[ImageList]] = {}
    for path in paths:
        try:
            found = read_list(listing.tree, path, names)
        except UnreadableFileError:
            continue
        if found is not None:
            bare_name = "" if any(found.header) else _SPLIT_WORD.sub("", stem_of(path).lower())
            lists.setdefault((found.columns.kind, found.header, bare_name), []).append(found)
    for alike in lists.values():
        own = [found for found in alike if not _is_form(listing, found)]
        tied = _of_lists(listing, own, names, inputs) if own else None
        if tied is not None:
            yield tied
    yield from _of_text_files(
        listing, [path for path in paths if path.lower().endswith(".txt")], names, inputs
    )


def _is_form(listing: Listing, found: ImageList) -> bool:
    """Whether every row says the same of its image: a form to be filled in (``sample_submission``)."""
    if found.columns.kind in ("boxes", "points") or found.columns.flags or found.columns.target is None:
        return False
    try:
        said = [row[found.columns.target] for row in islice(found.cells(listing.tree), _HEAD_ROWS)]
    except (UnreadableFileError, IndexError):
        return False
    return len(said) >= _LEAST_OF_FORM and len(set(said)) == 1


def _of_lists(listing: Listing, own: list[ImageList], names: ImageNames, inputs: list[str]) -> Tied | None:
    columns = own[0].columns
    layout: Layout = "boxes" if columns.kind in ("boxes", "points") else "image_list"
    files = [found.path for found in own]
    tied = tied_by_index(
        listing,
        layout,
        files,
        inputs,
        lambda: _read_lists(listing, own, names, None),
        lambda: _read_lists(listing, own, names, _HEAD_ROWS),
    )
    if tied is None:
        return None
    tied.target_name = columns.target_name or tied.target_name
    if columns.kind == "number":
        tied.modality, tied.systems = "number", ("image_classification",)
    if layout == "image_list" and not columns.named:
        tied.confidence = min(tied.confidence, 0.75)
    return tied


def _read_lists(listing: Listing, lists: list[ImageList], names: ImageNames, most: int | None) -> MarkStore:
    store = MarkStore(relative=any(found.columns.relative for found in lists))
    lone: set[str] = set()
    for found in lists:
        try:
            for image, name, said in islice(found.rows(listing.tree, names), most):
                if image is None:
                    lone.add(name)
                else:
                    store.put(image, (said,) if said.box or said.label or said.text else ())
        except UnreadableFileError as error:
            store.problems[found.path] = error.reason
    store.lone = sorted(lone)
    return store


def _of_text_files(
    listing: Listing, paths: list[str], names: ImageNames, inputs: list[str]
) -> Iterator[Tied]:
    """Lists of several lines an image (WIDER FACE), of a line an image (Keras YOLO), of frames (MOT)."""
    tracked = [path for path in paths if _is_track(listing, path)]
    for read in (read_counted, read_spaced):
        own = [path for path in paths if _is_read_by(read, listing, path, names)]
        if own:
            tied = tied_by_index(
                listing, "boxes", own, inputs, partial(_read_lines, read, listing, own, names)
            )
            if tied is not None:
                yield tied
    if tracked:
        tied = tied_by_index(
            listing, "boxes", tracked, inputs, lambda: _read_tracks(listing, tracked, inputs)
        )
        if tied is not None:
            yield tied


def _is_read_by(read: ReadLines, listing: Listing, path: str, names: ImageNames) -> bool:
    try:
        return any(found and marks for found, _, marks in islice(read(listing.tree, path, names), 20))
    except UnreadableFileError:
        return False


def _read_lines(read: ReadLines, listing: Listing, paths: list[str], names: ImageNames) -> MarkStore:
    store = MarkStore()
    for path in paths:
        try:
            for image, name, found in read(listing.tree, path, names):
                if image is None:
                    store.lone.append(name)
                else:
                    store.put(image, found)
        except UnreadableFileError as error:
            store.problems[path] = error.reason
    return store


def _is_track(listing: Listing, path: str) -> bool:
    """Whether a text file is of the MOT challenge: frame, id, left, top, width, height, …"""
    if stem_of(path).lower() not in ("gt", "det"):
        return False
    try:
        first = lines_of(listing.tree.read(path))[:50]
    except UnreadableFileError:
        return False
    return bool(first) and all(len(numbers(line.split(",")) or ()) >= 6 for line in first)


def _read_tracks(listing: Listing, paths: list[str], inputs: list[str]) -> MarkStore:
    store = MarkStore()
    lone: set[str] = set()
    for path in paths:
        near = path.rpartition("/")[0].rpartition("/")[0]
        frames = {number: image for image in inputs if image.startswith(near) and (number := _frame(image))}
        for line in lines_of(listing.tree.read(path)):
            cells = numbers(line.split(","))
            if cells is None or len(cells) < 6:
                continue
            image = frames.get(int(cells[0]))
            if image is None:
                lone.add(f"{path}#{int(cells[0])}")
            else:
                store.put(image, [mark("", box_of(cells[2:6], corners=False))])
    store.lone = sorted(lone)
    return store


def _frame(image: str) -> int:
    last = re.search(r"(\d{1,9})\D*$", stem_of(image))
    return int(last[1]) if last else 0
