"""Pictures and their masks, read for learning in the smallest size that keeps what the masks mark."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from PIL import Image

from engine.dataset import UnreadableFileError
from engine.dataset.types import Dataset, FileTree, Sample
from engine.errors import UserError
from engine.jobs.protocol import Reporter
from engine.prototypes.pictures.mask_names import with_names
from engine.prototypes.pictures.masks import Labels, Legend, needed_side, read_legend, shrunk
from engine.prototypes.pictures.origins import grouped_keys
from engine.prototypes.pictures.outlines import has_outlines, legend_of, marks_of, outlined
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

LOOKED_AT = 32  # masks that say which labels there are and how fine they are
LARGEST = 2000  # pixels of a side: larger masks are first thinned out to that
FEW_LABELS, SIDE_OF_MANY = 6, 192  # an answer takes four bytes a pixel and label
LOSSY = (".jpg", ".jpeg", ".jpe", ".jfif", ".webp")
NEAREST = Image.Resampling.NEAREST


@dataclass(frozen=True, kw_only=True)
class MaskedPicture(Prepared):
    """``source`` [h, w, 3]; ``labels`` [h, w]: None where no mask is known."""

    source: Pixels
    labels: Labels | None
    legend: Legend


def read_masks_of(dataset: Dataset, multiple: int, seed: int, reporter: Reporter) -> Examples[MaskedPicture]:
    """Every pair of a picture and a mask that can be read, all of one shape (a whole ``multiple``).

    Raises UserError for too few, and for masks that mark nothing.
    """
    samples, legend = _known(dataset, seed)
    many = len(legend.colours)
    side = needed_side(_some_labels(dataset.tree, few(samples, seed, LOOKED_AT), legend), legend.ground)
    side = min(side, SIDE_OF_MANY) if many > FEW_LABELS else side
    sizes = picture_sizes(dataset.tree, [sample.input for sample in samples])
    shape = working_shape(sizes, side, multiple)
    chosen = few(samples, seed, room_for(shape, 2 + many // 2))
    found: list[MaskedPicture] = []
    for done, sample in enumerate(chosen, start=1):
        try:
            one = read_masked(dataset.tree, sample, shape, legend)
        except UnreadableFileError:
            one = None
        if one is not None:
            found.append(one)
        reporter.progress(done, len(chosen), "reading")
    keys = grouped_keys(found, dataset.recognition)
    return Examples(tuple(found), keys, len(chosen) - len(found), len(samples) - len(chosen))


def read_masked(tree: FileTree, sample: Sample, shape: Shape, legend: Legend) -> MaskedPicture | None:
    """One sample in this shape; None where its input is no picture. Raises UnreadableFileError."""
    if sample.input.modality != "image" or sample.input.path is None:
        return None
    source = load_item(tree, sample.input)
    labels = _labels(tree, sample, source.size, legend)
    return MaskedPicture(
        id=sample.id,
        fingerprint=fingerprint(source),
        source=shaped(source, shape),
        labels=None if labels is None else shrunk(labels, shape),
        legend=legend,
    )


def _known(dataset: Dataset, seed: int) -> tuple[list[Sample], Legend]:
    """The samples that have a mask, or else an outline, and what labels those have. Raises UserError."""
    every = list(dataset.samples())
    samples = [sample for sample in every if is_pair(sample)]
    if not samples and (drawn := [sample for sample in every if has_outlines(sample)]):
        samples, legend = drawn, legend_of(drawn)
    elif not samples and any(marks_of(sample) is not None for sample in every):
        raise UserError("prototype_no_outlines", name=dataset.name)
    else:
        masks = _some_masks(dataset.tree, few(samples, seed, LOOKED_AT))
        legend = with_names(read_legend(masks, not any(_lossy(sample) for sample in samples)), dataset.tree)
    if len(samples) < LEAST_GROUPS:
        raise UserError("prototype_too_few", name=dataset.name, count=len(samples), least=LEAST_GROUPS)
    if len(legend.colours) < 2:
        raise UserError("prototype_masks_empty", name=dataset.name)
    return samples, legend


def _labels(tree: FileTree, sample: Sample, size: tuple[int, int], legend: Legend) -> Labels | None:
    """The mask, or the outlines as one, in about the picture's size; None where there is neither."""
    if sample.target is not None and is_pair(sample):
        return legend.labels(_thinned(load_item(tree, sample.target)))
    marked = marks_of(sample)
    return None if marked is None else outlined(marked, size, LARGEST, legend)


def _some_labels(tree: FileTree, samples: Sequence[Sample], legend: Legend) -> list[Labels]:
    found: list[Labels] = []
    for sample in samples:
        try:
            labels = _labels(tree, sample, load_item(tree, sample.input).size, legend)
        except UnreadableFileError:
            continue
        if labels is not None:
            found.append(labels)
    return found


def _some_masks(tree: FileTree, samples: Sequence[Sample]) -> list[Pixels]:
    masks: list[Pixels] = []
    for sample in samples:
        try:
            masks.append(_thinned(load_item(tree, sample.target or sample.input)))
        except UnreadableFileError:
            continue
    return masks


def _thinned(mask: Image.Image) -> Pixels:
    scale = max(1.0, max(mask.size) / LARGEST)
    if scale > 1:
        mask = mask.resize((round(mask.width / scale), round(mask.height / scale)), NEAREST)
    return np.asarray(mask, dtype=np.uint8)


def _lossy(sample: Sample) -> bool:
    target = sample.target
    return target is not None and (target.path or "").lower().endswith(LOSSY)
