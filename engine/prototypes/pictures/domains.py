"""Two heaps of pictures without ties: how they are read, and simple ways to the other's looks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import cv2
import numpy as np
from numpy.typing import NDArray

from engine.dataset import UnreadableFileError
from engine.dataset.types import Dataset, Sample
from engine.errors import UserError
from engine.jobs.protocol import Reporter
from engine.prototypes.classes import class_of
from engine.prototypes.metrics import Evidence
from engine.prototypes.pictures.appearance import Appearance
from engine.prototypes.pictures.origins import grouped_keys
from engine.prototypes.pictures.picture_pairs import (
    PicturePair,
    Shape,
    few,
    is_pair,
    picture_sizes,
    planes,
    read_pair,
    room_for,
    working_shape,
)
from engine.prototypes.split import LEAST_GROUPS, Key, Split, split
from engine.prototypes.system import Baseline, Examples
from engine.runtime.preprocess import Pixels

Floats = NDArray[np.float32]
LOOKED_AT = 64  # side of pictures whose looks are compared
QUANTILES = np.linspace(0, 1, 65)
SLIGHT = 1.0  # of 255: less spread than this is none
POOLED = 4  # pixels that are taken together to see where it is light and dark


@dataclass(frozen=True, kw_only=True)
class TwoHeaps(Examples[PicturePair]):
    """``prepared``: pictures of the first heap; ``others``: of the second, with keys of their own."""

    others: tuple[PicturePair, ...]
    other_keys: tuple[Key, ...]


@dataclass(frozen=True)
class Target:
    """The second heap by sides: what is learnt from, and the crowd that is judged by. [n, h, w, 3] each."""

    train: Pixels
    validation: Pixels
    test: Pixels

    def crowd(self, held_out: bool) -> Pixels:
        """What held-out pictures, or others, are compared with."""
        return self.test if held_out else self.validation


def read_heaps(dataset: Dataset, side: int, multiple: int, seed: int, reporter: Reporter) -> TwoHeaps:
    """Every picture of both sides, all in one shape. Raises UserError where there are not two heaps, or
    either is too small."""
    return heaps_of(dataset, two_heaps(dataset), Wanted(side, multiple), seed, reporter)


@dataclass(frozen=True)
class Wanted:
    """``side``, ``multiple``: see ``working_shape``. ``others``: pictures that the second heap must hold."""

    side: int
    multiple: int
    others: int = LEAST_GROUPS


def two_heaps(dataset: Dataset) -> tuple[list[Sample], list[Sample]]:
    """The two domains of a set; else its two classes, or both sides of its pairs, without their ties.

    Raises UserError where there are more classes, or fewer.
    """
    layout, samples = dataset.recognition.layout, list(dataset.samples())
    if layout == "class_folders":
        classes: dict[str, list[Sample]] = {}
        for one in samples:
            if (label := class_of(one.target)) is not None:
                classes.setdefault(label, []).append(one)
        if len(classes) != 2:
            raise UserError("prototype_two_heaps", name=dataset.name, count=len(classes))
        first, second = classes.values()
        return first, second
    if layout == "paired_folders":
        targets = [one.target for one in samples if is_pair(one) and one.target is not None]
        sources = [replace(one, target=None) for one in samples]
        return sources, [Sample(target.path or "", target) for target in targets]
    return sides_of(dataset)


def sides_of(dataset: Dataset) -> tuple[list[Sample], list[Sample]]:
    """The pictures of the input side, and those that no input is tied to."""
    second = [
        Sample(item.path, item)
        for item in dataset.unmatched_targets()
        if item.modality == "image" and item.path is not None
    ]
    return [one for one in dataset.samples() if one.input.modality == "image"], second


def heaps_of(
    dataset: Dataset, heaps: tuple[list[Sample], list[Sample]], wanted: Wanted, seed: int, reporter: Reporter
) -> TwoHeaps:
    """What of these can be read, all in one shape. Raises UserError where either heap is too small."""
    items = [one.input for heap in heaps for one in heap]
    shape = working_shape(picture_sizes(dataset.tree, items), wanted.side, wanted.multiple)
    chosen = [few(heap, seed, room_for(shape, 6)) for heap in heaps]
    read = [_read(dataset, heap, shape, reporter) for heap in chosen]
    for heap, least in zip(read, (LEAST_GROUPS, wanted.others), strict=True):
        if len(heap) < least:
            raise UserError("prototype_too_few", name=dataset.name, count=len(heap), least=least)
    counted = sum(len(heap) for heap in chosen)
    return TwoHeaps(
        prepared=read[0],
        keys=grouped_keys(read[0], dataset.recognition),
        unreadable=counted - len(read[0]) - len(read[1]),
        unused=len(items) - counted,
        others=read[1],
        other_keys=grouped_keys(read[1], dataset.recognition),
    )


def _read(
    dataset: Dataset, samples: Sequence[Sample], shape: Shape, reporter: Reporter
) -> tuple[PicturePair, ...]:
    found: list[PicturePair] = []
    for done, sample in enumerate(samples, start=1):
        try:
            one = read_pair(dataset.tree, sample, shape)
        except UnreadableFileError:
            one = None
        if one is not None:
            found.append(replace(one, target=None))
        reporter.progress(done, len(samples), "reading")
    return tuple(found)


def target_of(examples: Examples[PicturePair]) -> Target:
    """The second heap, divided as the first one is. Raises TypeError for examples of another kind."""
    if not isinstance(examples, TwoHeaps):
        raise TypeError("not two heaps")
    sides = split(examples.other_keys, 0)

    def of(indices: Sequence[int]) -> Pixels:
        return np.stack([examples.others[index].source for index in indices])

    return Target(of(sides.train), of(sides.validation), of(sides.test))


class Judge:
    """How far pictures made of the first heap are from the second one's, as crowds."""

    def __init__(self, target: Target, sides: Split) -> None:
        self._looks = Appearance(_square(planes(target.train)))
        self._rows = {held: self._looks.rows(_square(planes(target.crowd(held)))) for held in (False, True)}
        self._tests = frozenset(sides.test)

    def evidence(self, made: Floats, indices: Sequence[int]) -> list[Evidence]:
        """The features of each made picture, [n, 3, h, w], above those of a real one of the other heap, as
        ``relative_energy`` takes them; the real ones come in turn, each as often as any other."""
        rows = self._looks.rows(_square(made))
        real = self._rows[bool(indices) and indices[0] in self._tests]
        return [np.stack([row, real[place % len(real)]]) for place, row in enumerate(rows)]


