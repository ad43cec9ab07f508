"""Faces that speak, moment by moment: what is heard, the face with its mouth covered, another moment of the
same person; and the codec between them and a network that paints the mouth."""

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
from engine.dataset.media.soundtrack import heard, soundtrack_of
from engine.dataset.types import Dataset, FileTree, Sample
from engine.errors import UserError
from engine.jobs.protocol import Json, Reporter
from engine.prototypes.moving.clips import ClipFiles, clip_of, clips_in, frames_of, person_keys, read_clips
from engine.prototypes.moving.voice import Floats, VoiceSettings, spectra, stretch
from engine.prototypes.pictures.picture_pairs import beside, pixels_of, planes, shaped
from engine.prototypes.system import Answer, Codec, Examples, Feeds, Outputs, Port, Prepared, Unread
from engine.runtime.preprocess import Pixels
from engine.runtime.types import Model

MOST_FRAMES = 250  # of a clip
MOST_MOMENTS = 8000
LEAST_FRAMES = 4
AWAY = 15  # frames from a moment to the one that shows how the person looks
LATE = 25  # frames by which the sound is moved to see whether it matters
NEARLY_SQUARE = 1.15
FACE = 0.55  # of the shorter side: a face in a picture of head and shoulders
MOUTH = 0.68  # how far down in the face
COVER = 0.5


class TalkingSettings(Model):
    """What the file says. ``side``: of the face, in pixels; ``rate``: frames a second; ``ticks``: spectra
    that are heard around a frame."""

    side: int = Field(64, ge=16, le=512, multiple_of=16)
    rate: float = Field(25.0, gt=1, le=120)
    ticks: int = Field(16, ge=4, le=100)
    voice: VoiceSettings = VoiceSettings()


@dataclass(frozen=True, kw_only=True, eq=False)
class Speech(Prepared):
    """One clip. ``faces``: [n, side, side, 3]; ``voice``: [bands, ticks], see voice.py."""

    faces: Pixels
    voice: Floats

    def __len__(self) -> int:
        return len(self.faces)


