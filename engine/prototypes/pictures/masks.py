"""Masks: which labels their colours stand for, how fine they are, and how well two of them agree."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from engine.prototypes.metrics import Evidence
from engine.runtime.preprocess import Pixels

Labels = NDArray[np.uint8]
"""Of each pixel the number of its label, [h, w]."""
Colour = tuple[int, int, int]

MOST_LABELS = 24  # more colours than that number things one by one: then a thing is a thing
SOLID_SHARE = 1e-4  # of all pixels: an edge between two labels has no patches of its own colour
NEAR = 40  # levels by which a colour may be off in a lossy file
GROUND_SHARE = 0.5
FINE_ENOUGH = 0.9  # overlap of a mask with itself, made smaller and large again
FINEST = 0.15  # share of the masks that may lose more than that
SIDES = (128, 192, 256, 384)
"""Of which the smallest that keeps the masks is worked in."""


@dataclass(frozen=True)
class Legend:
    """``colours``: of the labels, in their order. ``ground``: the label that nothing in particular has;
    None: every label is something. ``things``: colours number things one by one, and all but the
    ground's are one label. ``names``: what labels are called, where the set names them."""

    colours: tuple[Colour, ...]
    ground: int | None
    things: bool = False
    names: tuple[str, ...] = ()

    @property
    def judged(self) -> tuple[int, ...]:
        """The labels that are looked for."""
        return tuple(label for label in range(len(self.colours)) if label != self.ground)

    def labels(self, mask: Pixels) -> Labels:
        """Each pixel's label: that of the nearest colour."""
        if (mask == mask[..., :1]).all():
            greys = np.repeat(np.arange(256)[:, None], 3, axis=1)
            return self._nearest(greys)[mask[..., 0]]
        codes, places = np.unique(_coded(mask.reshape(-1, 3)), return_inverse=True)
        return self._nearest(_decoded(codes))[places].reshape(mask.shape[:2])

    def _nearest(self, colours: NDArray[np.int64]) -> Labels:
        known = np.asarray(self.colours, np.int64)
        distance = np.abs(colours[:, None] - known[None]).max(2)
        if self.things:
            return np.asarray(distance[:, 0] > 0, np.uint8)
        return np.asarray(distance.argmin(1), np.uint8)


def read_legend(masks: Sequence[Pixels], lossless: bool) -> Legend:
    """The labels of these masks [h, w, 3] of any sizes; none where there are no masks.

    ``lossless``: no file format has shifted colours.
    """
    seen: Counter[int] = Counter()
    solid: Counter[int] = Counter()
    for mask in masks:
        codes = _coded(mask.reshape(-1, 3)).reshape(mask.shape[:2])
        _count(seen, codes)
        same = codes[:-1, :-1]
        _count(solid, same[(same == codes[1:, :-1]) & (same == codes[:-1, 1:]) & (same == codes[1:, 1:])])
    total = seen.total()
    if not total:
        return Legend((), None)
    if lossless and len(seen) <= 2:
        chosen = [code for code, _ in seen.most_common()]
    else:
        chosen = _apart(
            [code for code, count in solid.most_common() if count >= SOLID_SHARE * total], lossless
        )
        if len(chosen) < 2:
            chosen = _apart([*chosen, *(code for code, _ in seen.most_common())], lossless=False)[:2]
    things = len(chosen) > MOST_LABELS
    if things:
        chosen = _extremes(chosen)
    colours = sorted((_colour(code) for code in chosen), key=lambda colour: (sum(colour), colour))
    known = np.asarray(colours, np.int32)
    shares = np.zeros(len(colours))
    for code, count in seen.items():
        shares[int(np.abs(known - np.asarray(_colour(code))).max(1).argmin())] += count / total
    ground = 0 if shares[0] >= GROUND_SHARE else None
    return Legend(tuple(colours), 0 if things else ground, things)


