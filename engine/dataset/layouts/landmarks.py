"""Meshes and clouds of points with a file each of the same name: landmarks, or a label a point."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import islice

from engine.dataset.file_dataset import FileDataset
from engine.dataset.kinds import Kind, is_side_file, suffix_of
from engine.dataset.listing import Listing
from engine.dataset.media.inside import READ_DAMAGE
from engine.dataset.media.landmarks import labels_in, points_in
from engine.dataset.stems import tie_by_stem
from engine.dataset.study import Study
from engine.dataset.types import Item, Modality, Recognition, Sample, Unreadable
from engine.dataset.unreadable import UnreadableFileError

_SUFFIXES = frozenset(
    {
        "json",
        "csv",
        "tsv",
        "txt",
        "pp",
        "fcsv",
        "lmk",
        "landmarks",
        "pts",
        "lm",
        "xml",
        "dat",
        "seg",
        "eseg",
        "labels",
        "lbl",
    }
)
_KINDS: tuple[Kind, ...] = ("table", "text", "annotation", "other")
_LOOKED_AT = 12
_LIMIT = 4 << 20
Holds = Callable[[Listing, str], bool]


def recognise(study: Study) -> FileDataset | None:
    """Paired: the input is the mesh, the target the points on it, or a number for each of its points."""
    listing = study.listing
    if study.kind != "mesh":
        return None
    inputs = list(listing.files("mesh"))
    tied, _ = tie_by_stem(inputs, _beside(listing))
    if len(tied) < max(1, 0.05 * len(inputs)):
        return None
    looked_at = list(islice(tied.values(), _LOOKED_AT))
    for holds in (holds_labels, holds_points):
        if sum(holds(listing, path) for path in looked_at) > 0.5 * len(looked_at):
            return _dataset(listing, tied, holds)
    return None


def holds_points(listing: Listing, path: str) -> bool:
    """Whether a file holds at least one point in space."""
    data = _head_of(listing, path)
    return data is not None and len(points_in(data, suffix_of(path), most=1)) > 0


def holds_labels(listing: Listing, path: str) -> bool:
    """Whether a file gives each point or face of a mesh a number: its part, tooth or class."""
    data = _head_of(listing, path)
    return data is not None and labels_in(data, suffix_of(path))


def _head_of(listing: Listing, path: str) -> bytes | None:
    try:
        with listing.tree.open(path) as stream:
            return stream.read(_LIMIT)
    except (UnreadableFileError, *READ_DAMAGE):
        return None


def _beside(listing: Listing) -> Iterator[str]:
    for kind in _KINDS:
        for path in listing.files(kind):
            if suffix_of(path) in _SUFFIXES and not is_side_file(path.rpartition("/")[2]):
                yield path


def _dataset(listing: Listing, tied: dict[str, str], holds: Holds) -> FileDataset:
    count = listing.counts["mesh"]
    points = holds is holds_points
    modality: Modality = "points" if points else "mixed"

    def samples() -> Iterator[Sample]:
        for path in listing.files("mesh"):
            target = Item(modality, path=tied[path]) if path in tied else None
            yield Sample(path, Item("mesh", path=path), target)

    def unmatched_targets() -> Iterator[Item]:
        used = set(tied.values())
        for path in _beside(listing):
            if path not in used and holds(listing, path):
                yield Item(modality, path=path)

    def ignored() -> Iterator[Unreadable]:
        beside = set(_beside(listing))
        for side in listing.side_files("mesh"):
            if side.path not in beside or not holds(listing, side.path):
                yield side

    key = "landmarks_found" if points else "point_labels_found"
    return FileDataset(
        listing.tree,
        Recognition(
            layout="landmarks" if points else "point_labels",
            form="paired",
            confidence=0.96 if len(tied) >= 3 else 0.92,
            input_modality="mesh",
            target_modality=modality,
            evidence=((key, {"matched": len(tied), "inputs": count}),),
            expected=count,
            systems=("bracket_positioning",) if points else (),
        ),
        samples,
        ignored,
        unmatched_targets,
    )