@dataclass(frozen=True, kw_only=True, eq=False)
class Moment(Prepared):
    """A frame of a clip, by its number."""

    clip: Speech
    place: int

    def other(self, by: int) -> int:
        """The frame so many further on, round and round; half a clip where it is as short as that."""
        count = len(self.clip.faces)
        return (self.place + (by if count > by + 1 else count // 2)) % count


class FaceAndVoice(Codec[Moment]):
    """The sound, the covered face and the face of another moment in; the face that speaks out.

    ``control``: see whether it is the sound that moves the mouth: the same network hears what is said a
    second later, too.
    """

    inputs = (Port("sound"), Port("face"), Port("reference"))
    outputs = (Port("output"),)

    def __init__(self, said: TalkingSettings, control: bool = False) -> None:
        self.said, self._control = said, control

    def settings(self) -> dict[str, Json]:
        """As written into the file."""
        return self.said.model_dump(mode="json")

    def read(self, dataset: Dataset, sample: Sample) -> Moment | None:
        """The moment in the middle of a clip. Raises UnreadableFileError."""
        clip = clip_of(sample)
        if clip is None:
            return None
        moments = moments_of(read_speech(dataset.tree, clip, self.said))
        return moments[len(moments) // 2]

    def read_all(self, dataset: Dataset) -> Iterator[Moment | Unread]:
        """Every moment of every clip."""
        for clip in clips_in(dataset):
            try:
                yield from moments_of(read_speech(dataset.tree, clip, self.said))
            except UnreadableFileError as error:
                yield Unread(clip.path, error.reason)

    def feeds(self, some: Sequence[Moment]) -> Feeds:
        """Sound [n, 1, bands, ticks], faces [n, 3, side, side] of 0 … 1."""
        return self.pieces(some, [one.other(AWAY) for one in some])

    def pieces(self, some: Sequence[Moment], references: Sequence[int], late: int = 0) -> Feeds:
        """The inputs with these frames as references; ``late``: frames by which the sound is moved."""
        heard_now = [self.sound(one, one.other(late) if late else None) for one in some]
        return {
            "sound": np.stack(heard_now)[:, None],
            "face": covered(true_faces(some)),
            "reference": planes(
                np.stack([one.clip.faces[place] for one, place in zip(some, references, strict=True)])
            ),
        }

    def run(self, some: Sequence[Moment], call: Callable[[Feeds], Outputs]) -> Outputs:
        """The painted faces; with ``control`` as ``late`` those for the wrong sound."""
        outputs = call(self.feeds(some))
        if not self._control:
            return outputs
        late = call(self.pieces(some, [one.other(AWAY) for one in some], LATE))
        return {**outputs, "late": late["output"]}

    def answer(self, one: Moment, outputs: Outputs) -> Answer:
        """Nothing in words: the face is the answer."""
        return Answer()

    def draw(self, one: Moment, outputs: Outputs) -> NDArray[np.uint8]:
        """What is heard, the covered face, the face of another moment; what was painted, and the truth."""
        given = self.feeds([one])
        shown = [sound_picture(given["sound"][0, 0])]
        shown += [pixels_of(np.asarray(given[name][0], np.float32)) for name in ("face", "reference")]
        return beside([*shown, pixels_of(outputs["output"]), one.clip.faces[one.place]])

    def sound(self, one: Moment, place: int | None = None) -> Floats:
        """What is heard at a moment, or at another frame of its clip, [bands, ticks]."""
        said, place = self.said, one.place if place is None else place
        return stretch(one.clip.voice, (place + 0.5) / said.rate * said.voice.ticks, said.ticks)


def read_talking(dataset: Dataset, said: TalkingSettings, seed: int, reporter: Reporter) -> Examples[Moment]:
    """Every moment of as many clips as there is room for. Raises UserError where none has a sound."""
    read = partial(read_speech, said=said)
    speeches, unreadable, unused = read_clips(dataset, read, MOST_MOMENTS, seed, reporter)
    if not speeches:
        raise UserError("prototype_no_talking", name=dataset.name)
    known = [
        (moment, number, moment.place / len(speech.faces))
        for number, speech in enumerate(speeches)
        for moment in moments_of(speech)
    ]
    keys = person_keys(dataset, speeches, known)
    return Examples(tuple(one for one, _, _ in known), keys, unreadable, unused)


def read_speech(tree: FileTree, clip: ClipFiles, said: TalkingSettings) -> Speech:
    """A clip's faces and its voice. Raises UnreadableFileError where either is not to be had."""
    if clip.frames and clip.sound is None:
        raise UnreadableFileError("no_soundtrack")
    sound, rate = heard(tree, clip.sound) if clip.sound else soundtrack_of(tree, clip.path)
    frames = frames_of(tree, clip, said.rate, MOST_FRAMES)
    most = int(len(sound) / rate * said.rate) + 1
    frames = frames[:most]
    if len(frames) < LEAST_FRAMES:
        raise UnreadableFileError("no_frames")
    top, left, size = face_box(frames)
    faces = np.stack(
        [
            shaped(Image.fromarray(frame[top : top + size[0], left : left + size[1]]), (said.side, said.side))
            for frame in frames
        ]
    )
    voice = spectra(sound, rate, said.voice)
    digest = xxhash.xxh3_64_intdigest(faces.tobytes(), seed=xxhash.xxh3_64_intdigest(voice.tobytes()))
    return Speech(id=clip.id, fingerprint=digest, faces=faces, voice=voice)


def moments_of(speech: Speech) -> list[Moment]:
    """One a frame."""
    return [
        Moment(
            id=f"{speech.id}#{place:04d}",
            fingerprint=xxhash.xxh3_64_intdigest(speech.faces[place].tobytes(), speech.fingerprint),
            clip=speech,
            place=place,
        )
        for place in range(len(speech.faces))
    ]


def face_box(frames: Sequence[Pixels]) -> tuple[int, int, tuple[int, int]]:
    """Top, left, (height, width) of the face: the whole of a nearly square picture, which was cropped
    already; else around what moves most from frame to frame, which in a picture of somebody who speaks
    before a standing camera is the mouth."""
    high, wide = frames[0].shape[:2]
    if max(high, wide) <= NEARLY_SQUARE * min(high, wide):
        return 0, 0, (high, wide)
    grey = np.stack([cv2.cvtColor(frame, cv2.COLOR_RGB2GRAY) for frame in frames]).astype(np.float32)
    motion = np.abs(np.diff(grey, axis=0)).mean(axis=0)
    shorter = min(high, wide)
    blurred = cv2.GaussianBlur(motion, (0, 0), shorter / 24)
    down, right = np.unravel_index(int(np.argmax(blurred)), blurred.shape)
    size = round(FACE * shorter)
    top = int(np.clip(round(int(down) - MOUTH * size), 0, high - size))
    left = int(np.clip(int(right) - size // 2, 0, wide - size))
    return top, left, (size, size)


def true_faces(some: Sequence[Moment]) -> Pixels:
    """[n, side, side, 3]."""
    return np.stack([one.clip.faces[one.place] for one in some])


def covered(faces: Pixels) -> Floats:
    """The faces with their lower half grey, [n, 3, side, side] of 0 … 1."""
    found = planes(faces)
    found[:, :, found.shape[2] // 2 :] = COVER
    return found


def sound_picture(sound: Floats) -> Pixels:
    """Spectra [bands, ticks] as colours, low pitches at the bottom."""
    loud = np.clip((sound[::-1] + 1) * 100, 0, 255).astype(np.uint8)
    coloured = np.asarray(cv2.applyColorMap(np.ascontiguousarray(loud), cv2.COLORMAP_INFERNO), np.uint8)
    return np.ascontiguousarray(coloured[..., ::-1])
