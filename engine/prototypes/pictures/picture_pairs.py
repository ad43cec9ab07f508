"""From a picture to a picture: pairs as they are read, the codec between them and a network.

Serves whatever layout ties one picture to another: two folders, two halves of one picture, names.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image
from pydantic import Field

from engine.dataset import UnreadableFileError, load_picture
from engine.dataset.pictures import half_of
from engine.dataset.types import Dataset, FileTree, Item, Sample
from engine.errors import UserError
from engine.jobs.protocol import Json, Reporter
from engine.prototypes.metrics import Evidence
from engine.prototypes.pictures.frames import each_picture
from engine.prototypes.pictures.origins import grouped_keys
from engine.prototypes.pictures.reading import MOST
from engine.prototypes.split import LEAST_GROUPS
from engine.prototypes.system import Answer, Codec, Examples, Feeds, Outputs, Port, Prepared
from engine.runtime.preprocess import REDUCING_GAP, Pixels, fingerprint
from engine.runtime.types import Model

Shape = tuple[int, int]
"""Height and width."""
LAYOUTS = ("paired_folders", "side_by_side", "image_groups", "file_list", "table", "mixed")
"""In which a picture may be tied to another."""
MOST_BYTES = 160_000_000
"""Of pixels that are read; the simple ways copy them."""
MEASURED = 40  # pictures whose sizes say what shape to work in
GAP = 4  # white pixels between pictures that are shown side by side
LEAST_ERROR = 1e-6  # of squares: two equal pictures are 60 dB alike


@dataclass(frozen=True, kw_only=True)
class PicturePair(Prepared):
    """``source``, ``target``: [height, width, 3]; no target where none is known."""

    source: Pixels
    target: Pixels | None


class PairSettings(Model):
    """What the file says: the size in pixels that every picture is brought to."""

    height: int = Field(ge=8, le=2048)
    width: int = Field(ge=8, le=2048)

    @property
    def shape(self) -> Shape:
        """Height, width."""
        return self.height, self.width


class PictureToPicture(Codec[PicturePair]):
    """A picture of 0 … 1 in, a picture of 0 … 1 out, [n, 3, height, width] both."""

    inputs = (Port("input"),)
    outputs = (Port("output"),)

    def __init__(self, said: PairSettings) -> None:
        self.said = said

    def settings(self) -> dict[str, Json]:
        """As written into the file."""
        return self.said.model_dump(mode="json")

    def read(self, dataset: Dataset, sample: Sample) -> PicturePair | None:
        """The input picture, and the target where the sample has one."""
        return read_pair(dataset.tree, sample, self.said.shape)

    def feeds(self, some: Sequence[PicturePair]) -> Feeds:
        """[n, 3, height, width], 0 … 1."""
        return {"input": planes(np.stack([one.source for one in some]))}

    def answer(self, one: PicturePair, outputs: Outputs) -> Answer:
        """Nothing in words: the picture is the answer."""
        return Answer()

    def draw(self, one: PicturePair, outputs: Outputs) -> NDArray[np.uint8]:
        """Input, answer, truth."""
        shown = [one.source, pixels_of(outputs["output"])]
        return beside(shown if one.target is None else [*shown, one.target])


def is_pair(sample: Sample) -> bool:
    """Whether the sample ties a picture to a picture."""
    target = sample.target
    return (
        sample.input.modality == "image"
        and sample.input.path is not None
        and target is not None
        and target.modality == "image"
        and target.path is not None
    )


def read_pair(tree: FileTree, sample: Sample, shape: Shape) -> PicturePair | None:
    """One sample in this shape; None where its input is no picture. Raises UnreadableFileError."""
    if sample.input.modality != "image" or sample.input.path is None:
        return None
    source = load_item(tree, sample.input)
    target = load_item(tree, sample.target) if sample.target is not None and is_pair(sample) else None
    return PicturePair(
        id=sample.id,
        fingerprint=fingerprint(source),
        source=shaped(source, shape),
        target=None if target is None else shaped(target, shape),
    )


def read_pairs(dataset: Dataset, side: int, multiple: int, seed: int, reporter: Reporter) -> PairsRead:
    """Every pair that can be read, as many as there is room for.

    ``side``, ``multiple``: see :func:`working_shape`. Raises UserError where there are too few pairs.
    """
    samples = [sample for sample in each_picture(dataset) if is_pair(sample)]
    if len(samples) < LEAST_GROUPS:
        raise UserError("prototype_too_few", name=dataset.name, count=len(samples), least=LEAST_GROUPS)
    shape = working_shape(picture_sizes(dataset.tree, [one.input for one in samples]), side, multiple)
    chosen = few(samples, seed, room_for(shape, 6))
    pairs: list[PicturePair] = []
    for done, sample in enumerate(chosen, start=1):
        try:
            pair = read_pair(dataset.tree, sample, shape)
        except UnreadableFileError:
            pair = None
        if pair is not None:
            pairs.append(pair)
        reporter.progress(done, len(chosen), "reading")
    keys = grouped_keys(pairs, dataset.recognition)
    left = len(chosen) - len(pairs)
    return PairsRead(Examples(tuple(pairs), keys, left, len(samples) - len(chosen)), shape)


@dataclass(frozen=True)
class PairsRead:
    """The pairs, and the shape that all of them were brought to."""

    examples: Examples[PicturePair]
    shape: Shape


def load_item(tree: FileTree, item: Item) -> Image.Image:
    """The picture that a side of a sample is, in RGB. Raises UnreadableFileError."""
    if item.path is None:
        raise UnreadableFileError("not_an_image")
    return half_of(load_picture(tree.read(item.path)), item.half)


def picture_sizes(tree: FileTree, items: Sequence[Item]) -> list[Shape]:
    """Of a few of these pictures, evenly spread, those that can be read."""
    step = max(1, len(items) // MEASURED)
    sizes: list[Shape] = []
    for item in items[::step][:MEASURED]:
        try:
            picture = load_item(tree, item)
        except UnreadableFileError:
            continue
        sizes.append((picture.height, picture.width))
    return sizes


def working_shape(sizes: Iterable[Shape], side: int, multiple: int) -> Shape:
    """The shape of the median picture, brought to about ``side`` squared pixels and never enlarged but to
    the next ``multiple``, of which height and width are whole numbers."""
    known = np.asarray(list(sizes) or [(side, side)], dtype=np.float64)
    high, wide = np.exp(np.median(np.log(known), axis=0))
    scale = min(1.0, side / float(np.sqrt(high * wide)))

    def whole(length: float) -> int:
        return int(max(1, round(length * scale / multiple))) * multiple

    return whole(high), whole(wide)


def room_for(shape: Shape, bytes_a_pixel: int) -> int:
    """How many samples of this shape may be kept."""
    return max(LEAST_GROUPS, min(MOST, MOST_BYTES // (shape[0] * shape[1] * bytes_a_pixel)))


def few(samples: Sequence[Sample], seed: int, most: int) -> list[Sample]:
    """At most so many, the same ones for a seed whatever the order they come in."""
    if len(samples) <= most:
        return list(samples)
    ranked = sorted(samples, key=lambda one: hashlib.blake2b(f"{seed}:{one.id}".encode()).digest())
    return ranked[:most]


def shaped(picture: Image.Image, shape: Shape) -> Pixels:
    """A picture brought to this height and width, [height, width, 3]."""
    resized = picture.resize(shape[::-1], Image.Resampling.BILINEAR, reducing_gap=REDUCING_GAP)
    return np.asarray(resized, dtype=np.uint8)


def planes(pixels: Pixels) -> NDArray[np.float32]:
    """Pictures [n, h, w, 3] of 0 … 255 as [n, 3, h, w] of 0 … 1."""
    return np.ascontiguousarray(pixels.transpose(0, 3, 1, 2), dtype=np.float32) / np.float32(255)


def pixels_of(plane: NDArray[np.float32]) -> Pixels:
    """One picture [c, h, w] of 0 … 1 as [h, w, 3] of 0 … 255; one channel is grey."""
    scaled = np.clip(np.rint(plane * 255), 0, 255).astype(np.uint8).transpose(1, 2, 0)
    return np.ascontiguousarray(np.broadcast_to(scaled, (*scaled.shape[:2], 3)))


def beside(pictures: Sequence[Pixels]) -> Pixels:
    """Pictures side by side, brought to the height of the tallest, with a white gap between them."""
    high = max(one.shape[0] for one in pictures)
    gap = np.full((high, GAP, 3), 255, np.uint8)
    shown: list[Pixels] = []
    for one in pictures:
        wide = max(1, round(one.shape[1] * high / one.shape[0]))
        shown += [gap, np.asarray(cv2.resize(one, (wide, high), interpolation=cv2.INTER_NEAREST), np.uint8)]
    return np.concatenate(shown[1:], axis=1)


def psnr_evidence(made: NDArray[np.float32], truth: NDArray[np.float32]) -> list[Evidence]:
    """How alike each picture is to its truth, in dB; [n, c, h, w] of 0 … 1 both."""
    errors = np.square(np.clip(made, 0, 1).astype(np.float64) - truth).reshape(len(made), -1).mean(axis=1)
    return list(-10 * np.log10(np.maximum(errors, LEAST_ERROR))[:, None])
