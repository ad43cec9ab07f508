"""Two frames of one clip: the first is the photograph, the second shows how the face is to move, and is the
answer too; and the codec between them and a network that moves faces."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial

import cv2
import numpy as np
import xxhash
from numpy.typing import NDArray
from PIL import Image
from pydantic import Field

from engine.dataset import UnreadableFileError
from engine.dataset.types import Dataset, FileTree, Sample
from engine.errors import UserError
from engine.jobs.protocol import Json, Reporter
from engine.prototypes.moving.clips import ClipFiles, clip_of, clips_in, frames_of, person_keys, read_clips
from engine.prototypes.pictures.picture_pairs import beside, pixels_of, planes, shaped
from engine.prototypes.system import Answer, Codec, Examples, Feeds, Outputs, Port, Prepared, Unread
from engine.runtime.preprocess import Pixels
from engine.runtime.types import Model

RATE = 10.0  # frames a second: nearer ones hardly differ
MOST_FRAMES = 120  # of a clip
MOST_TURNS = 8000
LEAST_FRAMES = 2
SPOT = (255, 230, 0)


class MovingSettings(Model):
    """What the file says: the side in pixels that every frame is brought to."""

    side: int = Field(64, ge=32, le=512, multiple_of=32)


@dataclass(frozen=True, kw_only=True, eq=False)
class Film(Prepared):
    """One clip. ``frames``: [n, side, side, 3]."""

    frames: Pixels

    def __len__(self) -> int:
        return len(self.frames)

    def frame(self, place: int) -> Pixels:
        """[side, side, 3]."""
        return np.asarray(self.frames[place], np.uint8)


@dataclass(frozen=True, kw_only=True, eq=False)
class Turn(Prepared):
    """From one frame of a clip, the photograph, to another, by their numbers."""

    film: Film
    source: int
    driving: int

    @property
    def photo(self) -> Pixels:
        """[side, side, 3]."""
        return self.film.frame(self.source)

    @property
    def driver(self) -> Pixels:
        """[side, side, 3]."""
        return self.film.frame(self.driving)


class MovingFaces(Codec[Turn]):
    """A photograph and a driving frame in; the photograph moved, and the driving frame's key points, out.

    Each driving frame also moves the photograph of somebody else. ``control``: see whether that one's key
    points end where the driving ones are.
    """

    inputs = (Port("source"), Port("driving"))
    outputs = (Port("output"), Port("points"))

    def __init__(self, said: MovingSettings, control: bool = False) -> None:
        self.said, self._control = said, control

    def settings(self) -> dict[str, Json]:
        """As written into the file."""
        return self.said.model_dump(mode="json")

    def read(self, dataset: Dataset, sample: Sample) -> Turn | None:
        """From the first frame of a clip to the one in its middle. Raises UnreadableFileError."""
        clip = clip_of(sample)
        if clip is None:
            return None
        film = read_film(dataset.tree, clip, self.said)
        return turns_of(film, photograph=True)[len(film.frames) // 2]

    def read_all(self, dataset: Dataset) -> Iterator[Turn | Unread]:
        """Every frame of every clip; the clip's first frame is the photograph."""
        for clip in clips_in(dataset):
            try:
                yield from turns_of(read_film(dataset.tree, clip, self.said), photograph=True)
            except UnreadableFileError as error:
                yield Unread(clip.path, error.reason)

    def feeds(self, some: Sequence[Turn]) -> Feeds:
        """[n, 3, side, side] of 0 … 1, both."""
        return pair_of(np.stack([one.photo for one in some]), np.stack([one.driver for one in some]))

    def run(self, some: Sequence[Turn], call: Callable[[Feeds], Outputs]) -> Outputs:
        """Beside the network's own outputs: ``stranger``, the photograph of somebody else in the batch (the
        own one where there is nobody), ``crossed``, how it moves, and, with ``control``, its
        ``crossed_points`` then."""
        outputs = call(self.feeds(some))
        strangers = np.stack([stranger_of(some, place).photo for place in range(len(some))])
        given = pair_of(strangers, np.stack([one.driver for one in some]))
        crossed = call(given)["output"]
        extra = {"stranger": np.asarray(given["source"], np.float32), "crossed": crossed}
        if self._control:
            extra["crossed_points"] = call({"source": crossed, "driving": crossed})["points"]
        return {**outputs, **extra}

    def answer(self, one: Turn, outputs: Outputs) -> Answer:
        """Nothing in words: the face is the answer."""
        return Answer()

    def draw(self, one: Turn, outputs: Outputs) -> NDArray[np.uint8]:
        """The photograph, the photograph moved, the driving frame with its key points; and where there
        is one, somebody else's photograph, moved likewise."""
        shown = [one.photo, pixels_of(outputs["output"]), dotted(one.driver, outputs["points"])]
        if "crossed" in outputs:
            shown += [pixels_of(outputs["stranger"]), pixels_of(outputs["crossed"])]
        return beside(shown)


def read_turns(dataset: Dataset, said: MovingSettings, seed: int, reporter: Reporter) -> Examples[Turn]:
    """Every frame of as many clips as there is room for. Raises UserError where there is no clip."""
    films, unreadable, unused = read_clips(dataset, partial(read_film, said=said), MOST_TURNS, seed, reporter)
    if not films:
        raise UserError("prototype_no_clips", name=dataset.name)
    known = [
        (turn, number, turn.driving / len(film.frames))
        for number, film in enumerate(films)
        for turn in turns_of(film)
    ]
    keys = person_keys(dataset, films, known)
    return Examples(tuple(turn for turn, _, _ in known), keys, unreadable, unused)


def read_film(tree: FileTree, clip: ClipFiles, said: MovingSettings) -> Film:
    """A clip's frames in small. Raises UnreadableFileError where it is no clip."""
    frames = frames_of(tree, clip, RATE, MOST_FRAMES)
    if len(frames) < LEAST_FRAMES:
        raise UnreadableFileError("no_frames")
    small = np.stack([shaped(Image.fromarray(frame), (said.side, said.side)) for frame in frames])
    return Film(id=clip.id, fingerprint=xxhash.xxh3_64_intdigest(small.tobytes()), frames=small)


def turns_of(film: Film, photograph: bool = False) -> list[Turn]:
    """One a frame. ``photograph``: from the first frame; else from one that is a quarter to three quarters
    of the clip away."""
    count = len(film.frames)
    return [
        Turn(
            id=f"{film.id}#{place:04d}",
            fingerprint=xxhash.xxh3_64_intdigest(film.frames[place].tobytes(), film.fingerprint),
            film=film,
            source=0 if photograph else (place + _away(place, count)) % count,
            driving=place,
        )
        for place in range(count)
    ]


def stranger_of(some: Sequence[Turn], place: int) -> Turn:
    """Somebody else in the batch, from its other half where possible."""
    own = some[place].film.fingerprint
    for step in range(len(some)):
        other = some[(place + len(some) // 2 + step) % len(some)]
        if other.film.fingerprint != own:
            return other
    return some[place]


def pair_of(sources: Pixels, drivers: Pixels) -> Feeds:
    """The network's inputs."""
    return {"source": planes(sources), "driving": planes(drivers)}


def dotted(picture: Pixels, points: NDArray[np.float32]) -> Pixels:
    """The picture with these points [k, 2] of -1 … 1 on it."""
    side = len(picture)
    found = np.array(picture, order="C")
    for right, down in (points + 1) * side / 2:
        cv2.circle(found, (int(right), int(down)), max(1, side // 64), SPOT, -1)
    return found


def _away(place: int, count: int) -> int:
    return max(1, count // 4 + place * 7 % max(1, count // 2))