def needed_side(masks: Sequence[Labels], ground: int | None) -> int:
    """The side, of ``SIDES``, of the smallest square worth of pixels that still shows what the masks show."""
    for side in SIDES[:-1]:
        kept = [
            agreement(shrunk(mask, _scaled(mask.shape, side), mask.shape), mask, ground)
            for mask in masks
            if ground is None or (mask != ground).any()
        ]
        if kept and float(np.quantile(kept, FINEST)) >= FINE_ENOUGH:
            return side
    return SIDES[-1]


def shrunk(mask: Labels, shape: tuple[int, ...], back: tuple[int, ...] | None = None) -> Labels:
    """The mask in another height and width: each pixel has the label of most of its area.

    ``back``: then brought to this shape again.
    """
    size = (int(shape[1]), int(shape[0]))
    many = int(mask.max(initial=0)) + 1
    areas = [
        cv2.resize((mask == label).astype(np.float32), size, interpolation=cv2.INTER_AREA)
        for label in range(many)
    ]
    small = np.asarray(np.stack(areas).argmax(0), np.uint8)
    if back is None:
        return small
    return np.asarray(cv2.resize(small, (back[1], back[0]), interpolation=cv2.INTER_NEAREST), np.uint8)


def agreement(said: Labels, truth: Labels, ground: int | None) -> float:
    """Intersection over union, 0 … 1.

    With a ground: of all that isn't ground, label by label, taken together; saying nothing where there
    is nothing is right. Without: the mean over the labels that the truth has.
    """
    labels = [int(label) for label in np.union1d(said, truth) if label != ground]
    shared = [int(np.count_nonzero((said == label) & (truth == label))) for label in labels]
    either = [int(np.count_nonzero((said == label) | (truth == label))) for label in labels]
    if ground is not None:
        return sum(shared) / sum(either) if labels else 1.0
    there = [place for place, label in enumerate(labels) if (truth == label).any()]
    return float(np.mean([shared[place] / either[place] for place in there]))


def overlaps(said: Sequence[Labels], truth: Sequence[Labels], ground: int | None) -> list[Evidence]:
    """The agreement of each mask with its truth."""
    return [np.array([agreement(mine, true, ground)]) for mine, true in zip(said, truth, strict=True)]


def _scaled(shape: tuple[int, ...], side: int) -> tuple[int, int]:
    scale = min(1.0, side / float(np.sqrt(shape[0] * shape[1])))
    return max(1, round(shape[0] * scale)), max(1, round(shape[1] * scale))


def _apart(codes: Sequence[int], lossless: bool) -> list[int]:
    """Colours that are labels of their own: in a lossy file, those that no more frequent one comes near."""
    if lossless:
        return list(codes)
    kept: list[int] = []
    for code in codes:
        colour = np.asarray(_colour(code))
        if all(np.abs(colour - np.asarray(_colour(other))).max() > NEAR for other in kept):
            kept.append(code)
    return kept


def _extremes(codes: Sequence[int]) -> list[int]:
    """Things that are numbered one by one: the darkest colour and all others, which the most frequent
    of them stands for."""
    darkest = min(codes, key=lambda code: (sum(_colour(code)), code))
    return [darkest, next(code for code in codes if code != darkest)]


def _coded(flat: NDArray[np.uint8]) -> NDArray[np.int64]:
    wide = flat.astype(np.int64)
    return np.asarray(wide[:, 0] << 16 | wide[:, 1] << 8 | wide[:, 2], np.int64)


def _decoded(codes: NDArray[np.int64]) -> NDArray[np.int64]:
    return np.stack([codes >> 16 & 255, codes >> 8 & 255, codes & 255], axis=1)


def _colour(code: int) -> Colour:
    return code >> 16 & 255, code >> 8 & 255, code & 255


def _count(into: Counter[int], codes: NDArray[np.int64]) -> None:
    values, counts = np.unique(codes, return_counts=True)
    into.update(dict(zip(values.tolist(), counts.tolist(), strict=True)))
