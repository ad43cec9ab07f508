"""Pictures taken apart into their light and their colour, read for learning the one from the other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image

from engine.dataset import UnreadableFileError
from engine.dataset.types import Dataset, FileTree, Sample
from engine.errors import UserError
from engine.jobs.protocol import Reporter
from engine.prototypes.pictures.frames import each_picture
from engine.prototypes.pictures.origins import grouped_keys
from engine.prototypes.pictures.picture_pairs import (
    Shape,
    few,
    is_pair,
    load_item,
    picture_sizes,
    room_for,
    shaped,
    working_shape,
)
from engine.prototypes.split import LEAST_GROUPS
from engine.prototypes.system import Examples, Prepared
from engine.runtime.preprocess import Pixels, fingerprint

Floats = NDArray[np.float32]
COLOURFUL = 4.0  # mean spread between a pixel's channels, of 255, below which a picture is grey
THUMB = 16  # side of what is compared to find pictures of the same scene
AT_ONCE = 512  # pictures that are compared with all others
SAME_SCENE = 9.0  # levels of 255 that they differ by, but for their brightness


@dataclass(frozen=True, kw_only=True)
class ColourPicture(Prepared):
    """``grey`` [h, w]: the input. ``truth`` [h, w, 3]: the picture in colour; None where it isn't known."""

    grey: NDArray[np.uint8]
    truth: Pixels | None


def read_colours(
    dataset: Dataset, side: int, multiple: int, seed: int, reporter: Reporter
) -> Examples[ColourPicture]:
    """Every picture in colour, or every grey one tied to its coloured one, all of one shape; grey ones
    teach nothing and count as unused. Raises UserError where too few are left."""
    samples = [sample for sample in each_picture(dataset) if sample.input.modality == "image"]
    if any(is_pair(sample) for sample in samples):
        samples = [sample for sample in samples if is_pair(sample)]
    shape = working_shape(picture_sizes(dataset.tree, [sample.input for sample in samples]), side, multiple)
    chosen = few(samples, seed, room_for(shape, 6))
    found: list[ColourPicture] = []
    unread = 0
    for done, sample in enumerate(chosen, start=1):
        try:
            one = read_colour(dataset.tree, sample, shape)
        except UnreadableFileError:
            one = None
            unread += 1
        if one is not None and one.truth is not None:
            found.append(one)
        reporter.progress(done, len(chosen), "reading")
    if len(found) < LEAST_GROUPS:
        raise UserError("prototype_no_colour", name=dataset.name, count=len(found), least=LEAST_GROUPS)
    keys = grouped_keys(found, dataset.recognition, scenes=scenes_of([one.grey for one in found]))
    return Examples(tuple(found), keys, unread, len(samples) - len(found) - unread)


def read_colour(tree: FileTree, sample: Sample, shape: Shape) -> ColourPicture | None:
    """One sample in this shape; the truth is its target, or the picture itself where that is coloured.
    None where its input is no picture. Raises UnreadableFileError."""
    if sample.input.modality != "image" or sample.input.path is None:
        return None
    picture = load_item(tree, sample.input)
    tied = load_item(tree, sample.target) if sample.target is not None and is_pair(sample) else picture
    truth = shaped(tied, shape)
    return ColourPicture(
        id=sample.id,
        fingerprint=fingerprint(picture),
        grey=shaped_grey(picture, shape),
        truth=truth if spread(truth) >= COLOURFUL else None,
    )


def shaped_grey(picture: Image.Image, shape: Shape) -> NDArray[np.uint8]:
    """How light each pixel looks, [h, w]."""
    return np.asarray(cv2.cvtColor(shaped(picture, shape), cv2.COLOR_RGB2GRAY), np.uint8)


def scenes_of(greys: Sequence[NDArray[np.uint8]]) -> list[str]:
    """What each picture shows, by number: a fixed camera's pictures are the same but for the light, and
    whoever has seen one in colour has only to remember it."""
    thumbs = [cv2.resize(one, (THUMB, THUMB), interpolation=cv2.INTER_AREA) for one in greys]
    seen = np.stack(thumbs).reshape(len(thumbs), -1).astype(np.float32)
    seen -= seen.mean(axis=1, keepdims=True)
    lengths = np.square(seen).sum(1)
    scenes = np.arange(len(seen))
    alike = SAME_SCENE**2 * seen.shape[1]
    for place in range(len(seen)):
        if place % AT_ONCE == 0:
            some = slice(place, place + AT_ONCE)
            near = lengths[some, None] + lengths - 2 * seen[some] @ seen.T < alike
        known = np.unique(scenes[:place][near[place % AT_ONCE, :place]])
        if known.size:
            scenes[:place][np.isin(scenes[:place], known)] = scenes[place] = known[0]
    return [str(scene) for scene in scenes]


def spread(pixels: Pixels) -> float:
    """How coloured a picture is: the mean difference between a pixel's strongest and weakest channel."""
    return float((pixels.max(2).astype(np.float32) - pixels.min(2)).mean())


def chroma(pixels: Pixels) -> Floats:
    """The colour without the light (Rec. 601: Cr, Cb), [h, w, 3] → [h, w, 2], 0.5 for grey."""
    scaled = pixels.astype(np.float32) / 255
    return np.asarray(cv2.cvtColor(scaled, cv2.COLOR_RGB2YCrCb)[..., 1:], np.float32)


def painted(grey: NDArray[np.uint8], colour: Floats) -> Floats:
    """Light [h, w] and colour [h, w, 2] put together, [h, w, 3] of 0 … 1."""
    whole = np.dstack([grey.astype(np.float32) / 255, colour.astype(np.float32)])
    return np.clip(cv2.cvtColor(whole, cv2.COLOR_YCrCb2RGB), 0, 1).astype(np.float32)


def truths(examples: Examples[ColourPicture], indices: Sequence[int]) -> Pixels:
    """The coloured pictures, [n, h, w, 3]. Raises ValueError where one isn't known."""
    known = [examples.prepared[index].truth for index in indices]
    there = [one for one in known if one is not None]
    if len(there) != len(known):
        raise ValueError("an example has no colour")
    return np.stack(there)
