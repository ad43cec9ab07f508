"""A folder a clip, its frames numbered in it: neighbours look more alike than frames of other clips."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

import numpy
from numpy.typing import NDArray
from PIL import Image

from engine.dataset.fields import read_fields
from engine.dataset.file_dataset import FileDataset
from engine.dataset.kinds import stem_of
from engine.dataset.listing import Folder
from engine.dataset.pictures import decode, quiet_decoding, to_rgb
from engine.dataset.study import Study
from engine.dataset.trees import Tree
from engine.dataset.types import Item, Recognition, Sample
from engine.dataset.unreadable import UnreadableFileError
from engine.dataset.vocabulary import SPLITS, are_collections, are_groupings, role_of, split_of, tokens

_LEAST_FRAMES = 5
# A word for frames, or digits filled up with noughts: plain 1, 2, 3 number the pictures of a class too.
_FRAME = re.compile(r".*(?:(?:fr(?:a?me?)?|f|im|img|image|scene|shot)[ _-]?\d+|\d{3,})\D*", re.IGNORECASE)
_LEAST_FOLDERS = 2
_LOOKED_AT = 6  # folders
_SIDE = 32
_DRAFT = 100_000
_MEETING = 0.8  # of names and contents
_WITH_SOUND = 0.5  # of clips in whose folders a recording lies
_SURE = 0.9  # that names of clips carry their class
Grey = NDArray[numpy.float64]
Evidence = tuple[str, dict[str, int | str]]


def recognise(study: Study) -> FileDataset | None:
    """A clip is a folder, told by its first frame.

    Input only; or paired with the class by whose name the clips are sorted or called, or with the clip
    of the same name on another side.
    """
    listing = study.listing
    if study.kind != "image" or not are_clips(study):
        return None
    folders = _folders(study)
    frames = sum(len(folder.names["image"]) for folder in folders)
    told: tuple[str, dict[str, int | str]] = (
        "folders_are_clips",
        {"folders": len(folders), "frames": frames},
    )
    if len(folders) == _LEAST_FOLDERS and study.meeting is not None and study.meeting.confidence >= _MEETING:
        return None  # frame by frame they are pairs, such as a pose and the frame it was taken from
    sides = _two_sides(listing.tree, folders)
    if sides is not None:
        return _paired(study, sides, told)
    return _of_clips(study, folders, told)


def are_clips(study: Study) -> bool:
    """Whether every folder holds numbered frames that flow into each other, unlike those of other folders."""
    folders = _folders(study)
    if len(folders) < _LEAST_FOLDERS or not all(_are_numbered(folder.names["image"]) for folder in folders):
        return False
    return _flow(study.listing.tree, folders)


def _folders(study: Study) -> list[Folder]:
    return [folder for folder in study.listing.folders.values() if folder.names.get("image")]


def _of_clips(study: Study, folders: Sequence[Folder], told: Evidence) -> FileDataset:
    """Every folder a clip, with its class where the folders above or their names carry one."""
    classes, where = _classes(folders)
    heard = sum(1 for folder in folders if folder.names.get("audio"))

    def samples() -> Iterator[Sample]:
        for folder in folders:
            target = Item("category", value=classes[folder.path]) if folder.path in classes else None
            yield Sample(folder.path or _first(folder), Item("image", path=_first(folder)), target)

    return FileDataset(
        study.listing.tree,
        Recognition(
            layout="frame_folders",
            form="paired" if classes else "input_only",
            confidence=0.96 if classes else 0.9,
            input_modality="video",
            target_modality="category" if classes else None,
            evidence=(told, (where, {"classes": len(set(classes.values()))})) if classes else (told,),
            target_name="folder" if classes else "",
            classes=dict.fromkeys(sorted(set(classes.values())), 0),
            expected=len(folders),
            systems=("lip_sync",) if heard > _WITH_SOUND * len(folders) else (),
        ),
        samples,
        lambda: study.listing.side_files("image"),
    )


def _paired(study: Study, sides: tuple[list[Folder], list[Folder]], told: Evidence) -> FileDataset:
    """Clips of one side with those of the other, such as a low and a high resolution."""
    pairs = list(zip(*sides, strict=True))

    def samples() -> Iterator[Sample]:
        for source, target in pairs:
            yield Sample(source.path, Item("image", path=_first(source)), Item("image", path=_first(target)))

    return FileDataset(
        study.listing.tree,
        Recognition(
            layout="frame_folders",
            form="paired",
            confidence=0.96,
            input_modality="video",
            target_modality="video",
            evidence=(told, ("clips_on_two_sides", {"pairs": len(pairs)})),
            expected=len(pairs),
        ),
        samples,
        lambda: study.listing.side_files("image"),
    )


def _first(folder: Folder) -> str:
    return folder.file(min(folder.names["image"], key=_number))


def _classes(folders: Sequence[Folder]) -> tuple[dict[str, str], str]:
    """The class of each clip by the path of its folder, and the key of the evidence; empty without any."""
    above: dict[str, str] = {}
    for folder in folders:
        parts = [part for part in folder.path.split("/")[:-1] if split_of(part) is None]
        above[folder.path] = parts[-1] if parts else ""
    names = sorted(set(above.values()))
    if len(names) > 1 and all(names) and not are_groupings(names) and not are_collections(names):
        return above, "clips_sorted_by_class"
    stems = {folder.path: folder.path.rpartition("/")[2] for folder in folders}
    reading = read_fields(list(stems.values()))
    if reading is None or reading.certain < _SURE:
        return {}, ""
    named = {path: label for path, stem in stems.items() if (label := reading.label_of(stem)) is not None}
    return named, "clips_called_by_class"


def _two_sides(tree: Tree, folders: Sequence[Folder]) -> tuple[list[Folder], list[Folder]] | None:
    """Clips that lie under two names with the same names below and as many frames: smaller ones go in."""
    for sides in _ways_apart(folders):
        if len(sides) != 2:
            continue
        (first, one), (second, other) = sorted(sides.items())
        if one.keys() != other.keys() or any(_length(one[key]) != _length(other[key]) for key in one):
            continue
        keys = sorted(one)
        if not _look_alike(tree, [(one[key], other[key]) for key in keys]):
            continue
        sizes = [_pixels(tree, side[keys[0]]) for side in (one, other)]
        roles = [role_of((name,)) for name in (first, second)]
        backwards = sizes[0] > sizes[1] or (
            sizes[0] == sizes[1] and roles[0] is not None and roles[0][0] == "target"
        )
        inputs, targets = (other, one) if backwards else (one, other)
        return [inputs[key] for key in keys], [targets[key] for key in keys]
    return None


def _ways_apart(folders: Sequence[Folder]) -> Iterator[dict[str, dict[str, Folder]]]:
    """Name of a side → what its clips are called on both: by one folder of their paths (``lr/a``, ``hr/a``),
    then by all words above them but those of splits (``train_sharp/a``, ``train_sharp_bicubic/X4/a``)."""
    paths = [folder.path.split("/") for folder in folders]
    for place in range(min(map(len, paths)) - 1):
        sides: dict[str, dict[str, Folder]] = {}
        for parts, folder in zip(paths, folders, strict=True):
            rest = "/".join((*parts[:place], "*", *parts[place + 1 :]))
            sides.setdefault(parts[place], {})[rest] = folder
        if not any(split_of(name) for name in sides):
            yield sides
    worded: dict[str, dict[str, Folder]] = {}
    for parts, folder in zip(paths, folders, strict=True):
        above = [word for part in parts[:-1] for word in tokens(part)]
        side = " ".join(word for word in above if word not in SPLITS)
        split = " ".join(word for word in above if word in SPLITS)
        worded.setdefault(side, {})[f"{split}/{parts[-1]}"] = folder
    yield worded


def _look_alike(tree: Tree, pairs: Sequence[tuple[Folder, Folder]]) -> bool:
    """Whether clips of one name show the same: their first frames are nearer than those of other names."""
    chosen = pairs[:: max(1, len(pairs) // _LOOKED_AT)][:_LOOKED_AT]
    try:
        seen = [(_grey(tree, _first(one)), _grey(tree, _first(other))) for one, other in chosen]
    except UnreadableFileError:
        return False
    alike = sum(
        _difference(one, other) < 0.5 * _difference(one, seen[place - 1][1])
        for place, (one, other) in enumerate(seen)
    )
    return alike >= 0.8 * len(seen) if len(seen) > 1 else _difference(*seen[0]) < 0.5


def _length(folder: Folder) -> int:
    return len(folder.names["image"])


def _pixels(tree: Tree, folder: Folder) -> int:
    try:
        with quiet_decoding():
            wide, high = decode(tree.read(_first(folder)), draft=_DRAFT).size
    except UnreadableFileError:
        return 0
    return wide * high


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
    """0 for the same structure, 1 for strangers, whatever their brightness and contrast."""
    first, second = one - one.mean(), other - other.mean()
    size = float(numpy.linalg.norm(first) * numpy.linalg.norm(second))
    if size < 1e-6:
        return float(numpy.abs(one - other).mean() > 1)
    return max(0.0, 1.0 - float((first * second).sum()) / size)
