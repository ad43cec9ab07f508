"""Pictures read for learning: decoded once, kept small, known by the fingerprint of their pixels."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from engine.dataset import UnreadableFileError
from engine.dataset.types import Dataset, FileTree, Item, Modality
from engine.jobs.protocol import Reporter
from engine.prototypes.classes import class_of
from engine.prototypes.pictures.seeing import SEEN, see
from engine.runtime.preprocess import Pixels, fingerprint, prepare
from engine.runtime.types import Channels

MOST = 6000
"""Samples that a prototype reads: enough for minutes on two cores, about 130 MB in memory."""
LEAST_DEVIATION = 0.02


@dataclass(frozen=True)
class Named:
    """A picture that is yet to be read: where it lies, and its class."""

    id: str
    path: str
    label: str
    modality: Modality = "image"


@dataclass(frozen=True)
class Picture:
    """A picture that was read; ``pixels`` by size."""

    id: str
    path: str
    label: str
    fingerprint: int
    pixels: Mapping[int, Pixels]


def named_pictures(dataset: Dataset) -> list[Named]:
    """Every picture, and every recording, that has a class."""
    return [
        Named(sample.id, sample.input.path, label, sample.input.modality)
        for sample in dataset.samples()
        if sample.input.path is not None
        and sample.input.modality in SEEN
        and (label := class_of(sample.target)) is not None
    ]


def choose(named: Sequence[Named], seed: int, most: int = MOST) -> list[Named]:
    """At most about ``most`` of them, each class in its share; the same for a seed whatever the order."""
    if len(named) <= most:
        return list(named)
    classes: dict[str, list[Named]] = defaultdict(list)
    for one in named:
        classes[one.label].append(one)
    chosen: list[Named] = []
    for members in classes.values():
        members.sort(key=lambda one: hashlib.blake2b(f"{seed}:{one.id}".encode()).digest())
        chosen += members[: max(3, round(most * len(members) / len(named)))]
    return chosen


def read_pictures(
    tree: FileTree, named: Sequence[Named], sizes: Sequence[int], reporter: Reporter
) -> tuple[Picture, ...]:
    """The readable ones, each made square in every size."""
    pictures: list[Picture] = []
    for done, one in enumerate(named, start=1):
        try:
            picture = see(tree, Item(one.modality, one.path))
        except UnreadableFileError:
            continue
        finally:
            reporter.progress(done, len(named), "reading")
        pictures.append(
            Picture(
                id=one.id,
                path=one.path,
                label=one.label,
                fingerprint=fingerprint(picture),
                pixels={size: prepare(picture, size) for size in sizes},
            )
        )
    return tuple(pictures)


def channel_statistics(pixels: Pixels) -> tuple[Channels, Channels]:
    """Mean and standard deviation of each channel, on the scale 0 … 1; no deviation is below
    ``LEAST_DEVIATION``, so that an empty channel doesn't blow up noise.

    By counting values, which is exact and needs no copy of the pictures in floats.
    """
    values = np.arange(256) / 255
    means, deviations = [], []
    for channel in range(3):
        counts = np.bincount(pixels[..., channel].ravel(), minlength=256)
        mean = float(np.average(values, weights=counts))
        means.append(mean)
        spread = float(np.average((values - mean) ** 2, weights=counts)) ** 0.5
        deviations.append(max(spread, LEAST_DEVIATION))
    return (means[0], means[1], means[2]), (deviations[0], deviations[1], deviations[2])
