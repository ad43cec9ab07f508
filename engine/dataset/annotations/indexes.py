"""One file, or a few, with the annotations of many images: COCO, CVAT, JSON of any make."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from engine.dataset.annotations import json_files, xml_files
from engine.dataset.annotations.coco import Reading, is_coco, read_coco
from engine.dataset.annotations.find_lists import find_lists
from engine.dataset.annotations.index_tied import tied_by_index
from engine.dataset.annotations.json_lines import files_of_json_lines, read_json_lines
from engine.dataset.annotations.marks_store import MarkStore
from engine.dataset.annotations.names import ImageNames
from engine.dataset.annotations.sidecars import files_with
from engine.dataset.annotations.stream_json import top_level
from engine.dataset.annotations.tied import Tied
from engine.dataset.kinds import stem_of
from engine.dataset.listing import Listing
from engine.dataset.unreadable import UnreadableFileError

MAX_FILES = 60
"""As many files are opened to see whether they are an index; a set has one, or a few a split."""
_LOOKED_AT = 300
Finder = Callable[[Listing, ImageNames, list[str]], Iterator[Tied]]


def find_coco(listing: Listing, names: ImageNames, inputs: list[str]) -> Iterator[Tied]:
    """COCO in one file or in several."""
    tree = listing.tree
    paths = [path for path in files_with(listing, "json")[:MAX_FILES] if is_coco(tree, path)]
    if not paths:
        return
    tied = tied_by_index(
        listing,
        "coco",
        paths,
        inputs,
        lambda: read_coco(tree, paths, names),
        lambda: _coco_head(listing, paths, names),
    )
    if tied is not None:
        yield tied


def _coco_head(listing: Listing, paths: list[str], names: ImageNames) -> MarkStore:
    """What the first images and annotations of large files say, without reading all."""
    store = MarkStore()
    missing: set[str] = set()
    for path in paths[:4]:
        reading = Reading(store, names, missing)
        seen = {"images": 0, "annotations": 0}
        try:
            with listing.tree.open(path) as stream:
                for key, value in top_level(stream):
                    if not isinstance(value, dict):
                        continue
                    if key in seen:
                        seen[key] += 1
                    if key != "images" or seen[key] <= _LOOKED_AT:
                        reading.take(key, value)
                    if seen["annotations"] > _LOOKED_AT * 8:
                        break
        except UnreadableFileError as error:
            store.problems[path] = error.reason
        reading.finish()
    store.lone = sorted(missing)
    return store


def find_cvat(listing: Listing, names: ImageNames, inputs: list[str]) -> Iterator[Tied]:
    """CVAT, of images or of a video's frames."""
    paths = []
    for path in files_with(listing, "xml")[:MAX_FILES]:
        try:
            with listing.tree.open(path) as stream:
                if xml_files.is_cvat(stream.read(1 << 16)):
                    paths.append(path)
        except (UnreadableFileError, OSError, ValueError):
            continue
    if not paths:
        return
    tied = tied_by_index(listing, "cvat", paths, inputs, lambda: _read_cvat(listing, paths, names, inputs))
    if tied is not None:
        yield tied


def _read_cvat(listing: Listing, paths: list[str], names: ImageNames, inputs: list[str]) -> MarkStore:
    store = MarkStore()
    lone: set[str] = set()
    frames = frames_of(inputs)
    for path in paths:
        try:
            with listing.tree.open(path) as stream:
                for name, frame, marked in xml_files.read_cvat(stream):
                    image = names.find_loosely(name) if name else frames.get(-1 if frame is None else frame)
                    if image is None:
                        lone.add(name or f"#{frame}")
                    else:
                        store.put(image, marked.marks, marked.size)
        except UnreadableFileError as error:
            store.problems[path] = error.reason
    store.lone = sorted(lone)
    return store


def frames_of(images: list[str]) -> dict[int, str]:
    """Images by the last number of their name."""
    frames: dict[int, str] = {}
    for image in images:
        last = re.search(r"(\d{1,9})\D*$", stem_of(image))
        if last:
            frames.setdefault(int(last[1]), image)
    return frames


def find_json(listing: Listing, names: ImageNames, inputs: list[str]) -> Iterator[Tied]:
    """JSON of other tools that names many images and what lies in each."""
    tree = listing.tree
    paths = files_with(listing, "json")
    if len(paths) > MAX_FILES:
        return
    paths = [path for path in paths if not is_coco(tree, path)]
    if not paths:
        return

    def read() -> MarkStore:
        store = MarkStore()
        for path in paths:
            try:
                for image, marked in json_files.read_many(json_files.parse(tree.read(path)), names.find):
                    store.put(image, marked.marks, marked.size)
            except UnreadableFileError as error:
                store.problems[path] = error.reason
        return store

    tied = tied_by_index(listing, "boxes", paths, inputs, read)
    if tied is not None:
        if tied.modality in ("category", "text"):
            tied.layout = "image_list"
        yield tied


def find_json_lines(listing: Listing, names: ImageNames, inputs: list[str]) -> Iterator[Tied]:
    """Text files with a line of JSON an image."""
    paths = files_of_json_lines(listing)
    if not paths:
        return
    tied = tied_by_index(listing, "boxes", paths, inputs, lambda: read_json_lines(listing, paths, names))
    if tied is not None:
        yield tied


FINDERS: tuple[Finder, ...] = (find_coco, find_cvat, find_json, find_json_lines, find_lists)
