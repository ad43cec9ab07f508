"""The simple ways to find what a mask marks: thresholds, and a tree over each pixel's surroundings."""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np
from numpy.typing import NDArray
from sklearn.tree import DecisionTreeClassifier

from engine.prototypes.metrics import Evidence
from engine.prototypes.pictures.masks import Labels, overlaps
from engine.prototypes.pictures.picture_baselines import around, blurred
from engine.prototypes.system import Baseline
from engine.runtime.preprocess import Pixels

PIXELS_LEARNT = 80_000
LEAST_OF_A_LEAF = 20
CUTS = (0.3, 0.4, 0.5)  # of a tree's share, from which a pixel counts as marked
TRIED_ON = 60  # pictures that a threshold is chosen by
BACKGROUND = 6  # of the side: a blur over that much leaves the background alone


class MaskBaseline(Baseline):
    """``sources`` [h, w, 3] and ``truth`` [h, w] of all examples."""

    def __init__(self, sources: Sequence[Pixels], truth: Sequence[Labels], ground: int | None) -> None:
        self._sources, self._truth, self._ground = sources, truth, ground

    def labels(self, index: int) -> Labels:
        """What it says of this example."""
        raise NotImplementedError

    def evidence(self, indices: Sequence[int]) -> list[Evidence]:
        """The overlap of what it marks with the truth."""
        return overlaps(
            [self.labels(index) for index in indices],
            [self._truth[index] for index in indices],
            self._ground,
        )

    def _figure(self, said: Sequence[Labels], indices: Sequence[int]) -> float:
        return float(np.mean(overlaps(said, [self._truth[index] for index in indices], self._ground)))


class CommonestLabel(MaskBaseline):
    """Every pixel has the most frequent label."""

    name = "commonest_label"

    def __init__(
        self,
        sources: Sequence[Pixels],
        truth: Sequence[Labels],
        ground: int | None,
        train: Sequence[int],
    ) -> None:
        super().__init__(sources, truth, ground)
        counts = sum(np.bincount(truth[index].ravel(), minlength=256) for index in train)
        self._label = int(np.argmax(counts))

    def labels(self, index: int) -> Labels:
        """All of one label."""
        return np.full_like(self._truth[index], self._label)


class OtsuThreshold(MaskBaseline):
    """A threshold by Otsu's method on the brightness or on the difference from the background, whichever
    does best on the training side. For two labels."""

    name = "otsu_threshold"

    def __init__(
        self,
        sources: Sequence[Pixels],
        truth: Sequence[Labels],
        ground: int | None,
        train: Sequence[int],
    ) -> None:
        super().__init__(sources, truth, ground)
        ways = (_bright, _dark, _different)
        some = list(train[:TRIED_ON])
        figures = [self._figure([way(sources[index]) for index in some], some) for way in ways]
        self._way = ways[int(np.argmax(figures))]

    def labels(self, index: int) -> Labels:
        """1 beyond the threshold."""
        return self._way(self._sources[index])


class SurroundingsTree(MaskBaseline):
    """A classification tree over each pixel's colour, how it differs from ever wider surroundings, and
    how uneven those are. The share from which a pixel counts is chosen on the validation side, as the
    network's weights are."""

    name = "surroundings_tree"

    def __init__(
        self,
        sources: Sequence[Pixels],
        truth: Sequence[Labels],
        ground: int | None,
        train: Sequence[int],
        validation: Sequence[int],
        seed: int,
    ) -> None:
        super().__init__(sources, truth, ground)
        self._tree = DecisionTreeClassifier(min_samples_leaf=LEAST_OF_A_LEAF, random_state=seed)
        random = np.random.default_rng(seed)
        each = max(1, PIXELS_LEARNT // len(train))
        inputs, targets = [], []
        for index in random.permutation(np.asarray(train))[: PIXELS_LEARNT // each]:
            size = truth[index].size
            places = random.choice(size, min(each, size), replace=False)
            inputs.append(surroundings(sources[index]).reshape(size, -1)[places])
            targets.append(truth[index].ravel()[places])
        self._tree.fit(np.concatenate(inputs), np.concatenate(targets))
        self._cut = 0.5
        if len(self._tree.classes_) == 2:
            some = list(validation[:TRIED_ON])
            shares = [self._shares(index) for index in some]
            figures = [self._figure([self._cut_at(one, cut) for one in shares], some) for cut in CUTS]
            self._cut = CUTS[int(np.argmax(figures))]

    def labels(self, index: int) -> Labels:
        """Pixel by pixel."""
        return self._cut_at(self._shares(index), self._cut)

    def _shares(self, index: int) -> NDArray[np.float32]:
        """[h, w, labels]."""
        high, wide = self._truth[index].shape
        shares = self._tree.predict_proba(surroundings(self._sources[index]).reshape(high * wide, -1))
        return np.asarray(shares, np.float32).reshape(high, wide, -1)

    def _cut_at(self, shares: NDArray[np.float32], cut: float) -> Labels:
        known = np.asarray(self._tree.classes_, np.uint8)
        if len(known) == 2:
            return np.asarray(known[(shares[..., 1] > cut).astype(np.int64)], np.uint8)
        return np.asarray(known[shares.argmax(2)], np.uint8)


def surroundings(picture: Pixels) -> NDArray[np.float32]:
    """[h, w, 3] → [h, w, 15]: the colour, its differences from three wider means, and the unevenness of
    three surroundings."""
    colours = around(picture)[..., :12]
    own, means = colours[..., :3], colours[..., 3:]
    differences = np.tile(own, (1, 1, 3)) - means
    grey = own.mean(2)
    uneven = [np.abs(grey - means[..., place : place + 3].mean(2)) for place in (0, 3, 6)]
    spread = [cv2.GaussianBlur(one, (0, 0), 2.0) for one in uneven]
    return np.dstack([own, differences, *spread]).astype(np.float32)


def _bright(picture: Pixels) -> Labels:
    return _otsu(cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY))


def _dark(picture: Pixels) -> Labels:
    return np.asarray(1 - _bright(picture), np.uint8)


def _different(picture: Pixels) -> Labels:
    blur = float(np.sqrt(picture.shape[0] * picture.shape[1])) / BACKGROUND
    colours = picture.astype(np.float32)
    difference = np.abs(colours - blurred(colours, blur)).max(2)
    return _otsu(cv2.medianBlur(np.clip(difference, 0, 255).astype(np.uint8), 3))


def _otsu(grey: NDArray[np.uint8] | cv2.typing.MatLike) -> Labels:
    return np.asarray(cv2.threshold(grey, 0, 1, cv2.THRESH_BINARY + cv2.THRESH_OTSU)[1], np.uint8)
