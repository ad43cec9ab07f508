"""Clips of people: videos, moving pictures and folders of frames as small frames in their order, with the
sound where there is one; and who of them must stay together."""

from __future__ import annotations

import hashlib
import io
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Protocol, TypeVar

import numpy as np
from PIL import Image, ImageSequence

from engine.dataset import UnreadableFileError, load_picture
from engine.dataset.kinds import kind_of, stem_of
from engine.dataset.media.moving import film
from engine.dataset.pictures import DAMAGE
from engine.dataset.types import Dataset, FileTree, Sample
from engine.jobs.protocol import Reporter
from engine.prototypes.pictures.frames import each_picture
from engine.prototypes.pictures.origins import grouped_keys
from engine.prototypes.split import LEAST_GROUPS, Key
from engine.prototypes.system import Prepared
from engine.runtime.preprocess import REDUCING_GAP, Pixels

SMALL = 192
"""Pixels of a frame's shorter side at most: what is not yet cropped need not be larger."""
PASSAGES = 10  # into which a clip is cut where there are too few people to hold any out
CLIP_LAYOUTS = ("frame_folders", "flat_folder", "media_pairs", "transcripts", "class_folders", "named_files")
"""In which videos may lie."""


@dataclass(frozen=True)
class ClipFiles:
    """Where a clip lies. ``frames``: of one that is a folder of pictures, in order; ``sound``: the
    recording that the data set ties to it."""

    id: str
    path: str
    frames: tuple[str, ...] = ()
    sound: str | None = None


class Clip(Protocol):
    """A clip that was read: how many frames it has is its length."""

    @property
    def id(self) -> str:
        """Of its file or folder."""

    def __len__(self) -> int:
        """Its frames."""


C = TypeVar("C", bound=Clip)


def clips_in(dataset: Dataset) -> list[ClipFiles]:
    """Every clip of the input side; one that the data set ties to no sound has the recording of its name
    or, in a folder of frames, the one that lies there, where there is one."""
    if dataset.recognition.layout == "frame_folders":
        clips = _folders(dataset)
    else:
        clips = [clip for sample in dataset.samples() if (clip := clip_of(sample)) is not None]
    named, inside = _recordings(dataset.tree)
    return [
        clip
        if clip.sound
        else replace(clip, sound=named.get(_name(clip)) or (inside.get(clip.path) if clip.frames else None))
        for clip in clips
    ]


def clip_of(sample: Sample) -> ClipFiles | None:
    """The clip that a sample is, and its sound; None where it is none."""
    sides = [side for side in (sample.input, sample.target) if side is not None and side.path is not None]
    video = next((side.path for side in sides if side.modality == "video"), None)
    sound = next((side.path for side in sides if side.modality == "audio"), None)
    return None if video is None else ClipFiles(sample.id, video, sound=sound)


def frames_of(tree: FileTree, clip: ClipFiles, rate: float, most: int) -> list[Pixels]:
    """RGB frames [h, w, 3] from the first on, at most so many. ``rate``: a second, where the clip knows
    how fast it is; 0: as they are. Raises UnreadableFileError where not one can be read."""
    frames: list[Pixels] = []
    try:
        for picture in _pictures(tree, clip, rate):
            frames.append(_small(picture))
            if len(frames) == most:
                break
    except UnreadableFileError:
        if not frames:  # what comes before the damage is good
            raise
    if not frames:
        raise UnreadableFileError("no_frames")
    common = frames[0].shape
    return [frame for frame in frames if frame.shape == common]


def read_clips(
    dataset: Dataset,
    read: Callable[[FileTree, ClipFiles], C],
    most: int,
    seed: int,
    reporter: Reporter,
) -> tuple[list[C], int, int]:
    """What ``read`` makes of the clips, in an order drawn by the seed, until they hold ``most`` frames.

    Returns them by their ids, how many could not be read, and how many there was no room for.
    """
    clips = sorted(clips_in(dataset), key=lambda one: hashlib.blake2b(f"{seed}:{one.id}".encode()).digest())
    found: list[C] = []
    unreadable = count = done = 0
    for done, clip in enumerate(clips, start=1):
        try:
            found.append(read(dataset.tree, clip))
        except UnreadableFileError:
            unreadable += 1
            continue
        finally:
            reporter.progress(done, len(clips), "reading")
        count += len(found[-1])
        if count >= most:
            break
    return sorted(found, key=lambda one: one.id), unreadable, len(clips) - done


def person_keys(
    dataset: Dataset, clips: Sequence[Prepared], samples: Sequence[tuple[Prepared, int, float]]
) -> tuple[Key, ...]:
    """A key for each sample, given with the number of its clip and how far into it it is, 0 … 1.

    Clips of one person, as far as names tell, are of one group. Where that leaves too few, each
    clip is cut into passages: then nobody is held out, only times.
    """
    groups = [key.group for key in grouped_keys(clips, dataset.recognition)]
    few = len(set(groups)) < LEAST_GROUPS
    keys = []
    for one, number, place in samples:
        group = f"{groups[number]}#{int(place * PASSAGES)}" if few else groups[number]
        keys.append(Key(one.id, group, "", f"{one.fingerprint:016x}"))
    return tuple(keys)


def _recordings(tree: FileTree) -> tuple[dict[str, str], dict[str, str]]:
    """By name, and by the folder that they lie in; none where several share it."""
    named: dict[str, list[str]] = defaultdict(list)
    inside: dict[str, list[str]] = defaultdict(list)
    for entry in tree.entries():
        if kind_of(entry.path) == "audio":
            named[stem_of(entry.path).lower()].append(entry.path)
            inside[entry.path.rpartition("/")[0]].append(entry.path)
    alone, lone = (
        {name: paths[0] for name, paths in found.items() if len(paths) == 1} for found in (named, inside)
    )
    return alone, lone


def _name(clip: ClipFiles) -> str:
    return clip.path.rpartition("/")[2].lower() if clip.frames else stem_of(clip.path).lower()


def _folders(dataset: Dataset) -> list[ClipFiles]:
    found: dict[str, list[str]] = {}
    for sample in each_picture(dataset):
        if sample.input.path is not None:
            found.setdefault(sample.input.path.rpartition("/")[0], []).append(sample.input.path)
    return [ClipFiles(folder or paths[0], folder, tuple(paths)) for folder, paths in found.items()]


def _pictures(tree: FileTree, clip: ClipFiles, rate: float) -> Iterator[Image.Image]:
    if clip.frames:
        for path in clip.frames:
            try:
                yield load_picture(tree.read(path))
            except UnreadableFileError:
                continue  # a hole in a clip
    elif kind_of(clip.path) == "image":
        yield from _moving_picture(tree.read(clip.path))
    else:
        for frame in film(tree, clip.path, rate):
            yield Image.fromarray(np.ascontiguousarray(frame[..., ::-1]))


def _moving_picture(data: bytes) -> Iterator[Image.Image]:
    load_picture(data)  # refuses what is too large or no picture
    try:
        with Image.open(io.BytesIO(data)) as image:
            for frame in ImageSequence.Iterator(image):
                yield frame.convert("RGB")
    except DAMAGE:
        raise UnreadableFileError("damaged_image") from None


def _small(picture: Image.Image) -> Pixels:
    scale = SMALL / min(picture.size)
    if scale < 1:
        size = max(1, round(picture.width * scale)), max(1, round(picture.height * scale))
        picture = picture.resize(size, Image.Resampling.BILINEAR, reducing_gap=REDUCING_GAP)
    return np.asarray(picture, dtype=np.uint8)
