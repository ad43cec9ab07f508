"""Meshes and clouds of points with a file each of the same name that holds landmarks."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from itertools import islice
from xml.etree.ElementTree import ParseError

from engine.dataset.file_dataset import FileDataset
from engine.dataset.kinds import Kind, is_side_file, suffix_of
from engine.dataset.listing import Listing
from engine.dataset.media.inside import READ_DAMAGE
from engine.dataset.stems import tie_by_stem
from engine.dataset.study import Study
from engine.dataset.tables.encoding import decode_text
from engine.dataset.types import Item, Recognition, Sample, Unreadable
from engine.dataset.unreadable import UnreadableFileError

_SUFFIXES = frozenset(
    {"json", "csv", "tsv", "txt", "pp", "fcsv", "lmk", "landmarks", "pts", "lm", "xml", "dat"}
)
_KINDS: tuple[Kind, ...] = ("table", "text", "annotation", "other")
_LOOKED_AT = 12
_LIMIT = 4 << 20
_NUMBER = r"[-+]?\d*\.?\d+(?:[eE][-+]?\d+)?"
_TRIPLE = re.compile(rf"(?<![\d.]){_NUMBER}[\s,;]+{_NUMBER}[\s,;]+{_NUMBER}")
_DEPTH = 12


def recognise(study: Study) -> FileDataset | None:
    """Paired: the input is the mesh, the target the points on it."""
    listing = study.listing
    if study.kind != "mesh":
        return None
    inputs = list(listing.files("mesh"))
    tied, _ = tie_by_stem(inputs, _beside(listing))
    if len(tied) < max(1, 0.05 * len(inputs)):
        return None
    looked_at = list(islice(tied.values(), _LOOKED_AT))
    if sum(holds_points(listing, path) for path in looked_at) <= 0.5 * len(looked_at):
        return None
    return _dataset(listing, tied)


def holds_points(listing: Listing, path: str) -> bool:
    """Whether a file holds at least one point in space."""
    try:
        data = listing.tree.read(path)
    except (UnreadableFileError, *READ_DAMAGE):
        return False
    text = decode_text(data[:_LIMIT])
    if suffix_of(path) == "json":
        try:
            return _has_point(json.loads(text), _DEPTH)
        except (ValueError, RecursionError):
            return False
    if suffix_of(path) in ("pp", "xml"):
        return _has_marked_point(text)
    return _TRIPLE.search(text) is not None


def _has_point(value: object, depth: int) -> bool:
    """Three numbers in a row, or as x, y and z."""
    if depth == 0:
        return False
    if isinstance(value, dict):
        lower = {str(key).lower(): inner for key, inner in value.items()}
        if all(isinstance(lower.get(axis), (int, float)) for axis in "xyz"):
            return True
        return any(_has_point(inner, depth - 1) for inner in value.values())
    if isinstance(value, list):
        numbers = sum(isinstance(inner, (int, float)) and not isinstance(inner, bool) for inner in value)
        if value and numbers == len(value) and len(value) % 3 == 0:
            return True
        return any(_has_point(inner, depth - 1) for inner in value[:1000])
    return False


def _has_marked_point(text: str) -> bool:
    """As MeshLab writes picked points: elements with x, y and z."""
    from defusedxml import DefusedXmlException
    from defusedxml.ElementTree import fromstring

    try:
        root = fromstring(text)
    except (ParseError, DefusedXmlException, ValueError):
        return False
    return any({"x", "y", "z"} <= {key.lower() for key in element.attrib} for element in root.iter())


def _beside(listing: Listing) -> Iterator[str]:
    for kind in _KINDS:
        for path in listing.files(kind):
            if suffix_of(path) in _SUFFIXES and not is_side_file(path.rpartition("/")[2]):
                yield path


def _dataset(listing: Listing, tied: dict[str, str]) -> FileDataset:
    count = listing.counts["mesh"]

    def samples() -> Iterator[Sample]:
        for path in listing.files("mesh"):
            target = Item("points", path=tied[path]) if path in tied else None
            yield Sample(path, Item("mesh", path=path), target)

    def unmatched_targets() -> Iterator[Item]:
        used = set(tied.values())
        for path in _beside(listing):
            if path not in used and holds_points(listing, path):
                yield Item("points", path=path)

    def ignored() -> Iterator[Unreadable]:
        beside = set(_beside(listing))
        for side in listing.side_files("mesh"):
            if side.path not in beside or not holds_points(listing, side.path):
                yield side

    return FileDataset(
        listing.tree,
        Recognition(
            layout="landmarks",
            form="paired",
            confidence=0.96 if len(tied) >= 3 else 0.92,
            input_modality="mesh",
            target_modality="points",
            evidence=(("landmarks_found", {"matched": len(tied), "inputs": count}),),
            expected=count,
            systems=("bracket_positioning",),
        ),
        samples,
        ignored,
        unmatched_targets,
    )