class Recoloured(Baseline):
    """A simple way from a picture of the first heap to the looks of the second."""

    def __init__(self, name: str, sources: Pixels, judge: Judge) -> None:
        self.name = name
        self._sources, self._judge = sources, judge

    def made(self, pictures: Pixels) -> Floats:
        """[n, h, w, 3] → [n, 3, h, w] of 0 … 1: here, the pictures themselves."""
        return planes(pictures)

    def evidence(self, indices: Sequence[int]) -> list[Evidence]:
        """As the judge has it."""
        return self._judge.evidence(self.made(self._sources[list(indices)]), indices)


class ColourStatistics(Recoloured):
    """Each picture gets the mean colour and the contrast of the other heap (Reinhard et al. 2001, in RGB)."""

    def __init__(self, sources: Pixels, target: Pixels, judge: Judge) -> None:
        super().__init__("colour_statistics", sources, judge)
        self._target = target

    def made(self, pictures: Pixels) -> Floats:
        """Picture by picture."""
        return planes(np.stack([with_statistics(one, self._target) for one in pictures]))


class ColourCurves(Recoloured):
    """Each channel goes through the one curve that gives the first heap the second's histogram."""

    def __init__(self, sources: Pixels, train: Sequence[int], target: Pixels, judge: Judge) -> None:
        super().__init__("colour_curves", sources, judge)
        self._tables = curves(sources[list(train)], target, np.arange(256.0))

    def made(self, pictures: Pixels) -> Floats:
        """Value by value."""
        changed = np.stack([table[pictures[..., place]] for place, table in enumerate(self._tables)], axis=-1)
        return planes(np.rint(changed).astype(np.uint8))


def curves(sources: Pixels, target: Pixels, values: NDArray[np.float64]) -> NDArray[np.float64]:
    """What becomes of these values of 0 … 255 where each channel of ``sources`` [..., 3] is given the
    histogram of ``target``'s, [3, values]."""
    channels = range(3)
    before = [np.quantile(sources[..., channel], QUANTILES) for channel in channels]
    after = [np.quantile(target[..., channel], QUANTILES) for channel in channels]
    return np.stack([np.interp(values, *both) for both in zip(before, after, strict=True)])


def with_statistics(picture: Pixels, target: Pixels) -> Pixels:
    """A picture [h, w, 3] whose channels have the mean and spread of ``target`` [..., 3]."""
    flat, wanted = picture.reshape(-1, 3).astype(np.float64), target.reshape(-1, 3)
    scale = wanted.std(0) / np.maximum(flat.std(0), SLIGHT)
    changed = (picture - flat.mean(0)) * scale + wanted.mean(0)
    return np.asarray(np.clip(np.rint(changed), 0, 255), np.uint8)


def structure_kept(sources: Floats, made: Floats) -> float:
    """How far what is light and dark in a picture is so in what was made of it: the mean correlation of
    coarse brightness, 1 for the same picture. [n, 3, h, w] both."""
    first, second = _coarse(sources), _coarse(made)
    return float((first * second).mean())


def _coarse(pictures: Floats) -> NDArray[np.float64]:
    """Brightness of places, of mean 0 and spread 1 within each picture, [n, places]."""
    light = pictures.mean(1)
    high, wide = (length // POOLED * POOLED for length in light.shape[1:])
    cells = light[:, :high, :wide].reshape(len(light), high // POOLED, POOLED, wide // POOLED, POOLED)
    flat = cells.mean((2, 4)).reshape(len(light), -1).astype(np.float64)
    flat = flat - flat.mean(1, keepdims=True)
    return np.asarray(flat / np.maximum(flat.std(1, keepdims=True), 1e-6), np.float64)


def _square(pictures: Floats) -> Floats:
    """Brought to the size in which looks are compared, [n, 3, 64, 64]."""
    if pictures.shape[2:] == (LOOKED_AT, LOOKED_AT):
        return pictures
    size = (LOOKED_AT, LOOKED_AT)
    found = [cv2.resize(one.transpose(1, 2, 0), size, interpolation=cv2.INTER_AREA) for one in pictures]
    return np.ascontiguousarray(np.stack(found).transpose(0, 3, 1, 2), dtype=np.float32)
