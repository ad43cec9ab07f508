"""A folder a clip, its frames numbered in it: neighbours look more alike than frames of other clips."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

import numpy
from numpy.typing import NDArray
from PIL import Image

from engine.dataset.file_dataset import FileDataset
from engine.dataset.kinds import stem_of
from engine.dataset.listing import Folder
from engine.dataset.pictures import decode, quiet_decoding, to_rgb
from engine.dataset.study import Study
from engine.dataset.trees import Tree
from engine.dataset.types import Item, Recognition, Sample
from engine.dataset.unreadable import UnreadableFileError

_LEAST_FRAMES = 5
# A word for frames, or digits filled up with noughts: plain 1, 2, 3 number the pictures of a class too.
_FRAME = re.compile(r".*(?:(?:fr(?:a?me?)?|f|im|img|image|scene|shot)[ _-]?\d+|\d{3,})\D*", re.IGNORECASE)
_LEAST_FOLDERS = 2
_LOOKED_AT = 6  # folders
_SIDE = 32
_DRAFT = 100_000
Grey = NDArray[numpy.float64]


def recognise(study: Study) -> FileDataset | None:
    """Input only: a clip is a folder, told by its first frame."""
    listing = study.listing
    if study.kind != "image":
        return None
    folders = [folder for folder in listing.folders.values() if folder.names.get("image")]
    if len(folders) < _LEAST_FOLDERS or not all(_are_numbered(folder.names["image"]) for folder in folders):
        return None
    if not _flow(listing.tree, folders):
        return None

    def samples() -> Iterator[Sample]:
        for folder in folders:
            first = min(folder.names["image"], key=_number)
            yield Sample(folder.path or first, Item("image", path=folder.file(first)))

    frames = sum(len(folder.names["image"]) for folder in folders)
    return FileDataset(
        listing.tree,
        Recognition(
            layout="frame_folders",
            form="input_only",
            confidence=0.9,
            input_modality="video",
            target_modality=None,
            evidence=(("folders_are_clips", {"folders": len(folders), "frames": frames}),),
            expected=len(folders),
        ),
        samples,
        lambda: listing.side_files("image"),
    )


def _number(name: str) -> int:
    digits = re.search(r"(\d{1,12})\D*$", stem_of(name))
    return int(digits[1]) if digits else -1


def _are_numbered(names: Sequence[str]) -> bool:
    """One word and a number that rises by the same step, written as frames are."""
    if len(names) < _LEAST_FRAMES or not all(_FRAME.fullmatch(stem_of(name)) for name in names):
        return False
    if len({re.sub(r"\d+(?=\D*$)", "", stem_of(name)) for name in names}) != 1:
        return False
    numbers = sorted(map(_number, names))
    return numbers[0] >= 0 and len({b - a for a, b in pairwise(numbers)}) == 1


def _flow(tree: Tree, folders: Sequence[Folder]) -> bool:
    """Whether in nearly all folders the next frame is far nearer than the middle one of another folder."""
    step = max(1, len(folders) // _LOOKED_AT)
    chosen = folders[::step][:_LOOKED_AT]
    try:
        seen = [_frames(tree, folder) for folder in chosen]
    except UnreadableFileError:
        return False
    flowing = 0
    for place, (first, second, far) in enumerate(seen):
        other = seen[place - 1][0]
        near = _difference(first, second)
        flowing += near < 0.5 * _difference(first, other) and near <= 0.9 * _difference(first, far)
    return flowing >= 0.8 * len(seen)


def _frames(tree: Tree, folder: Folder) -> tuple[Grey, Grey, Grey]:
    names = sorted(folder.names["image"], key=_number)
    first, second, far = (_grey(tree, folder.file(names[place])) for place in (0, 1, len(names) // 2))
    return first, second, far


def _grey(tree: Tree, path: str) -> Grey:
    with quiet_decoding():
        image = to_rgb(decode(tree.read(path), draft=_DRAFT).image).convert("L")
    return numpy.asarray(image.resize((_SIDE, _SIDE), Image.Resampling.BOX), dtype=numpy.float64)


def _difference(one: Grey, other: Grey) -> float:
    return float(numpy.abs(one - other).mean())
