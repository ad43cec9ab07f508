"""Small pictures and their large originals: how windows are cut, shrunk and read as pairs.

A picture that has no larger original is its own: a window of it is shrunk and is to be restored.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image
from pydantic import Field

from engine.dataset import UnreadableFileError
from engine.dataset.types import Dataset, FileTree, Sample
from engine.errors import UserError
from engine.jobs.protocol import Json, Reporter
from engine.prototypes.pictures.frames import each_picture
from engine.prototypes.pictures.origins import grouped_keys
from engine.prototypes.pictures.picture_pairs import (
    MEASURED,
    PairSettings,
    PicturePair,
    PictureToPicture,
    beside,
    few,
    is_pair,
    load_item,
    pixels_of,
)
from engine.prototypes.pictures.scales import cubic, grey_of, shrunk
from engine.prototypes.split import LEAST_GROUPS, Key
from engine.prototypes.system import Examples, Outputs, Port
from engine.runtime.preprocess import Pixels, fingerprint
from engine.runtime.types import Model

TARGET = 144  # side of an original's window: a multiple of every scale
SCALES = (2, 3, 4)
SELF_MADE = 3
WINDOWS, MOST_OF_ONE = 720, 24
LONGEST = 1200  # larger ones are shrunk first: their finest pixels are mostly the camera's and the JPEG's
AWRY = 0.02  # of the scale, by which sizes of a pair may miss a whole number


class EnlargingSettings(Model):
    """What the file says. ``low``: side of the windows that pictures are cut to."""

    scale: int = Field(ge=2, le=4)
    low: int = Field(ge=8, le=256)


class SmallToLarge(PictureToPicture):
    """A small picture in, [n, 3, h, w]; the large one out, ``scale`` times as high and wide."""

    inputs = (Port("input", {2: "height", 3: "width"}),)
    outputs = (Port("output", {2: "large_height", 3: "large_width"}),)

    def __init__(self, enlarging: EnlargingSettings) -> None:
        super().__init__(PairSettings(height=enlarging.low, width=enlarging.low))
        self.enlarging = enlarging

    def settings(self) -> dict[str, Json]:
        """As written into the file."""
        return self.enlarging.model_dump(mode="json")

    def read(self, dataset: Dataset, sample: Sample) -> PicturePair | None:
        """The most detailed window of a picture: shrunk, beside itself; of a picture too small for that,
        the window as it is, to be enlarged."""
        if sample.input.modality not in ("image", "video") or sample.input.path is None:
            return None
        said = self.enlarging
        pair = original_of(dataset.tree, sample, said.scale)
        if pair.small is None and min(pair.large.shape[:2]) < said.low * said.scale:
            mark = pair.fingerprint
            return PicturePair(
                id=sample.id, fingerprint=mark, source=filled(pair.large, said.low), target=None
            )
        return windows_of(pair, sample.id, said, 1)[0]

    def samples(self, dataset: Dataset) -> Iterator[Sample]:
        """Every picture, of clips every frame."""
        return each_picture(dataset)

    def draw(self, one: PicturePair, outputs: Outputs) -> NDArray[np.uint8]:
        """Enlarged as any program does it, the answer, the truth."""
        shown = [cubic(one.source, self.enlarging.scale), pixels_of(outputs["output"])]
        return beside(shown if one.target is None else [*shown, one.target])


@dataclass(frozen=True)
class Original:
    """A large picture and, where the set has it, the small one; [h, w, 3] each. ``fingerprint``: of the
    large one, whatever sizes of it a set holds."""

    large: Pixels
    small: Pixels | None
    fingerprint: int


def original_of(tree: FileTree, sample: Sample, scale: int) -> Original:
    """The larger side of the sample, and the smaller one where it is smaller by just this scale.
    Raises UnreadableFileError."""
    first = load_item(tree, sample.input)
    if not is_pair(sample) or sample.target is None:
        return Original(_of_use(first), None, fingerprint(first))
    second = load_item(tree, sample.target)
    if _scale(first, second) != scale:
        larger = max(first, second, key=lambda one: one.width * one.height)
        return Original(_of_use(larger), None, fingerprint(larger))
    small = np.asarray(first, np.uint8)
    size = (first.width * scale, first.height * scale)
    exact = second if second.size == size else second.resize(size, Image.Resampling.BICUBIC)
    return Original(np.asarray(exact, np.uint8), small, fingerprint(second))


def scale_of_set(tree: FileTree, samples: Sequence[Sample]) -> int:
    """By how much most targets are larger than their inputs; ``SELF_MADE`` where they aren't."""
    counted: Counter[int] = Counter()
    for sample in samples[:: max(1, len(samples) // MEASURED)]:
        if sample.target is None or not is_pair(sample):
            continue
        try:
            counted[_scale(load_item(tree, sample.input), load_item(tree, sample.target))] += 1
        except UnreadableFileError:
            continue
    del counted[0]
    return min(counted, key=lambda scale: (-counted[scale], scale)) if counted else SELF_MADE


def read_originals(dataset: Dataset, seed: int, reporter: Reporter) -> Examples[PicturePair]:
    """Windows of every picture that can be read, the most detailed ones; those of one picture are of one
    group. Raises UserError where there are too few pictures."""
    samples = [one for one in each_picture(dataset) if one.input.modality == "image"]
    scale = scale_of_set(dataset.tree, samples)
    counted = len(samples)
    fitting = [one for one in samples if is_pair(one)]
    chosen = few(fitting or samples, seed, WINDOWS)
    if len(chosen) < LEAST_GROUPS:
        raise UserError("prototype_too_few", name=dataset.name, count=len(chosen), least=LEAST_GROUPS)
    said = EnlargingSettings(scale=scale, low=_low(dataset.tree, chosen, scale))
    each = min(MOST_OF_ONE, max(1, WINDOWS // len(chosen)))
    found: list[tuple[bool, list[PicturePair]]] = []
    unreadable = 0
    for done, sample in enumerate(chosen, start=1):
        try:
            original = original_of(dataset.tree, sample, scale)
            found.append((original.small is None, windows_of(original, sample.id, said, each)))
        except UnreadableFileError:
            unreadable += 1
        reporter.progress(done, len(chosen), "reading")
    found.sort(key=lambda one: one[0])  # given pairs go before those that are made of the same original
    kept, left = _once([windows for _, windows in found])
    keys = grouped_keys([windows[0] for windows in kept], dataset.recognition)
    return Examples(
        tuple(one for windows in kept for one in windows),
        tuple(
            Key(one.id, key.group, key.stratum, f"{key.content} {place}")
            for windows, key in zip(kept, keys, strict=True)
            for place, one in enumerate(windows)
        ),
        unreadable,
        counted - len(chosen) + left,
    )


def windows_of(original: Original, name: str, said: EnlargingSettings, most: int) -> list[PicturePair]:
    """The most detailed windows of a picture, at most so many, together all of it; where it is
    smaller than one, its border is mirrored. The first is called as the picture is."""
    side = said.low * said.scale
    large, small = original.large, original.small
    if min(large.shape[:2]) < side:
        large = filled(large, side)
        small = None if small is None else filled(small, said.low)
    if small is None:
        small = shrunk(large, said.scale)
    places = detailed(large, side, said.scale)[:most]
    return [
        PicturePair(
            id=name if number == 0 else f"{name}#{number}",
            fingerprint=original.fingerprint,
            source=small[down : down + said.low, across : across + said.low].copy(),
            target=large[down * said.scale :, across * said.scale :][:side, :side].copy(),
        )
        for number, (down, across) in enumerate(places)
    ]


def detailed(large: Pixels, side: int, scale: int) -> list[tuple[int, int]]:
    """Places (down, across, in small pixels) of windows, the most detailed first."""
    edges = np.abs(cv2.Laplacian(grey_of(large), cv2.CV_32F))
    high, wide = large.shape[0] // scale * scale, large.shape[1] // scale * scale

    def starts(length: int) -> list[int]:
        count = -(-length // side)
        return [round(place) for place in np.linspace(0, (length - side) // scale, count)]

    places = [(down, across) for down in starts(high) for across in starts(wide)]

    def strength(place: tuple[int, int]) -> float:
        down, across = place[0] * scale, place[1] * scale
        return float(edges[down : down + side, across : across + side].mean())

    return sorted(places, key=lambda place: (-strength(place), place))


def _low(tree: FileTree, samples: Sequence[Sample], scale: int) -> int:
    """Side of the small windows: such that most pictures hold a whole one."""
    shortest: list[int] = []
    for sample in samples[:: max(1, len(samples) // MEASURED)]:
        try:
            shortest.append(min(original_of(tree, sample, scale).large.shape[:2]))
        except UnreadableFileError:
            continue
    usual = int(np.quantile(shortest, 0.2)) if shortest else TARGET
    return max(8, min(TARGET, usual) // scale)


def _once(found: list[list[PicturePair]]) -> tuple[list[list[PicturePair]], int]:
    """Each original once, for a set may hold it in several small sizes; and how many are left out."""
    seen: dict[int, list[PicturePair]] = {}
    for windows in found:
        seen.setdefault(windows[0].fingerprint, windows)
    return list(seen.values()), len(found) - len(seen)


def _scale(first: Image.Image, second: Image.Image) -> int:
    """By how much the second is larger, if by a scale that is learnt; else 0."""
    ratios = second.width / first.width, second.height / first.height
    for scale in SCALES:
        if all(abs(ratio - scale) <= AWRY * scale for ratio in ratios):
            return scale
    return 0


def _of_use(picture: Image.Image) -> Pixels:
    smaller = picture
    if max(picture.size) > LONGEST:
        smaller = picture.copy()
        smaller.thumbnail((LONGEST, LONGEST), Image.Resampling.LANCZOS)
    return np.asarray(smaller, np.uint8)


def filled(picture: Pixels, side: int) -> Pixels:
    """The middle of a picture, its border mirrored where it is smaller: [side, side, 3]."""
    high, wide = picture.shape[:2]
    top, left = max(0, (high - side) // 2), max(0, (wide - side) // 2)
    middle = picture[top : top + side, left : left + side]
    down, across = side - middle.shape[0], side - middle.shape[1]
    around = ((down // 2, down - down // 2), (across // 2, across - across // 2), (0, 0))
    return np.pad(middle, around, mode="symmetric")
