"""Neighbouring frames of a clip, made small, and the large middle one: how they are cut out and read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image

from engine.dataset import UnreadableFileError
from engine.errors import UserError
from engine.jobs.protocol import Json, Reporter
from engine.prototypes.moving.clips import ClipFiles, clips_in, frames_of, person_keys
from engine.prototypes.pictures.enlarging import EnlargingSettings, detailed, filled
from engine.prototypes.pictures.picture_pairs import beside, pixels_of
from engine.prototypes.pictures.scales import cubic
from engine.prototypes.split import LEAST_GROUPS
from engine.prototypes.system import Answer, Codec, Examples, Feeds, Outputs, Port, Prepared, Unread
from engine.runtime.preprocess import Pixels, fingerprint

if TYPE_CHECKING:
    from engine.dataset.types import Dataset, Sample

FRAMES = 5
MIDDLE = FRAMES // 2
SCALE = 3
TARGET = 96  # side of the large window
MOST_CLIPS, PASSAGES, MOST_OF_ONE = 300, 480, 24
MEASURED = 20  # clips whose sizes say how large windows may be
MOST_FRAMES = 60  # of a clip that are decoded


@dataclass(frozen=True, kw_only=True)
class Passage(Prepared):
    """``small``: [FRAMES, low, low, 3]; ``truth``: the middle one, large; none where none is known."""

    small: Pixels
    truth: Pixels | None


class FramesToFrame(Codec[Passage]):
    """Frames in, [n, FRAMES, 3, low, low]; the middle one large out, [n, 3, scale · low, scale · low]."""

    inputs = (Port("input"),)
    outputs = (Port("output"),)

    def __init__(self, said: EnlargingSettings) -> None:
        self.said = said

    def settings(self) -> dict[str, Json]:
        """As written into the file."""
        return self.said.model_dump(mode="json")

    def read(self, dataset: Dataset, sample: Sample) -> Passage | None:
        """The most detailed passage of the clip that a sample is."""
        for clip in clips_in(dataset):
            if sample.input.path in (clip.path, *clip.frames[:1]):
                return self._passage(dataset, clip)
        return None

    def read_all(self, dataset: Dataset) -> Iterator[Passage | Unread]:
        """One passage of every clip."""
        for clip in clips_in(dataset):
            try:
                yield self._passage(dataset, clip)
            except UnreadableFileError as error:
                yield Unread(clip.path or clip.id, error.reason)

    def feeds(self, some: Sequence[Passage]) -> Feeds:
        """[n, FRAMES, 3, low, low], 0 … 1."""
        stacked = np.stack([one.small for one in some]).transpose(0, 1, 4, 2, 3)
        return {"input": np.ascontiguousarray(stacked, dtype=np.float32) / np.float32(255)}

    def answer(self, one: Passage, outputs: Outputs) -> Answer:
        """Nothing in words: the picture is the answer."""
        return Answer()

    def draw(self, one: Passage, outputs: Outputs) -> NDArray[np.uint8]:
        """The middle frame enlarged as any program does it, the answer, the truth."""
        shown = [cubic(one.small[MIDDLE], self.said.scale), pixels_of(outputs["output"])]
        return beside(shown if one.truth is None else [*shown, one.truth])

    def _passage(self, dataset: Dataset, clip: ClipFiles) -> Passage:
        frames = frames_of(dataset.tree, clip, 0, MOST_FRAMES)
        mark, low = fingerprint(Image.fromarray(frames[0])), self.said.low
        if min(frames[0].shape[:2]) < low * self.said.scale:  # too small to be made smaller
            around = _neighbours(frames, len(frames) // 2)
            small = np.stack([filled(frame, low) for frame in around])
            return Passage(id=clip.id, fingerprint=mark, small=small, truth=None)
        return passages_of(frames, self.said, 1, clip.id, mark)[0][0]


def read_passages(dataset: Dataset, reporter: Reporter) -> Examples[Passage]:
    """The most detailed passages of every clip; those of a clip are of one group.

    Raises UserError where there are too few to learn from.
    """
    clips = clips_in(dataset)
    chosen = clips[:: max(1, -(-len(clips) // MOST_CLIPS))]
    said = EnlargingSettings(scale=SCALE, low=_low(dataset, chosen))
    each = min(MOST_OF_ONE, max(1, PASSAGES // max(1, len(chosen))))
    found: list[tuple[Prepared, int, float]] = []
    firsts: list[Prepared] = []
    read: list[Passage] = []
    for done, clip in enumerate(chosen, start=1):
        reporter.progress(done, len(chosen), "reading")
        try:
            frames = frames_of(dataset.tree, clip, 0, MOST_FRAMES)
        except UnreadableFileError:
            continue
        mark = fingerprint(Image.fromarray(frames[0]))
        passages = passages_of(frames, said, each, clip.id, mark)
        read += [one for one, _ in passages]
        found += [(one, len(firsts), place) for one, place in passages]
        firsts.append(passages[0][0])
    if not read:
        raise UserError("prototype_too_few", name=dataset.name, count=0, least=LEAST_GROUPS)
    keys = tuple(
        replace(key, content=f"{key.content} {one.id}")
        for key, one in zip(person_keys(dataset, firsts, found), read, strict=True)
    )
    return Examples(tuple(read), keys, len(chosen) - len(firsts), len(clips) - len(chosen))


def passages_of(
    frames: Sequence[Pixels], said: EnlargingSettings, most: int, name: str, mark: int
) -> list[tuple[Passage, float]]:
    """At most so many passages, at different times and places of the clip, with how far into it each
    is, 0 … 1. Times are evenly spread; of each, the most detailed windows."""
    side, low = said.low * said.scale, said.low
    if min(frames[0].shape[:2]) < side:
        frames = [filled(frame, side) for frame in frames]
    times = _times(len(frames), most)
    found: list[tuple[Passage, float]] = []
    for turn, time in enumerate(times):
        around = _neighbours(frames, time)
        small = [gathered(frame, said.scale) for frame in around]
        places = detailed(frames[time], side, said.scale)
        share = (most - len(found)) // (len(times) - turn)
        for number, (down, across) in enumerate(places[: max(1, share)]):
            cut = np.stack([one[down : down + low, across : across + low] for one in small])
            truth = frames[time][down * said.scale :, across * said.scale :][:side, :side].copy()
            own = name if not found else f"{name}#{time}.{number}"
            found.append(
                (Passage(id=own, fingerprint=mark, small=cut, truth=truth), time / max(1, len(frames)))
            )
    return found


def gathered(large: Pixels, scale: int) -> Pixels:
    """[h, w, 3] → [h // scale, w // scale, 3], each pixel the mean of those it covers, as a sensor gathers
    light: what aliases in one frame, its neighbours tell."""
    high, wide = large.shape[0] // scale, large.shape[1] // scale
    exact = large[: high * scale, : wide * scale]
    return np.asarray(cv2.resize(exact, (wide, high), interpolation=cv2.INTER_AREA), np.uint8)


def _times(count: int, most: int) -> list[int]:
    """Middles of passages, the middle of the clip first."""
    last = count - 1 - MIDDLE
    if last < MIDDLE:
        return [count // 2]
    spread = np.unique(np.linspace(MIDDLE, last, min(most, 1 + (last - MIDDLE) // MIDDLE)).astype(int))
    return sorted((int(time) for time in spread), key=lambda time: (abs(time - count // 2), time))


def _neighbours(frames: Sequence[Pixels], time: int) -> list[Pixels]:
    """The frames around this one; at either end of the clip its last frame stands still."""
    places = range(time - MIDDLE, time + MIDDLE + 1)
    return [frames[min(max(place, 0), len(frames) - 1)] for place in places]


def _low(dataset: Dataset, clips: Sequence[ClipFiles]) -> int:
    """Side of the small windows, even: such that most clips hold a whole one."""
    lengths: list[int] = []
    for clip in clips[:: max(1, len(clips) // MEASURED)]:
        with suppress(UnreadableFileError):
            lengths.append(min(frames_of(dataset.tree, clip, 0, 1)[0].shape[:2]))
    usual = int(np.quantile(lengths, 0.2)) if lengths else TARGET
    return max(8, min(TARGET, usual) // SCALE // 2 * 2)
