"""Pictures that are learnt from by themselves, without a target: small, square, grey where they are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine.dataset import UnreadableFileError
from engine.dataset.types import Dataset, FileTree, Sample
from engine.errors import UserError
from engine.jobs.protocol import Reporter
from engine.prototypes.classes import class_of
from engine.prototypes.pictures.appearance import Pictures
from engine.prototypes.pictures.origins import grouped_keys
from engine.prototypes.pictures.picture_pairs import few, load_item, planes
from engine.prototypes.pictures.reading import MOST
from engine.prototypes.split import LEAST_GROUPS
from engine.prototypes.system import Examples, Prepared
from engine.runtime.preprocess import Pixels, fingerprint, prepare

SIDE = 32
LAYOUTS = (
    "flat_folder", "class_folders", "frame_folders", "named_files", "file_list", "image_groups", "image_list",
    "coco", "voc", "yolo", "labelme", "cvat", "boxes", "paired_folders", "side_by_side", "two_domains",
    "mixed",
)  # fmt: skip
"""In which pictures lie: what else a set says of them is no hindrance. Of pairs the inputs count."""
CLASS_LAYOUTS = ("class_folders", "named_files", "file_list", "image_list")
"""In which they have a class each."""
COLOURLESS = 4.0  # mean spread between a pixel's channels, of 255, below which pictures count as grey


@dataclass(frozen=True, kw_only=True)
class OnePicture(Prepared):
    """``pixels`` [side, side, 3]; ``label``: empty where the set says none."""

    pixels: Pixels
    label: str = ""


def read_one(tree: FileTree, sample: Sample) -> OnePicture | None:
    """A sample whose input is a picture; None for another. Raises UnreadableFileError."""
    if sample.input.modality != "image" or sample.input.path is None:
        return None
    picture = load_item(tree, sample.input)
    label = class_of(sample.target) or ""
    pixels = prepare(picture, SIDE)
    return OnePicture(id=sample.id, fingerprint=fingerprint(picture), pixels=pixels, label=label)


def read_singles(
    dataset: Dataset, seed: int, reporter: Reporter, labelled: bool = False
) -> Examples[OnePicture]:
    """Every picture that can be read, as many as there is room for; ``labelled``: those with a class
    alone, each class in its share on every side. Raises UserError where there are too few."""
    samples = [
        sample
        for sample in dataset.samples()
        if sample.input.modality == "image" and (not labelled or class_of(sample.target) is not None)
    ]
    if len(samples) < LEAST_GROUPS:
        raise UserError("prototype_too_few", name=dataset.name, count=len(samples), least=LEAST_GROUPS)
    chosen = few(samples, seed, MOST)
    read: list[OnePicture] = []
    for done, sample in enumerate(chosen, start=1):
        try:
            one = read_one(dataset.tree, sample)
        except UnreadableFileError:
            one = None
        if one is not None:
            read.append(one)
        reporter.progress(done, len(chosen), "reading")
    strata = [one.label for one in read] if labelled else None
    keys = grouped_keys(read, dataset.recognition, strata)
    return Examples(tuple(read), keys, len(chosen) - len(read), len(samples) - len(chosen))


def channels_of(examples: Examples[OnePicture], train: Sequence[int]) -> int:
    """3 where the training pictures are coloured, else 1."""
    some = np.stack([examples.prepared[index].pixels for index in train[:500]]).astype(np.int16)
    return 3 if float((some.max(3) - some.min(3)).mean()) >= COLOURLESS else 1


def as_planes(some: Sequence[OnePicture], channels: int) -> Pictures:
    """[n, channels, SIDE, SIDE], 0 … 1."""
    coloured = planes(np.stack([one.pixels for one in some]))
    return coloured if channels == 3 else luminance(coloured)


def luminance(coloured: Pictures) -> Pictures:
    """[n, 3, h, w] → [n, 1, h, w]: as bright as each pixel looks (Rec. 601)."""
    weights = np.array([0.299, 0.587, 0.114], np.float32)
    return np.tensordot(weights, coloured, (0, 1))[:, None].astype(np.float32)


def latent_of(one: OnePicture, size: int) -> NDArray[np.float32]:
    """The numbers that stand for a picture to be made, [size]: normal, and ever the same for one sample."""
    return np.random.default_rng(one.fingerprint).standard_normal(size).astype(np.float32)
